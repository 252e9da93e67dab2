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
from generator.tree import files
from generator.usage import sources

FOLDER: Final = HERE.parent / ".generate"
"""What is kept from run to run. Not committed: another machine's word would be no proof."""

RECORD: Final = FOLDER / "record.json"


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

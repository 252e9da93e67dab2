"""Two folders of generated files, compared byte for byte."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import Final

import attrs

from generator.errors import GenerationError

STAMP: Final = "_stamp.py"
"""The file that only a folder of generated files has."""


@attrs.frozen
class Difference:
    """Files, by their path in the tree, that a new tree adds, changes or no longer has."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def files(root: Path) -> dict[str, bytes]:
    """Return the content of each file by its path in the tree, caches of Python left out."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def compare(old: Path, new: Path) -> Difference:
    """Return what `new` changes in `old`; a folder that is not there counts as empty."""
    before, after = files(old), files(new)
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(
            sorted(name for name in before.keys() & after.keys() if before[name] != after[name])
        ),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def first_difference(file: Path, text: str) -> str:
    """Return the number of the first line of a file that a text has otherwise, and both lines."""
    old = file.read_text("utf-8").splitlines() if file.exists() else []
    pairs = enumerate(itertools.zip_longest(old, text.splitlines(), fillvalue=""), start=1)
    number, (was, line) = next(pair for pair in pairs if pair[1][0] != pair[1][1])
    return f"{number}: is `{was.strip()}`, the sources make `{line.strip()}`"


def refuse_foreign(output: Path, stamp: str = STAMP) -> None:
    """Make sure that writing the output would only replace what was generated.

    Args:
        output: the folder to be written.
        stamp: the file that it then must have.

    Raises:
        GenerationError: it is a file, or a folder that holds something else.

    """
    if output.exists() and not output.is_dir():
        raise GenerationError(f"{output} is a file; name a folder of generated files, or a new one")
    if output.is_dir() and any(output.iterdir()) and not (output / stamp).exists():
        raise GenerationError(
            f"{output} is not empty and has no {stamp}, so it was not generated; nothing was "
            "written. Name a folder of generated files, an empty one or a new one"
        )


def replace(old: Path, new: Path) -> None:
    """Put `new` in the place of `old`, whole, so that nothing stale is left."""
    if old.exists():
        shutil.rmtree(old)
    old.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(new, old)

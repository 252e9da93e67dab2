"""Two folders of generated files, compared byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import attrs


@attrs.frozen
class Difference:
    """Files, by their path in the tree, that a new tree adds, changes or no longer has."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def compare(old: Path, new: Path) -> Difference:
    """Return what `new` changes in `old`; a folder that is not there counts as empty."""
    before, after = _files(old), _files(new)
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(
            sorted(name for name in before.keys() & after.keys() if before[name] != after[name])
        ),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def replace(old: Path, new: Path) -> None:
    """Put `new` in the place of `old`, whole, so that nothing stale is left."""
    shutil.rmtree(old, ignore_errors=True)
    old.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(new, old)

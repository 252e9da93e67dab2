"""Makes the present state of a checkout the record that later ones are compared with."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from generator.diff.history import RECORD, RECORDED

ROOT: Final = Path(__file__).parents[2]


def record(root: Path) -> None:
    """Replace the record of the last release by what is there now.

    Args:
        root: a checkout.

    """
    shutil.rmtree(root / RECORD, ignore_errors=True)
    for pattern in RECORDED:
        for path in sorted(root.glob(pattern)):
            place = root / RECORD / path.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


if __name__ == "__main__":
    record(ROOT)

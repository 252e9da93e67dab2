"""Makes a release: `prepare 1.2.3` before everything is checked and built, `finish` after it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from generator.diff.errors import DiffError
from generator.release.errors import ReleaseError
from generator.release.finish import finish
from generator.release.prepare import prepare

ROOT: Final = Path(__file__).parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 when there can be no release."""
    parser = argparse.ArgumentParser(prog="python -m generator.release", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("prepare").add_argument("version")
    steps.add_parser("finish")
    options = parser.parse_args(arguments)
    try:
        if options.step == "prepare":
            prepare(options.root, options.version)
        else:
            finish(options.root)
    except (ReleaseError, DiffError) as error:
        print(f"no release: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

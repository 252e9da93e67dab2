"""Writes generated/ anew from openapi.yaml; with --check only says what that would change."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.errors import GenerationError
from generator.generate import generate
from generator.tree import Difference, compare, replace

ROOT = Path(__file__).parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 when refused or, with --check, when the trees differ."""
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail on a difference")
    parser.add_argument("--contract", type=Path, default=ROOT / "openapi.yaml")
    parser.add_argument("--output", type=Path, default=ROOT / "generated" / "python" / "bota_api")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / options.output.name
        try:
            generate(options.contract, made)
        except GenerationError as error:
            print(error, file=sys.stderr)
            return 1
        difference = compare(options.output, made)
        if options.check:
            return _report_check(difference, options.output)
        if difference:
            replace(options.output, made)
    _print(difference, "added", "changed", "removed")
    if not difference:
        print("nothing changed")
    return 0


def _report_check(difference: Difference, output: Path) -> int:
    if not difference:
        print(f"{output.name} is what the contract makes")
        return 0
    _print(difference, "missing", "differs", "not generated")
    print("run `python -m nox -s generate`; generated files are never edited by hand")
    return 1


def _print(difference: Difference, added: str, changed: str, removed: str) -> None:
    for label, names in (
        (added, difference.added),
        (changed, difference.changed),
        (removed, difference.removed),
    ):
        for name in names:
            print(f"{label}: {name}")


if __name__ == "__main__":
    sys.exit(main())

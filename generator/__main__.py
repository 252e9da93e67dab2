"""Writes generated/ anew from openapi.yaml; with --check only says what that would change."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.errors import GenerationError
from generator.record import is_done, remember
from generator.tools import check_versions
from generator.tree import Difference, compare, refuse_foreign, replace

ROOT = Path(__file__).parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 when refused or, with --check, when the trees differ."""
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail on a difference")
    parser.add_argument("--contract", type=Path, default=ROOT / "openapi.yaml")
    parser.add_argument("--output", type=Path, default=ROOT / "generated" / "python" / "bota_api")
    options = parser.parse_args(arguments)
    output = options.output.resolve()
    try:
        return (
            _check(options.contract, output) if options.check else _write(options.contract, output)
        )
    except GenerationError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or output}: {error.strerror}", file=sys.stderr)
    return 1


def _make(contract: Path, output: Path, folder: str) -> Path:
    # What this imports is what check_versions has found.
    from generator.generate import generate

    made = Path(folder) / output.name
    generate(contract, made)
    return made


def _write(contract: Path, output: Path) -> int:
    refuse_foreign(output)
    check_versions()
    if is_done(contract, output):
        print("nothing changed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        made = _make(contract, output, folder)
        difference = compare(output, made)
        if difference:
            replace(output, made)
    remember(contract, output)
    _print(difference, "added", "changed", "removed")
    if not difference:
        print("nothing changed")
    return 0


def _check(contract: Path, output: Path) -> int:
    check_versions()
    with tempfile.TemporaryDirectory() as folder:
        difference = compare(output, _make(contract, output, folder))
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

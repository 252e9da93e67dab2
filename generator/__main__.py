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
PYTHON = Path("generated") / "python" / "bota_api"
TYPESCRIPT = Path("generated") / "typescript"
STAMPS = ("_stamp.py", "stamp.json")
"""The file that only a folder of each output has, in the order in which they are made."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 when refused or, with --check, when the trees differ."""
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail on a difference")
    parser.add_argument("--contract", type=Path, default=ROOT / "openapi.yaml")
    parser.add_argument("--output", type=Path, help=f"the Python package (default: {PYTHON})")
    parser.add_argument(
        "--typescript",
        type=Path,
        help=f"the TypeScript folder (default: {TYPESCRIPT}, or none beside another --output)",
    )
    options = parser.parse_args(arguments)
    output = (options.output or ROOT / PYTHON).resolve()
    outputs = [output]
    if options.typescript or not options.output:
        outputs.append((options.typescript or ROOT / TYPESCRIPT).resolve())
    try:
        return (_check if options.check else _write)(options.contract, outputs)
    except GenerationError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or output}: {error.strerror}", file=sys.stderr)
    return 1


def _make(contract: Path, outputs: Sequence[Path], folder: str) -> list[Path]:
    """Make the Python package and, where it is asked for too, the TypeScript folder."""
    # What these import is what check_versions has found.
    from generator.generate import generate
    from generator.typescript.generate import generate_typescript

    made = [Path(folder) / output.name for output in outputs]
    document = generate(contract, made[0])
    for output, place in zip(outputs[1:], made[1:], strict=True):
        generate_typescript(contract, document, place, before=output)
    return made


def _write(contract: Path, outputs: Sequence[Path]) -> int:
    for output, stamp in zip(outputs, STAMPS, strict=False):
        refuse_foreign(output, stamp)
    check_versions()
    if is_done(contract, outputs):
        print("nothing changed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        pairs = [*zip(outputs, _make(contract, outputs, folder), strict=True)]
        differences = [compare(output, made) for output, made in pairs]
        for (output, made), difference in zip(pairs, differences, strict=True):
            if difference:
                replace(output, made)
    remember(contract, outputs)
    for difference in differences:
        _print(difference, "added", "changed", "removed")
    if not any(differences):
        print("nothing changed")
    return 0


def _check(contract: Path, outputs: Sequence[Path]) -> int:
    check_versions()
    with tempfile.TemporaryDirectory() as folder:
        pairs = [*zip(outputs, _make(contract, outputs, folder), strict=True)]
        differences = [compare(output, made) for output, made in pairs]
    if not any(differences):
        print(f"{', '.join(output.name for output in outputs)}: what the contract makes")
        return 0
    for difference in differences:
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

"""Writes generated/ and docs/api/ anew; with --check only says what that would change."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.errors import GenerationError
from generator.record import FOLDER, is_done, remember
from generator.tools import check_versions
from generator.tree import Difference, compare, first_difference, refuse_foreign, replace
from generator.usage import broken_lines, sources, stale_surfaces, stricter_methods

ROOT = Path(__file__).parents[1]
PYTHON = Path("generated") / "python" / "bota_api"
TYPESCRIPT = Path("generated") / "typescript"
STAMPS = ("_stamp.py", "stamp.json")
"""The file that only a folder of each output has, in the order in which they are made."""
OUTPUT = ROOT / PYTHON
PAGE = "docs/extending.md, When something of ours breaks"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 when something is refused, differs or is broken."""
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail on a difference")
    parser.add_argument("--accept", action="store_true", help="methods may ask for more arguments")
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
        if options.check:
            return _check(options.contract, outputs)
        return _write(options.contract, outputs, accept=options.accept)
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

    made = [Path(folder) / place for place in (PYTHON, TYPESCRIPT)][: len(outputs)]
    document = generate(contract, made[0])
    for output, place in zip(outputs[1:], made[1:], strict=True):
        generate_typescript(contract, document, place, before=output)
    return made


def _write(contract: Path, outputs: Sequence[Path], *, accept: bool) -> int:
    for output, stamp in zip(outputs, STAMPS, strict=False):
        refuse_foreign(output, stamp)
    check_versions()
    if is_done(contract, outputs):
        print("nothing changed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        made = _make(contract, outputs, folder)
        differences = [compare(*pair) for pair in zip(outputs, made, strict=True)]
        stricter = stricter_methods(ROOT, Path(folder)) if _is_used(outputs[0]) else []
        for output, place, difference in zip(outputs, made, differences, strict=True):
            if difference:
                replace(output, place)
    for difference in differences:
        _print(difference, "added", "changed", "removed")
    print("\n".join(stricter), end="\n" * bool(stricter))
    if _broken(outputs[0]):
        return 1
    if stricter and not accept:
        print(f"What calls these has to pass more; `-- --accept` when it is meant so: see {PAGE}")
        return 1
    stale = stale_surfaces(ROOT) if _is_used(outputs[0]) else {}
    for name, text in stale.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(text, "utf-8")
        print(f"changed: {name}")
    if not any(differences) and not stale:
        print("nothing changed")
    remember(contract, outputs)
    return 0


def _check(contract: Path, outputs: Sequence[Path]) -> int:
    check_versions()
    with tempfile.TemporaryDirectory() as folder:
        made = _make(contract, outputs, folder)
        differences = [compare(*pair) for pair in zip(outputs, made, strict=True)]
    if any(differences):
        for difference in differences:
            _print(difference, "missing", "differs", "not generated")
        print("run `python -m nox -s generate`; generated files are never edited by hand")
        return 1
    print(f"{', '.join(output.name for output in outputs)}: what the contract makes")
    if _broken(outputs[0]):
        return 1
    stale = stale_surfaces(ROOT) if _is_used(outputs[0]) else {}
    for name, text in stale.items():
        print(f"{name}:{first_difference(ROOT / name, text)}")
    if stale:
        print("The public names are others; run `python -m nox -s generate`, which writes them")
    return int(bool(stale))


def _is_used(output: Path) -> bool:
    """Return whether packages of ours import this output: it is no other folder's."""
    return output == OUTPUT and any(sources(ROOT))


def _broken(output: Path) -> bool:
    lines = broken_lines(ROOT, FOLDER) if _is_used(output) else []
    if lines:
        print("\n".join(lines))
        print(f"These lines of ours do not fit what the contract makes: see {PAGE}")
    return bool(lines)


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

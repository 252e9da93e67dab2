"""Writes generated/ anew from openapi.yaml; with --check only says what that would change."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.errors import GenerationError
from generator.record import FOLDER, accepted, is_done, keep, remember
from generator.tools import check_versions
from generator.tree import Difference, compare, refuse_foreign, replace
from generator.usage import broken_lines, sources, stricter_methods

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "generated" / "python" / "bota_api"
PAGE = "docs/extending.md, When something of ours breaks"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 when something is refused, differs or is broken."""
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail on a difference")
    parser.add_argument("--accept", action="store_true", help="methods may ask for more arguments")
    parser.add_argument("--contract", type=Path, default=ROOT / "openapi.yaml")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    output = options.output.resolve()
    try:
        if options.check:
            return _check(options.contract, output)
        return _write(options.contract, output, accept=options.accept)
    except GenerationError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or output}: {error.strerror}", file=sys.stderr)
    return 1


def _make(contract: Path, output: Path) -> None:
    # What this imports is what check_versions has found.
    from generator.generate import generate

    generate(contract, output)


def _write(contract: Path, output: Path, *, accept: bool) -> int:
    refuse_foreign(output)
    check_versions()
    if is_done(contract, output):
        print("nothing changed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / OUTPUT.relative_to(ROOT)
        _make(contract, made)
        difference = compare(output, made)
        stricter = []
        if _is_used(output):
            before = accepted(output)
            stricter = stricter_methods(before, Path(folder))
            if stricter and not accept:
                keep(before, output, made)
        if difference:
            replace(output, made)
    _print(difference, "added", "changed", "removed")
    if not difference:
        print("nothing changed")
    print("\n".join(stricter), end="\n" * bool(stricter))
    if _broken(output):
        return 1
    if stricter and not accept:
        print(f"What calls these has to pass more; `-- --accept` when it is meant so: see {PAGE}")
        return 1
    remember(contract, output)
    return 0


def _check(contract: Path, output: Path) -> int:
    check_versions()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / output.name
        _make(contract, made)
        difference = compare(output, made)
    if difference:
        _print(difference, "missing", "differs", "not generated")
        print("run `python -m nox -s generate`; generated files are never edited by hand")
        return 1
    print(f"{output.name} is what the contract makes")
    return int(_broken(output))


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

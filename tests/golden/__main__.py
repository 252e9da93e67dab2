"""Generates the torture contract and compares output and behaviour with what was recorded.

The record is each language's whole generated tree and, for each operation and response, what Python's
sends and returns: a new version of a tool shows as a difference to read. `--update` writes it anew.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import pkgutil
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from generator.errors import GenerationError
from generator.generate import generate
from generator.tools import check_versions
from generator.tree import compare, replace
from generator.typescript.generate import generate_typescript, type_errors
from tests.golden.calls import recorded_calls

HERE = Path(__file__).parent
CONTRACT = HERE / "openapi.yaml"
PACKAGE = "torture_api"
TREE = HERE / "record" / PACKAGE
TYPESCRIPT = HERE / "record" / "typescript"
CALLS = HERE / "record" / "calls.txt"


def main() -> int:
    """Return 0 when everything is as recorded."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
    parser.add_argument("--update", action="store_true", help="write the record anew")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bota-golden-") as folder:
        made = Path(folder, PACKAGE)
        try:
            check_versions()
            document = generate(CONTRACT, made)
            typescript = Path(folder, TYPESCRIPT.name)
            generate_typescript(CONTRACT, document, typescript, before=TYPESCRIPT)
            refused = type_errors(typescript)
        except GenerationError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        sys.path.insert(0, folder)
        sys.dont_write_bytecode = True
        modules = import_all()
        calls = recorded_calls(CONTRACT, PACKAGE)
        typed = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(made)], check=False
        )
        print(refused or "TypeScript: no error", end="\n" * (not refused))
        failed = typed.returncode or int(bool(refused))
        trees = {TREE: made, TYPESCRIPT: typescript}
        changed = differences(trees, calls)
        print(f"{modules} modules imported, {calls.count('<-')} responses read")
        if options.update and changed:
            TREE.parent.mkdir(exist_ok=True)
            for record, new in trees.items():
                replace(record, new)
            CALLS.write_text(calls, "utf-8")
            print("written anew: read the difference before committing it")
            return failed
        print("\n".join(changed) or "everything is as recorded")
        if changed:
            print("if it is meant to be so: `python -m nox -s golden -- --update`, and commit it")
    return 1 if changed else failed


def import_all() -> int:
    """Import every module, warnings being errors; return how many there are."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        package = importlib.import_module(PACKAGE)
        names = [each.name for each in pkgutil.walk_packages(package.__path__, f"{PACKAGE}.")]
        for name in names:
            importlib.import_module(name)
    return len(names)


def differences(trees: Mapping[Path, Path], calls: str) -> list[str]:
    """Return what is not as recorded: each hunk once, with the files in which it is the same.

    Args:
        trees: each recorded tree, and what was made in its place.
        calls: what was sent and returned.

    """
    shown: list[str] = []
    changed = [("calls.txt", CALLS, calls)]
    for record, made in trees.items():
        difference = compare(record, made)
        shown += [f"new file: {name}" for name in difference.added]
        shown += [f"no such file any more: {name}" for name in difference.removed]
        changed += [
            (name, record / name, (made / name).read_text("utf-8")) for name in difference.changed
        ]
    hunks: Counter[str] = Counter()
    first: dict[str, str] = {}
    for name, old, text in sorted(changed, key=lambda each: each[1] == CALLS):
        before = old.read_text("utf-8") if old.exists() else ""
        for hunk in hunks_of(before, text):
            hunks[hunk] += 1
            first.setdefault(hunk, name)
    for hunk, count in hunks.items():
        others = f", and the same in {count - 1} more" if count > 1 else ""
        shown += [f"{first[hunk]}{others}:", hunk]
    return shown


def hunks_of(before: str, after: str) -> list[str]:
    """Return the hunks of a unified difference, without their line numbers."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))
    hunks: list[list[str]] = []
    for line in lines[2:]:
        if line.startswith("@@"):
            hunks.append([])
        else:
            hunks[-1].append(line)
    return ["\n".join(hunk) for hunk in hunks]


if __name__ == "__main__":
    sys.exit(main())

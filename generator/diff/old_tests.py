"""Runs the last release's tests of what users rely on against the working tree.

These are its typing examples (tests/typing), checked by mypy with the present types, and its
scenarios (tests/conformance), played by the present clients against the present emulator.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from packaging.version import Version

from generator.diff.change import Step
from generator.diff.errors import DiffError
from generator.diff.history import Base, extract, find_base
from generator.diff.surface import PACKAGES
from generator.diff.version import VERSION_FILE, is_enough, lowest_next, read_version

ROOT = Path(__file__).parents[2]
_TESTS: Final = {
    "typing examples": ("tests/typing", ["mypy", "--strict", "--config-file"]),
    "scenarios": ("tests/conformance", ["pytest", "-q", "-p", "no:cacheprovider", "-c"]),
}
"""What is run: its folder, and the module that runs it, up to its configuration's path."""

_PACKAGES: Final = (*PACKAGES.values(), "emulator")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 when what must still pass fails, 2 when nothing was run."""
    parser = argparse.ArgumentParser(prog="python -m generator.diff.old_tests", description=__doc__)
    parser.add_argument("revision", nargs="?", help="whose tests, if not the last release's")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    try:
        base = find_base(root, options.revision)
        with tempfile.TemporaryDirectory() as folder:
            old = Path(folder).resolve()
            extract(root, base, old, ("tests", "pyproject.toml", VERSION_FILE.as_posix()))
            failed = run_old_tests(root, old, base)
            return conclusion(base, read_version(old), read_version(root), failed)
    except DiffError as error:
        print(error, file=sys.stderr)
        return 2


def run_old_tests(root: Path, old: Path, base: Base) -> list[str]:
    """Run the tests of an earlier tree on the working tree's packages; return what failed.

    Args:
        root: the working tree.
        old: a folder with the earlier tree's tests and its pyproject.toml.
        base: what the earlier tree is.

    Raises:
        DiffError: it has no such tests.

    """
    failed = []
    packages = [str(root / folder) for folder in _PACKAGES]
    paths = os.pathsep.join([*packages, *filter(None, [os.environ.get("PYTHONPATH")])])
    for name, (folder, command) in _TESTS.items():
        if not (old / folder).is_dir():
            raise DiffError(f"{base.name} has no {folder}; name a later revision")
        print(f"{name} of {base.name} ({base.commit[:10]}):", flush=True)
        # mypy must find the present packages, which the present configuration names.
        tree = root if command[0] == "mypy" else old
        done = subprocess.run(
            [sys.executable, "-m", *command, str(tree / "pyproject.toml"), folder],
            cwd=old,
            env={**os.environ, "PYTHONPATH": paths},
            check=False,
        )
        if done.returncode:
            failed.append(f"{name} of {base.name}")
    return failed


def conclusion(base: Base, old: Version, new: Version, failed: Sequence[str]) -> int:
    """Say whether what failed may fail, and return the exit code."""
    if not failed:
        print(f"Code written for {base.name} works with this tree.")
        return 0
    which = " and ".join(failed)
    allowed = lowest_next(old, Step.MAJOR)
    if not base.released:
        print(f"The {which} fail. No release has a tag yet, so nothing was promised to users.")
        return 0
    if is_enough(new, allowed):
        print(f"The {which} fail, as they may: {new} is a breaking step after {old}.")
        return 0
    print(
        f"The {which} FAIL, and {new} promises that they pass. Keep what they use, or raise the "
        f"version in {VERSION_FILE.as_posix()} to {allowed} or higher."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())

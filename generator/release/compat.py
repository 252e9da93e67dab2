"""Runs what the last release's users rely on against the working tree.

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
from generator.diff.history import Base, find_base
from generator.diff.surface import PACKAGES
from generator.diff.version import VERSION_FILE, is_enough, lowest_next, read_version

ROOT: Final = Path(__file__).parents[2]
_TESTS: Final = {
    # What was an error and is none any more, such as a field that the contract has gained, breaks
    # nobody.
    "typing examples": [
        *("mypy", "--strict", "--no-warn-unused-ignores"),
        *("--config-file=pyproject.toml", "{}/tests/typing"),
    ],
    "scenarios": ["pytest", "-q", "tests/conformance"],
}
"""What is run, and how; `{}` is where the recorded files are."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 when what must still pass fails, 2 when nothing was run."""
    parser = argparse.ArgumentParser(prog="python -m generator.release.compat", description=__doc__)
    parser.add_argument("revision", nargs="?", help="whose, if not the last release's")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    try:
        with tempfile.TemporaryDirectory() as folder:
            base = find_base(root, options.revision, Path(folder).resolve())
            failed = [name for name in _TESTS if not passes(root, base, name)]
            return conclusion(base, read_version(base.tree), read_version(root), failed)
    except DiffError as error:
        print(error, file=sys.stderr)
        return 2


def passes(root: Path, base: Base, name: str) -> bool:
    """Run one kind of recorded tests on the working tree's packages; return whether all pass."""
    print(f"{name} of {base.name}:", flush=True)
    packages = [str(root / folder) for folder in (*PACKAGES.values(), "emulator")]
    found = os.pathsep.join([*packages, *filter(None, [os.environ.get("PYTHONPATH")])])
    scenarios = str(base.tree / "tests" / "conformance")
    command = [argument.format(base.tree) for argument in _TESTS[name]]
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env={**os.environ, "PYTHONPATH": found, "BOTA_TEST_SCENARIOS": scenarios},
        check=False,
    )
    return not done.returncode


def conclusion(base: Base, old: Version, new: Version, failed: Sequence[str]) -> int:
    """Say whether what failed may fail, and return the exit code."""
    if not failed:
        print(f"Code written for {base.name} works with this tree.")
        return 0
    which = f"{' and '.join(failed)} of {base.name}"
    allowed = lowest_next(old, Step.MAJOR)
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

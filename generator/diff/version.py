"""Version numbers, and how far a change must raise them.

Semantic Versioning leaves 0.x to the project. Here, as in Cargo and npm, the first number that is
not 0 is the one that a break raises: from 0.1.2 a break asks for 0.2.0, all else for 0.1.3.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from packaging.version import InvalidVersion, Version

from generator.diff.change import Step
from generator.diff.errors import DiffError

VERSION_FILE: Final = Path("wrappers") / "python" / "bota_sdk" / "_version.py"
_VERSION: Final = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)


def read_version(tree: Path) -> Version:
    """Return the version that a tree has.

    Raises:
        DiffError: its file is missing, or has no version.

    """
    file = tree / VERSION_FILE
    found = _VERSION.search(file.read_text("utf-8")) if file.exists() else None
    if found is None:
        raise DiffError(f'{file.as_posix()} has no line `__version__ = "1.2.3"`')
    try:
        return Version(found[1])
    except InvalidVersion as error:
        raise DiffError(f"{file.as_posix()}: {error}") from error


def lowest_next(old: Version, step: Step) -> Version:
    """Return the lowest version that may follow a version after a step."""
    major, minor, patch = old.major, old.minor, old.micro
    if major == 0 and step is not Step.NONE:
        step = Step.MINOR if step is Step.MAJOR and minor else Step.PATCH
    raised = {
        Step.NONE: (major, minor, patch),
        Step.PATCH: (major, minor, patch + 1),
        Step.MINOR: (major, minor + 1, 0),
        Step.MAJOR: (major + 1, 0, 0),
    }
    return Version(".".join(map(str, raised[step])))


def is_enough(version: Version, needed: Version) -> bool:
    """Return whether a version, or the final one that a pre-release leads to, is high enough."""
    return Version(version.base_version) >= needed

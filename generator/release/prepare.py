"""The first step of a release: looks whether there may be one, and writes its version.

Nothing is written when it is refused.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from packaging.version import Version

from generator.diff.__main__ import compare
from generator.release.errors import ReleaseError
from generator.release.versions import write_version

FRAGMENTS: Final = Path("changelog.d")
_NUMBER: Final = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", re.ASCII)


def prepare(root: Path, version: str) -> None:
    """Write a version into a checkout, and its entry into CHANGELOG.md.

    Args:
        root: a clean checkout.
        version: such as `1.2.3`.

    Raises:
        ReleaseError: the checkout has changes, or the version is none, too low or released.
        DiffError: what changed cannot be found out.

    """
    if not _NUMBER.fullmatch(version):
        raise ReleaseError(f"{version!r} is no version; name it as `-- 1.2.3`")
    if changed := git(root, "status", "--porcelain"):
        raise ReleaseError(f"there are changes that are not committed:\n{changed}")
    if git(root, "tag", "--list", f"v{version}"):
        raise ReleaseError(f"the tag v{version} is there: {version} is released already")
    report = compare(root, version=Version(version))
    if report.too_low or report.new < report.old:
        raise ReleaseError(
            f"{version} is too low: what changed since {report.base.name} asks for "
            f"{max(report.needed, report.old)} or higher. `python -m nox -s diff` lists it"
        )
    write_version(root, version)
    if {path.name for path in (root / FRAGMENTS).glob("*.md")} - {"README.md"}:
        title = f"[{version}] - {release_date(root).isoformat()}"
        command = [sys.executable, "-m", "scriv", "collect", "--title", title]
        subprocess.run(command, cwd=root, check=True)


def release_date(root: Path) -> datetime.date:
    """Return the day of SOURCE_DATE_EPOCH, else that of the last commit, in UTC.

    The clock has no part in it: made twice, a release is the same.
    """
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or git(root, "log", "-1", "--format=%ct"))
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()


def git(root: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Return what a git command prints.

    Raises:
        ReleaseError: it fails.

    """
    command = ["git", *arguments]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ReleaseError(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()

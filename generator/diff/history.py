"""What the working tree is compared with: the record of the last release, or a git revision.

The record, tests/last_release/, has what users rely on, at the paths that it has in the tree.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Final

import attrs

from generator.diff.errors import DiffError
from generator.diff.version import VERSION_FILE, read_version

RECORD: Final = Path("tests", "last_release")
RECORDED: Final = (
    "openapi.yaml",
    VERSION_FILE.as_posix(),
    "docs/api/*.txt",
    "wrappers/typescript/api/*.api.md",
    "tests/typing/*.py",
    "tests/conformance/*.yaml",
)
"""The contract, the version, the public names, the typing examples and the scenarios."""

SHIPPED: Final = ("openapi.yaml", "generated", "wrappers", "emulator", "pyproject.toml")
"""What a distribution is made of."""


@attrs.frozen
class Base:
    """What the working tree is compared with.

    Args:
        name: as people know it: the last release's tag, or what was asked for.
        tree: a folder that has its recorded files.
        commit: its hash; None for a release that has no tag in this checkout.

    """

    name: str
    tree: Path
    commit: str | None


def find_base(root: Path, asked: str | None, folder: Path) -> Base:
    """Return what to compare with.

    Args:
        root: the working tree.
        asked: a git revision, None for the recorded release.
        folder: where a revision's files can be written.

    Raises:
        DiffError: there is no record or no such revision, or the revision has no public names.

    """
    if asked is None:
        name = f"v{read_version(root / RECORD)}"
        return Base(name, root / RECORD, _commit(root, f"refs/tags/{name}"))
    commit = _commit(root, asked)
    if commit is None:
        _git(root, "rev-parse", "--git-dir")
        raise DiffError(f"there is no revision {asked!r}; `git tag` lists the releases")
    try:
        packed = _git(root, "archive", "--format=tar", commit, "--", *RECORDED)
    except DiffError as error:
        raise DiffError(f"{asked} cannot be compared with; name a later one: {error}") from error
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return Base(asked, folder, commit)


def shipped_differs(root: Path, base: Base) -> bool:
    """Return whether the working tree differs from a commit in anything that is shipped."""
    if base.commit is None:
        return False
    changed = _git(root, "diff", "--name-only", base.commit, "--", *SHIPPED)
    new = _git(root, "ls-files", "--others", "--exclude-standard", "--", *SHIPPED)
    return bool(changed or new)


def _commit(root: Path, name: str) -> str | None:
    try:
        options = ("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return _git(root, "rev-parse", *options).decode().strip()
    except DiffError:
        return None


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, check=False, timeout=60
        )
    except FileNotFoundError as error:
        raise DiffError("git is not installed; an earlier revision is taken from it") from error
    if done.returncode:
        raise DiffError(f"git {arguments[0]} failed: {done.stderr.decode().strip()}")
    return done.stdout

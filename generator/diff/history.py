"""The earlier tree, taken from git without touching the working tree."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Final

import attrs

from generator.diff.errors import DiffError

SHIPPED: Final = ("openapi.yaml", "generated", "wrappers", "emulator", "pyproject.toml")
"""What a distribution is made of."""

_RELEASES: Final = "v[0-9]*"


@attrs.frozen
class Base:
    """What the working tree is compared with.

    Args:
        name: as people know it: a tag, or what was asked for.
        commit: its hash.
        released: whether the version must be high enough for what changed since.

    """

    name: str
    commit: str
    released: bool


def find_base(root: Path, asked: str | None) -> Base:
    """Return what to compare with.

    That is what was asked for, else the newest release's tag (`v1.2.3`) that the working tree
    comes from, else the parent of the main branch: then nothing has been released yet.

    Raises:
        DiffError: this is no git checkout, there is no such revision, or nothing came before.

    """
    if asked is not None:
        return Base(asked, _commit(root, asked), released=True)
    _git(root, "rev-parse", "--git-dir")
    described = ("describe", "--tags", "--abbrev=0", "--match", _RELEASES)
    if tag := _git(root, *described, fails="").strip():
        return Base(tag, _commit(root, tag), released=True)
    for name in ("main^", "origin/main^", "HEAD^"):
        if commit := _git(
            root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", fails=""
        ).strip():
            return Base(name, commit, released=False)
    raise DiffError(
        "no release's tag and no earlier commit to compare with; a shallow clone has neither: "
        "run `git fetch --unshallow --tags`, or name a revision"
    )


def extract(root: Path, base: Base, folder: Path, names: tuple[str, ...]) -> None:
    """Write a revision's files and folders of these names into a folder; some may not exist.

    Raises:
        DiffError: git fails.

    """
    listed = _git(root, "ls-tree", "--name-only", base.commit, "--", *names).splitlines()
    folder.mkdir(parents=True, exist_ok=True)
    if listed:
        packed = _run(root, "archive", "--format=tar", base.commit, "--", *listed)
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")


def shipped_differs(root: Path, base: Base) -> bool:
    """Return whether the working tree differs from a revision in anything that is shipped."""
    changed = _git(root, "diff", "--name-only", base.commit, "--", *SHIPPED)
    new = _git(root, "ls-files", "--others", "--exclude-standard", "--", *SHIPPED)
    return bool(changed or new)


def _commit(root: Path, name: str) -> str:
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found := _git(root, *asked, fails="").strip():
        return found
    _git(root, "rev-parse", "--git-dir")
    raise DiffError(f"there is no revision {name!r}; `git tag` lists the releases")


def _git(root: Path, *arguments: str, fails: str | None = None) -> str:
    """Return what a git command prints, or `fails`, when that is given, where it fails."""
    try:
        return _run(root, *arguments).decode()
    except DiffError:
        if fails is None:
            raise
        return fails


def _run(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, check=False, timeout=60
        )
    except FileNotFoundError as error:
        raise DiffError("git is not installed; the earlier version is taken from it") from error
    if done.returncode:
        raise DiffError(f"git {arguments[0]} failed: {done.stderr.decode().strip()}")
    return done.stdout

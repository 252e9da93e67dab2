"""A scratch repository with one release, v0.1.0, whose contract can be edited at will."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.__main__ import main as generate
from generator.diff.errors import DiffError
from generator.diff.oasdiff import program
from generator.diff.surface import load_surface
from generator.diff.surface_text import surface_texts
from generator.release.record import record

ROOT = Path(__file__).parents[2]
PARTS = ("openapi.yaml", "pyproject.toml", "docs/api", "generated", "wrappers")
IDENTITY = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "gc.auto=0"]


@pytest.fixture(autouse=True)
def quiet_griffe() -> None:
    """It logs thousands of lines, which every test would keep."""
    logging.getLogger("griffe").setLevel(logging.WARNING)


@pytest.fixture(scope="session")
def oasdiff() -> Path:
    """The oasdiff that nox installs."""
    try:
        return program()
    except DiffError as error:
        pytest.skip(f"{error}. `nox -s tests` installs it too")


def git(root: Path, *arguments: str) -> str:
    # The user's and the machine's configuration must not matter, nor a repository around the test.
    alone = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    alone |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *IDENTITY, *arguments], cwd=root, env=alone, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_repository(root: Path) -> None:
    root.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", "dist")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, root)
    for folder, name in (("typing", "example.py"), ("conformance", "baseline.yaml")):
        (root / "tests" / folder).mkdir(parents=True)
        (root / "tests" / folder / name).touch()
    set_version(root, "0.1.0")
    make_record(root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")


def make_record(root: Path) -> None:
    """What its release leaves in the tree."""
    for name, text in surface_texts(load_surface(root)).items():
        (root / name).write_text(text)
    record(root)


def set_version(root: Path, version: str) -> None:
    (root / "wrappers/python/bota_sdk/_version.py").write_text(f'__version__ = "{version}"\n')


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose only commit is the release v0.1.0; not to be changed."""
    root = tmp_path_factory.mktemp("released") / "repository"
    make_repository(root)
    git(root, "tag", "v0.1.0")
    return root


@pytest.fixture
def repository(released: Path, tmp_path: Path) -> Path:
    """A copy of it, to change at will."""
    return Path(shutil.copytree(released, tmp_path / "repository"))


Edit = Callable[[Path, dict[str, str]], None]


@pytest.fixture
def edit() -> Edit:
    """Replaces words of a repository's contract and generates from it."""

    def apply(root: Path, words: dict[str, str]) -> None:
        contract = root / "openapi.yaml"
        text = contract.read_text()
        for old, new in words.items():
            assert old in text
            text = text.replace(old, new, 1)
        contract.write_text(text)
        output = root / "generated/python/bota_api"
        with contextlib.redirect_stdout(io.StringIO()):
            assert generate(["--contract", str(contract), "--output", str(output)]) == 0

    return apply

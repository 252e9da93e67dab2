"""A copy of what generation needs, to change at will."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The contract, the generator and what it made, in a temporary folder."""
    for name in ("generator", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "openapi.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def run(copy: Path) -> Run:
    """Runs `python` in the copy."""

    def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], cwd=copy, capture_output=True, text=True, check=False
        )

    return run_python

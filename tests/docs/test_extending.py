"""The routine in docs/extending.md names sessions that exist and edits that apply."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "extending.md").read_text("utf-8")
EDITS = re.findall(r"^```diff\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_its_sessions_exist() -> None:
    noxfile = (ROOT / "noxfile.py").read_text("utf-8")
    sessions = set(re.findall(r"^@nox\.session.*\ndef (\w+)", noxfile, re.MULTILINE))
    named = set(" ".join(re.findall(r"python -m nox -s ([a-z ]+)", PAGE)).split())
    assert {"spec", "generate", "diff", "tests", "check", "compat", "dist"} <= named <= sessions


@pytest.mark.parametrize("edit", EDITS)
def test_its_edits_apply(edit: str) -> None:
    command = ["git", "apply", "--check", "-"]
    done = subprocess.run(
        command, cwd=ROOT, input=edit, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_there_are_edits() -> None:
    assert len(EDITS) == 3

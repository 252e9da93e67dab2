"""The right lines of models.py pass both type checkers, and each of the wrong ones fails."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE = "tests/typing/models.py"
COMMANDS = {
    "mypy": ["-m", "mypy", "--strict", FILE],
    "pyright": ["-m", "pyright", "-p", "tests/typing/pyrightconfig.json"],
}
USES = re.compile(
    r"^    .*(recording|Recording|bota|metadata|assert_type|Request|url|user)", re.MULTILINE
)


@pytest.mark.parametrize("tool", COMMANDS)
def test_right_lines_pass_and_wrong_ones_fail(tool: str) -> None:
    if find_spec(tool) is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run(
        [sys.executable, *COMMANDS[tool]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_enough_uses_of_both_kinds() -> None:
    text = (ROOT / FILE).read_text("utf-8")
    wrong = [line for line in text.splitlines() if "type: ignore[" in line]
    assert len(wrong) >= 25
    assert all("pyright: ignore[" in line for line in wrong)
    assert len(USES.findall(text)) - len(wrong) >= 35

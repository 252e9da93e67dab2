"""Every code block of the README does what it says."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bota_emulator import Emulator

from tests.conftest import AUDIO

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PYTHON = [
    (code, BLOCKS[index + 1][1] if BLOCKS[index + 1][0] == "text" else None)
    for index, (language, code) in enumerate(BLOCKS)
    if language == "python"
]


@pytest.fixture(autouse=True)
def in_a_folder_with_audio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(AUDIO / "speech.wav", tmp_path / "standup.wav")
    (tmp_path / "notes.txt").write_text("hello")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("code", "output"), [block for block in PYTHON if block[1] is not None])
def test_python_blocks_print_what_they_say(
    bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch, code: str, output: str
) -> None:
    monkeypatch.setenv("BOTA_BASE_URL", bota_emulator.base_url)
    monkeypatch.setenv("BOTA_API_KEY", bota_emulator.api_key)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert printed.getvalue() == output


def test_the_pytest_block_passes(tmp_path: Path) -> None:
    (code,) = (code for code, output in PYTHON if output is None)
    (tmp_path / "test_readme_block.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_shell_blocks_name_sessions_that_exist() -> None:
    # .ci/run runs these blocks as they stand; here only what would fail at once.
    listed = subprocess.run(
        [sys.executable, "-m", "nox", "--list-sessions", "--json", "-f", str(ROOT / "noxfile.py")],
        capture_output=True,
        text=True,
        check=True,
    )
    sessions = {session["name"] for session in json.loads(listed.stdout)}
    shell = "".join(code for language, code in BLOCKS if language == "sh")
    named = set(re.findall(r"nox -s (\w+)", shell))
    assert named == {"demo", "tests", "generate"}
    assert named <= sessions


def test_every_block_is_covered() -> None:
    assert {language for language, _ in BLOCKS} == {"sh", "python", "text"}
    assert len([code for code, output in PYTHON if output is None]) == 1
    assert all(output for _, output in PYTHON if output is not None)

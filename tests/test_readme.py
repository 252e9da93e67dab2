"""Every code block of the README does what it says."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import io
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from bota_emulator import Emulator
from bota_sdk import Bota

from tests.conftest import AUDIO

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
# A Python block is followed by what it prints, unless it is a test or an application.
PRINTING = [
    (code, BLOCKS[index + 1])
    for index, (language, code) in enumerate(BLOCKS)
    if language == "python" and "def test_" not in code and "\napp = " not in code
]
APPS = [code for language, code in BLOCKS if language == "python" and "\napp = " in code]
# What a terminal showed; its commands stand behind a prompt.
SCREENS = [code for language, code in BLOCKS if language == "text" and "botactl" in code]
TESTS = [code for language, code in BLOCKS if language == "python" and "def test_" in code]


@pytest.fixture(autouse=True)
def in_a_folder_with_audio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(AUDIO / "speech.wav", tmp_path / "standup.wav")
    (tmp_path / "night").mkdir()
    for path in AUDIO.glob("speech.*"):
        shutil.copy(path, tmp_path / "night")
    (tmp_path / "night" / "empty.wav").touch()
    (tmp_path / "notes.txt").write_text("hello")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("code", "output"), PRINTING)
def test_python_blocks_print_what_they_say(
    bota_emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    output: tuple[str, str],
) -> None:
    monkeypatch.setenv("BOTA_BASE_URL", bota_emulator.base_url)
    monkeypatch.setenv("BOTA_API_KEY", bota_emulator.api_key)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert ("text", printed.getvalue()) == output


def test_the_pytest_blocks_pass(tmp_path: Path) -> None:
    for number, code in enumerate(TESTS):
        (tmp_path / f"test_readme_block_{number}.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert TESTS
    assert f"{len(TESTS)} passed" in done.stdout, done.stdout + done.stderr


def test_the_application_takes_webhooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOTA_WEBHOOK_SECRET", "whsec_1")
    (code,) = APPS
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)
    data = {"id": "txn_1", "status": "completed"}
    body = json.dumps({"id": "evt_1", "type": "transcription.completed", "data": data}).encode()
    moment = str(int(time.time()))

    async def post(secret: bytes) -> httpx.Response:
        digest = hmac.new(secret, moment.encode() + b"." + body, "sha256").hexdigest()
        headers = {"X-Bota-Timestamp": moment, "X-Bota-Signature": f"v1={digest}"}
        transport = httpx.ASGITransport(names["app"])
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            return await client.post("/bota", content=body, headers=headers)

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert asyncio.run(post(b"whsec_1")).status_code == 204
        refused = asyncio.run(post(b"whsec_2"))
    assert (refused.status_code, "does not match" in refused.text) == (400, True)
    assert printed.getvalue() == "transcription.completed txn_1\n"


def test_the_screens_show_commands_that_work(
    bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOTA_BASE_URL", bota_emulator.base_url)
    monkeypatch.setenv("BOTA_API_KEY", bota_emulator.api_key)
    Path("night", "empty.wav").unlink()
    commands = re.findall(r"^\$ botactl (.*)$", "".join(SCREENS), re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "bota_sdk.cli", *command.split()],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    with Bota() as bota:
        assert len(bota.recordings.list().data) == 8


def test_shell_blocks_name_sessions_that_exist() -> None:
    # .ci/run runs these blocks as they stand; here only what would fail at once.
    sessions = set(
        re.findall(
            r"^@nox\.session.*\ndef (\w+)", (ROOT / "noxfile.py").read_text("utf-8"), re.MULTILINE
        )
    )
    shell = "".join(code for language, code in BLOCKS if language == "sh")
    named = set(re.findall(r"nox -s (\w+)", shell))
    assert {"demo", "tests", "generate"} <= named <= sessions


def test_no_block_is_left_out() -> None:
    languages = [language for language, _ in BLOCKS]
    assert set(languages) == {"sh", "python", "text", "ts"}
    # One text block is a picture; each other one is a screen or what a block prints. Those of
    # TypeScript are run by wrappers/typescript/test/readme.test.ts.
    assert languages.count("text") == len(PRINTING) + len(SCREENS) + languages.count("ts") + 1

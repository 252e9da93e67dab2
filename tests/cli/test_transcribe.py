"""`botactl upload --transcribe`: what was uploaded is transcribed, and its text shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import ApiStatus, Emulator
from bota_sdk._shared import waiting
from click.testing import CliRunner, Result

from tests.cli.audio import folder_of, wav
from tests.cli.conftest import Botactl
from tests.cli.terminal import terminal

Run = Callable[..., Result]


@pytest.fixture
def run(
    bota_emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    sleeps: list[float],
) -> Run:
    """botactl in this process, whose waits move the emulator's clock and take no time."""
    from bota_sdk.cli.app import botactl

    def wait(seconds: float) -> None:
        sleeps.append(seconds)
        bota_emulator.clock.advance(seconds)

    monkeypatch.setattr(waiting, "wait_blocking", wait)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    env = {
        "BOTA_BASE_URL": bota_emulator.base_url,
        "BOTA_API_KEY": bota_emulator.api_key,
        "BOTA_END_USER_ID": "eu_1",
    }
    return lambda *words: CliRunner().invoke(botactl, words, env=env)


def lines(result: Result, event: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return [line for line in found if line["event"] == event]


def test_the_text_comes_with_the_results(run: Run, bota_emulator: Emulator, tmp_path: Path) -> None:
    paths = folder_of(tmp_path / "in", 3, size=40_000)
    done = run("upload", "in", "--transcribe", "--transcription-language", "de", "-q")
    assert done.exit_code == 0, done.output
    found = lines(done, "transcription")
    assert {line["file"] for line in found} == set(paths)
    assert {line["status"] for line in found} == {"completed"}
    assert all(line["text"] and line["error"] is None for line in found)
    assert {line["recording_id"] for line in found} == {
        line["recording_id"] for line in lines(done, "result")
    }
    (summary,) = lines(done, "summary")
    assert (summary["uploaded"], summary["transcribed"], summary["exit_code"]) == (3, 3, 0)
    created = [each for each in bota_emulator.requests if each.operation == "createTranscription"]
    assert len(created) == 3


def test_one_that_fails_fails_no_other(run: Run, tmp_path: Path) -> None:
    folder_of(tmp_path / "in", 2, size=40_000)
    (tmp_path / "in" / "short.wav").write_bytes(wav(9, 400))
    done = run("upload", "in", "--transcribe", "-q")
    assert done.exit_code == 1
    assert (lines(done, "summary")[0]["uploaded"], lines(done, "summary")[0]["failed"]) == (3, 0)
    assert lines(done, "summary")[0]["transcribed"] == 2
    (failed,) = [line for line in lines(done, "transcription") if line["error"]]
    assert failed["file"].endswith("short.wav")
    assert (failed["status"], failed["text"]) == ("failed", None)
    assert failed["transcription_id"].startswith("txn_")
    assert failed["error"]["code"] == "audio_too_short"
    assert "short.wav: txn_" in done.stderr


def test_a_refusal_of_the_service_is_named(
    run: Run, bota_emulator: Emulator, tmp_path: Path
) -> None:
    folder_of(tmp_path / "in", 1, size=40_000)
    bota_emulator.add_fault(ApiStatus(status=403, operation="createTranscription"))
    done = run("upload", "in", "--transcribe", "-q")
    assert done.exit_code == 1
    (failed,) = lines(done, "transcription")
    assert (failed["error"]["status_code"], failed["transcription_id"]) == (403, None)
    assert lines(done, "result")[0]["outcome"] == "uploaded"


def test_without_the_flag_nothing_is_transcribed(
    run: Run, bota_emulator: Emulator, tmp_path: Path
) -> None:
    folder_of(tmp_path / "in", 1)
    assert run("upload", "in", "--transcription-language", "de").exit_code == 2
    done = run("upload", "in", "-q")
    assert lines(done, "transcription") == []
    assert "transcribed" not in lines(done, "summary")[0]
    plan = run("upload", "in", "--transcribe", "--dry-run", "-q")
    assert plan.exit_code == 0, plan.output
    asked = {each.operation for each in bota_emulator.requests}
    assert "createTranscription" not in asked


def test_a_terminal_shows_the_text(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder_of(botactl.home, 1, size=40_000)
    bota_emulator.clock.set_speed(1000)
    with terminal(botactl, "upload", "000.wav", "--transcribe") as screen:
        assert screen.end() == 0
    recording = bota_emulator.requests[0]
    assert recording.operation == "createRecording"
    shown = next(line for line in screen.seen.splitlines() if "000.wav: " in line)
    assert shown.rstrip().endswith(".")
    assert "verified" in screen.seen

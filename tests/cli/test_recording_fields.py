"""The flags that describe a recording are the fields of createRecording in the contract."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import click
import pytest
from bota_api import params
from click.testing import CliRunner

from tests.cli.audio import folder_of
from tests.cli.conftest import Botactl
from tests.cli.terminal import terminal

if TYPE_CHECKING:
    from bota_emulator import Emulator


def test_every_field_is_a_flag() -> None:
    from bota_sdk.cli.uploads.command import upload

    flags = {flag for parameter in upload.params for flag in parameter.opts}
    fields = params.FIELDS[params.CreateRecordingParams]
    assert {f"--{name.replace('_', '-')}" for name in fields} <= flags
    assert len(fields) > 6


def test_they_describe_the_recording(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder_of(botactl.home, 1)
    done = botactl(
        *("upload", "000.wav", "--started-at", "2026-05-31T09:30:00+02:00", "--device-id", "dev_1"),
        *("--ended-at", "2026-05-31 10:30", "--source", "device", "--metadata", "a=b=c"),
        TZ="UTC",
    )
    assert done.code == 0, done.err
    kept = bota_emulator.recording(done.of("result")[0]["recording_id"])
    assert (kept["name"], kept["device_id"], kept["source"]) == ("000.wav", "dev_1", "device")
    assert kept["metadata"] == {"a": "b=c"}
    started, ended = (
        datetime.datetime.fromisoformat(kept[name]) for name in ("started_at", "ended_at")
    )
    # Without an offset it is the time of this machine.
    assert ended - started == datetime.timedelta(hours=3)


def test_a_journal_keeps_them(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder_of(botactl.home, 2)
    moment = "2026-05-31T09:30:00+00:00"
    asked = ("upload", ".", "--started-at", moment, "--metadata", "a=1", "--journal", "j", "-q")
    assert botactl(*asked, BOTA_API_KEY="sk_test_another").code == 3
    again = botactl("upload", "--journal", "j", "--resume", "-q")
    assert again.code == 0, again.err
    kept = [bota_emulator.recording(line["recording_id"]) for line in again.of("result")]
    assert len(kept) == 2
    for recording in kept:
        assert recording["metadata"].items() >= {"a": "1"}.items()
        assert datetime.datetime.fromisoformat(recording["started_at"]).isoformat() == moment


def test_a_new_field_needs_no_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    from bota_sdk.cli.uploads import request as upload_request

    hints = {"language": str, "speakers": int, "urgent": bool, "loudness": float, "journal": str}
    fields = {name: params.ParamsField(False, f"The {name}.") for name in hints}
    monkeypatch.setattr(upload_request, "FIELDS", {params.CreateRecordingParams: fields})
    monkeypatch.setattr(upload_request, "types_of", lambda _: hints)
    seen: dict[str, Any] = {}
    command = click.Command(
        "upload", params=upload_request.recording_options({"--journal"}), callback=seen.update
    )
    words = ["--language", "en", "--speakers", "3", "--urgent", "true", "--loudness", "0.5"]
    done = CliRunner().invoke(command, [*words, "--recording-journal", "mine"])
    assert done.exit_code == 0, done.output
    named = {name.removeprefix(upload_request.FIELD): value for name, value in seen.items()}
    assert named == {
        "language": "en",
        "speakers": 3,
        "urgent": True,
        "loudness": 0.5,
        # A flag that `upload` has already keeps its meaning.
        "journal": "mine",
    }
    assert "The language." in CliRunner().invoke(command, ["--help"]).output


@pytest.mark.parametrize("count", [3, 20, 21])
def test_a_terminal_lists_which_file_is_which_recording(botactl: Botactl, count: int) -> None:
    folder_of(botactl.home / "a", count, 400)
    with terminal(botactl, "upload", "a", "--journal", "j") as screen:
        assert screen.end() == 0
    end = screen.seen.rpartition("verified)")[2]
    ids = {
        line["file"]: line["recording_id"]
        for line in botactl("upload", "a", "--journal", "j").of("result")
    }
    assert len(set(ids.values())) == count
    shown = [
        path for path, id in ids.items() if f"{path.rpartition('/home/')[2]}" in end and id in end
    ]
    assert len(shown) == (count if count <= 20 else 0)
    assert ("--json" in end) == (count > 20)


def test_when_it_was_recorded(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder_of(botactl.home, 1)
    asked = ("upload", ".", "--recorded-at", "2026-05-31T09:30:00Z", "--journal", "j", "-q")
    assert botactl(*asked, BOTA_API_KEY="sk_test_another").code == 3
    done = botactl("upload", "--journal", "j", "--resume", "-q")
    assert done.code == 0, done.err
    kept = bota_emulator.recording(done.of("result")[0]["recording_id"])
    moment = datetime.datetime.fromisoformat(kept["recorded_at"])
    assert moment.isoformat() == "2026-05-31T09:30:00+00:00"

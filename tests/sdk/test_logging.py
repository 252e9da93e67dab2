"""What the logger `bota_sdk` says: one INFO line an upload, one DEBUG line a request and a wait."""

from __future__ import annotations

import logging

import pytest
from bota_emulator import Emulator, StorageReset

from tests.conftest import AUDIO
from tests.sdk.conftest import Upload
from tests.secret_scan import secrets_in

WAV = AUDIO / "speech.wav"


def lines(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.name == "bota_sdk" and record.levelno == level
    ]


def test_an_upload(
    bota_emulator: Emulator, upload: Upload, caplog: pytest.LogCaptureFixture, sleeps: list[float]
) -> None:
    caplog.set_level(logging.DEBUG)
    bota_emulator.fail_storage("SlowDown", times=1)
    bota_emulator.fail_storage("ExpiredToken", times=1)
    receipt = upload(WAV)
    name = receipt.recording_id
    (info,) = lines(caplog, logging.INFO)
    assert info == (
        f"uploaded {name}: {receipt.bytes} bytes, attempts: 3, {receipt.seconds:.1f} s, "
        "verified: yes"
    )
    debug = [line.rpartition(", ")[0] or line for line in lines(caplog, logging.DEBUG)]
    assert debug == [
        "POST /v1/recordings: 201",
        f"POST /v1/recordings/{name}/upload-url: 200",
        "PUT S3 object: 503",
        f"PUT of {name}: retry 1 in {sleeps[0]:.1f} s",
        "PUT S3 object: 400",
        f"PUT of {name}: asking for a new URL",
        f"POST /v1/recordings/{name}/upload-url: 200",
        "PUT S3 object: 200",
        f"POST /v1/recordings/{name}/upload-complete: 200",
    ]
    assert secrets_in(caplog.text) == []


def test_a_request_without_a_response(
    bota_emulator: Emulator, upload: Upload, caplog: pytest.LogCaptureFixture, sleeps: list[float]
) -> None:
    caplog.set_level(logging.DEBUG, "bota_sdk")
    bota_emulator.add_fault(StorageReset())
    upload(WAV)
    assert sum("PUT S3 object: no response, " in line for line in lines(caplog, 10)) == 1


def test_nothing_is_shown_unasked(
    bota_emulator: Emulator, upload: Upload, capfd: pytest.CaptureFixture[str]
) -> None:
    upload(WAV)
    assert capfd.readouterr() == ("", "")

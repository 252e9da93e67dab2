"""What the logger `bota_sdk` says: one INFO line an upload, one DEBUG line a request and a wait."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest
from bota_emulator import Emulator, StorageReset
from bota_sdk import AsyncBota, Bota, DeadlineExceededError, StorageError

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


def test_an_upload_that_fails(
    bota_emulator: Emulator, upload: Upload, caplog: pytest.LogCaptureFixture, sleeps: list[float]
) -> None:
    caplog.set_level(logging.INFO, "bota_sdk")
    bota_emulator.fail_storage("AccessDenied", times=9)
    with pytest.raises(StorageError) as refused:
        upload(WAV)
    with pytest.raises(DeadlineExceededError):
        upload(WAV, deadline=1e-9)  # ends before it has begun, and nothing is said of it
    (info,) = lines(caplog, logging.INFO)
    assert info.startswith(f"not uploaded: {refused.value.recording_id}, attempts: 2, ")
    assert info.endswith(f" s: StorageError: {refused.value}")


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
@pytest.mark.parametrize("own_client", [False, True])
def test_no_logger_warns_or_shows_a_secret(
    bota_emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
    sleeps: list[float],
    kind: type[Bota | AsyncBota],
    own_client: bool,
) -> None:
    def expire(progress: Any) -> None:
        if progress.attempt == 3 and progress.phase == "uploading" and not progress.bytes_sent:
            bota_emulator.clock.advance(61 * 60)

    async def run() -> None:
        http_client: Any = httpx.AsyncClient() if kind is AsyncBota else httpx.Client()
        options = {"http_client": http_client} if own_client else {}
        bota: Any = kind(base_url=bota_emulator.base_url, api_key="sk_test_emulator", **options)
        receipt = bota.upload(WAV, end_user_id="eu_1", on_progress=expire)
        receipt = receipt if kind is Bota else await receipt
        assert receipt.attempts == 4
        for client in (bota, http_client):
            client.close() if kind is Bota else await client.aclose()

    caplog.set_level(logging.DEBUG)
    bota_emulator.fail_api("createUploadUrl", 503, times=1)
    bota_emulator.fail_storage("SlowDown", times=1)
    bota_emulator.add_fault(StorageReset())
    asyncio.run(run())
    assert {record.name for record in caplog.records} >= {
        "bota_sdk",
        "httpx",
        "urllib3.connectionpool",
    }
    assert [each for each in caplog.records if each.levelno >= logging.WARNING] == []
    # As a formatter makes text of it, and as a handler that keeps the arguments apart.
    shown = caplog.text + "".join(f"{vars(record)}" for record in caplog.records)
    assert secrets_in(shown) == []
    assert "sk_test_" not in shown

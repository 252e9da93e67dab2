"""No key and no signature in any log record, repr, exception text or traceback."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from bota_emulator import Emulator
from bota_sdk import AsyncBota, Bota, BotaError

from tests.conftest import AUDIO
from tests.sdk.scripted_server import answer, scripted

SECRET = re.compile(
    r"X-Amz-Signature=[0-9a-f]{8}|sk_test_emulator|Bearer [A-Za-z]|AWS4-HMAC-SHA256 C"
)
WAV = AUDIO / "speech.wav"


def shown(error: BaseException) -> str:
    """Everything that is ever printed of an error, with every frame's local variables."""
    with_locals = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join([*with_locals.format(), repr(error), str(error), repr(vars(error))])


def our_part(text: str) -> str:
    """Without the test's own frames, whose arguments hold the key."""
    blocks = re.split(r"(?m)^(?=  File )", text)
    return "".join(block for block in blocks if "/tests/" not in block)


def everything(emulator: Emulator) -> list[Callable[[Bota | AsyncBota], Any]]:
    """Calls that go well and calls that go wrong in every way that the emulator can play."""

    def expired(progress: Any) -> None:
        if progress.phase == "uploading" and progress.bytes_sent == 0:
            emulator.clock.advance(61 * 60)

    def failing(code: str) -> Callable[[Bota | AsyncBota], Any]:
        def call(bota: Bota | AsyncBota) -> Any:
            emulator.fail_storage(code, times=99)
            return bota.upload(WAV, end_user_id="eu_1")

        return call

    def refusing(operation: str, status: int) -> Callable[[Bota | AsyncBota], Any]:
        def call(bota: Bota | AsyncBota) -> Any:
            emulator.fail_api(operation, status, times=99)
            return bota.upload(WAV, end_user_id="eu_1")

        return call

    return [
        lambda bota: bota.upload(WAV, end_user_id="eu_1"),
        lambda bota: bota.upload(WAV, end_user_id="eu_1", on_progress=expired),
        lambda bota: bota.recordings.get("rec_none"),
        lambda bota: bota.recordings.list(limit=1000),
        *map(failing, ["SignatureDoesNotMatch", "AccessDenied", "SlowDown", "ExpiredToken"]),
        *(
            refusing(operation, status)
            for operation in ("createRecording", "createUploadUrl", "completeUpload")
            for status in (401, 409, 500)
        ),
    ]


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
def test_no_secret_is_ever_shown(
    bota_emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    sleeps: list[float],
    kind: type[Bota | AsyncBota],
) -> None:
    caplog.set_level(logging.DEBUG)
    texts: list[str] = []
    outcomes: list[str] = []

    async def run(call: Callable[[Bota | AsyncBota], Any]) -> None:
        client = kind(base_url=bota_emulator.base_url, api_key="sk_test_emulator")
        texts.append(f"{client!r} {client} {client.api!r} {vars(client)!r}")
        try:
            result = call(client)
            result = await result if asyncio.iscoroutine(result) else result
            texts.append(repr(result))
            outcomes.append("done")
        except BotaError as error:
            texts.append(our_part(shown(error)))
            outcomes.append(type(error).__name__)
        finally:
            client.close() if isinstance(client, Bota) else await client.aclose()

    for call in everything(bota_emulator):
        bota_emulator.reset()
        asyncio.run(run(call))

    assert outcomes.count("done") == 1
    assert len(set(outcomes)) >= 6
    captured = capfd.readouterr()
    texts += [captured.out, captured.err, caplog.text]
    texts += [f"{record.getMessage()} {record.args}" for record in caplog.records]
    assert any("HTTP Request: PUT" in text and "[redacted]" in text for text in texts)
    leaks = [found.group() for text in texts for found in SECRET.finditer(text)]
    assert leaks == []


def test_a_signed_url_in_a_redirect_is_not_logged(
    caplog: pytest.LogCaptureFixture, bota_emulator: Emulator
) -> None:
    caplog.set_level(logging.DEBUG)
    location = "Location: https://b.s3.amazonaws.com/k?X-Amz-Signature=0123456789abcdef"
    with scripted(answer(307, b"", location)) as server, contextlib.suppress(BotaError):
        with Bota(base_url=server.base_url, api_key="sk_test_emulator") as bota:
            bota.recordings.get("rec_1")
    assert "Location" in caplog.text
    assert "0123456789abcdef" not in caplog.text


def test_the_scan_finds_what_it_looks_for() -> None:
    for text in ("?X-Amz-Signature=0123456789abcdef", "'sk_test_emulator'", "Bearer sk_x"):
        assert SECRET.search(text)

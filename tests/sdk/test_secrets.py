"""No key and no signature in any log record, repr, exception text or traceback."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from bota_emulator import Emulator
from bota_sdk import AsyncBota, Bota, BotaError, ConfigurationError, InvalidResponseError, Progress
from bota_sdk._storage.response import parse_response

from tests.conftest import AUDIO
from tests.sdk.scripted_server import answer, scripted
from tests.secret_scan import secrets_in, shown

WAV = AUDIO / "speech.wav"


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
            result = await result if isinstance(result, Awaitable) else result
            texts.append(repr(result))
            outcomes.append("done")
        except BotaError as error:
            texts.append(shown(error))
            outcomes.append(type(error).__name__)
        finally:
            client.close() if isinstance(client, Bota) else await client.aclose()

    for call in everything(bota_emulator):
        bota_emulator.reset()
        asyncio.run(run(call))

    assert outcomes.count("done") == 2, outcomes
    assert len(set(outcomes)) >= 6
    captured = capfd.readouterr()
    texts += [captured.out, captured.err, caplog.text]
    texts += [f"{record.getMessage()} {record.args}" for record in caplog.records]
    assert any("HTTP Request: POST" in text for text in texts)
    assert [leak for text in texts for leak in secrets_in(text)] == []


def test_a_signed_url_in_a_redirect_is_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    # A client of the caller's own logs what comes over its connections.
    async def get(base_url: str) -> None:
        async with httpx.AsyncClient() as http_client:
            options = {"base_url": base_url, "api_key": "sk_test_emulator"}
            async with AsyncBota(**options, http_client=http_client) as bota:
                await bota.recordings.get("rec_1")

    caplog.set_level(logging.DEBUG)
    location = "Location: https://b.s3.amazonaws.com/k?X-Amz-Signature=0123456789abcdef"
    with scripted(answer(307, b"", location)) as server, contextlib.suppress(BotaError):
        asyncio.run(get(server.base_url))
    assert "Location" in caplog.text
    assert "0123456789abcdef" not in caplog.text


def test_an_answer_that_breaks_the_contract_does_not_show_its_url(sleeps: list[float]) -> None:
    body = b'{"upload_url": "https://h/k?X-Amz-Signature=0123456789", "headers": "none"}'
    with scripted(answer(200, body)) as server:
        with Bota(base_url=server.base_url, api_key="sk_test_emulator") as bota:
            with pytest.raises(InvalidResponseError, match="headers is text") as caught:
                bota.uploads.create_url("rec_1", content_type="audio/wav")
    assert secrets_in(shown(caught.value)) == []


@pytest.mark.parametrize("raised", [KeyboardInterrupt, RuntimeError])
def test_what_ends_a_put_halfway_does_not_show_its_url(
    bota: Bota, raised: type[BaseException]
) -> None:
    def stop(progress: Progress) -> None:
        if progress.bytes_sent:
            raise raised

    with pytest.raises(raised) as caught:
        bota.upload(WAV, end_user_id="eu_1", on_progress=stop)
    text = shown(caught.value)
    assert "in put_once" in text
    assert secrets_in(text) == []
    assert caught.traceback[-1].name == "stop"


def test_models_do_not_show_the_url_they_hold(bota: Bota) -> None:
    recording = bota.upload(WAV, end_user_id="eu_1").recording
    download = bota.recordings.get_download_url(recording.id)
    assert "X-Amz-Signature" in download.download_url
    assert "download_url" not in repr(download)
    upload_url = bota.uploads.create_url(
        bota.recordings.create(end_user_id="eu_1").id, content_type="audio/wav"
    )
    assert "X-Amz-Signature" in upload_url.upload_url
    assert "X-Amz" not in repr(upload_url)
    known = type(recording).from_dict({**recording.to_dict(), "audio_url": upload_url.upload_url})
    assert known.audio_url == upload_url.upload_url
    assert "X-Amz" not in repr(known)
    # The service may add a URL of which the contract knows nothing yet.
    new = type(recording).from_dict({**recording.to_dict(), "next_url": upload_url.upload_url})
    assert new["next_url"] == upload_url.upload_url
    assert "next_url" in repr(new)
    assert "X-Amz" not in repr(new)


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "https://user:hunter2@api.bota.dev/v1"},
        {"base_url": "ftp://api.bota.dev"},
        {"base_url": 7},
        {"timeout": -1},
        {"timeout": "soon"},
        {"api_version": "20\n25"},
        {"proxy": "http://user:hunter2@:x"},
        {"proxy": "gopher://user:hunter2@proxy:3128"},
        {"default_headers": {"Authorization": "Bearer hunter2"}},
        {"http_client": "none"},
        {"ssl_context": "none"},
        {"api_key": "sk_live_hunter2\nX: y"},
    ],
    ids=str,
)
def test_a_constructor_that_fails_shows_no_secret_in_its_frames(
    kind: type[Bota | AsyncBota], wrong: dict[str, Any]
) -> None:
    options: dict[str, Any] = {"api_key": "sk_live_hunter2", **wrong}
    # An own frame would show them, as it must: it is not the library's.
    with pytest.raises((ConfigurationError, TypeError)) as caught:
        kind(**options)
    error: BaseException | None = caught.value
    assert error is not None
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    assert "hunter2" not in str(error)
    assert not any("hunter2" in repr(frame.f_locals) for frame in frames[1:])


@pytest.mark.parametrize("echo", ["sk_live_hunter2", "https://h/k?X-Goog-Signature=hunter2"])
def test_no_field_of_an_error_shows_what_the_service_echoes(echo: str) -> None:
    inner = {
        "code": echo,
        "message": f"about {echo} " * 100_000,
        "param": echo,
        "request_id": echo,
        "details": {"field": echo, echo: [echo]},
    }
    body = json.dumps({"error": inner}).encode()
    told = [answer(400, body, f"X-Echo: {echo}"), answer(400, b"{}", f"X-Request-Id: {echo}")]
    with scripted(*told, answer(400, echo.encode() * 3)) as server:
        with Bota(base_url=server.base_url, api_key="sk_test_emulator") as bota:
            for _ in range(3):
                with pytest.raises(BotaError) as caught:
                    bota.recordings.get("rec_1")
                assert "hunter2" not in shown(caught.value)
                assert "[redacted]" in repr(vars(caught.value))
                assert len(str(caught.value)) < 5_000


def test_no_field_of_a_refusal_of_the_storage_shows_what_it_echoes() -> None:
    names = ("Code", "Message", "RequestId", "HostId", "HeadersNotSigned")
    body = "".join(f"<{name}>sk_live_hunter2</{name}>" for name in names).encode()
    ids = {"x-amz-request-id": "sk_live_hunter2", "x-amz-id-2": "sk_live_hunter2"}
    for headers in ({}, ids):
        found = repr(parse_response(403, headers, body))
        assert found.count("sk_live_[redacted]") == len(names)
        assert "hunter2" not in found


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
@pytest.mark.parametrize(
    "change",
    [
        lambda bota: bota.with_options(timeout=-1, default_headers={"X-Secret": "hunter2"}),
        lambda bota: bota.with_options(default_headers={"Authorization": "Bearer hunter2"}),
        lambda bota: bota.with_options(default_headers={"X-Secret": "hunter2\n"}),
        lambda bota: bota.with_options(default_headers="hunter2"),
        lambda bota: bota.api.with_headers({"X-Secret": "hunter2", "X-Other": 7}),
        lambda bota: bota.api.with_headers({"X-Secret": "hunter2"}).with_timeout("soon"),
    ],
)
def test_what_changes_a_client_and_fails_shows_no_secret_in_its_frames(
    kind: type[Bota | AsyncBota], change: Callable[[Any], Any]
) -> None:
    bota = kind(api_key="sk_live_hunter2")
    with pytest.raises((ConfigurationError, TypeError)) as caught:
        change(bota)
    frames = [frame for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
    assert "hunter2" not in str(caught.value)
    assert not any("hunter2" in repr(frame.f_locals) for frame in frames[2:])

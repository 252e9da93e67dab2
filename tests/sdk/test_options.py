"""The options that people expect of an SDK: what they change, and what stays."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import httpx
import pytest
import respx
from bota_api.api.recordings import get_recording, list_recordings
from bota_emulator import ApiDelay, Emulator
from bota_sdk import (
    AsyncBota,
    Bota,
    ClientClosedError,
    ConfigurationError,
    NotFoundError,
    RateLimitError,
    ServerError,
)
from bota_sdk._wire.httpx_bridge import MAX_CALLS

from tests.sdk.scripted_server import answer, scripted
from tests.ticks import HANG

GOOD = b'{"id": "rec_1", "status": "uploaded"}'
PAGE = b'{"data": [], "has_more": false}'


@pytest.fixture
def options(bota_emulator: Emulator) -> dict[str, Any]:
    return {"base_url": bota_emulator.base_url, "api_key": bota_emulator.api_key}


def heads(requests: list[bytes]) -> list[str]:
    return [request.partition(b"\r\n\r\n")[0].decode().lower() for request in requests]


def test_the_generated_client_with_other_headers_and_another_timeout(
    bota_emulator: Emulator, bota: Bota, sleeps: list[float]
) -> None:
    for client in (
        bota.api.with_timeout(5),  # type: ignore[arg-type]
        bota.api.with_timeout(httpx.Timeout(5)),
        bota.api.with_headers({"X-Trace": "1"}),
        bota.api.with_cookies({"a": "b"}).with_headers({"X-Trace": "1"}).with_timeout(httpx.Timeout(5)),
    ):  # fmt: skip
        bota_emulator.fail_api("listRecordings", 503, times=1)
        sleeps.clear()
        page = list_recordings.sync(client=client)
        assert page is not None
        assert len(sleeps) == 1
        with pytest.raises(NotFoundError):
            get_recording.sync(client=client, id="rec_none")
        assert asyncio.run(list_recordings.asyncio(client=client)) is not None
    assert {record.status for record in bota_emulator.requests} == {200, 404, 503}


def test_headers_of_the_generated_client_go_out(sleeps: list[float]) -> None:
    with scripted(answer(200, GOOD), answer(200, GOOD)) as server:
        with Bota(
            base_url=server.base_url, api_key="sk_test_1", default_headers={"X-Team": "a"}
        ) as bota:
            get_recording.sync(client=bota.api.with_headers({"X-Trace": "7"}), id="rec_1")
            bota.recordings.get("rec_1")
    first, second = heads(server.requests)
    assert "x-trace: 7\r\n" in first
    assert "x-team: a\r\n" in first
    assert "authorization: bearer sk_test_1" in first
    assert "x-trace" not in second
    assert "x-team: a\r\n" in second


def test_closing_what_was_handed_out_closes_nothing(bota: Bota) -> None:
    with bota.api as api:
        assert list_recordings.sync(client=api) is not None
    with bota.api.get_httpx_client():
        pass
    bota.api.get_httpx_client().close()
    assert bota.recordings.list().data == []


def test_other_options_over_the_same_connections(sleeps: list[float]) -> None:
    with scripted(*[answer(503)] * 3, answer(200, GOOD)) as server:
        with Bota(base_url=server.base_url, api_key="sk_test_1", max_retries=1) as bota:
            with pytest.raises(ServerError):
                bota.recordings.get("rec_1")
            assert len(sleeps) == 1
            other = bota.with_options(max_retries=0, default_headers={"X-Team": "b"})
            with pytest.raises(ServerError):
                other.recordings.get("rec_1")
            assert len(sleeps) == 1
            assert other._runtime.pool is bota._runtime.pool
            bota.with_options(timeout=5).recordings.get("rec_1")
    assert ["x-team" in head for head in heads(server.requests)] == [False, False, True, False]


def test_a_wait_that_is_too_long_is_an_error(
    bota_emulator: Emulator, bota: Bota, sleeps: list[float]
) -> None:
    bota_emulator.settings.rate_limits = "documented"
    for _ in range(100):
        bota.recordings.list(limit=1)
    with pytest.raises(RateLimitError, match="nothing was sent") as caught:
        bota.recordings.list(limit=1)
    assert caught.value.retry_after is not None
    assert 0 < caught.value.retry_after <= 60
    assert sleeps == []
    assert len(bota_emulator.requests) == 100
    with pytest.raises(RateLimitError):
        bota.with_options(max_wait=0).recordings.list(limit=1)


def test_a_response_that_asks_to_wait_for_too_long(sleeps: list[float]) -> None:
    with scripted(answer(429, b"", "Retry-After: 50")) as server:
        with Bota(base_url=server.base_url, api_key="sk_test_1") as bota:
            with pytest.raises(RateLimitError) as caught:
                bota.recordings.get("rec_1")
    assert (caught.value.retry_after, sleeps) == (50, [])


@pytest.mark.parametrize(
    ("options", "kind", "words"),
    [
        ({"timeout": 0}, ConfigurationError, "timeout"),
        ({"timeout": "5"}, TypeError, "timeout"),
        ({"max_retries": -1}, ConfigurationError, "max_retries"),
        ({"max_retries": 1.5}, TypeError, "max_retries"),
        ({"max_wait": -1}, ConfigurationError, "max_wait"),
        ({"default_headers": {"Authorization": "Bearer x"}}, ConfigurationError, "Authorization"),
        ({"default_headers": {"X-A": "a\r\nb"}}, ConfigurationError, "X-A"),
        ({"default_headers": ["X-A"]}, TypeError, "default_headers"),
    ],
)
def test_options_that_cannot_be_used(
    bota: Bota, options: dict[str, Any], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        Bota(api_key="sk_test_1", **options)
    with pytest.raises(kind, match=words):
        bota.with_options(**options)


@pytest.mark.parametrize(
    ("client", "options"),
    [
        (Bota, {"http_client": httpx.AsyncClient()}),
        (AsyncBota, {"http_client": httpx.Client()}),
        (Bota, {"http_client": "x"}),
        (Bota, {"ssl_context": True}),
        (Bota, {"proxy": 5}),
    ],
)
def test_clients_and_contexts_of_a_wrong_kind(client: type[Any], options: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=next(iter(options))):
        client(api_key="sk_test_1", **options)


def test_plain_http_to_another_machine_is_allowed_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "http://bota:8080/v1"
    with pytest.raises(ConfigurationError, match="allow_plain_http"):
        Bota(api_key="sk_test_1", base_url=url)
    assert Bota(api_key="sk_test_1", base_url=url, allow_plain_http=True).base_url == url
    monkeypatch.setenv("BOTA_ALLOW_PLAIN_HTTP", "1")
    assert Bota(api_key="sk_test_1", base_url=url).base_url == url
    with pytest.raises(ConfigurationError):
        Bota(api_key="sk_test_1", base_url=url, allow_plain_http=False)


# --- a client of the caller's


@pytest.fixture
def mocked(options: dict[str, Any]) -> Iterator[respx.MockRouter]:
    """The three API calls of an upload, mocked; the PUT goes to the emulator's storage."""
    with respx.mock(base_url=options["base_url"], assert_all_called=False) as router:
        yield router


def prepare(router: respx.MockRouter, upload_url: str, sha256: str) -> None:
    recording = {"id": "rec_9", "status": "pending"}
    done = {
        **recording,
        "status": "uploaded",
        "content_sha256": sha256,
        "content_sha256_verified_at": "2026-01-01T00:00:00Z",
    }
    router.post("/recordings").respond(201, json=recording)
    router.post("/recordings/rec_9/upload-url").respond(
        200, json={"upload_url": upload_url, "headers": {"Content-Type": "audio/wav"}}
    )
    router.post("/recordings/rec_9/upload-complete").respond(200, json=done)


AUDIO = b"RIFF\0\0\0\0WAVE" + bytes(1000)


def signed_url(bota_emulator: Emulator) -> str:
    with Bota(base_url=bota_emulator.base_url, api_key=bota_emulator.api_key) as bota:
        recording = bota.recordings.create(end_user_id="eu_1")
        return bota.uploads.create_url(recording.id, content_type="audio/wav").upload_url


def digest() -> str:
    return hashlib.sha256(AUDIO).hexdigest()


def test_respx_mocks_the_api_of_bota(
    bota_emulator: Emulator, options: dict[str, Any], mocked: respx.MockRouter
) -> None:
    prepare(mocked, signed_url(bota_emulator), digest())
    with httpx.Client() as http_client, Bota(**options, http_client=http_client) as bota:
        receipt = bota.upload(AUDIO, end_user_id="eu_1")
    assert (receipt.recording_id, receipt.verified) == ("rec_9", True)
    assert mocked.calls.call_count == 3
    puts = [record for record in bota_emulator.requests if record.operation == "PUT object"]
    assert [put.body_bytes for put in puts] == [len(AUDIO)]


def test_respx_mocks_the_api_of_async_bota(
    bota_emulator: Emulator, options: dict[str, Any], mocked: respx.MockRouter
) -> None:
    prepare(mocked, signed_url(bota_emulator), digest())

    async def upload() -> Any:
        async with httpx.AsyncClient() as http_client:
            async with AsyncBota(**options, http_client=http_client) as bota:
                assert (await bota.upload(AUDIO, end_user_id="eu_1")).verified
                speech = Path(__file__).parents[1] / "audio" / "speech.wav"
                report = await bota.upload_many([speech], end_user_id="eu_1")
                assert report.failed == 1  # its SHA-256 is another than the mocked one
                return await bota.recordings.create(end_user_id="eu_1")

    assert asyncio.run(upload()).id == "rec_9"
    assert mocked.calls.call_count > 3


@pytest.fixture
def non_mocked_hosts() -> list[str]:
    return []


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_pytest_httpx_mocks_the_api(
    bota_emulator: Emulator, options: dict[str, Any], httpx_mock: Any, kind: str
) -> None:
    url = signed_url(bota_emulator)
    base = options["base_url"]
    httpx_mock.add_response(
        method="POST", url=f"{base}/recordings", status_code=201, json={"id": "rec_9", "status": "pending"}
    )  # fmt: skip
    httpx_mock.add_response(
        url=f"{base}/recordings/rec_9/upload-url", json={"upload_url": url, "headers": {"Content-Type": "audio/wav"}}
    )  # fmt: skip
    httpx_mock.add_response(
        url=f"{base}/recordings/rec_9/upload-complete", json={"id": "rec_9", "status": "uploaded", "content_sha256": digest()}
    )  # fmt: skip

    async def awaited() -> Any:
        async with httpx.AsyncClient() as http_client:
            async with AsyncBota(**options, http_client=http_client) as bota:
                return await bota.upload(AUDIO, end_user_id="eu_1")

    if kind == "async":
        receipt = asyncio.run(awaited())
    else:
        with httpx.Client() as http_client, Bota(**options, http_client=http_client) as bota:
            receipt = bota.upload(AUDIO, end_user_id="eu_1")
    assert (receipt.recording_id, receipt.verified) == ("rec_9", False)
    assert [request.headers["authorization"] for request in httpx_mock.get_requests()] == [
        f"Bearer {options['api_key']}"
    ] * 3


def test_hooks_and_transports_of_the_callers_client(
    bota_emulator: Emulator, options: dict[str, Any], sleeps: list[float]
) -> None:
    seen: list[str] = []
    waits: list[Any] = []

    class Transport(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            waits.append(request.extensions["timeout"]["read"])
            return super().handle_request(request)

    hooks = {"request": [lambda request: seen.append(request.url.path)]}
    bota_emulator.fail_api("createRecording", 503, times=1)
    with httpx.Client(transport=Transport(), event_hooks=hooks) as http_client:
        with Bota(**options, http_client=http_client, timeout=7) as bota:
            assert bota.upload(AUDIO, end_user_id="eu_1").verified
        assert not http_client.is_closed
    assert [path.rpartition("/")[2] for path in seen] == [
        "recordings",
        "recordings",
        "upload-url",
        "upload-complete",
    ]
    assert waits == [7] * 4


def test_an_autospec_has_the_operations() -> None:
    fake = create_autospec(Bota, instance=True)
    fake.recordings.get.return_value = "found"
    assert fake.recordings.get("rec_1") == "found"
    with pytest.raises(TypeError):
        fake.recordings.get("rec_1", nothing=1)


def test_what_a_client_does_can_be_seen(
    bota: Bota, bota_emulator: Emulator, caplog: pytest.LogCaptureFixture, sleeps: list[float]
) -> None:
    caplog.set_level(logging.DEBUG, logger="bota_sdk")
    bota_emulator.fail_api("createRecording", 503, times=1)
    receipt = bota.upload(AUDIO, end_user_id="eu_1")
    records = [record for record in caplog.records if record.name == "bota_sdk"]
    pattern = re.compile(r"(GET|POST|PUT) .*: (\d{3}), [\d.]+ s")
    requests = [record for record in records if pattern.fullmatch(record.getMessage())]
    assert len(requests) == 5
    assert any("retry" in record.getMessage() for record in records)
    infos = [record.getMessage() for record in records if record.levelno == logging.INFO]
    assert len(infos) == 1
    assert receipt.recording_id in infos[0]


def test_an_async_client_in_one_event_loop_after_the_other(options: dict[str, Any]) -> None:
    client = AsyncBota(**options)

    async def upload() -> bool:
        return (await client.upload(AUDIO, end_user_id="eu_1")).verified

    async def pages() -> int:
        return len([recording async for recording in client.recordings.list(limit=1)])

    for _ in range(3):
        assert asyncio.run(upload())
        assert asyncio.run(pages())
    asyncio.run(client.aclose())


class BoundToALoop(httpx.AsyncBaseTransport):
    """Raises what asyncio does for a connection of an event loop that has ended."""

    loop: object = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        loop = asyncio.get_running_loop()
        if self.loop not in (None, loop):
            raise RuntimeError("Event loop is closed")
        self.loop = loop
        return httpx.Response(200, content=GOOD)


def test_a_callers_async_client_in_another_event_loop_is_named(options: dict[str, Any]) -> None:
    own = httpx.AsyncClient(transport=BoundToALoop())
    bota = AsyncBota(**options, http_client=own)

    async def get() -> str:
        return (await bota.recordings.get("rec_1")).id

    assert asyncio.run(get()) == "rec_1"
    with pytest.raises(ConfigurationError, match="several event loops") as caught:
        asyncio.run(get())
    assert isinstance(caught.value.__cause__, RuntimeError)


@pytest.mark.parametrize("kind", [RuntimeError, LookupError])
def test_what_a_hook_of_the_caller_raises_stays_what_it_is(
    options: dict[str, Any], kind: type[Exception]
) -> None:
    # Also where it says "closed": no word decides what an error is.
    async def hook(request: httpx.Request) -> None:
        raise kind("the shop is closed")

    async def upload() -> None:
        http_client = httpx.AsyncClient(event_hooks={"request": [hook]})
        await AsyncBota(**options, http_client=http_client).recordings.get("rec_1")

    with pytest.raises(kind, match="the shop is closed"):
        asyncio.run(upload())


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
def test_a_closed_client_of_the_caller_says_so(
    options: dict[str, Any], kind: type[Bota | AsyncBota]
) -> None:
    async def get() -> None:
        if kind is Bota:
            own: Any = httpx.Client()
            own.close()
            Bota(**options, http_client=own).recordings.get("rec_1")
        else:
            own = httpx.AsyncClient()
            await own.aclose()
            await AsyncBota(**options, http_client=own).recordings.get("rec_1")

    with pytest.raises(ClientClosedError, match="http_client was closed"):
        asyncio.run(get())


def test_one_async_client_in_two_event_loops(options: dict[str, Any]) -> None:
    client = AsyncBota(**options)

    async def upload() -> bool:
        receipts = await asyncio.gather(
            *(client.upload(AUDIO, end_user_id="eu_1") for _ in range(4))
        )
        return all(receipt.verified for receipt in receipts)  # fmt: skip

    results: list[bool] = []
    threads = [
        threading.Thread(target=lambda: results.append(asyncio.run(upload()))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 3
    asyncio.run(client.aclose())


def test_the_turns_of_one_event_loop_are_not_anothers(
    options: dict[str, Any], bota_emulator: Emulator
) -> None:
    # So many calls at once that some of them wait for their turn, in both loops.
    bota_emulator.add_fault(ApiDelay(times=1000, before=0.1))
    client = AsyncBota(**options)
    together = threading.Barrier(2)
    raised: list[BaseException] = []

    async def calls() -> None:
        together.wait(HANG)
        await asyncio.gather(*(client.recordings.list() for _ in range(MAX_CALLS + 8)))

    def run() -> None:
        try:
            # What belongs to another loop, and is not safe to use here, raises.
            asyncio.run(calls(), debug=True)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    asyncio.run(client.aclose())

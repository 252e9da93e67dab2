"""Every operation, typed: the success type or one of our errors, whatever the server answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import bota_sdk
import pytest
from bota_api.api.recordings import get_recording, list_recordings
from bota_api.models import Recording, RecordingPage
from bota_emulator import Emulator
from bota_sdk import AsyncBota, Bota, BotaError
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.sdk.scripted_server import answer, scripted
from tests.ticks import HANG

Call = Callable[[Bota | AsyncBota], Any]
Run = Callable[..., Any]
GOOD = b'{"id": "rec_1", "status": "uploaded"}'


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest) -> Run:
    """`run(base_url, call, **options)` calls with a Bota or an AsyncBota."""

    def run_sync(base_url: str, call: Call, **options: Any) -> Any:
        with Bota(base_url=base_url, api_key="sk_test_emulator", **options) as bota:
            return call(bota)

    async def run_async(base_url: str, call: Call, **options: Any) -> Any:
        async with AsyncBota(base_url=base_url, api_key="sk_test_emulator", **options) as bota:
            result = call(bota)
            return await result if isinstance(result, Awaitable) else result

    if request.param == "sync":
        return run_sync
    return lambda base_url, call, **options: asyncio.run(run_async(base_url, call, **options))


def get(bota: Bota | AsyncBota) -> Any:
    return bota.recordings.get("rec_1")


def create(bota: Bota | AsyncBota) -> Any:
    return bota.recordings.create(end_user_id="eu_1", metadata={"a": 1})


def test_every_operation(bota: Bota) -> None:
    started = datetime(2025, 1, 15, 11, tzinfo=UTC)
    recording = bota.recordings.create(
        end_user_id="eu_1", name="a", started_at=started, metadata={"k": [1]}
    )
    assert recording.status == "pending"
    assert recording.started_at == started
    signed_url = bota.uploads.create_url(recording.id, content_type="audio/wav", file_size_bytes=9)
    assert signed_url.upload_url.startswith("http://127.0.0.1")
    with pytest.raises(bota_sdk.ConflictError):
        bota.recordings.get_download_url(recording.id)
    with pytest.raises(bota_sdk.UnprocessableContentError):
        bota.uploads.complete(recording.id)
    assert bota.recordings.get(recording.id).name == "a"
    assert [row.id for row in bota.recordings.list(status="pending").data] == [recording.id]
    with pytest.raises(bota_sdk.BadRequestError, match="status is not valid"):
        bota.recordings.list(status="something_new")
    assert bota.recordings.delete(recording.id) is None
    with pytest.raises(bota_sdk.NotFoundError) as caught:
        bota.recordings.get(recording.id)
    assert caught.value.code == "not_found"
    assert caught.value.headers["x-ratelimit-limit"]


def test_the_generated_client_runs_over_the_same_transport(
    bota: Bota, bota_emulator: Emulator, sleeps: list[float]
) -> None:
    bota_emulator.fail_api("listRecordings", 503, times=1)
    assert isinstance(list_recordings.sync(client=bota.api), RecordingPage)
    assert len(sleeps) == 1
    with pytest.raises(bota_sdk.NotFoundError):
        get_recording.sync(client=bota.api, id="rec_none")


@pytest.mark.parametrize("envelope", ["details", "param", "type"])
def test_the_three_envelopes(bota: Bota, bota_emulator: Emulator, envelope: str) -> None:
    bota_emulator.settings.update({"error_envelope": envelope})
    with pytest.raises(bota_sdk.BadRequestError) as caught:
        bota.recordings.list(limit=101)
    assert caught.value.request_id
    assert caught.value.code
    assert caught.value.param == (None if envelope == "type" else "limit")


@pytest.mark.parametrize("paging", ["cursor", "offset"])
def test_a_list_walks_over_all_pages(
    bota: Bota, bota_emulator: Emulator, run: Run, paging: str
) -> None:
    bota_emulator.settings.update({"paging": paging})
    made = [bota.recordings.create(end_user_id="eu_1").id for _ in range(7)]
    bota.recordings.create(end_user_id="eu_2")

    async def collect(client: AsyncBota) -> list[str]:
        pages = client.recordings.list(limit=3, end_user_id="eu_1")
        return [recording.id async for recording in pages]

    def walk(client: Bota | AsyncBota) -> Any:
        if isinstance(client, AsyncBota):
            return collect(client)
        return [r.id for r in client.recordings.list(limit=3, end_user_id="eu_1")]

    assert run(bota_emulator.base_url, walk) == made[::-1]
    assert len([r for r in bota_emulator.requests if r.operation == "listRecordings"]) == 3


def test_a_list_is_a_coroutine_for_event_loops(bota_emulator: Emulator) -> None:
    bota = AsyncBota(base_url=bota_emulator.base_url, api_key="sk_test_emulator")

    async def several() -> None:
        await bota.recordings.create(end_user_id="eu_1")
        listed = asyncio.create_task(bota.recordings.list(limit=1))
        stopped = asyncio.create_task(bota.recordings.list())
        stopped.cancel()
        assert len((await listed).data) == 1
        with pytest.raises(asyncio.CancelledError):
            await stopped
        await bota.aclose()

    assert asyncio.run(bota.recordings.list()).data == []
    asyncio.run(several())


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_passes_is_retried(
    bota_emulator: Emulator, run: Run, sleeps: list[float], status: int
) -> None:
    bota_emulator.fail_api("createRecording", status, times=3)
    assert run(bota_emulator.base_url, create, max_wait=70).status == "pending"
    keys = [record.idempotency_key for record in bota_emulator.requests]
    assert len(keys) == 4
    assert len(set(keys)) == 1
    assert len(sleeps) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 425, 501, 520])
def test_what_does_not_pass_is_not_retried(run: Run, sleeps: list[float], status: int) -> None:
    with scripted(answer(status)) as server, pytest.raises(bota_sdk.ApiError) as caught:
        run(server.base_url, get)
    assert caught.value.status_code == status
    assert len(server.requests) == 1
    assert sleeps == []


def test_the_last_error_is_raised_when_nothing_helps(run: Run, sleeps: list[float]) -> None:
    with scripted(*[answer(503, b"<html>down</html>")] * 9) as server:
        with pytest.raises(bota_sdk.ServerError, match="503: <html>down</html>") as caught:
            run(server.base_url, get)
    assert len(server.requests) == 4
    assert caught.value.__notes__ == ["given up after 4 attempts"]


@pytest.mark.parametrize(
    ("header", "low", "high"),
    [("Retry-After: 7", 7, 8), ("Retry-After: 99999", 65, 66), ("X-Nothing: 1", 0, 0.5)],
)
def test_the_server_says_how_long_to_wait(
    run: Run, sleeps: list[float], header: str, low: float, high: float
) -> None:
    with scripted(answer(429, b"", header), answer(200, GOOD)) as server:
        assert run(server.base_url, get, max_wait=70).id == "rec_1"
    assert len(sleeps) == 1
    assert low <= sleeps[0] <= high


def test_the_rate_limit_reset_is_waited_for(
    bota_emulator: Emulator, run: Run, sleeps: list[float]
) -> None:
    bota_emulator.settings.update({"rate_limits": "documented"})

    def spend(client: Bota | AsyncBota) -> Any:
        async def go() -> None:
            for _ in range(100):
                result = client.recordings.list()
                if isinstance(result, Awaitable):
                    await result

        if isinstance(client, AsyncBota):
            return go()
        for _ in range(100):
            client.recordings.list()
        return None

    run(bota_emulator.base_url, spend)
    assert sleeps == []
    with pytest.raises(bota_sdk.RateLimitError):
        run(bota_emulator.base_url, get, max_wait=70)
    assert len(sleeps) == 3
    assert all(0 < wait <= 66 for wait in sleeps)
    assert max(sleeps) > 30


def test_a_lost_answer_is_asked_for_again_with_the_same_key(run: Run, sleeps: list[float]) -> None:
    with scripted(b"", b"HTTP/1.1 201 OK\r\nContent-", answer(201, GOOD)) as server:
        assert run(server.base_url, create).id == "rec_1"
    keys = {
        line
        for request in server.requests
        for line in request.split(b"\r\n")
        if line.lower().startswith(b"idempotency-key")
    }
    assert len(server.requests) == 3
    assert len(keys) == 1


def test_no_server_at_all(run: Run, sleeps: list[float]) -> None:
    with scripted() as server:
        gone = server.base_url
    with pytest.raises(bota_sdk.ApiConnectionError, match="after 4 attempts"):
        run(gone, get)


def test_a_server_that_never_answers(sleeps: list[float]) -> None:
    release = threading.Event()
    with scripted() as server:
        server._read = lambda connection: (release.wait(HANG), b"")[1]  # type: ignore[method-assign,return-value,func-returns-value]
        with Bota(base_url=server.base_url, api_key="sk_test_1", timeout=0.05) as bota:
            with pytest.raises(bota_sdk.ApiTimeoutError, match="no response in time"):
                bota.recordings.get("rec_1")
        release.set()


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"null", b'"x"', b"5", b'{"status": "x"}', b'{"id": "a", "status": 5}', b"\xff"],
)  # fmt: skip
def test_a_success_with_a_wrong_body(run: Run, body: bytes) -> None:
    with scripted(answer(200, body)) as server:
        with pytest.raises(
            bota_sdk.InvalidResponseError, match=r"GET /v1/recordings/rec_1 responded"
        ):
            run(server.base_url, get)


@pytest.mark.parametrize("status", [201, 202, 204, 302, 304, 418, 499, 561, 999])
def test_an_undocumented_status(run: Run, status: int) -> None:
    with scripted(answer(status, b"" if status in (204, 304) else GOOD)) as server:
        with pytest.raises(BotaError):
            run(server.base_url, get)


def test_any_2xx_of_the_upload_operations_is_a_success(run: Run) -> None:
    with scripted(answer(202, GOOD)) as server:
        assert run(server.base_url, lambda bota: bota.uploads.complete("rec_1")).id == "rec_1"
    head = server.requests[0].partition(b"\r\n\r\n")[0].lower()
    assert b"content-type" not in head
    assert b"content-length: 0" in head


@examples(60)
@given(
    status=st.integers(200, 999).filter(lambda status: status not in (429, 500, 502, 503, 504)),
    body=st.one_of(
        st.binary(max_size=200),
        st.sampled_from([GOOD, b'{"data": [], "has_more": false}', b'{"data": 5, "has_more": 1}']),
    ),
    operation=st.integers(0, 6),
)
def test_any_status_and_body_on_any_operation(status: int, body: bytes, operation: int) -> None:
    operations: list[Callable[[Bota], object]] = [
        lambda bota: bota.recordings.create(end_user_id="eu_1"),
        lambda bota: bota.recordings.list(),
        lambda bota: bota.recordings.get("rec_1"),
        lambda bota: bota.recordings.delete("rec_1"),
        lambda bota: bota.recordings.get_download_url("rec_1"),
        lambda bota: bota.uploads.create_url("rec_1", content_type="audio/wav"),
        lambda bota: bota.uploads.complete("rec_1"),
    ]
    body = b"" if status in (204, 304) else body
    with scripted(answer(status, body)) as server:
        with Bota(base_url=server.base_url, api_key="sk_test_1") as bota:
            try:
                operations[operation](bota)
            except BotaError:
                return
    assert 200 <= status < 300


def test_arguments_that_cannot_be_sent_are_not_the_servers_fault(
    bota: Bota, bota_emulator: Emulator
) -> None:
    with pytest.raises(TypeError):
        bota.recordings.create(end_user_id="eu_1", started_at="today")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        bota.recordings.create(end_user_id="eu_1", metadata={"a": object()})
    assert bota_emulator.requests == []


def test_a_closed_client_says_so(bota_emulator: Emulator) -> None:
    client = Bota(base_url=bota_emulator.base_url, api_key="sk_test_emulator")
    client.close()
    client.close()
    with pytest.raises(bota_sdk.ClientClosedError):
        client.recordings.list()
    with pytest.raises(bota_sdk.ClientClosedError):
        client.upload(b"RIFF\0\0\0\0WAVE1", end_user_id="eu_1")


def test_what_is_on_every_request(run: Run) -> None:
    with scripted(answer(200, GOOD)) as server:
        run(server.base_url, get)
    head = server.requests[0].decode().lower()
    assert head.startswith("get /v1/recordings/rec_1 http/1.1\r\n")
    assert "authorization: bearer sk_test_emulator\r\n" in head
    assert "accept: application/json\r\n" in head
    assert "user-agent: bota-sdk/" in head
    assert "bota-version" not in head
    assert "cookie" not in head


def test_the_version_of_the_api_can_be_pinned() -> None:
    with scripted(answer(200, GOOD)) as server:
        options = {"base_url": server.base_url, "api_key": "sk_test_1"}
        with Bota(**options, api_version="2025-01-15") as bota:  # type: ignore[arg-type]
            bota.recordings.get("rec_1")
    assert b"bota-version: 2025-01-15" in server.requests[0].lower()


def test_one_client_serves_many_threads(bota: Bota, bota_emulator: Emulator) -> None:
    results: list[Recording] = []
    threads = [
        threading.Thread(
            target=lambda: results.extend(
                bota.upload(b"RIFF\0\0\0\0WAVE" + bytes(99), end_user_id="eu_1").recording
                for _ in range(5)
            )
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({recording.id for recording in results}) == 40


def test_one_client_serves_many_tasks(bota_emulator: Emulator) -> None:
    async def go() -> set[str]:
        async with AsyncBota(base_url=bota_emulator.base_url, api_key="sk_test_emulator") as bota:
            data = b"RIFF\0\0\0\0WAVE" + bytes(99)
            receipts = await asyncio.gather(
                *(bota.upload(data, end_user_id="eu_1") for _ in range(40))
            )
            return {receipt.recording_id for receipt in receipts if receipt.verified}

    assert len(asyncio.run(go())) == 40


def test_headers_outside_ascii(run: Run) -> None:
    with scripted(answer(200, GOOD, "Server: Z\xfcrich")) as server:
        assert run(server.base_url, lambda bota: bota.recordings.get("rec_1")).id == "rec_1"


def test_a_name_that_can_be_none_of_a_server(run: Run, sleeps: list[float]) -> None:
    with pytest.raises(bota_sdk.ApiConnectionError):
        run(f"https://{'a' * 64}.localhost/v1", lambda bota: bota.recordings.get("rec_1"))

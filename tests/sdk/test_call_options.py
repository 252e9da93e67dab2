"""Options of one call, raw responses and pages over the wire, with keys, retries and errors."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import bota_sdk
import pytest
from bota_emulator import Emulator
from bota_sdk import AsyncBota, Bota

from tests.sdk.scripted_server import answer, scripted

Run = Callable[..., Any]
GOOD = b'{"id": "rec_1", "status": "uploaded"}'


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest) -> Run:
    """`run(base_url, call)` calls with a Bota or an AsyncBota."""

    async def run_async(base_url: str, call: Callable[[AsyncBota], Awaitable[Any]]) -> Any:
        async with AsyncBota(base_url=base_url, api_key="sk_test_emulator") as bota:
            return await call(bota)

    def run_either(base_url: str, call: Callable[[Any], Any]) -> Any:
        if request.param == "async":
            return asyncio.run(run_async(base_url, call))
        with Bota(base_url=base_url, api_key="sk_test_emulator") as bota:
            return call(bota)

    return run_either


def test_a_raw_response_of_the_service(bota_emulator: Emulator, run: Run) -> None:
    raw = run(
        bota_emulator.base_url,
        lambda bota: bota.recordings.with_raw_response.create(end_user_id="eu_1"),
    )
    assert raw.status_code == 201
    assert raw.request_id == raw.headers["x-request-id"]
    assert raw.request_id.startswith("req_")
    assert raw.parse().status == "pending"


def test_a_raw_call_is_retried_and_raises_our_errors(run: Run, sleeps: list[float]) -> None:
    def raw(bota: Any) -> Any:
        return bota.recordings.with_raw_response.get("rec_1")

    with scripted(answer(503), answer(200, GOOD, "X-Request-Id: req_7")) as server:
        found = run(server.base_url, raw)
    assert (found.request_id, found.parse().id, len(sleeps)) == ("req_7", "rec_1", 1)
    with scripted(answer(404)) as server, pytest.raises(bota_sdk.NotFoundError):
        run(server.base_url, raw)
    with scripted(answer(200, b"{}")) as server:
        found = run(server.base_url, raw)
    assert found.status_code == 200
    with pytest.raises(bota_sdk.InvalidResponseError, match=r"Recording\.id is missing"):
        found.parse()


def test_extra_headers_go_with_the_key(run: Run) -> None:
    with scripted(answer(200, GOOD)) as server:
        headers = {"X-Trace": "abc", "Authorization": "Bearer another"}
        run(server.base_url, lambda bota: bota.recordings.get("rec_1", extra_headers=headers))
    (sent,) = server.requests
    assert b"x-trace: abc" in sent.lower()
    assert b"sk_test_emulator" in sent
    assert b"another" not in sent


def test_a_header_that_cannot_be_sent_is_tried_once(run: Run, sleeps: list[float]) -> None:
    headers = {"X-Trace": "abc\r\nHost: evil"}
    with scripted(answer(200, GOOD)) as server:
        with pytest.raises(bota_sdk.ApiConnectionError, match=r"holds a line break$"):
            run(server.base_url, lambda bota: bota.recordings.get("rec_1", extra_headers=headers))
    assert (server.requests, sleeps) == ([], [])


def test_a_timeout_of_one_call(run: Run, sleeps: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # connects, and never responds
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        with pytest.raises(bota_sdk.ApiTimeoutError):
            run(url, lambda bota: bota.recordings.get("rec_1", timeout=0.1))
    with pytest.raises(ValueError, match="not a number of seconds above 0"):
        run(url, lambda bota: bota.recordings.get("rec_1", timeout=0))


def test_pages_that_lead_nowhere_are_the_services_fault(run: Run) -> None:
    def walk(bota: Any) -> Any:
        if isinstance(bota, Bota):
            return list(bota.recordings.list())

        async def collect() -> list[Any]:
            return [recording async for recording in bota.recordings.list()]

        return collect()

    row = json.loads(GOOD)
    repeats = json.dumps({"data": [row], "has_more": True, "next_cursor": "c1"}).encode()
    with scripted(*[answer(200, repeats)] * 2) as server:
        with pytest.raises(bota_sdk.InvalidResponseError, match=r"^the list repeats a cursor"):
            run(server.base_url, walk)
    broken = json.dumps({"data": 5, "has_more": False}).encode()
    with scripted(answer(200, repeats), answer(200, broken)) as server:
        with pytest.raises(bota_sdk.InvalidResponseError, match="data is a number"):
            run(server.base_url, walk)

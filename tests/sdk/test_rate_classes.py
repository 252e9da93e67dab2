"""A 429 holds back what counts in its class, and nothing else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from bota_sdk import AsyncBota, Bota, CancelToken, RateLimitError, UploadCancelledError

from tests.sdk.scripted_server import ScriptedServer, answer, scripted
from tests.ticks import HANG

Call = Callable[[str], Any]
PAGE = answer(200, b'{"data": [], "has_more": false}')


def refusal(limit: int) -> bytes:
    headers = [f"X-RateLimit-Limit: {limit}", "X-RateLimit-Remaining: 0", "Retry-After: 30"]
    return answer(429, b"", *headers)


@pytest.fixture(params=["sync", "async"])
def calls(request: pytest.FixtureRequest) -> Callable[..., list[Any]]:
    """Make calls with one client, in order; what they return, or the 429 that they raise."""

    def made(server: ScriptedServer, *names: str) -> list[Any]:
        found: list[Any] = []
        with Bota(**options(server)) as bota:
            for name in names:
                try:
                    found.append(CALLS[name](bota))
                except RateLimitError as error:
                    found.append(error)
        return found

    async def made_async(server: ScriptedServer, *names: str) -> list[Any]:
        found: list[Any] = []
        async with AsyncBota(**options(server)) as bota:
            for name in names:
                try:
                    found.append(await CALLS[name](bota))
                except RateLimitError as error:
                    found.append(error)
        return found

    if request.param == "sync":
        return made
    return lambda *given: asyncio.run(made_async(*given))


def options(server: ScriptedServer) -> dict[str, Any]:
    """A client that waits for nothing."""
    return {
        "base_url": server.base_url,
        "api_key": "sk_test_1",
        "max_retries": 0,
        "max_wait": 0,
    }


CALLS: dict[str, Callable[[Any], Any]] = {
    "create": lambda bota: bota.transcriptions.create(recording_id="rec_1"),
    "list": lambda bota: bota.recordings.list(),
    "url": lambda bota: bota.uploads.create_url("rec_1", content_type="audio/wav"),
}


def test_another_class_is_not_delayed(calls: Callable[..., list[Any]], sleeps: list[float]) -> None:
    url = answer(200, b'{"upload_url": "https://s3.example/x"}')
    with scripted(refusal(10), PAGE, url) as server:
        refused, page, signed, again = calls(server, "create", "list", "url", "create")
    assert refused.retry_after == 30
    assert page.data == []
    assert signed.upload_url
    # Of its own class nothing is sent before the time that the service has named.
    assert "nothing was sent" in str(again)
    assert (len(server.requests), sleeps) == (3, [])


def test_the_limit_of_all_requests_holds_back_all(calls: Callable[..., list[Any]]) -> None:
    with scripted(refusal(100)) as server:
        _, *held = calls(server, "create", "list", "url", "create")
    assert ["nothing was sent" in str(error) for error in held] == [True] * 3
    assert len(server.requests) == 1


def test_a_narrow_limit_that_is_reached_leaves_the_others(
    calls: Callable[..., list[Any]],
) -> None:
    with scripted(PAGE, refusal(30), PAGE) as server:
        _, refused, page, again = calls(server, "list", "url", "list", "url")
    assert refused.status_code == 429
    assert page.data == []
    assert "nothing was sent" in str(again)


def test_while_one_waits_the_other_goes() -> None:
    """It waits for real, until it is cancelled."""
    token, seen = CancelToken(), list[BaseException]()

    def transcribe(bota: Bota) -> None:
        try:
            bota.transcribe("rec_1", cancel=token)
        except UploadCancelledError as error:
            seen.append(error)

    with (
        scripted(refusal(10), *[PAGE] * 5) as server,
        Bota(base_url=server.base_url, api_key="sk_test_1") as bota,
    ):
        waiting = threading.Thread(target=transcribe, args=(bota,))
        waiting.start()
        while not server.requests:
            pass
        assert [list(bota.recordings.list()) for _ in range(5)] == [[]] * 5
        assert waiting.is_alive()
        token.cancel()
        waiting.join(HANG)
    assert len(seen) == 1
    assert len(server.requests) == 6

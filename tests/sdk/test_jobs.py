"""Transcriptions and summaries: begun once, asked for until they are done, with both clients."""

from __future__ import annotations

import asyncio
import json
import pickle
import threading
from collections.abc import Callable
from typing import Any

import pytest
from bota_api.models import Recording, Transcription
from bota_sdk import (
    AsyncBota,
    BadRequestError,
    Bota,
    CancelToken,
    DeadlineExceededError,
    InvalidResponseError,
    ServerError,
    SummaryFailedError,
    TranscriptionFailedError,
    UploadCancelledError,
)

from tests.sdk.scripted_server import ScriptedServer, answer, scripted

Ask = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """`ask(server, "transcribe", "rec_1", **options)` with Bota or with AsyncBota."""

    def sync(server: ScriptedServer, method: str, *given: Any, **options: Any) -> Any:
        with Bota(base_url=server.base_url, api_key="sk_test_1", max_retries=1) as bota:
            return getattr(bota, method)(*given, **options)

    async def awaited(server: ScriptedServer, method: str, *given: Any, **options: Any) -> Any:
        url = server.base_url
        async with AsyncBota(base_url=url, api_key="sk_test_1", max_retries=1) as bota:
            return await getattr(bota, method)(*given, **options)

    if request.param == "sync":
        return sync
    return lambda *given, **options: asyncio.run(awaited(*given, **options))


def job(status: str, *headers: str, code: int = 200, **fields: Any) -> bytes:
    body = {"id": "txn_1", "recording_id": "rec_1", "status": status, **fields}
    return answer(code, json.dumps(body).encode(), *headers)


def lines(server: ScriptedServer) -> list[str]:
    return [request.partition(b" HTTP")[0].decode() for request in server.requests]


def test_it_is_asked_for_until_it_is_done(ask: Ask, sleeps: list[float]) -> None:
    seen: list[str] = []
    script = [
        job("pending", code=201),
        job("processing"),
        job("weighing words"),  # a status that is new
        job("completed", text="We ship on Friday."),
    ]
    with scripted(*script) as server:
        found = ask(
            server,
            "transcribe",
            "rec_1",
            language="en",
            diarization=False,
            on_progress=lambda each: seen.append(each.status),
        )
    assert (found.id, found.text) == ("txn_1", "We ship on Friday.")
    assert seen == ["pending", "processing", "weighing words", "completed"]
    assert lines(server) == ["POST /v1/transcriptions", *["GET /v1/transcriptions/txn_1"] * 3]
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert json.loads(body) == {"recording_id": "rec_1", "language": "en", "diarization": False}
    assert b"\r\nidempotency-key: " in head.lower()
    assert len(sleeps) == 3
    assert min(sleeps) >= 1


def test_without_waiting_it_returns_at_once(ask: Ask, sleeps: list[float]) -> None:
    with scripted(job("pending", code=201)) as server:
        recording = Recording(id="rec_1", status="uploaded")
        assert ask(server, "transcribe", recording, wait=False).status == "pending"
    assert (len(server.requests), sleeps) == (1, [])


def test_a_response_says_when_to_ask_again(ask: Ask, sleeps: list[float]) -> None:
    script = [
        job("pending", "Retry-After: 17", code=201),
        answer(503, b"", "Retry-After: 9"),
        job("completed"),
    ]
    with scripted(*script) as server:
        ask(server, "transcribe", "rec_1")
    assert sleeps[0] == 17
    assert 9 <= sleeps[1] <= 10


def test_a_failure_has_its_reason(ask: Ask, sleeps: list[float]) -> None:
    failed = job("failed", error="audio_too_short", error_message="Under a second")
    with (
        scripted(job("pending", code=201), failed) as server,
        pytest.raises(TranscriptionFailedError, match="txn_1 is failed: audio_too_short") as caught,
    ):
        ask(server, "transcribe", "rec_1")
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.job_id, error.status, error.code) == ("txn_1", "failed", "audio_too_short")
    assert error.message == "Under a second"


def test_a_summary(ask: Ask, sleeps: list[float]) -> None:
    summary = {
        "id": "sum_1",
        "transcription_id": "txn_1",
        "status": "completed",
        "output": "Ships.",
    }
    with scripted(answer(201, json.dumps(summary).encode())) as server:
        of = Transcription(id="txn_1", status="completed")
        assert ask(server, "summarize", of, template_id="tmpl_general_notes").output == "Ships."
    assert lines(server) == ["POST /v1/summaries"]
    failed = json.dumps({**summary, "status": "failed"}).encode()
    with (
        scripted(answer(201, failed)) as server,
        pytest.raises(SummaryFailedError, match="sum_1 is failed: the service says no more"),
    ):
        ask(server, "summarize", "txn_1", prompt="Say it in a word.")


def test_one_that_may_have_begun_is_looked_up(ask: Ask, sleeps: list[float]) -> None:
    page = {"data": [{"id": "txn_1", "status": "processing"}], "has_more": False}
    lost = [b"", b"", answer(200, json.dumps(page).encode())]
    with scripted(*lost, job("completed")) as server:
        assert ask(server, "transcribe", "rec_1").status == "completed"
    assert lines(server) == [
        *["POST /v1/transcriptions"] * 2,
        "GET /v1/transcriptions?recording_id=rec_1",
        "GET /v1/transcriptions/txn_1",
    ]
    keys = {
        line
        for request in server.requests[:2]
        for line in request.lower().split(b"\r\n")
        if line.startswith(b"idempotency-key")
    }
    assert len(keys) == 1


@pytest.mark.parametrize("found", [[], [{"id": "txn_0", "status": "completed"}]])
def test_an_older_one_is_not_taken_for_it(ask: Ask, sleeps: list[float], found: list[Any]) -> None:
    page = json.dumps({"data": found, "has_more": False}).encode()
    with (
        scripted(answer(500), answer(500), answer(200, page)) as server,
        pytest.raises(ServerError),
    ):
        ask(server, "transcribe", "rec_1")
    assert len(server.requests) == 3


def test_a_refusal_is_not_asked_about(ask: Ask) -> None:
    with scripted(answer(400)) as server, pytest.raises(BadRequestError):
        ask(server, "transcribe", "rec_1")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "script",
    [
        [job("pending", code=201, recording_id="rec_2")],
        [job("pending", code=201), job("completed", id="other")],
        [job("pending", code=201), job("completed", recording_id="rec_2")],
    ],
)
def test_a_response_about_another_one_is_not_believed(
    ask: Ask, sleeps: list[float], script: list[bytes]
) -> None:
    with scripted(*script) as server, pytest.raises(InvalidResponseError, match="not about"):
        ask(server, "transcribe", "rec_1")


def test_a_deadline_names_what_goes_on(ask: Ask, sleeps: list[float]) -> None:
    with (
        scripted(job("pending", code=201), *[job("processing")] * 30_000) as server,
        pytest.raises(DeadlineExceededError, match=r"not done after 3 seconds; txn_1 goes on"),
    ):
        # Time for a busy machine to begin it.
        ask(server, "transcribe", "rec_1", deadline=3)


def test_a_token_ends_the_waiting(ask: Ask) -> None:
    token = CancelToken()
    # It waits for real: 60 seconds, if nothing ends them.
    with (
        scripted(job("pending", "Retry-After: 60", code=201)) as server,
        pytest.raises(UploadCancelledError, match="the transcription was cancelled; txn_1 goes on"),
    ):
        ask(
            server,
            "transcribe",
            "rec_1",
            cancel=token,
            on_progress=lambda _: threading.Timer(0.05, token.cancel).start(),
        )
    assert len(server.requests) == 1


def test_a_cancelled_task_ends_at_once() -> None:
    async def main(server: ScriptedServer) -> None:
        async with AsyncBota(base_url=server.base_url, api_key="sk_test_1") as bota:
            begun = asyncio.Event()
            task = asyncio.create_task(bota.transcribe("rec_1", on_progress=lambda _: begun.set()))
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    with scripted(job("pending", "Retry-After: 60", code=201)) as server:
        asyncio.run(main(server))


def test_many_that_are_waited_for_leave_room_for_others() -> None:
    async def main(server: ScriptedServer) -> str:
        async with AsyncBota(base_url=server.base_url, api_key="sk_test_1") as bota:
            begun = asyncio.Semaphore(0)
            tasks = [
                asyncio.create_task(bota.transcribe("rec_1", on_progress=lambda _: begun.release()))
                for _ in range(40)
            ]
            for _ in tasks:
                await begun.acquire()
            found = await bota.transcribe("rec_1", wait=False)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            return found.status

    with scripted(*[job("pending", "Retry-After: 60", code=201)] * 41) as server:
        assert asyncio.run(main(server)) == "pending"


@pytest.mark.parametrize(
    ("given", "options", "words"),
    [
        ((None,), {}, "recording is an id or a Recording, not NoneType"),
        (("rec/1",), {}, "which is no id"),
        (("",), {}, "recording is empty"),
        (("rec_1",), {"language": 5}, "language is a str, not int"),
        (("rec_1",), {"tongue": "en"}, "no field of createTranscription"),
        (("rec_1",), {"recording_id": "rec_2"}, "no field of createTranscription"),
        (("rec_1",), {"deadline": -1}, "deadline is -1"),
        (("rec_1",), {"deadline": True}, "deadline is a number of seconds, not bool"),
        (("rec_1",), {"cancel": "now"}, "cancel is a CancelToken"),
    ],
)
def test_a_wrong_argument_sends_nothing(
    ask: Ask, given: tuple[Any, ...], options: dict[str, Any], words: str
) -> None:
    with scripted() as server:
        with pytest.raises((TypeError, ValueError), match=words):
            ask(server, "transcribe", *given, **options)
        assert server.requests == []

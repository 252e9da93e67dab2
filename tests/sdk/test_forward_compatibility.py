"""A client of today and a service of another day: what differs passes, or is named."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import Emulator
from bota_sdk import (
    AsyncBota,
    BadRequestError,
    Bota,
    InvalidResponseError,
    InvalidRowWarning,
    record_requests,
)

from tests.generator.conftest import ROOT
from tests.sdk.scripted_server import answer, scripted

Call = Callable[[Any], Any]
ROW = {"id": "rec_1", "status": "uploaded"}


def get(bota: Any) -> Any:
    return bota.recordings.get("rec_1")


def page(bota: Any) -> Any:
    return bota.recordings.list()


def url(bota: Any) -> Any:
    return bota.uploads.create_url("rec_1", content_type="audio/wav")


def download(bota: Any) -> Any:
    return bota.recordings.get_download_url("rec_1")


@pytest.fixture(params=["sync", "async"])
def ask(request: pytest.FixtureRequest) -> Callable[[Call, Any], Any]:
    """`ask(call, body)` answers one call with a body."""

    async def awaited(base_url: str, call: Call) -> Any:
        async with AsyncBota(base_url=base_url, api_key="sk_test_1") as bota:
            return await call(bota)

    def answered(call: Call, body: Any) -> Any:
        with scripted(answer(200, json.dumps(body).encode())) as server:
            if request.param == "async":
                return asyncio.run(awaited(server.base_url, call))
            with Bota(base_url=server.base_url, api_key="sk_test_1") as bota:
                return call(bota)

    return answered


# what is called, what it answers, what is read of it, what that is
PASSES = [
    (get, {**ROW, "mood": {"a": [1]}}, lambda found: found["mood"], {"a": [1]}),
    (get, {**ROW, "status": "archived"}, lambda found: found.status, "archived"),
    (get, {**ROW, "source": "robot"}, lambda found: found.source, "robot"),
    (get, {**ROW, "metadata": None}, lambda found: found.metadata, None),
    (get, {**ROW, "duration_ms": "61000"}, lambda found: found.duration_ms, 61000),
    (get, {**ROW, "duration_ms": 61000.0}, lambda found: found.duration_ms, 61000),
    (get, {**ROW, "duration_seconds": "61.5"}, lambda found: found.duration_seconds, 61.5),
    (get, {**ROW, "file_size_bytes": "5000000000"}, lambda found: found.file_size_bytes, 5000000000),
    (get, {**ROW, "duration_ms": "long"}, lambda found: (found.duration_ms, found["duration_ms"]), (None, "long")),
    (get, {**ROW, "started_at": "soon"}, lambda found: (found.started_at, found["started_at"]), (None, "soon")),
    (get, {**ROW, "started_at": "2026-01-02 03:04"}, lambda found: found.started_at, datetime(2026, 1, 2, 3, 4, tzinfo=UTC)),
    (get, {**ROW, "metadata": 5}, lambda found: (found.metadata, found.to_dict()), (None, {**ROW, "metadata": 5})),
    (get, ROW, lambda found: (found.name, "name" in found), (None, False)),
    (get, {**ROW, "name": None}, lambda found: (found.name, "name" in found), (None, True)),
    (page, {"data": [{**ROW, "status": "new"}], "has_more": False}, lambda found: found.data[0].status, "new"),
    (url, {"upload_url": "u", "headers": None, "expires_at": None}, lambda found: (found.headers, found.expires_at), (None, None)),
    (url, {"upload_url": "u", "expires_at": "soon"}, lambda found: (found.expires_at, found["expires_at"]), (None, "soon")),
    (url, {"upload_url": "u", "content_type": None}, lambda found: found.content_type, None),
    (download, {"download_url": "u", "expires_in": "3600"}, lambda found: found.expires_in, 3600),
    (download, {"download_url": "u", "expires_in": None}, lambda found: found.expires_in, None),
]  # fmt: skip
NAMED = [
    (get, {"status": "uploaded"}, "Recording.id is missing"),
    (get, {**ROW, "id": None}, "Recording.id is null"),
    (get, {**ROW, "status": 5}, "Recording.status is a number, not text"),
    (get, [], "Recording is an array, not an object"),
    (get, None, "Recording is null, not an object"),
    (page, {"data": None, "has_more": False}, "RecordingPage.data is null"),
    (page, {"data": {}, "has_more": False}, "RecordingPage.data is an object, not an array"),
    (page, {"data": [], "has_more": "no"}, "RecordingPage.has_more is text, not a boolean"),
    (url, {"upload_url": "u", "headers": ["a"]}, "UploadUrl.headers is an array, not an object"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "body", "read", "expected"), PASSES)
def test_what_a_client_can_live_with_passes(
    ask: Callable[[Call, Any], Any], call: Call, body: Any, read: Call, expected: Any
) -> None:
    found = read(ask(call, body))
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(("call", "body", "words"), NAMED)
def test_what_it_cannot_live_with_is_named(
    ask: Callable[[Call, Any], Any], call: Call, body: Any, words: str
) -> None:
    with pytest.raises(InvalidResponseError) as caught:
        ask(call, body)
    assert str(caught.value).endswith(f"not what the contract says: {words}")


@pytest.mark.parametrize("row", [5, {"id": "rec_2"}, {**ROW, "status": 5}])
def test_a_row_that_cannot_be_read_is_left_out_with_a_warning(
    ask: Callable[[Call, Any], Any], row: Any
) -> None:
    body = {"data": [ROW, row, {**ROW, "id": "rec_3"}], "has_more": False}
    with pytest.warns(InvalidRowWarning, match="row 2 of a page was left out: Recording"):
        found = ask(page, body)
    assert [recording.id for recording in found.data] == ["rec_1", "rec_3"]
    assert found.response.to_dict() == body


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_an_older_client_and_a_newer_contract(tmp_path: Path) -> None:
    text = (ROOT / "openapi.yaml").read_text()
    request = "    CreateRecordingRequest:\n      type: object\n      properties:\n"
    field = f"{request}        language:\n          type: string\n"
    newer = {
        "optional": replaced(text, request, field),
        "required": replaced(
            text, request, field.replace("object\n", "object\n      required: [language]\n")
        ),
    }
    for name, contract in newer.items():
        (tmp_path / name).write_text(contract)
        with Emulator(contract=tmp_path / name) as emulator:
            with Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
                if name == "optional":
                    assert bota.recordings.create(end_user_id="eu_1").status == "pending"
                else:
                    with pytest.raises(BadRequestError, match="language"):
                        bota.recordings.create(end_user_id="eu_1")


def test_documented_headers_have_types() -> None:
    sent = (
        "X-RateLimit-Remaining: 41",
        "x-ratelimit-reset: soon",
        "X-Request-Id: req_1",
        "Set-Cookie: secret",
    )
    with scripted(answer(200, json.dumps(ROW).encode(), *sent)) as server:
        with Bota(base_url=server.base_url, api_key="sk_test_1") as bota:
            with record_requests() as steps:
                bota.recordings.get("rec_1")
    headers = steps[0].headers
    assert headers is not None
    assert (headers.x_rate_limit_remaining, headers.x_request_id) == (41, "req_1")
    assert (headers.x_rate_limit_limit, headers.x_rate_limit_reset) == (None, None)
    assert "secret" not in repr(steps)

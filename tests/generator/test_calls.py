"""What each generated method can do: options of one call, pages, raw responses, being mocked."""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import AsyncIterator, Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import create_autospec

import httpx
import pytest
from bota_api.client import AuthenticatedClient
from bota_api.models import Recording, RecordingPage
from bota_api.reading import ResponseError
from bota_api.resources import AsyncResources, Resources
from bota_sdk import AsyncBota, Bota

ROW = {"id": "rec_1", "status": "uploaded"}
HEADERS = {"X-Request-Id": "req_1"}
Respond = Callable[[httpx.Request], httpx.Response]


class TranslatedError(Exception):
    """What the error context makes of an error."""


class Api:
    """Both kinds of resources over a function that responds; keeps what was sent."""

    def __init__(self, respond: Respond) -> None:
        self.sent: list[httpx.Request] = []

        def transport(request: httpx.Request) -> httpx.Response:
            self.sent.append(request)
            return respond(request)

        client = AuthenticatedClient(base_url="https://x/v1", token="t")
        mock = httpx.MockTransport(transport)
        options: dict[str, Any] = {"base_url": "https://x/v1", "transport": mock}
        options["timeout"] = httpx.Timeout(30, connect=10)
        client.set_httpx_client(httpx.Client(**options))
        client.set_async_httpx_client(httpx.AsyncClient(**options))
        self.client = client
        self.sync = Resources(client, self.error_context)
        self.later = AsyncResources(client, self.error_context)

    @contextmanager
    def error_context(self) -> Generator[None]:
        try:
            yield
        except ResponseError as error:
            raise TranslatedError(str(error)) from None


def responses(*bodies: object) -> Respond:
    left = list(bodies)
    return lambda request: httpx.Response(
        201 if request.method == "POST" else 200, json=left.pop(0), headers=HEADERS
    )


def timeouts(request: httpx.Request) -> set[float]:
    given = request.extensions["timeout"]
    assert (given["connect"], given["pool"]) == (min(10, given["read"]), 30)
    return {given["read"], given["write"]}


def test_options_of_one_call_are_of_that_call_alone() -> None:
    api = Api(responses(*[ROW] * 6))
    options: dict[str, Any] = {"timeout": 5.0, "extra_headers": {"X-Trace": "a"}}
    api.sync.recordings.get("rec_1", **options)
    api.sync.recordings.get("rec_1")
    mine = {"idempotency-key": "mine"}  # before the argument's, whatever its case
    api.sync.recordings.create(name="n", idempotency_key="arguments", extra_headers=mine)

    async def awaited() -> None:
        await api.later.recordings.get("rec_1", **options)
        await api.later.recordings.get("rec_1")

    asyncio.run(awaited())
    assert [timeouts(request) for request in api.sent] == [{5}, {30}, {30}, {5}, {30}]
    assert [request.headers.get("X-Trace") for request in api.sent] == ["a", None, None, "a", None]
    assert api.sent[2].headers.get_list("Idempotency-Key") == ["mine"]
    assert json.loads(api.sent[2].content) == {"name": "n"}
    assert api.sent[2].headers["Content-Type"] == "application/json"
    assert api.client.get_httpx_client().timeout == httpx.Timeout(30, connect=10)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_a_timeout_that_is_none_is_refused_before_anything_is_sent(timeout: float) -> None:
    api = Api(responses())
    with pytest.raises(ValueError, match="not a number of seconds above 0"):
        api.sync.recordings.list(timeout=timeout)
    assert api.sent == []


PAGES = (
    {"data": [ROW, ROW], "has_more": True, "next_cursor": "c1", "total": 3},
    {"data": [ROW], "has_more": False},
)


def test_what_the_contract_does_not_know_can_be_sent() -> None:
    extra: dict[str, Any] = {
        "extra_query": {"dry": True, "tag": ["a", "b"]},
        "extra_body": {"mood": 1},
    }
    api = Api(responses(ROW, ROW, ROW, *PAGES))
    api.sync.recordings.create(name="n", **extra)
    api.sync.uploads.complete("rec_1", **extra)
    asyncio.run(api.later.recordings.create(name="n", **extra))
    bodies = [json.loads(request.content) for request in api.sent]
    assert bodies == [{"name": "n", "mood": 1}, {"mood": 1}, {"name": "n", "mood": 1}]
    queries = {str(request.url.query, "ascii") for request in api.sent}
    assert queries == {"dry=true&tag=a&tag=b"}
    list(api.sync.recordings.list(limit=2, extra_query={"sort": "name"}))
    assert all(request.url.params["sort"] == "name" for request in api.sent[3:])
    with pytest.raises(ValueError, match=r"^at is .* no time zone"):
        api.sync.recordings.get("rec_1", extra_query={"at": datetime.datetime(2026, 1, 2)})


def test_a_naive_datetime_is_refused_before_anything_is_sent() -> None:
    api = Api(responses())
    with pytest.raises(ValueError, match=r"^started_at is 2026-01-02 00:00:00, which has no time"):
        api.sync.recordings.create(started_at=datetime.datetime(2026, 1, 2))
    assert api.sent == []


def test_a_list_is_a_page_that_leads_on() -> None:
    api = Api(responses(*PAGES))
    page = api.sync.recordings.list(limit=2, status="uploaded", timeout=5)
    assert len(api.sent) == 1
    assert [recording.id for recording in page.data] == ["rec_1", "rec_1"]
    assert page.has_more
    assert isinstance(page.response, RecordingPage)
    assert page.response["total"] == 3
    following = page.next_page()
    assert following is not None
    assert not following.has_more
    assert following.next_page() is None
    queries = [dict(request.url.params) for request in api.sent]
    assert queries == [
        {"limit": "2", "status": "uploaded"},
        {"limit": "2", "status": "uploaded", "cursor": "c1"},
    ]
    assert [timeouts(request) for request in api.sent] == [{5}, {5}]


def test_a_list_is_walked_over() -> None:
    assert len(list(Api(responses(*PAGES)).sync.recordings.list())) == 3

    async def count(items: AsyncIterator[Recording]) -> int:
        return len([item async for item in items])

    async def awaited() -> list[int]:
        pages = Api(responses(*PAGES)).later.recordings
        whole = await count(aiter(pages.list()))
        page = await Api(responses(*PAGES)).later.recordings.list()
        return [whole, await count(aiter(page))]

    assert asyncio.run(awaited()) == [3, 3]


REPEATS = ({**PAGES[0], "next_cursor": "c1"},) * 2


def test_errors_of_later_pages_are_translated_too() -> None:
    broken = ({"data": [ROW], "has_more": True}, {"data": 5, "has_more": True})
    for bodies, words in ((REPEATS, "repeats a cursor"), (broken, "data is a number")):
        with pytest.raises(TranslatedError, match=words):
            list(Api(responses(*bodies)).sync.recordings.list())

        async def awaited(bodies: tuple[object, ...] = bodies) -> None:
            async for _ in Api(responses(*bodies)).later.recordings.list():
                pass

        with pytest.raises(TranslatedError, match=words):
            asyncio.run(awaited())


def test_a_raw_response_has_status_headers_and_the_plain_result() -> None:
    api = Api(responses(ROW))
    raw = api.sync.recordings.with_raw_response.get("rec_1", timeout=5)
    assert (raw.status_code, raw.request_id) == (200, "req_1")
    assert raw.headers["x-request-id"] == raw.headers["X-REQUEST-ID"] == "req_1"
    assert raw.parse().id == "rec_1"
    assert repr(raw) == "<RawResponse 200>"
    assert timeouts(api.sent[0]) == {5}

    page = Api(responses(*PAGES)).sync.recordings.with_raw_response.list(limit=2)
    assert page.status_code == 200
    assert len(list(page.parse())) == 3


def test_a_raw_response_that_is_awaited() -> None:
    async def awaited() -> None:
        raw = await Api(responses(ROW)).later.recordings.with_raw_response.get("rec_1")
        assert (raw.status_code, raw.request_id, raw.parse().id) == (200, "req_1", "rec_1")
        page = await Api(responses(*PAGES)).later.recordings.with_raw_response.list(limit=2)
        assert len([item async for item in page.parse()]) == 3

    asyncio.run(awaited())


def test_a_raw_response_raises_when_it_is_parsed() -> None:
    raw = Api(responses({"id": "rec_1"})).sync.recordings.with_raw_response.get("rec_1")
    assert raw.status_code == 200
    for _ in range(2):
        with pytest.raises(TranslatedError, match=r"Recording\.status is missing"):
            raw.parse()

    async def awaited() -> None:
        later = Api(responses({"id": "rec_1"})).later.recordings
        raw = await later.with_raw_response.get("rec_1")
        with pytest.raises(TranslatedError, match=r"Recording\.status is missing"):
            raw.parse()

    asyncio.run(awaited())


def test_without_a_response_a_raw_call_raises_at_once() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no")

    with pytest.raises(httpx.ConnectError):
        Api(fail).sync.recordings.with_raw_response.get("rec_1")
    with pytest.raises(ValueError, match="timeout"):
        Api(fail).sync.recordings.with_raw_response.get("rec_1", timeout=0)


def test_raw_calls_at_once_keep_apart() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        id = request.url.path.rpartition("/")[2]
        return httpx.Response(200, json={**ROW, "id": id}, headers={"X-Request-Id": f"req_{id}"})

    async def awaited() -> None:
        raw = Api(respond).later.recordings.with_raw_response
        found = await asyncio.gather(*(raw.get(f"rec_{n}") for n in range(20)))
        assert [each.request_id for each in found] == [f"req_rec_{n}" for n in range(20)]

    asyncio.run(awaited())


def test_a_tag_is_made_once() -> None:
    api = Api(responses())
    assert api.sync.recordings is api.sync.recordings
    assert api.sync.recordings.with_raw_response is api.sync.recordings.with_raw_response


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
def test_a_client_can_be_mocked_with_its_signatures(kind: type[Any]) -> None:
    mock = create_autospec(kind, instance=True)
    mock.recordings.get.return_value = Recording(id="rec_1", status="uploaded")
    calls: Mapping[str, Callable[..., Any]] = {
        "plain": mock.recordings.get,
        "raw": mock.recordings.with_raw_response.get,
    }
    for call in calls.values():
        found = call("rec_1", timeout=5)
        if asyncio.iscoroutine(found):
            found.close()
        with pytest.raises(TypeError, match="unexpected keyword argument 'limit'"):
            call("rec_1", limit=5)
    mock.recordings.get.assert_called_once_with("rec_1", timeout=5)
    with pytest.raises(AttributeError):
        mock.recordings.fetch  # noqa: B018
    if kind is Bota:
        assert mock.recordings.get("rec_1").id == "rec_1"

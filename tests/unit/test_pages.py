"""A walk over pages gives each item once, ends, and follows the cursor before the offset."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from bota_api.models import RecordingPage
from bota_api.paging import AsyncPage, AsyncPager, Page, Position, Style
from bota_api.reading import InvalidRowWarning, ResponseError
from hypothesis import given
from hypothesis import strategies as st

STYLE = Style("data", "has_more", "next_cursor", "cursor", "offset")


def page(count: int, has_more: bool, **cursor: object) -> RecordingPage:
    rows = [{"id": f"rec_{n}", "status": "uploaded"} for n in range(count)]
    return RecordingPage.from_dict({"data": rows, "has_more": has_more, **cursor})


def after(position: Position, found: RecordingPage) -> Position:
    following = position.after(found)
    assert following is not None
    return following


def test_cursor_style() -> None:
    first = Position.first(STYLE, {"limit": 2, "offset": 4})
    second = after(first, page(2, True, next_cursor="c1"))
    assert second.params == {"limit": 2, "cursor": "c1"}
    third = after(second, page(2, True, next_cursor="c2"))
    assert third.params == {"limit": 2, "cursor": "c2"}
    assert third.after(page(1, False, next_cursor=None)) is None


def test_offset_style() -> None:
    first = Position.first(STYLE, {"limit": 2, "offset": 4})
    second = after(first, page(2, True))
    assert second.params == {"limit": 2, "offset": 6}
    third = after(second, page(2, True, next_cursor=None))
    assert third.params == {"limit": 2, "offset": 8}
    assert third.after(page(2, False)) is None


def test_a_cursor_that_ends_before_the_list_does() -> None:
    second = after(Position.first(STYLE, {"offset": 4}), page(2, True, next_cursor="c1"))
    assert after(second, page(3, True)).params == {"offset": 9}
    # Nobody knows how many items are before a cursor that the caller brought.
    with pytest.raises(ResponseError, match="but gives no cursor"):
        Position.first(STYLE, {"cursor": "c1"}).after(page(3, True))


def test_pages_that_lead_nowhere() -> None:
    second = after(Position.first(STYLE, {}), page(1, True, next_cursor="c1"))
    third = after(second, page(1, True, next_cursor="c2"))
    for again in ("c1", "c2"):
        with pytest.raises(ResponseError, match="repeats a cursor"):
            third.after(page(1, True, next_cursor=again))
    with pytest.raises(ResponseError, match="repeats a cursor"):
        Position.first(STYLE, {"cursor": "c1"}).after(page(1, True, next_cursor="c1"))
    with pytest.raises(ResponseError, match="neither a cursor nor an item"):
        Position.first(STYLE, {}).after(page(0, True))
    by_cursor = STYLE._replace(offset=None)
    with pytest.raises(ResponseError, match="but gives no cursor"):
        Position.first(by_cursor, {}).after(page(1, True))
    by_offset = STYLE._replace(cursor=None)
    assert after(Position.first(by_offset, {}), page(1, True, next_cursor="c1")).params == {
        "offset": 1
    }


class Service:
    """Gives the numbers up to `total` in pages of any sizes, by cursor or by offset."""

    def __init__(self, total: int, sizes: list[int], by_cursor: bool, says_more: bool) -> None:
        self._total = total
        self._sizes = sizes
        self._by_cursor = by_cursor
        self._says_more = says_more
        self.calls = 0

    def answer(self, params: Mapping[str, Any]) -> Any:
        size = self._sizes[self.calls % len(self._sizes)]
        self.calls += 1
        start = int(params["cursor"][1:]) if "cursor" in params else params.get("offset", 0)
        end = min(start + size, self._total)
        more = end < self._total

        return SimpleNamespace(
            data=list(range(start, end)),
            has_more=more and self._says_more,
            next_cursor=f"c{end}" if more and self._by_cursor else None,
        )

    def fetch(self, position: Position) -> Page[int, Any]:
        return Page(self.answer(position.params), position, self.fetch, nullcontext)

    async def fetch_async(self, position: Position) -> AsyncPage[int, Any]:
        return AsyncPage(self.answer(position.params), position, self.fetch_async, nullcontext)


services = st.builds(
    lambda total, sizes, by_cursor, says_more: Service(
        total, sizes, by_cursor, says_more or not by_cursor
    ),
    total=st.integers(0, 60),
    sizes=st.lists(st.integers(1, 25), min_size=1, max_size=5),
    by_cursor=st.booleans(),
    says_more=st.booleans(),
)


@given(service=services, start=st.integers(0, 70))
def test_every_walk_gives_each_item_once(service: Service, start: int) -> None:
    first = Position.first(STYLE, {"limit": 5, "offset": start})
    expected = list(range(start, service._total))

    assert list(service.fetch(first)) == expected

    seen: list[int] = []
    found: Page[int, Any] | None = service.fetch(first)
    while found is not None:
        seen += found.data
        following = found.next_page()
        assert found.has_more is (following is not None)
        found = following
    assert seen == expected


@given(service=services)
def test_every_awaited_walk_gives_each_item_once(service: Service) -> None:
    async def walk() -> None:
        pager = AsyncPager(lambda: service.fetch_async(Position.first(STYLE, {})))
        assert service.calls == 0
        assert [item async for item in pager] == list(range(service._total))

        found: AsyncPage[int, Any] | None = await pager
        assert found is not None
        assert [item async for item in found] == list(range(service._total))
        seen: list[int] = []
        while found is not None:
            seen += found.data
            found = await found.next_page()
        assert seen == list(range(service._total))

    asyncio.run(walk())


def test_the_same_page_leads_on_more_than_once() -> None:
    service = Service(9, [3], by_cursor=True, says_more=True)
    first = service.fetch(Position.first(STYLE, {}))
    assert list(first) == list(first) == list(range(9))
    for _ in range(2):
        second = first.next_page()
        assert second is not None
        assert second.data == [3, 4, 5]


def test_rows_that_are_left_out_count_where_a_list_goes_by_offset() -> None:
    rows = [{"id": "rec_1", "status": "uploaded"}, {"id": "rec_2"}]
    with pytest.warns(InvalidRowWarning, match="row 2"):
        found = RecordingPage.from_dict({"data": rows, "has_more": True})
    assert len(found.data) == 1
    assert after(Position.first(STYLE, {}), found).params == {"offset": 2}

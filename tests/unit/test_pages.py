"""A walk over pages ends, and follows the cursor before the offset."""

from __future__ import annotations

import pytest
from bota_api.models import RecordingPage
from bota_sdk._api.pagination import PagePosition
from bota_sdk.errors import InvalidResponseError


def page(count: int, has_more: bool, **cursor: object) -> RecordingPage:
    rows = [{"id": f"rec_{n}", "status": "uploaded"} for n in range(count)]
    return RecordingPage.from_dict({"data": rows, "has_more": has_more, **cursor})


def test_cursor_style() -> None:
    position = PagePosition({"limit": 2, "offset": 4})
    assert position.advance(page(2, True, next_cursor="c1"))
    assert position.arguments() == {"limit": 2, "cursor": "c1"}
    assert position.advance(page(2, True, next_cursor="c2"))
    assert position.arguments() == {"limit": 2, "cursor": "c2"}
    assert not position.advance(page(1, False, next_cursor=None))


def test_offset_style() -> None:
    position = PagePosition({"limit": 2, "offset": 4})
    assert position.advance(page(2, True))
    assert position.arguments() == {"limit": 2, "offset": 6}
    assert position.advance(page(2, True, next_cursor=None))
    assert position.arguments() == {"limit": 2, "offset": 8}
    assert not position.advance(page(2, False))


def test_pages_that_lead_nowhere() -> None:
    position = PagePosition({})
    position.advance(page(1, True, next_cursor="c1"))
    with pytest.raises(InvalidResponseError, match="repeats a cursor"):
        position.advance(page(1, True, next_cursor="c1"))
    with pytest.raises(InvalidResponseError, match="neither a cursor nor an item"):
        PagePosition({}).advance(page(0, True))

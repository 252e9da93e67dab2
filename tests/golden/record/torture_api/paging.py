"""Walks over all pages of a list, by cursor or by offset."""

from __future__ import annotations

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Generator,
    Iterator,
    Mapping,
)
from contextlib import AbstractContextManager
from typing import Any, Generic, NamedTuple, TypeVar

from .reading import ResponseError

ItemT = TypeVar("ItemT")
ResponseT = TypeVar("ResponseT")
ErrorContext = Callable[[], AbstractContextManager[None]]


class Style(NamedTuple):
    """How a list is split into pages: fields of a page, and parameters that ask for the next one.

    Attributes:
        items: the field with the items.
        has_more: the field that says whether another page follows; None when pages have none.
        next_cursor: the field with the next page's cursor; None when pages have none.
        cursor: the query parameter that takes a cursor; None when there is none.
        offset: the query parameter that takes the items to skip; None when there is none.

    """

    items: str
    has_more: str | None
    next_cursor: str | None
    cursor: str | None
    offset: str | None

    def items_of(self, page: object) -> list[Any]:
        """Return the items of a page, none when it has no such field."""
        return list(getattr(page, self.items) or ())

    def count_of(self, page: Any) -> int:
        """Return how many items a page came with, also such as could not be read."""
        for name, value in getattr(page, "_unread", {}).items():
            if page._fields[name].python == self.items:
                return len(value or ())
        return len(self.items_of(page))

    def cursor_after(self, page: object) -> Any:
        """Return the cursor of the page after this one; false when it gives none."""
        return self.cursor and self.next_cursor and getattr(page, self.next_cursor)

    def says_more(self, page: object) -> bool:
        """Return whether a page says that another one follows."""
        return bool(self.has_more and getattr(page, self.has_more))


class Position(NamedTuple):
    """Where a page stands in the walk over a list.

    Attributes:
        style: how the list is split.
        params: the query that asks for the page.
        offset: the items before it; None when that is not known.
        followed: the cursors that led to it, the last one first, each with those before it.

    """

    style: Style
    params: Mapping[str, Any]
    offset: int | None
    followed: tuple[Any, Any] | None

    @classmethod
    def first(cls, style: Style, params: Mapping[str, Any]) -> Position:
        """Return where a walk with this query begins."""
        if style.cursor and style.cursor in params:
            return cls(style, params, None, (params[style.cursor], None))
        return cls(style, params, params.get(style.offset or "", 0), None)

    def after(self, page: object) -> Position | None:
        """Return where the next page stands, None at the end of the list.

        A page's cursor is followed when it has one; else its items are counted.

        Raises:
            ResponseError: the page leads nowhere, which would mean asking for ever.

        """
        style = self.style
        items = style.count_of(page)
        offset = None if self.offset is None else self.offset + items
        others = {
            name: value
            for name, value in self.params.items()
            if name not in (style.cursor, style.offset)
        }
        if cursor := style.cursor_after(page):
            if self._has_followed(cursor):
                raise ResponseError("the list repeats a cursor, so it would never end")
            params = {**others, str(style.cursor): cursor}
            return Position(style, params, offset, (cursor, self.followed))
        if not style.says_more(page):
            return None
        if not items:
            raise ResponseError(
                "the list says that there is more, but gives neither a cursor nor an item"
            )
        if style.offset is None or offset is None:
            raise ResponseError("the list says that there is more, but gives no cursor")
        return Position(style, {**others, style.offset: offset}, offset, self.followed)

    def _has_followed(self, cursor: object) -> bool:
        followed = self.followed
        while followed is not None:
            if followed[0] == cursor:
                return True
            followed = followed[1]
        return False


class Page(Generic[ItemT, ResponseT]):
    """One page of a list. Iterating over it gives its items, then those of all pages after it.

    Attributes:
        data: the items of this page.
        response: the page as the contract describes it, with all its fields.

    """

    def __init__(
        self,
        response: ResponseT,
        position: Position,
        fetch: Callable[[Position], Page[ItemT, ResponseT]],
        error_context: ErrorContext,
    ) -> None:
        self.data: list[ItemT] = position.style.items_of(response)
        self.response = response
        self._position = position
        self._fetch = fetch
        self._error_context = error_context

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        style = self._position.style
        return bool(style.cursor_after(self.response)) or style.says_more(self.response)

    def next_page(self) -> Page[ItemT, ResponseT] | None:
        """Ask for the next page with the same arguments, and return it; None at the end."""
        with self._error_context():
            position = self._position.after(self.response)
            return None if position is None else self._fetch(position)

    def __iter__(self) -> Iterator[ItemT]:
        page: Page[ItemT, ResponseT] | None = self
        while page is not None:
            yield from page.data
            page = page.next_page()


class AsyncPage(Generic[ItemT, ResponseT]):
    """One page of a list. `async for` gives its items, then those of all pages after it.

    Attributes:
        data: the items of this page.
        response: the page as the contract describes it, with all its fields.

    """

    def __init__(
        self,
        response: ResponseT,
        position: Position,
        fetch: Callable[[Position], Awaitable[AsyncPage[ItemT, ResponseT]]],
        error_context: ErrorContext,
    ) -> None:
        self.data: list[ItemT] = position.style.items_of(response)
        self.response = response
        self._position = position
        self._fetch = fetch
        self._error_context = error_context

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        style = self._position.style
        return bool(style.cursor_after(self.response)) or style.says_more(self.response)

    async def next_page(self) -> AsyncPage[ItemT, ResponseT] | None:
        """Ask for the next page with the same arguments, and return it; None at the end."""
        with self._error_context():
            position = self._position.after(self.response)
            return None if position is None else await self._fetch(position)

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        page: AsyncPage[ItemT, ResponseT] | None = self
        while page is not None:
            for item in page.data:
                yield item
            page = await page.next_page()


class AsyncPager(Coroutine[Any, Any, "AsyncPage[ItemT, ResponseT]"], Generic[ItemT, ResponseT]):
    """A list to be asked for: `await` gives its first page, `async for` the items of all pages.

    It is a coroutine, so that `asyncio.run` and `asyncio.create_task` take it as well.
    """

    def __init__(
        self, first: Callable[[], Coroutine[Any, Any, AsyncPage[ItemT, ResponseT]]]
    ) -> None:
        self._first = first
        self._begun: Coroutine[Any, Any, AsyncPage[ItemT, ResponseT]] | None = None

    def __await__(self) -> Generator[Any, Any, AsyncPage[ItemT, ResponseT]]:
        return self._first().__await__()

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        async for item in await self._first():
            yield item

    def send(self, value: Any, /) -> Any:
        """Go on, as an event loop has it."""
        return self._coroutine().send(value)

    def throw(self, *error: Any) -> Any:
        """Go on with an exception, as an event loop has it."""
        return self._coroutine().throw(*error)

    def close(self) -> None:
        """End what has begun."""
        if self._begun is not None:
            self._begun.close()

    def _coroutine(self) -> Coroutine[Any, Any, AsyncPage[ItemT, ResponseT]]:
        self._begun = self._begun or self._first()
        return self._begun

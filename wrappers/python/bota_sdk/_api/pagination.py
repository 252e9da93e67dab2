"""Follows a list operation over all its pages, in either paging style of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from bota_api.types import Unset

from bota_sdk.errors import InvalidResponseError

T_co = TypeVar("T_co", covariant=True)


class Page(Protocol[T_co]):
    """One page of a list, as the contract writes it."""

    @property
    def data(self) -> Sequence[T_co]:
        """The items of this page."""
        ...

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        ...

    @property
    def next_cursor(self) -> str | Unset | None:
        """The cursor of the next page; None or unset at the end or with offset paging."""
        ...


class PagePosition:
    """Where a walk over pages stands.

    Contract: follow `next_cursor` when the answer has one, else count `offset`.
    """

    def __init__(self, arguments: dict[str, Any]) -> None:
        self._arguments = arguments
        self._offset = arguments.get("offset") or 0
        self._seen: set[str] = set()

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments that ask for the next page."""
        return self._arguments

    def advance(self, page: Page[Any]) -> bool:
        """Move past a page; return whether there is another one.

        Raises:
            InvalidResponseError: the page leads nowhere, which would mean asking for ever.

        """
        cursor = page.next_cursor
        if cursor:
            if cursor in self._seen:
                raise InvalidResponseError("the list repeats a cursor, so it would never end")
            self._seen.add(cursor)
            self._arguments = {**self._arguments, "cursor": cursor}
            self._arguments.pop("offset", None)
            return True
        if not page.has_more:
            return False
        if not page.data:
            raise InvalidResponseError(
                "the list says that there is more, but gives neither a cursor nor an item",
            )
        self._offset += len(page.data)
        self._arguments = {**self._arguments, "offset": self._offset}
        self._arguments.pop("cursor", None)
        return True

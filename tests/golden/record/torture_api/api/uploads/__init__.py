"""The operations of the tag uploads: one module each, and all as methods of Uploads"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...lazy import Lazy as _Lazy
from ...model import body_of as _body_of
from ...models.event_page import EventPage
from ...models.label import Label
from ...models.occurrence import Occurrence
from ...models.row_page import RowPage
from ...models.tree import Tree
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import UNSET, Unset
from ...types import expect as _expect
from ...types import expect_success as _expect_success
from . import (
    grow_upload,
    label_upload,
    list_events,
    list_rows,
    ping_uploads,
)

__all__ = [
    "Uploads",
    "AsyncUploads",
    "ping_uploads",
    "list_rows",
    "list_events",
    "grow_upload",
    "label_upload",
]


class Uploads(_Resource):
    """The operations of the tag uploads."""

    with_raw_response: _Lazy[UploadsWithRawResponse] = _Lazy(__name__, "UploadsWithRawResponse")
    """The same methods; each returns the response with its status and headers."""

    def ping(
        self,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """ping.

        Args:
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.
        """

        with self._error_context():
            _request = ping_uploads._get_kwargs()
            _response = self._send(
                ping_uploads,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect_success(_response, "ping_uploads")

    def list_rows(
        self,
        *,
        start_after: str | Unset = UNSET,
        skip: int | Unset = UNSET,
        timeout: int | Unset = UNSET,
        extra_headers: str | Unset = UNSET,
        request_timeout: float | None = None,
        request_extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _Page[builtins.list[str], RowPage]:
        """list_rows.

        Args:
            start_after: `start-after` of the request.
            skip: `skip` of the request.
            timeout: Seconds to wait for a row.
            extra_headers: `extra_headers` of the request.
            request_timeout: Seconds for a request of this call; the client's when left out.
            request_extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of rows. Iterating over it gives the items of all pages; `data` has those of
                this one, `response` all its fields, and `next_page()` the page after it.

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = list_rows._get_kwargs(
                start_after=start_after,
                skip=skip,
                timeout=timeout,
                extra_headers=extra_headers,
            )
        return self._pages(
            list_rows,
            _request,
            RowPage,
            "list_rows",
            _Style(
                items="rows",
                has_more="is_more",
                next_cursor="after",
                cursor="start-after",
                offset="skip",
            ),
            _CallOptions(request_timeout, request_extra_headers, extra_query, extra_body),
        )

    def list_events(
        self,
        *,
        cursor: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _Page[Occurrence, EventPage]:
        """list_events.

        Args:
            cursor: `cursor` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            by cursor alone. Iterating over it gives the items of all pages; `data` has those of
                this one, `response` all its fields, and `next_page()` the page after it.

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = list_events._get_kwargs(
                cursor=cursor,
            )
        return self._pages(
            list_events,
            _request,
            EventPage,
            "list_events",
            _Style(
                items="data",
                has_more=None,
                next_cursor="next_cursor",
                cursor="cursor",
                offset=None,
            ),
            _CallOptions(timeout, extra_headers, extra_query, extra_body),
        )

    def grow(
        self,
        *,
        name: str,
        children: builtins.list[Tree] | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Tree:
        """grow.

        Args:
            name: `name` of the request.
            children: `children` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _body = _body_of(
                Tree,
                None,
                {
                    "name": name,
                    "children": children,
                },
            )
            _request = grow_upload._get_kwargs(
                body=_body,
            )
            _response = self._send(
                grow_upload, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, Tree, "grow_upload")

    def label(
        self,
        *,
        label: str,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Label:
        """label.

        Args:
            label: `label` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _body = _body_of(
                Label,
                None,
                {
                    "label": label,
                },
            )
            _request = label_upload._get_kwargs(
                body=_body,
            )
            _response = self._send(
                label_upload,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Label, "label_upload")


class UploadsWithRawResponse(_Resource):
    """The methods of Uploads, but each returns the response with its status and headers."""

    ping = _raw(Uploads.ping)
    list_rows = _raw(Uploads.list_rows)
    list_events = _raw(Uploads.list_events)
    grow = _raw(Uploads.grow)
    label = _raw(Uploads.label)


class AsyncUploads(_AsyncResource):
    """The operations of the tag uploads, awaited."""

    with_raw_response: _Lazy[AsyncUploadsWithRawResponse] = _Lazy(
        __name__, "AsyncUploadsWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    async def ping(
        self,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """ping.

        Args:
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.
        """

        with self._error_context():
            _request = ping_uploads._get_kwargs()
            _response = await self._send(
                ping_uploads,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect_success(_response, "ping_uploads")

    def list_rows(
        self,
        *,
        start_after: str | Unset = UNSET,
        skip: int | Unset = UNSET,
        timeout: int | Unset = UNSET,
        extra_headers: str | Unset = UNSET,
        request_timeout: float | None = None,
        request_extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _AsyncPager[builtins.list[str], RowPage]:
        """list_rows.

        Args:
            start_after: `start-after` of the request.
            skip: `skip` of the request.
            timeout: Seconds to wait for a row.
            extra_headers: `extra_headers` of the request.
            request_timeout: Seconds for a request of this call; the client's when left out.
            request_extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of rows. `async for` gives the items of all pages. `await` gives the first
                page: `data` has its items, `response` all its fields, and `await next_page()` the
                page after it.

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = list_rows._get_kwargs(
                start_after=start_after,
                skip=skip,
                timeout=timeout,
                extra_headers=extra_headers,
            )
        return self._pages(
            list_rows,
            _request,
            RowPage,
            "list_rows",
            _Style(
                items="rows",
                has_more="is_more",
                next_cursor="after",
                cursor="start-after",
                offset="skip",
            ),
            _CallOptions(request_timeout, request_extra_headers, extra_query, extra_body),
        )

    def list_events(
        self,
        *,
        cursor: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _AsyncPager[Occurrence, EventPage]:
        """list_events.

        Args:
            cursor: `cursor` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            by cursor alone. `async for` gives the items of all pages. `await` gives the first
                page: `data` has its items, `response` all its fields, and `await next_page()` the
                page after it.

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = list_events._get_kwargs(
                cursor=cursor,
            )
        return self._pages(
            list_events,
            _request,
            EventPage,
            "list_events",
            _Style(
                items="data",
                has_more=None,
                next_cursor="next_cursor",
                cursor="cursor",
                offset=None,
            ),
            _CallOptions(timeout, extra_headers, extra_query, extra_body),
        )

    async def grow(
        self,
        *,
        name: str,
        children: builtins.list[Tree] | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Tree:
        """grow.

        Args:
            name: `name` of the request.
            children: `children` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _body = _body_of(
                Tree,
                None,
                {
                    "name": name,
                    "children": children,
                },
            )
            _request = grow_upload._get_kwargs(
                body=_body,
            )
            _response = await self._send(
                grow_upload, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, Tree, "grow_upload")

    async def label(
        self,
        *,
        label: str,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Label:
        """label.

        Args:
            label: `label` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _body = _body_of(
                Label,
                None,
                {
                    "label": label,
                },
            )
            _request = label_upload._get_kwargs(
                body=_body,
            )
            _response = await self._send(
                label_upload,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Label, "label_upload")


class AsyncUploadsWithRawResponse(_AsyncResource):
    """The methods of AsyncUploads, but each returns the response with its status and headers."""

    ping = _raw_async(AsyncUploads.ping)
    list_rows = _raw_async(AsyncUploads.list_rows)
    list_events = _raw_async(AsyncUploads.list_events)
    grow = _raw_async(AsyncUploads.grow)
    label = _raw_async(AsyncUploads.label)

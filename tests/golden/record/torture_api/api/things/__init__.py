"""The operations of the tag things: one module each, and all as methods of Things"""

from __future__ import annotations

import builtins
import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...deprecation import deprecated_call
from ...lazy import Lazy as _Lazy
from ...model import body_of as _body_of
from ...models.ab_thing import ABThing
from ...models.extended import Extended
from ...models.filter import Filter
from ...models.my_thing import MyThing
from ...models.near import Near
from ...models.only import OnlyLiteral
from ...models.series import Series
from ...models.sort import SortLiteral
from ...models.thing_page import ThingPage
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import UNSET, Unset
from ...types import expect as _expect
from ...types import expect_success as _expect_success
from . import (
    create_thing,
    delete_thing,
    get_thing,
    get_thing_2,
    head_thing,
    list_things,
    options_of_thing,
    trace_thing,
    update_thing,
)

__all__ = [
    "Things",
    "AsyncThings",
    "get_thing",
    "delete_thing",
    "options_of_thing",
    "head_thing",
    "update_thing",
    "trace_thing",
    "list_things",
    "create_thing",
    "get_thing_2",
]


class Things(_Resource):
    """The operations of the tag things."""

    with_raw_response: _Lazy[ThingsWithRawResponse] = _Lazy(__name__, "ThingsWithRawResponse")
    """The same methods; each returns the response with its status and headers."""

    def get(
        self,
        thing_id: int,
        *,
        limit: int | Unset = UNSET,
        header: str | Unset = UNSET,
        param: bool | Unset = UNSET,
        clients: float | Unset = UNSET,
        x_count: int | Unset = UNSET,
        x_ratio: float | Unset = UNSET,
        x_dry_run: bool | Unset = UNSET,
        x_order: SortLiteral | Unset = UNSET,
        x_session: str,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ABThing:
        """Say "hi" \\ \"\"\" and {{x}}.

        Several lines, one of them far longer than the hundred columns to which the generated
        code is wrapped anyway.

        * A list with `code`.

        Args:
            thing_id: `thing_id` of the request.
            limit: How many; 20 when left out. A "quote" and a \\ backslash.
            header: `header` of the request.
            param: `param` of the request.
            clients: `clients` of the request.
            x_count: `X-Count` of the request.
            x_ratio: `X-Ratio` of the request.
            x_dry_run: `X-Dry-Run` of the request.
            x_order: `X-Order` of the request.
            x_session: `X-Session` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
            404: none
            422: a list
            4XX: bad
            511: a rare status
            5XX: bad
        """

        with self._error_context():
            _request = get_thing._get_kwargs(
                thing_id=thing_id,
                limit=limit,
                header=header,
                param=param,
                clients=clients,
                x_count=x_count,
                x_ratio=x_ratio,
                x_dry_run=x_dry_run,
                x_order=x_order,
                x_session=x_session,
            )
            _response = self._send(
                get_thing, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, ABThing, "get_thing")

    @deprecated_call(
        "things.delete is deprecated: Use `updateThing` instead.",
        {},
    )
    def delete(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """delete.

        Deprecated. Use `updateThing` instead.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = delete_thing._get_kwargs(
                thing_id=thing_id,
                limit=limit,
            )
            _response = self._send(
                delete_thing,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect_success(_response, "delete_thing")

    def options_of(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """options_of.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = options_of_thing._get_kwargs(
                thing_id=thing_id,
                limit=limit,
            )
            _response = self._send(
                options_of_thing,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect_success(_response, "options_of_thing")

    def head(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """head.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: bad
            404: it is not
        """

        with self._error_context():
            _request = head_thing._get_kwargs(
                thing_id=thing_id,
                limit=limit,
            )
            _response = self._send(
                head_thing, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect_success(_response, "head_thing")

    def update(
        self,
        thing_id: str,
        *,
        client: str,
        lat: float | Unset = UNSET,
        lon: float | Unset = UNSET,
        items: int | Unset = UNSET,
        headers: Filter | Mapping[str, Any] | Unset = UNSET,
        list_: builtins.list[str] | Unset = UNSET,
        when: datetime.datetime | None | Unset = UNSET,
        days: builtins.list[datetime.date] | Unset = UNSET,
        order: SortLiteral | Unset = UNSET,
        limit: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> MyThing:
        """update.

        Args:
            thing_id: `thing_id` of the request.
            client: `client` of the request.
            lat: `lat` of the request.
            lon: `lon` of the request.
            items: A name that a dict has too.
            headers: `headers` of the request.
            list_: `list` of the request.
            when: `when` of the request.
            days: `days` of the request.
            order: `order` of the request.
            limit: `limit` of the request.
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
                Extended,
                None,
                {
                    "client": client,
                    "lat": lat,
                    "lon": lon,
                    "items": items,
                    "headers": Filter.from_dict(headers)
                    if isinstance(headers, Mapping)
                    else headers,
                    "list_": list_,
                    "when": when,
                    "days": days,
                    "order": order,
                },
            )
            _request = update_thing._get_kwargs(
                thing_id=thing_id,
                body=_body,
                limit=limit,
            )
            _response = self._send(
                update_thing,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, MyThing, "update_thing")

    def trace(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """trace.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = trace_thing._get_kwargs(
                thing_id=thing_id,
                limit=limit,
            )
            _response = self._send(
                trace_thing, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect_success(_response, "trace_thing")

    @deprecated_call(
        "",
        {
            "old": "the argument old of things.list is deprecated: Use `sort`.",
        },
    )
    def list(
        self,
        *,
        sort: SortLiteral | Unset = UNSET,
        sorts: builtins.list[SortLiteral] | Unset = UNSET,
        type: builtins.list[str] | Unset = UNSET,
        near: Near | Mapping[str, Any] | Unset = UNSET,
        from_: datetime.datetime,
        until: datetime.date | Unset = UNSET,
        owner: UUID | Unset = UNSET,
        filtername: None | str | Unset = UNSET,
        either: int | str | Unset = UNSET,
        any: str | Unset = UNSET,
        json_filters: str | Unset = UNSET,
        only: OnlyLiteral | Unset = UNSET,
        old: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ThingPage:
        """list.

        Args:
            sort: `sort` of the request.
            sorts: `sorts` of the request.
            type: `type` of the request.
            near: `near` of the request.
            from_: `from` of the request.
            until: `until` of the request.
            owner: `owner` of the request.
            filtername: `filter[name]` of the request.
            either: `either` of the request.
            any: `any` of the request.
            json_filters: `json_filters` of the request.
            only: `only` of the request.
            old: Deprecated. Use `sort`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
            429: slow down
        """

        with self._error_context():
            _request = list_things._get_kwargs(
                sort=sort,
                sorts=sorts,
                type=type,
                near=Near.from_dict(near) if isinstance(near, Mapping) else near,
                from_=from_,
                until=until,
                owner=owner,
                filtername=filtername,
                either=either,
                any=any,
                json_filters=json_filters,
                only=only,
                old=old,
            )
            _response = self._send(
                list_things, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, ThingPage, "list_things")

    def create(
        self,
        *,
        lat: float | Unset = UNSET,
        lon: float | Unset = UNSET,
        dry_run: bool | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ABThing:
        """create.

        Args:
            lat: `lat` of the request.
            lon: `lon` of the request.
            dry_run: `dry_run` of the request.
            idempotency_key: `Idempotency-Key` of the request.
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
                Near,
                None,
                {
                    "lat": lat,
                    "lon": lon,
                },
            )
            _request = create_thing._get_kwargs(
                body=_body if _body.to_dict() else UNSET,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
            )
            _response = self._send(
                create_thing,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, ABThing, "create_thing")

    def get_2(
        self,
        kind: OnlyLiteral,
        code: int | str,
        owner: UUID,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Series:
        """get_2.

        Args:
            kind: `kind` of the request.
            code: `code` of the request.
            owner: `owner` of the request.
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
            _request = get_thing_2._get_kwargs(
                kind=kind,
                code=code,
                owner=owner,
            )
            _response = self._send(
                get_thing_2, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, Series, "get_thing_2")


class ThingsWithRawResponse(_Resource):
    """The methods of Things, but each returns the response with its status and headers."""

    get = _raw(Things.get)
    delete = _raw(Things.delete)
    options_of = _raw(Things.options_of)
    head = _raw(Things.head)
    update = _raw(Things.update)
    trace = _raw(Things.trace)
    list = _raw(Things.list)
    create = _raw(Things.create)
    get_2 = _raw(Things.get_2)


class AsyncThings(_AsyncResource):
    """The operations of the tag things, awaited."""

    with_raw_response: _Lazy[AsyncThingsWithRawResponse] = _Lazy(
        __name__, "AsyncThingsWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    async def get(
        self,
        thing_id: int,
        *,
        limit: int | Unset = UNSET,
        header: str | Unset = UNSET,
        param: bool | Unset = UNSET,
        clients: float | Unset = UNSET,
        x_count: int | Unset = UNSET,
        x_ratio: float | Unset = UNSET,
        x_dry_run: bool | Unset = UNSET,
        x_order: SortLiteral | Unset = UNSET,
        x_session: str,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ABThing:
        """Say "hi" \\ \"\"\" and {{x}}.

        Several lines, one of them far longer than the hundred columns to which the generated
        code is wrapped anyway.

        * A list with `code`.

        Args:
            thing_id: `thing_id` of the request.
            limit: How many; 20 when left out. A "quote" and a \\ backslash.
            header: `header` of the request.
            param: `param` of the request.
            clients: `clients` of the request.
            x_count: `X-Count` of the request.
            x_ratio: `X-Ratio` of the request.
            x_dry_run: `X-Dry-Run` of the request.
            x_order: `X-Order` of the request.
            x_session: `X-Session` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
            404: none
            422: a list
            4XX: bad
            511: a rare status
            5XX: bad
        """

        with self._error_context():
            _request = get_thing._get_kwargs(
                thing_id=thing_id,
                limit=limit,
                header=header,
                param=param,
                clients=clients,
                x_count=x_count,
                x_ratio=x_ratio,
                x_dry_run=x_dry_run,
                x_order=x_order,
                x_session=x_session,
            )
            _response = await self._send(
                get_thing, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, ABThing, "get_thing")

    @deprecated_call(
        "things.delete is deprecated: Use `updateThing` instead.",
        {},
    )
    async def delete(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """delete.

        Deprecated. Use `updateThing` instead.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = delete_thing._get_kwargs(
                thing_id=thing_id,
                limit=limit,
            )
            _response = await self._send(
                delete_thing,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect_success(_response, "delete_thing")

    async def options_of(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """options_of.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = options_of_thing._get_kwargs(
                thing_id=thing_id,
                limit=limit,
            )
            _response = await self._send(
                options_of_thing,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect_success(_response, "options_of_thing")

    async def head(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """head.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: bad
            404: it is not
        """

        with self._error_context():
            _request = head_thing._get_kwargs(
                thing_id=thing_id,
                limit=limit,
            )
            _response = await self._send(
                head_thing, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect_success(_response, "head_thing")

    async def update(
        self,
        thing_id: str,
        *,
        client: str,
        lat: float | Unset = UNSET,
        lon: float | Unset = UNSET,
        items: int | Unset = UNSET,
        headers: Filter | Mapping[str, Any] | Unset = UNSET,
        list_: builtins.list[str] | Unset = UNSET,
        when: datetime.datetime | None | Unset = UNSET,
        days: builtins.list[datetime.date] | Unset = UNSET,
        order: SortLiteral | Unset = UNSET,
        limit: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> MyThing:
        """update.

        Args:
            thing_id: `thing_id` of the request.
            client: `client` of the request.
            lat: `lat` of the request.
            lon: `lon` of the request.
            items: A name that a dict has too.
            headers: `headers` of the request.
            list_: `list` of the request.
            when: `when` of the request.
            days: `days` of the request.
            order: `order` of the request.
            limit: `limit` of the request.
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
                Extended,
                None,
                {
                    "client": client,
                    "lat": lat,
                    "lon": lon,
                    "items": items,
                    "headers": Filter.from_dict(headers)
                    if isinstance(headers, Mapping)
                    else headers,
                    "list_": list_,
                    "when": when,
                    "days": days,
                    "order": order,
                },
            )
            _request = update_thing._get_kwargs(
                thing_id=thing_id,
                body=_body,
                limit=limit,
            )
            _response = await self._send(
                update_thing,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, MyThing, "update_thing")

    async def trace(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """trace.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = trace_thing._get_kwargs(
                thing_id=thing_id,
                limit=limit,
            )
            _response = await self._send(
                trace_thing, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect_success(_response, "trace_thing")

    @deprecated_call(
        "",
        {
            "old": "the argument old of things.list is deprecated: Use `sort`.",
        },
    )
    async def list(
        self,
        *,
        sort: SortLiteral | Unset = UNSET,
        sorts: builtins.list[SortLiteral] | Unset = UNSET,
        type: builtins.list[str] | Unset = UNSET,
        near: Near | Mapping[str, Any] | Unset = UNSET,
        from_: datetime.datetime,
        until: datetime.date | Unset = UNSET,
        owner: UUID | Unset = UNSET,
        filtername: None | str | Unset = UNSET,
        either: int | str | Unset = UNSET,
        any: str | Unset = UNSET,
        json_filters: str | Unset = UNSET,
        only: OnlyLiteral | Unset = UNSET,
        old: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ThingPage:
        """list.

        Args:
            sort: `sort` of the request.
            sorts: `sorts` of the request.
            type: `type` of the request.
            near: `near` of the request.
            from_: `from` of the request.
            until: `until` of the request.
            owner: `owner` of the request.
            filtername: `filter[name]` of the request.
            either: `either` of the request.
            any: `any` of the request.
            json_filters: `json_filters` of the request.
            only: `only` of the request.
            old: Deprecated. Use `sort`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
            429: slow down
        """

        with self._error_context():
            _request = list_things._get_kwargs(
                sort=sort,
                sorts=sorts,
                type=type,
                near=Near.from_dict(near) if isinstance(near, Mapping) else near,
                from_=from_,
                until=until,
                owner=owner,
                filtername=filtername,
                either=either,
                any=any,
                json_filters=json_filters,
                only=only,
                old=old,
            )
            _response = await self._send(
                list_things, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, ThingPage, "list_things")

    async def create(
        self,
        *,
        lat: float | Unset = UNSET,
        lon: float | Unset = UNSET,
        dry_run: bool | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ABThing:
        """create.

        Args:
            lat: `lat` of the request.
            lon: `lon` of the request.
            dry_run: `dry_run` of the request.
            idempotency_key: `Idempotency-Key` of the request.
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
                Near,
                None,
                {
                    "lat": lat,
                    "lon": lon,
                },
            )
            _request = create_thing._get_kwargs(
                body=_body if _body.to_dict() else UNSET,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
            )
            _response = await self._send(
                create_thing,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, ABThing, "create_thing")

    async def get_2(
        self,
        kind: OnlyLiteral,
        code: int | str,
        owner: UUID,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Series:
        """get_2.

        Args:
            kind: `kind` of the request.
            code: `code` of the request.
            owner: `owner` of the request.
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
            _request = get_thing_2._get_kwargs(
                kind=kind,
                code=code,
                owner=owner,
            )
            _response = await self._send(
                get_thing_2, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, Series, "get_thing_2")


class AsyncThingsWithRawResponse(_AsyncResource):
    """The methods of AsyncThings, but each returns the response with its status and headers."""

    get = _raw_async(AsyncThings.get)
    delete = _raw_async(AsyncThings.delete)
    options_of = _raw_async(AsyncThings.options_of)
    head = _raw_async(AsyncThings.head)
    update = _raw_async(AsyncThings.update)
    trace = _raw_async(AsyncThings.trace)
    list = _raw_async(AsyncThings.list)
    create = _raw_async(AsyncThings.create)
    get_2 = _raw_async(AsyncThings.get_2)

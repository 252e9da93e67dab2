"""The operations of the tag things: one module each, and all as methods of Things"""

from __future__ import annotations

import builtins
import datetime
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

from ...client import AuthenticatedClient
from ...deprecation import deprecated_call
from ...models.ab_thing import ABThing
from ...models.extended import Extended
from ...models.map_ import Map
from ...models.my_thing import MyThing
from ...models.near import Near
from ...models.only import Only, check_only
from ...models.series import Series
from ...models.sort import Sort, check_sort
from ...models.thing_page import ThingPage
from ...types import (
    UNSET,
    Unset,
    expect,
    expect_success,
)
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


class Things:
    """The operations of the tag things.

    Args:
        client: the generated client that sends the requests.
        guard: entered around each call, to turn what it raises into other exceptions.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._client = client
        self._guard = guard

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
        x_order: Sort | Unset = UNSET,
        x_session: str,
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

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
            404: none
            422: a list
            4XX: bad
            511: a rare status
            5XX: bad
        """

        with self._guard():
            response = get_thing.sync_detailed(
                thing_id=thing_id,
                client=self._client,
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
            return expect(response, ABThing, "get_thing")

    @deprecated_call(
        "things.delete is deprecated: Use `updateThing` instead.",
        {},
    )
    def delete(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
    ) -> None:
        """delete.

        Deprecated. Use `updateThing` instead.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = delete_thing.sync_detailed(
                thing_id=thing_id,
                client=self._client,
                limit=limit,
            )
            return expect_success(response, "delete_thing")

    def options_of(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
    ) -> None:
        """options_of.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = options_of_thing.sync_detailed(
                thing_id=thing_id,
                client=self._client,
                limit=limit,
            )
            return expect_success(response, "options_of_thing")

    def head(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
    ) -> None:
        """head.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.

        Raises for an answer with the status:
            400: bad
            404: it is not
        """

        with self._guard():
            response = head_thing.sync_detailed(
                thing_id=thing_id,
                client=self._client,
                limit=limit,
            )
            return expect_success(response, "head_thing")

    def update(
        self,
        thing_id: str,
        *,
        client: str,
        lat: float | Unset = UNSET,
        lon: float | Unset = UNSET,
        items: int | Unset = UNSET,
        headers: Map | Mapping[str, Any] | Unset = UNSET,
        list_: builtins.list[str] | Unset = UNSET,
        when: datetime.datetime | None | Unset = UNSET,
        days: builtins.list[datetime.date] | Unset = UNSET,
        order: Sort | Unset = UNSET,
        limit: str | Unset = UNSET,
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

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            body = Extended(
                client=client,
                lat=lat,
                lon=lon,
                items=items,
                headers=Map.from_dict(headers) if isinstance(headers, Mapping) else headers,
                list_=list_,
                when=when,
                days=days,
                order=order,
            )
            response = update_thing.sync_detailed(
                thing_id=thing_id,
                client=self._client,
                body=body,
                limit=limit,
            )
            return expect(response, MyThing, "update_thing")

    def trace(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
    ) -> None:
        """trace.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = trace_thing.sync_detailed(
                thing_id=thing_id,
                client=self._client,
                limit=limit,
            )
            return expect_success(response, "trace_thing")

    @deprecated_call(
        "",
        {
            "old": "the argument old of things.list is deprecated: Use `sort`.",
        },
    )
    def list(
        self,
        *,
        sort: Sort | Unset = UNSET,
        sorts: builtins.list[Sort] | Unset = UNSET,
        type_: builtins.list[str] | Unset = UNSET,
        near: Near | Mapping[str, Any] | Unset = UNSET,
        from_: datetime.datetime,
        until: datetime.date | Unset = UNSET,
        owner: UUID | Unset = UNSET,
        filtername: None | str | Unset = UNSET,
        either: int | str | Unset = UNSET,
        any_: Any | Unset = UNSET,
        json_filters: str | Unset = UNSET,
        only: Only | Unset = UNSET,
        old: str | Unset = UNSET,
    ) -> ThingPage:
        """list.

        Args:
            sort: `sort` of the request.
            sorts: `sorts` of the request.
            type_: `type` of the request.
            near: `near` of the request.
            from_: `from` of the request.
            until: `until` of the request.
            owner: `owner` of the request.
            filtername: `filter[name]` of the request.
            either: `either` of the request.
            any_: `any` of the request.
            json_filters: `json_filters` of the request.
            only: `only` of the request.
            old: Deprecated. Use `sort`.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
            429: slow down
        """

        with self._guard():
            response = list_things.sync_detailed(
                client=self._client,
                sort=sort,
                sorts=sorts,
                type_=type_,
                near=Near.from_dict(near) if isinstance(near, Mapping) else near,
                from_=from_,
                until=until,
                owner=owner,
                filtername=filtername,
                either=either,
                any_=any_,
                json_filters=json_filters,
                only=only,
                old=old,
            )
            return expect(response, ThingPage, "list_things")

    def create(
        self,
        *,
        lat: float | Unset = UNSET,
        lon: float | Unset = UNSET,
        dry_run: bool | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> ABThing:
        """create.

        Args:
            lat: `lat` of the request.
            lon: `lon` of the request.
            dry_run: `dry_run` of the request.
            idempotency_key: `Idempotency-Key` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            body = Near(
                lat=lat,
                lon=lon,
            )
            response = create_thing.sync_detailed(
                client=self._client,
                body=body if body.to_dict() else UNSET,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
            )
            return expect(response, ABThing, "create_thing")

    def get_2(
        self,
        kind: Only,
        code: int | str,
        owner: UUID,
    ) -> Series:
        """get_2.

        Args:
            kind: `kind` of the request.
            code: `code` of the request.
            owner: `owner` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = get_thing_2.sync_detailed(
                kind=kind,
                code=code,
                owner=owner,
                client=self._client,
            )
            return expect(response, Series, "get_thing_2")


class AsyncThings:
    """The operations of the tag things, awaited.

    Args:
        client: the generated client that sends the requests.
        guard: entered around each call, to turn what it raises into other exceptions.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._client = client
        self._guard = guard

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
        x_order: Sort | Unset = UNSET,
        x_session: str,
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

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
            404: none
            422: a list
            4XX: bad
            511: a rare status
            5XX: bad
        """

        with self._guard():
            response = await get_thing.asyncio_detailed(
                thing_id=thing_id,
                client=self._client,
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
            return expect(response, ABThing, "get_thing")

    @deprecated_call(
        "things.delete is deprecated: Use `updateThing` instead.",
        {},
    )
    async def delete(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
    ) -> None:
        """delete.

        Deprecated. Use `updateThing` instead.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = await delete_thing.asyncio_detailed(
                thing_id=thing_id,
                client=self._client,
                limit=limit,
            )
            return expect_success(response, "delete_thing")

    async def options_of(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
    ) -> None:
        """options_of.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = await options_of_thing.asyncio_detailed(
                thing_id=thing_id,
                client=self._client,
                limit=limit,
            )
            return expect_success(response, "options_of_thing")

    async def head(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
    ) -> None:
        """head.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.

        Raises for an answer with the status:
            400: bad
            404: it is not
        """

        with self._guard():
            response = await head_thing.asyncio_detailed(
                thing_id=thing_id,
                client=self._client,
                limit=limit,
            )
            return expect_success(response, "head_thing")

    async def update(
        self,
        thing_id: str,
        *,
        client: str,
        lat: float | Unset = UNSET,
        lon: float | Unset = UNSET,
        items: int | Unset = UNSET,
        headers: Map | Mapping[str, Any] | Unset = UNSET,
        list_: builtins.list[str] | Unset = UNSET,
        when: datetime.datetime | None | Unset = UNSET,
        days: builtins.list[datetime.date] | Unset = UNSET,
        order: Sort | Unset = UNSET,
        limit: str | Unset = UNSET,
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

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            body = Extended(
                client=client,
                lat=lat,
                lon=lon,
                items=items,
                headers=Map.from_dict(headers) if isinstance(headers, Mapping) else headers,
                list_=list_,
                when=when,
                days=days,
                order=order,
            )
            response = await update_thing.asyncio_detailed(
                thing_id=thing_id,
                client=self._client,
                body=body,
                limit=limit,
            )
            return expect(response, MyThing, "update_thing")

    async def trace(
        self,
        thing_id: str,
        *,
        limit: str | Unset = UNSET,
    ) -> None:
        """trace.

        Args:
            thing_id: `thing_id` of the request.
            limit: `limit` of the request.

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = await trace_thing.asyncio_detailed(
                thing_id=thing_id,
                client=self._client,
                limit=limit,
            )
            return expect_success(response, "trace_thing")

    @deprecated_call(
        "",
        {
            "old": "the argument old of things.list is deprecated: Use `sort`.",
        },
    )
    async def list(
        self,
        *,
        sort: Sort | Unset = UNSET,
        sorts: builtins.list[Sort] | Unset = UNSET,
        type_: builtins.list[str] | Unset = UNSET,
        near: Near | Mapping[str, Any] | Unset = UNSET,
        from_: datetime.datetime,
        until: datetime.date | Unset = UNSET,
        owner: UUID | Unset = UNSET,
        filtername: None | str | Unset = UNSET,
        either: int | str | Unset = UNSET,
        any_: Any | Unset = UNSET,
        json_filters: str | Unset = UNSET,
        only: Only | Unset = UNSET,
        old: str | Unset = UNSET,
    ) -> ThingPage:
        """list.

        Args:
            sort: `sort` of the request.
            sorts: `sorts` of the request.
            type_: `type` of the request.
            near: `near` of the request.
            from_: `from` of the request.
            until: `until` of the request.
            owner: `owner` of the request.
            filtername: `filter[name]` of the request.
            either: `either` of the request.
            any_: `any` of the request.
            json_filters: `json_filters` of the request.
            only: `only` of the request.
            old: Deprecated. Use `sort`.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
            429: slow down
        """

        with self._guard():
            response = await list_things.asyncio_detailed(
                client=self._client,
                sort=sort,
                sorts=sorts,
                type_=type_,
                near=Near.from_dict(near) if isinstance(near, Mapping) else near,
                from_=from_,
                until=until,
                owner=owner,
                filtername=filtername,
                either=either,
                any_=any_,
                json_filters=json_filters,
                only=only,
                old=old,
            )
            return expect(response, ThingPage, "list_things")

    async def create(
        self,
        *,
        lat: float | Unset = UNSET,
        lon: float | Unset = UNSET,
        dry_run: bool | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> ABThing:
        """create.

        Args:
            lat: `lat` of the request.
            lon: `lon` of the request.
            dry_run: `dry_run` of the request.
            idempotency_key: `Idempotency-Key` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            body = Near(
                lat=lat,
                lon=lon,
            )
            response = await create_thing.asyncio_detailed(
                client=self._client,
                body=body if body.to_dict() else UNSET,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
            )
            return expect(response, ABThing, "create_thing")

    async def get_2(
        self,
        kind: Only,
        code: int | str,
        owner: UUID,
    ) -> Series:
        """get_2.

        Args:
            kind: `kind` of the request.
            code: `code` of the request.
            owner: `owner` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = await get_thing_2.asyncio_detailed(
                kind=kind,
                code=code,
                owner=owner,
                client=self._client,
            )
            return expect(response, Series, "get_thing_2")

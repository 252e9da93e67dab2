import datetime
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.near import Near
from ...models.only import OnlyLiteral
from ...models.sort import SortLiteral
from ...models.thing_page import ThingPage
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import parameters as _parameters


def _get_kwargs(
    *,
    sort: SortLiteral | Unset = UNSET,
    sorts: list[SortLiteral] | Unset = UNSET,
    type: list[str] | Unset = UNSET,
    near: Near | Unset = UNSET,
    from_: datetime.datetime,
    until: datetime.date | Unset = UNSET,
    owner: UUID | Unset = UNSET,
    filtername: None | str | Unset = UNSET,
    either: int | str | Unset = UNSET,
    any: str | Unset = UNSET,
    json_filters: str | Unset = UNSET,
    only: OnlyLiteral | Unset = UNSET,
    old: str | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/things",
        "extensions": {"url.template": "/things"},
        "params": _parameters(
            ("sort", sort, ""),
            ("sorts", sorts, ""),
            ("type", type, ""),
            ("near", near, ""),
            ("from", from_, ""),
            ("until", until, ""),
            ("owner", owner, ""),
            ("filter[name]", filtername, ""),
            ("either", either, ""),
            ("any", any, ""),
            ("json_filters", json_filters, ""),
            ("only", only, ""),
            ("old", old, ""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorResponse | ThingPage | None:
    if response.status_code == 200:
        parsed_1: ThingPage = _read_response(_r.model_of("ThingPage"), response.json())
        return parsed_1
    if response.status_code == 400:
        parsed_2: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_2
    if response.status_code == 429:
        return None
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorResponse | ThingPage | None]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    sort: SortLiteral | Unset = UNSET,
    sorts: list[SortLiteral] | Unset = UNSET,
    type: list[str] | Unset = UNSET,
    near: Near | Unset = UNSET,
    from_: datetime.datetime,
    until: datetime.date | Unset = UNSET,
    owner: UUID | Unset = UNSET,
    filtername: None | str | Unset = UNSET,
    either: int | str | Unset = UNSET,
    any: str | Unset = UNSET,
    json_filters: str | Unset = UNSET,
    only: OnlyLiteral | Unset = UNSET,
    old: str | Unset = UNSET,
) -> Response[ErrorResponse | ThingPage | None]:
    """
    Args:
        sort (SortLiteral | Unset):
        sorts (list[SortLiteral] | Unset):
        type (list[str] | Unset):
        near (Near | Unset):
        from_ (datetime.datetime):
        until (datetime.date | Unset):
        owner (UUID | Unset):
        filtername (None | str | Unset):
        either (int | str | Unset):
        any (str | Unset):
        json_filters (str | Unset):
        only (OnlyLiteral | Unset):
        old (str | Unset): Deprecated. Use `sort`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | ThingPage | None]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            sort=sort,
            sorts=sorts,
            type=type,
            near=near,
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
    )

    return _build_response(client=client, response=_response)


def sync(
    *,
    client: AuthenticatedClient,
    sort: SortLiteral | Unset = UNSET,
    sorts: list[SortLiteral] | Unset = UNSET,
    type: list[str] | Unset = UNSET,
    near: Near | Unset = UNSET,
    from_: datetime.datetime,
    until: datetime.date | Unset = UNSET,
    owner: UUID | Unset = UNSET,
    filtername: None | str | Unset = UNSET,
    either: int | str | Unset = UNSET,
    any: str | Unset = UNSET,
    json_filters: str | Unset = UNSET,
    only: OnlyLiteral | Unset = UNSET,
    old: str | Unset = UNSET,
) -> ErrorResponse | ThingPage | None:
    """
    Args:
        sort (SortLiteral | Unset):
        sorts (list[SortLiteral] | Unset):
        type (list[str] | Unset):
        near (Near | Unset):
        from_ (datetime.datetime):
        until (datetime.date | Unset):
        owner (UUID | Unset):
        filtername (None | str | Unset):
        either (int | str | Unset):
        any (str | Unset):
        json_filters (str | Unset):
        only (OnlyLiteral | Unset):
        old (str | Unset): Deprecated. Use `sort`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | ThingPage | None
    """

    return (
        sync_detailed(
            client=client,
            sort=sort,
            sorts=sorts,
            type=type,
            near=near,
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
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    sort: SortLiteral | Unset = UNSET,
    sorts: list[SortLiteral] | Unset = UNSET,
    type: list[str] | Unset = UNSET,
    near: Near | Unset = UNSET,
    from_: datetime.datetime,
    until: datetime.date | Unset = UNSET,
    owner: UUID | Unset = UNSET,
    filtername: None | str | Unset = UNSET,
    either: int | str | Unset = UNSET,
    any: str | Unset = UNSET,
    json_filters: str | Unset = UNSET,
    only: OnlyLiteral | Unset = UNSET,
    old: str | Unset = UNSET,
) -> Response[ErrorResponse | ThingPage | None]:
    """
    Args:
        sort (SortLiteral | Unset):
        sorts (list[SortLiteral] | Unset):
        type (list[str] | Unset):
        near (Near | Unset):
        from_ (datetime.datetime):
        until (datetime.date | Unset):
        owner (UUID | Unset):
        filtername (None | str | Unset):
        either (int | str | Unset):
        any (str | Unset):
        json_filters (str | Unset):
        only (OnlyLiteral | Unset):
        old (str | Unset): Deprecated. Use `sort`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | ThingPage | None]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            sort=sort,
            sorts=sorts,
            type=type,
            near=near,
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
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    sort: SortLiteral | Unset = UNSET,
    sorts: list[SortLiteral] | Unset = UNSET,
    type: list[str] | Unset = UNSET,
    near: Near | Unset = UNSET,
    from_: datetime.datetime,
    until: datetime.date | Unset = UNSET,
    owner: UUID | Unset = UNSET,
    filtername: None | str | Unset = UNSET,
    either: int | str | Unset = UNSET,
    any: str | Unset = UNSET,
    json_filters: str | Unset = UNSET,
    only: OnlyLiteral | Unset = UNSET,
    old: str | Unset = UNSET,
) -> ErrorResponse | ThingPage | None:
    """
    Args:
        sort (SortLiteral | Unset):
        sorts (list[SortLiteral] | Unset):
        type (list[str] | Unset):
        near (Near | Unset):
        from_ (datetime.datetime):
        until (datetime.date | Unset):
        owner (UUID | Unset):
        filtername (None | str | Unset):
        either (int | str | Unset):
        any (str | Unset):
        json_filters (str | Unset):
        only (OnlyLiteral | Unset):
        old (str | Unset): Deprecated. Use `sort`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | ThingPage | None
    """

    return (
        await asyncio_detailed(
            client=client,
            sort=sort,
            sorts=sorts,
            type=type,
            near=near,
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
    ).parsed

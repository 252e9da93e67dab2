import datetime
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.near import Near
from ...models.only import Only
from ...models.sort import Sort
from ...models.thing_page import ThingPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    sort: Sort | Unset = UNSET,
    sorts: list[Sort] | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    near: Near | Unset = UNSET,
    from_: datetime.datetime,
    until: datetime.date | Unset = UNSET,
    owner: UUID | Unset = UNSET,
    filtername: None | str | Unset = UNSET,
    either: int | str | Unset = UNSET,
    any_: Any | Unset = UNSET,
    json_filters: str | Unset = UNSET,
    only: Only | Unset = UNSET,
    old: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort

    params["sort"] = json_sort

    json_sorts: list[str] | Unset = UNSET
    if not isinstance(sorts, Unset):
        json_sorts = []
        for sorts_item_data in sorts:
            sorts_item: str = sorts_item_data
            json_sorts.append(sorts_item)

    params["sorts"] = json_sorts

    json_type_: list[str] | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    json_near: dict[str, Any] | Unset = UNSET
    if not isinstance(near, Unset):
        json_near = near.to_dict()
    if not isinstance(json_near, Unset):
        params.update(json_near)

    json_from_ = from_.isoformat()
    params["from"] = json_from_

    json_until: str | Unset = UNSET
    if not isinstance(until, Unset):
        json_until = until.isoformat()
    params["until"] = json_until

    json_owner: str | Unset = UNSET
    if not isinstance(owner, Unset):
        json_owner = str(owner)
    params["owner"] = json_owner

    json_filtername: None | str | Unset
    if isinstance(filtername, Unset):
        json_filtername = UNSET
    else:
        json_filtername = filtername
    params["filter[name]"] = json_filtername

    json_either: int | str | Unset
    if isinstance(either, Unset):
        json_either = UNSET
    else:
        json_either = either
    params["either"] = json_either

    params["any"] = any_

    params["json_filters"] = json_filters

    json_only: str | Unset = UNSET
    if not isinstance(only, Unset):
        json_only = only

    params["only"] = json_only

    params["old"] = old

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/things",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorResponse | ThingPage | None:
    if response.status_code == 200:
        response_200 = ThingPage.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ErrorResponse.from_dict(response.json())

        return response_400

    if response.status_code == 429:
        response_429 = cast(Any, None)
        return response_429

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any | ErrorResponse | ThingPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    sort: Sort | Unset = UNSET,
    sorts: list[Sort] | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    near: Near | Unset = UNSET,
    from_: datetime.datetime,
    until: datetime.date | Unset = UNSET,
    owner: UUID | Unset = UNSET,
    filtername: None | str | Unset = UNSET,
    either: int | str | Unset = UNSET,
    any_: Any | Unset = UNSET,
    json_filters: str | Unset = UNSET,
    only: Only | Unset = UNSET,
    old: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | ThingPage]:
    """
    Args:
        sort (Sort | Unset):
        sorts (list[Sort] | Unset):
        type_ (list[str] | Unset):
        near (Near | Unset):
        from_ (datetime.datetime):
        until (datetime.date | Unset):
        owner (UUID | Unset):
        filtername (None | str | Unset):
        either (int | str | Unset):
        any_ (Any | Unset):
        json_filters (str | Unset):
        only (Only | Unset):
        old (str | Unset): Deprecated. Use `sort`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | ThingPage]
    """

    kwargs = _get_kwargs(
        sort=sort,
        sorts=sorts,
        type_=type_,
        near=near,
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

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    sort: Sort | Unset = UNSET,
    sorts: list[Sort] | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    near: Near | Unset = UNSET,
    from_: datetime.datetime,
    until: datetime.date | Unset = UNSET,
    owner: UUID | Unset = UNSET,
    filtername: None | str | Unset = UNSET,
    either: int | str | Unset = UNSET,
    any_: Any | Unset = UNSET,
    json_filters: str | Unset = UNSET,
    only: Only | Unset = UNSET,
    old: str | Unset = UNSET,
) -> Any | ErrorResponse | ThingPage | None:
    """
    Args:
        sort (Sort | Unset):
        sorts (list[Sort] | Unset):
        type_ (list[str] | Unset):
        near (Near | Unset):
        from_ (datetime.datetime):
        until (datetime.date | Unset):
        owner (UUID | Unset):
        filtername (None | str | Unset):
        either (int | str | Unset):
        any_ (Any | Unset):
        json_filters (str | Unset):
        only (Only | Unset):
        old (str | Unset): Deprecated. Use `sort`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | ThingPage
    """

    return sync_detailed(
        client=client,
        sort=sort,
        sorts=sorts,
        type_=type_,
        near=near,
        from_=from_,
        until=until,
        owner=owner,
        filtername=filtername,
        either=either,
        any_=any_,
        json_filters=json_filters,
        only=only,
        old=old,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    sort: Sort | Unset = UNSET,
    sorts: list[Sort] | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    near: Near | Unset = UNSET,
    from_: datetime.datetime,
    until: datetime.date | Unset = UNSET,
    owner: UUID | Unset = UNSET,
    filtername: None | str | Unset = UNSET,
    either: int | str | Unset = UNSET,
    any_: Any | Unset = UNSET,
    json_filters: str | Unset = UNSET,
    only: Only | Unset = UNSET,
    old: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | ThingPage]:
    """
    Args:
        sort (Sort | Unset):
        sorts (list[Sort] | Unset):
        type_ (list[str] | Unset):
        near (Near | Unset):
        from_ (datetime.datetime):
        until (datetime.date | Unset):
        owner (UUID | Unset):
        filtername (None | str | Unset):
        either (int | str | Unset):
        any_ (Any | Unset):
        json_filters (str | Unset):
        only (Only | Unset):
        old (str | Unset): Deprecated. Use `sort`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | ThingPage]
    """

    kwargs = _get_kwargs(
        sort=sort,
        sorts=sorts,
        type_=type_,
        near=near,
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

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    sort: Sort | Unset = UNSET,
    sorts: list[Sort] | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    near: Near | Unset = UNSET,
    from_: datetime.datetime,
    until: datetime.date | Unset = UNSET,
    owner: UUID | Unset = UNSET,
    filtername: None | str | Unset = UNSET,
    either: int | str | Unset = UNSET,
    any_: Any | Unset = UNSET,
    json_filters: str | Unset = UNSET,
    only: Only | Unset = UNSET,
    old: str | Unset = UNSET,
) -> Any | ErrorResponse | ThingPage | None:
    """
    Args:
        sort (Sort | Unset):
        sorts (list[Sort] | Unset):
        type_ (list[str] | Unset):
        near (Near | Unset):
        from_ (datetime.datetime):
        until (datetime.date | Unset):
        owner (UUID | Unset):
        filtername (None | str | Unset):
        either (int | str | Unset):
        any_ (Any | Unset):
        json_filters (str | Unset):
        only (Only | Unset):
        old (str | Unset): Deprecated. Use `sort`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | ThingPage
    """

    return (
        await asyncio_detailed(
            client=client,
            sort=sort,
            sorts=sorts,
            type_=type_,
            near=near,
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
    ).parsed

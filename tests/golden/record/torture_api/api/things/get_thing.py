from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.ab_thing import ABThing
from ...models.error_response import ErrorResponse
from ...models.sort import Sort
from ...types import UNSET, Response, Unset


def _get_kwargs(
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
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_count, Unset):
        headers["X-Count"] = str(x_count)

    if not isinstance(x_ratio, Unset):
        headers["X-Ratio"] = str(x_ratio)

    if not isinstance(x_dry_run, Unset):
        headers["X-Dry-Run"] = "true" if x_dry_run else "false"

    if not isinstance(x_order, Unset):
        headers["X-Order"] = str(x_order)

    headers["X-Session"] = x_session

    params: dict[str, Any] = {}

    params["limit"] = limit

    params["header"] = header

    params["param"] = param

    params["clients"] = clients

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/things/{thing_id}".format(
            thing_id=quote(str(thing_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ABThing | Any | ErrorResponse | list[str] | str | None:
    if response.status_code == 200:
        response_200 = ABThing.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ErrorResponse.from_dict(response.json())

        return response_400

    if response.status_code == 404:
        response_404 = cast(str, response.json())
        return response_404

    if response.status_code == 422:
        response_422 = cast(list[str], response.json())

        return response_422

    if response.status_code == 511:
        response_511 = cast(Any, None)
        return response_511

    if 200 <= response.status_code <= 299:
        response_2xx = ABThing.from_dict(response.json())

        return response_2xx

    if 400 <= response.status_code <= 499:
        response_4xx = ErrorResponse.from_dict(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        response_5xx = ErrorResponse.from_dict(response.json())

        return response_5xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ABThing | Any | ErrorResponse | list[str] | str]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    thing_id: int,
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    header: str | Unset = UNSET,
    param: bool | Unset = UNSET,
    clients: float | Unset = UNSET,
    x_count: int | Unset = UNSET,
    x_ratio: float | Unset = UNSET,
    x_dry_run: bool | Unset = UNSET,
    x_order: Sort | Unset = UNSET,
    x_session: str,
) -> Response[ABThing | Any | ErrorResponse | list[str] | str]:
    """Say "hi" \\ \"\"\" and {{x}}

     Several lines, one of them far longer than the hundred columns to which the generated code is
    wrapped anyway.

    * A list with `code`.

    Args:
        thing_id (int):
        limit (int | Unset): How many; 20 when left out. A "quote" and a \\ backslash.
        header (str | Unset):
        param (bool | Unset):
        clients (float | Unset):
        x_count (int | Unset):
        x_ratio (float | Unset):
        x_dry_run (bool | Unset):
        x_order (Sort | Unset):
        x_session (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ABThing | Any | ErrorResponse | list[str] | str]
    """

    kwargs = _get_kwargs(
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

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    thing_id: int,
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    header: str | Unset = UNSET,
    param: bool | Unset = UNSET,
    clients: float | Unset = UNSET,
    x_count: int | Unset = UNSET,
    x_ratio: float | Unset = UNSET,
    x_dry_run: bool | Unset = UNSET,
    x_order: Sort | Unset = UNSET,
    x_session: str,
) -> ABThing | Any | ErrorResponse | list[str] | str | None:
    """Say "hi" \\ \"\"\" and {{x}}

     Several lines, one of them far longer than the hundred columns to which the generated code is
    wrapped anyway.

    * A list with `code`.

    Args:
        thing_id (int):
        limit (int | Unset): How many; 20 when left out. A "quote" and a \\ backslash.
        header (str | Unset):
        param (bool | Unset):
        clients (float | Unset):
        x_count (int | Unset):
        x_ratio (float | Unset):
        x_dry_run (bool | Unset):
        x_order (Sort | Unset):
        x_session (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ABThing | Any | ErrorResponse | list[str] | str
    """

    return sync_detailed(
        thing_id=thing_id,
        client=client,
        limit=limit,
        header=header,
        param=param,
        clients=clients,
        x_count=x_count,
        x_ratio=x_ratio,
        x_dry_run=x_dry_run,
        x_order=x_order,
        x_session=x_session,
    ).parsed


async def asyncio_detailed(
    thing_id: int,
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    header: str | Unset = UNSET,
    param: bool | Unset = UNSET,
    clients: float | Unset = UNSET,
    x_count: int | Unset = UNSET,
    x_ratio: float | Unset = UNSET,
    x_dry_run: bool | Unset = UNSET,
    x_order: Sort | Unset = UNSET,
    x_session: str,
) -> Response[ABThing | Any | ErrorResponse | list[str] | str]:
    """Say "hi" \\ \"\"\" and {{x}}

     Several lines, one of them far longer than the hundred columns to which the generated code is
    wrapped anyway.

    * A list with `code`.

    Args:
        thing_id (int):
        limit (int | Unset): How many; 20 when left out. A "quote" and a \\ backslash.
        header (str | Unset):
        param (bool | Unset):
        clients (float | Unset):
        x_count (int | Unset):
        x_ratio (float | Unset):
        x_dry_run (bool | Unset):
        x_order (Sort | Unset):
        x_session (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ABThing | Any | ErrorResponse | list[str] | str]
    """

    kwargs = _get_kwargs(
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

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    thing_id: int,
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    header: str | Unset = UNSET,
    param: bool | Unset = UNSET,
    clients: float | Unset = UNSET,
    x_count: int | Unset = UNSET,
    x_ratio: float | Unset = UNSET,
    x_dry_run: bool | Unset = UNSET,
    x_order: Sort | Unset = UNSET,
    x_session: str,
) -> ABThing | Any | ErrorResponse | list[str] | str | None:
    """Say "hi" \\ \"\"\" and {{x}}

     Several lines, one of them far longer than the hundred columns to which the generated code is
    wrapped anyway.

    * A list with `code`.

    Args:
        thing_id (int):
        limit (int | Unset): How many; 20 when left out. A "quote" and a \\ backslash.
        header (str | Unset):
        param (bool | Unset):
        clients (float | Unset):
        x_count (int | Unset):
        x_ratio (float | Unset):
        x_dry_run (bool | Unset):
        x_order (Sort | Unset):
        x_session (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ABThing | Any | ErrorResponse | list[str] | str
    """

    return (
        await asyncio_detailed(
            thing_id=thing_id,
            client=client,
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
    ).parsed

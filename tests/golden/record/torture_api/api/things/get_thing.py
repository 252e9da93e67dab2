from typing import Any
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.ab_thing import ABThing
from ...models.error_response import ErrorResponse
from ...models.sort import SortLiteral
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import parameters as _parameters
from ...writing import text as _text


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
    x_order: SortLiteral | Unset = UNSET,
    x_session: str,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/things/{thing_id}".format(
            thing_id=_quote(_text(thing_id, "thing_id"), safe=""),
        ),
        "extensions": {"url.template": "/things/{thing_id}"},
        "params": _parameters(
            ("limit", limit, ""),
            ("header", header, ""),
            ("param", param, ""),
            ("clients", clients, ""),
        ),
    }

    _headers: dict[str, Any] = {}
    if not isinstance(x_count, Unset | None):
        _headers["X-Count"] = _text(x_count, "x_count")
    if not isinstance(x_ratio, Unset | None):
        _headers["X-Ratio"] = _text(x_ratio, "x_ratio")
    if not isinstance(x_dry_run, Unset | None):
        _headers["X-Dry-Run"] = _text(x_dry_run, "x_dry_run")
    if not isinstance(x_order, Unset | None):
        _headers["X-Order"] = _text(x_order, "x_order")
    _headers["X-Session"] = _text(x_session, "x_session")
    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ABThing | ErrorResponse | list[str] | str | None:
    if response.status_code == 200:
        parsed_1: ABThing = _read_response(_r.model_of("ABThing"), response.json())
        return parsed_1
    if response.status_code == 400:
        parsed_2: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_2
    if response.status_code == 404:
        parsed_3: str = _read_response(_r.STRING, response.json())
        return parsed_3
    if response.status_code == 422:
        parsed_4: list[str] = _read_response(_r.list_of(_r.STRING), response.json())
        return parsed_4
    if response.status_code == 511:
        return None
    if 200 <= response.status_code <= 299:
        parsed_6: ABThing = _read_response(_r.model_of("ABThing"), response.json())
        return parsed_6
    if 400 <= response.status_code <= 499:
        parsed_7: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_7
    if 500 <= response.status_code <= 599:
        parsed_8: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_8
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ABThing | ErrorResponse | list[str] | str | None]:
    return Response(
        status_code=response.status_code,
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
    x_order: SortLiteral | Unset = UNSET,
    x_session: str,
) -> Response[ABThing | ErrorResponse | list[str] | str | None]:
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
        x_order (SortLiteral | Unset):
        x_session (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ABThing | ErrorResponse | list[str] | str | None]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
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
    )

    return _build_response(client=client, response=_response)


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
    x_order: SortLiteral | Unset = UNSET,
    x_session: str,
) -> ABThing | ErrorResponse | list[str] | str | None:
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
        x_order (SortLiteral | Unset):
        x_session (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ABThing | ErrorResponse | list[str] | str | None
    """

    return (
        sync_detailed(
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
    x_order: SortLiteral | Unset = UNSET,
    x_session: str,
) -> Response[ABThing | ErrorResponse | list[str] | str | None]:
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
        x_order (SortLiteral | Unset):
        x_session (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ABThing | ErrorResponse | list[str] | str | None]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
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
    )

    return _build_response(client=client, response=_response)


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
    x_order: SortLiteral | Unset = UNSET,
    x_session: str,
) -> ABThing | ErrorResponse | list[str] | str | None:
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
        x_order (SortLiteral | Unset):
        x_session (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ABThing | ErrorResponse | list[str] | str | None
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

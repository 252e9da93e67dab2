from typing import Any

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.end_user_page import EndUserPage
from ...models.error_response import ErrorResponse
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import parameters as _parameters


def _get_kwargs(
    *,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/end-users",
        "extensions": {"url.template": "/end-users"},
        "params": _parameters(
            ("limit", limit, ""),
            ("offset", offset, ""),
            ("cursor", cursor, ""),
            ("external_id", external_id, ""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EndUserPage | ErrorResponse | None:
    if response.status_code == 200:
        parsed_1: EndUserPage = _read_response(_r.model_of("EndUserPage"), response.json())
        return parsed_1
    if response.status_code == 400:
        parsed_2: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_2
    if response.status_code == 401:
        parsed_3: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_3
    if response.status_code == 403:
        parsed_4: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_4
    if response.status_code == 429:
        parsed_5: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_5
    if response.status_code == 500:
        parsed_6: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_6
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[EndUserPage | ErrorResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
) -> Response[EndUserPage | ErrorResponse]:
    """List end users

     A page of end users, newest first.

    Args:
        limit (int | Unset): Items in one page, 1 to 100. The service takes 25 when it is left
            out.
        offset (int | Unset): Items to skip. Not together with `cursor`.
        cursor (str | Unset): The `next_cursor` of the page before.
        external_id (str | Unset): The one end user with exactly this id of yours.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EndUserPage | ErrorResponse]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            limit=limit,
            offset=offset,
            cursor=cursor,
            external_id=external_id,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
) -> EndUserPage | ErrorResponse | None:
    """List end users

     A page of end users, newest first.

    Args:
        limit (int | Unset): Items in one page, 1 to 100. The service takes 25 when it is left
            out.
        offset (int | Unset): Items to skip. Not together with `cursor`.
        cursor (str | Unset): The `next_cursor` of the page before.
        external_id (str | Unset): The one end user with exactly this id of yours.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EndUserPage | ErrorResponse
    """

    return (
        sync_detailed(
            client=client,
            limit=limit,
            offset=offset,
            cursor=cursor,
            external_id=external_id,
        )
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
) -> Response[EndUserPage | ErrorResponse]:
    """List end users

     A page of end users, newest first.

    Args:
        limit (int | Unset): Items in one page, 1 to 100. The service takes 25 when it is left
            out.
        offset (int | Unset): Items to skip. Not together with `cursor`.
        cursor (str | Unset): The `next_cursor` of the page before.
        external_id (str | Unset): The one end user with exactly this id of yours.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EndUserPage | ErrorResponse]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            limit=limit,
            offset=offset,
            cursor=cursor,
            external_id=external_id,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
) -> EndUserPage | ErrorResponse | None:
    """List end users

     A page of end users, newest first.

    Args:
        limit (int | Unset): Items in one page, 1 to 100. The service takes 25 when it is left
            out.
        offset (int | Unset): Items to skip. Not together with `cursor`.
        cursor (str | Unset): The `next_cursor` of the page before.
        external_id (str | Unset): The one end user with exactly this id of yours.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EndUserPage | ErrorResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            offset=offset,
            cursor=cursor,
            external_id=external_id,
        )
    ).parsed

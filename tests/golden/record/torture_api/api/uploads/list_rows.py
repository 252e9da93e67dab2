from typing import Any

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.row_page import RowPage
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import parameters as _parameters


def _get_kwargs(
    *,
    start_after: str | Unset = UNSET,
    skip: int | Unset = UNSET,
    timeout: int | Unset = UNSET,
    extra_headers: str | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/uploads/rows",
        "extensions": {"url.template": "/uploads/rows"},
        "params": _parameters(
            ("start-after", start_after, ""),
            ("skip", skip, ""),
            ("timeout", timeout, ""),
            ("extra_headers", extra_headers, ""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> RowPage | None:
    if response.status_code == 200:
        parsed_1: RowPage = _read_response(_r.model_of("RowPage"), response.json())
        return parsed_1
    if response.status_code == 400:
        return None
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[RowPage | None]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    start_after: str | Unset = UNSET,
    skip: int | Unset = UNSET,
    timeout: int | Unset = UNSET,
    extra_headers: str | Unset = UNSET,
) -> Response[RowPage | None]:
    """
    Args:
        start_after (str | Unset):
        skip (int | Unset):
        timeout (int | Unset): Seconds to wait for a row.
        extra_headers (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[RowPage | None]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            start_after=start_after,
            skip=skip,
            timeout=timeout,
            extra_headers=extra_headers,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    *,
    client: AuthenticatedClient,
    start_after: str | Unset = UNSET,
    skip: int | Unset = UNSET,
    timeout: int | Unset = UNSET,
    extra_headers: str | Unset = UNSET,
) -> RowPage | None:
    """
    Args:
        start_after (str | Unset):
        skip (int | Unset):
        timeout (int | Unset): Seconds to wait for a row.
        extra_headers (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        RowPage | None
    """

    return (
        sync_detailed(
            client=client,
            start_after=start_after,
            skip=skip,
            timeout=timeout,
            extra_headers=extra_headers,
        )
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    start_after: str | Unset = UNSET,
    skip: int | Unset = UNSET,
    timeout: int | Unset = UNSET,
    extra_headers: str | Unset = UNSET,
) -> Response[RowPage | None]:
    """
    Args:
        start_after (str | Unset):
        skip (int | Unset):
        timeout (int | Unset): Seconds to wait for a row.
        extra_headers (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[RowPage | None]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            start_after=start_after,
            skip=skip,
            timeout=timeout,
            extra_headers=extra_headers,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    start_after: str | Unset = UNSET,
    skip: int | Unset = UNSET,
    timeout: int | Unset = UNSET,
    extra_headers: str | Unset = UNSET,
) -> RowPage | None:
    """
    Args:
        start_after (str | Unset):
        skip (int | Unset):
        timeout (int | Unset): Seconds to wait for a row.
        extra_headers (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        RowPage | None
    """

    return (
        await asyncio_detailed(
            client=client,
            start_after=start_after,
            skip=skip,
            timeout=timeout,
            extra_headers=extra_headers,
        )
    ).parsed

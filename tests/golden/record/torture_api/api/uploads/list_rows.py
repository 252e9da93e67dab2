from http import HTTPStatus
from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.row_page import RowPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    start_after: str | Unset = UNSET,
    skip: int | Unset = UNSET,
    timeout: int | Unset = UNSET,
    extra_headers: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["start-after"] = start_after

    params["skip"] = skip

    params["timeout"] = timeout

    params["extra_headers"] = extra_headers

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/uploads/rows",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | RowPage | None:
    if response.status_code == 200:
        response_200 = RowPage.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = cast(Any, None)
        return response_400

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any | RowPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
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
) -> Response[Any | RowPage]:
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
        Response[Any | RowPage]
    """

    kwargs = _get_kwargs(
        start_after=start_after,
        skip=skip,
        timeout=timeout,
        extra_headers=extra_headers,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    start_after: str | Unset = UNSET,
    skip: int | Unset = UNSET,
    timeout: int | Unset = UNSET,
    extra_headers: str | Unset = UNSET,
) -> Any | RowPage | None:
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
        Any | RowPage
    """

    return sync_detailed(
        client=client,
        start_after=start_after,
        skip=skip,
        timeout=timeout,
        extra_headers=extra_headers,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    start_after: str | Unset = UNSET,
    skip: int | Unset = UNSET,
    timeout: int | Unset = UNSET,
    extra_headers: str | Unset = UNSET,
) -> Response[Any | RowPage]:
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
        Response[Any | RowPage]
    """

    kwargs = _get_kwargs(
        start_after=start_after,
        skip=skip,
        timeout=timeout,
        extra_headers=extra_headers,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    start_after: str | Unset = UNSET,
    skip: int | Unset = UNSET,
    timeout: int | Unset = UNSET,
    extra_headers: str | Unset = UNSET,
) -> Any | RowPage | None:
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
        Any | RowPage
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

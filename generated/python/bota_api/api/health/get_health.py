from typing import Any

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.service_health import ServiceHealth
from ...reading import read_response as _read_response
from ...types import Response


def _get_kwargs() -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "../health",
        "extensions": {"url.template": "../health"},
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ServiceHealth | None:
    if response.status_code == 200:
        parsed_1: ServiceHealth = _read_response(_r.model_of("ServiceHealth"), response.json())
        return parsed_1
    if response.status_code == 503:
        parsed_2: ServiceHealth = _read_response(_r.model_of("ServiceHealth"), response.json())
        return parsed_2
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ServiceHealth]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
) -> Response[ServiceHealth]:
    """Ask whether the service works

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceHealth]
    """

    _response = client.get_httpx_client().request(**_get_kwargs())

    return _build_response(client=client, response=_response)


def sync(
    *,
    client: AuthenticatedClient | Client,
) -> ServiceHealth | None:
    """Ask whether the service works

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceHealth
    """

    return (
        sync_detailed(
            client=client,
        )
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
) -> Response[ServiceHealth]:
    """Ask whether the service works

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceHealth]
    """

    _response = await client.get_async_httpx_client().request(**_get_kwargs())

    return _build_response(client=client, response=_response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
) -> ServiceHealth | None:
    """Ask whether the service works

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceHealth
    """

    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed

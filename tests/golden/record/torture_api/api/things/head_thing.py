from typing import Any
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import UNSET, Response, Unset
from ...writing import parameters as _parameters
from ...writing import text as _text


def _get_kwargs(
    thing_id: str,
    *,
    limit: str | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "head",
        "url": "/things/{thing_id}".format(
            thing_id=_quote(_text(thing_id, "thing_id"), safe=""),
        ),
        "extensions": {"url.template": "/things/{thing_id}"},
        "params": _parameters(
            ("limit", limit, ""),
        ),
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any:
    if response.status_code == 200:
        return None
    if response.status_code == 400:
        return None
    if response.status_code == 404:
        return None
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[None]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    thing_id: str,
    *,
    client: AuthenticatedClient,
    limit: str | Unset = UNSET,
) -> Response[None]:
    """
    Args:
        thing_id (str):
        limit (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            thing_id=thing_id,
            limit=limit,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio_detailed(
    thing_id: str,
    *,
    client: AuthenticatedClient,
    limit: str | Unset = UNSET,
) -> Response[None]:
    """
    Args:
        thing_id (str):
        limit (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[None]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            thing_id=thing_id,
            limit=limit,
        )
    )

    return _build_response(client=client, response=_response)

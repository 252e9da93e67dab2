from typing import Any
from urllib.parse import quote as _quote
from uuid import UUID

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.only import OnlyLiteral
from ...models.series import Series
from ...reading import read_response as _read_response
from ...types import Response
from ...writing import text as _text


def _get_kwargs(
    kind: OnlyLiteral,
    code: int | str,
    owner: UUID,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/things/{kind}/{code}/{owner}".format(
            kind=_quote(_text(kind, "kind"), safe=""),
            code=_quote(_text(code, "code"), safe=""),
            owner=_quote(_text(owner, "owner"), safe=""),
        ),
        "extensions": {"url.template": "/things/{kind}/{code}/{owner}"},
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Series | None:
    if response.status_code == 200:
        parsed_1: Series = _read_response(_r.model_of("Series"), response.json())
        return parsed_1
    if response.status_code == 400:
        return None
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Series | None]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    kind: OnlyLiteral,
    code: int | str,
    owner: UUID,
    *,
    client: AuthenticatedClient,
) -> Response[Series | None]:
    """
    Args:
        kind (OnlyLiteral):
        code (int | str):
        owner (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Series | None]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            kind=kind,
            code=code,
            owner=owner,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    kind: OnlyLiteral,
    code: int | str,
    owner: UUID,
    *,
    client: AuthenticatedClient,
) -> Series | None:
    """
    Args:
        kind (OnlyLiteral):
        code (int | str):
        owner (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Series | None
    """

    return (
        sync_detailed(
            kind=kind,
            code=code,
            owner=owner,
            client=client,
        )
    ).parsed


async def asyncio_detailed(
    kind: OnlyLiteral,
    code: int | str,
    owner: UUID,
    *,
    client: AuthenticatedClient,
) -> Response[Series | None]:
    """
    Args:
        kind (OnlyLiteral):
        code (int | str):
        owner (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Series | None]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            kind=kind,
            code=code,
            owner=owner,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    kind: OnlyLiteral,
    code: int | str,
    owner: UUID,
    *,
    client: AuthenticatedClient,
) -> Series | None:
    """
    Args:
        kind (OnlyLiteral):
        code (int | str):
        owner (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Series | None
    """

    return (
        await asyncio_detailed(
            kind=kind,
            code=code,
            owner=owner,
            client=client,
        )
    ).parsed

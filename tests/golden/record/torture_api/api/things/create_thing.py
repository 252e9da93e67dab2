from typing import Any

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.ab_thing import ABThing
from ...models.near import Near
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import parameters as _parameters
from ...writing import text as _text
from ...writing import written as _written


def _get_kwargs(
    *,
    body: Near | Unset = UNSET,
    dry_run: bool | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/things",
        "extensions": {"url.template": "/things"},
        "params": _parameters(
            ("dry_run", dry_run, ""),
        ),
    }

    _headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset | None):
        _headers["Idempotency-Key"] = _text(idempotency_key, "idempotency_key")
    if not isinstance(body, Unset):
        _kwargs["json"] = _written(body)
        _headers["Content-Type"] = "application/json"
    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ABThing | None:
    if response.status_code == 200:
        parsed_1: ABThing = _read_response(_r.model_of("ABThing"), response.json())
        return parsed_1
    if response.status_code == 201:
        parsed_2: ABThing = _read_response(_r.model_of("ABThing"), response.json())
        return parsed_2
    if response.status_code == 400:
        return None
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ABThing | None]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: Near | Unset = UNSET,
    dry_run: bool | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[ABThing | None]:
    """
    Args:
        dry_run (bool | Unset):
        idempotency_key (str | Unset):
        body (Near | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ABThing | None]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            body=body,
            dry_run=dry_run,
            idempotency_key=idempotency_key,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    *,
    client: AuthenticatedClient,
    body: Near | Unset = UNSET,
    dry_run: bool | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> ABThing | None:
    """
    Args:
        dry_run (bool | Unset):
        idempotency_key (str | Unset):
        body (Near | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ABThing | None
    """

    return (
        sync_detailed(
            client=client,
            body=body,
            dry_run=dry_run,
            idempotency_key=idempotency_key,
        )
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: Near | Unset = UNSET,
    dry_run: bool | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[ABThing | None]:
    """
    Args:
        dry_run (bool | Unset):
        idempotency_key (str | Unset):
        body (Near | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ABThing | None]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            body=body,
            dry_run=dry_run,
            idempotency_key=idempotency_key,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: Near | Unset = UNSET,
    dry_run: bool | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> ABThing | None:
    """
    Args:
        dry_run (bool | Unset):
        idempotency_key (str | Unset):
        body (Near | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ABThing | None
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            dry_run=dry_run,
            idempotency_key=idempotency_key,
        )
    ).parsed

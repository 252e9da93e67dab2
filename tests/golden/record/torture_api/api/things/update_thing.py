from typing import Any
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.extended import Extended
from ...models.my_thing import MyThing
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import parameters as _parameters
from ...writing import text as _text
from ...writing import written as _written


def _get_kwargs(
    thing_id: str,
    *,
    body: Extended,
    limit: str | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/things/{thing_id}".format(
            thing_id=_quote(_text(thing_id, "thing_id"), safe=""),
        ),
        "extensions": {"url.template": "/things/{thing_id}"},
        "params": _parameters(
            ("limit", limit, ""),
        ),
    }

    _headers: dict[str, Any] = {}
    _kwargs["json"] = _written(body)
    _headers["Content-Type"] = "application/merge-patch+json"
    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> MyThing | None:
    if response.status_code == 200:
        parsed_1: MyThing = _read_response(_r.model_of("MyThing"), response.json())
        return parsed_1
    if response.status_code == 400:
        return None
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[MyThing | None]:
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
    body: Extended,
    limit: str | Unset = UNSET,
) -> Response[MyThing | None]:
    """
    Args:
        thing_id (str):
        limit (str | Unset):
        body (Extended):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MyThing | None]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            thing_id=thing_id,
            body=body,
            limit=limit,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    thing_id: str,
    *,
    client: AuthenticatedClient,
    body: Extended,
    limit: str | Unset = UNSET,
) -> MyThing | None:
    """
    Args:
        thing_id (str):
        limit (str | Unset):
        body (Extended):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MyThing | None
    """

    return (
        sync_detailed(
            thing_id=thing_id,
            client=client,
            body=body,
            limit=limit,
        )
    ).parsed


async def asyncio_detailed(
    thing_id: str,
    *,
    client: AuthenticatedClient,
    body: Extended,
    limit: str | Unset = UNSET,
) -> Response[MyThing | None]:
    """
    Args:
        thing_id (str):
        limit (str | Unset):
        body (Extended):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MyThing | None]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            thing_id=thing_id,
            body=body,
            limit=limit,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    thing_id: str,
    *,
    client: AuthenticatedClient,
    body: Extended,
    limit: str | Unset = UNSET,
) -> MyThing | None:
    """
    Args:
        thing_id (str):
        limit (str | Unset):
        body (Extended):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MyThing | None
    """

    return (
        await asyncio_detailed(
            thing_id=thing_id,
            client=client,
            body=body,
            limit=limit,
        )
    ).parsed

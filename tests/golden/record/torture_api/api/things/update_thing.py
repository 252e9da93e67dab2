from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.extended import Extended
from ...models.my_thing import MyThing
from ...types import UNSET, Response, Unset


def _get_kwargs(
    thing_id: str,
    *,
    body: Extended,
    limit: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/things/{thing_id}".format(
            thing_id=quote(str(thing_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/merge-patch+json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | MyThing | None:
    if response.status_code == 200:
        response_200 = MyThing.from_dict(response.json())

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
) -> Response[Any | MyThing]:
    return Response(
        status_code=HTTPStatus(response.status_code),
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
) -> Response[Any | MyThing]:
    """
    Args:
        thing_id (str):
        limit (str | Unset):
        body (Extended):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | MyThing]
    """

    kwargs = _get_kwargs(
        thing_id=thing_id,
        body=body,
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    thing_id: str,
    *,
    client: AuthenticatedClient,
    body: Extended,
    limit: str | Unset = UNSET,
) -> Any | MyThing | None:
    """
    Args:
        thing_id (str):
        limit (str | Unset):
        body (Extended):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | MyThing
    """

    return sync_detailed(
        thing_id=thing_id,
        client=client,
        body=body,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    thing_id: str,
    *,
    client: AuthenticatedClient,
    body: Extended,
    limit: str | Unset = UNSET,
) -> Response[Any | MyThing]:
    """
    Args:
        thing_id (str):
        limit (str | Unset):
        body (Extended):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | MyThing]
    """

    kwargs = _get_kwargs(
        thing_id=thing_id,
        body=body,
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    thing_id: str,
    *,
    client: AuthenticatedClient,
    body: Extended,
    limit: str | Unset = UNSET,
) -> Any | MyThing | None:
    """
    Args:
        thing_id (str):
        limit (str | Unset):
        body (Extended):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | MyThing
    """

    return (
        await asyncio_detailed(
            thing_id=thing_id,
            client=client,
            body=body,
            limit=limit,
        )
    ).parsed

from typing import Any

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.create_end_user_request import CreateEndUserRequest
from ...models.end_user import EndUser
from ...models.error_response import ErrorResponse
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import text as _text
from ...writing import written as _written


def _get_kwargs(
    *,
    body: CreateEndUserRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/end-users",
        "extensions": {"url.template": "/end-users"},
    }

    _headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset | None):
        _headers["Idempotency-Key"] = _text(idempotency_key, "idempotency_key")
    _kwargs["json"] = _written(body)
    _headers["Content-Type"] = "application/json"
    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EndUser | ErrorResponse | None:
    if response.status_code == 201:
        parsed_1: EndUser = _read_response(_r.model_of("EndUser"), response.json())
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
    if response.status_code == 409:
        parsed_5: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_5
    if response.status_code == 422:
        parsed_6: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_6
    if response.status_code == 429:
        parsed_7: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_7
    if response.status_code == 500:
        parsed_8: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_8
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[EndUser | ErrorResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateEndUserRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[EndUser | ErrorResponse]:
    """Create an end user

     An `external_id` belongs to one end user of a project at a time (409 otherwise); it is free again
    when that one was deleted.

    Args:
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateEndUserRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EndUser | ErrorResponse]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            body=body,
            idempotency_key=idempotency_key,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    *,
    client: AuthenticatedClient,
    body: CreateEndUserRequest,
    idempotency_key: str | Unset = UNSET,
) -> EndUser | ErrorResponse | None:
    """Create an end user

     An `external_id` belongs to one end user of a project at a time (409 otherwise); it is free again
    when that one was deleted.

    Args:
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateEndUserRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EndUser | ErrorResponse
    """

    return (
        sync_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateEndUserRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[EndUser | ErrorResponse]:
    """Create an end user

     An `external_id` belongs to one end user of a project at a time (409 otherwise); it is free again
    when that one was deleted.

    Args:
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateEndUserRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EndUser | ErrorResponse]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            body=body,
            idempotency_key=idempotency_key,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CreateEndUserRequest,
    idempotency_key: str | Unset = UNSET,
) -> EndUser | ErrorResponse | None:
    """Create an end user

     An `external_id` belongs to one end user of a project at a time (409 otherwise); it is free again
    when that one was deleted.

    Args:
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateEndUserRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EndUser | ErrorResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

from typing import Any

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.create_device_request import CreateDeviceRequest
from ...models.device import Device
from ...models.error_response import ErrorResponse
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import text as _text
from ...writing import written as _written


def _get_kwargs(
    *,
    body: CreateDeviceRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/devices",
        "extensions": {"url.template": "/devices"},
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
) -> Device | ErrorResponse | None:
    if response.status_code == 200:
        parsed_1: Device = _read_response(_r.model_of("Device"), response.json())
        return parsed_1
    if response.status_code == 201:
        parsed_2: Device = _read_response(_r.model_of("Device"), response.json())
        return parsed_2
    if response.status_code == 400:
        parsed_3: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_3
    if response.status_code == 401:
        parsed_4: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_4
    if response.status_code == 403:
        parsed_5: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_5
    if response.status_code == 409:
        parsed_6: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_6
    if response.status_code == 422:
        parsed_7: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_7
    if response.status_code == 429:
        parsed_8: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_8
    if response.status_code == 500:
        parsed_9: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_9
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Device | ErrorResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateDeviceRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[Device | ErrorResponse]:
    """Register a device

     Registering a serial number again returns the device that has it.

    Args:
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateDeviceRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Device | ErrorResponse]
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
    body: CreateDeviceRequest,
    idempotency_key: str | Unset = UNSET,
) -> Device | ErrorResponse | None:
    """Register a device

     Registering a serial number again returns the device that has it.

    Args:
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateDeviceRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Device | ErrorResponse
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
    body: CreateDeviceRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[Device | ErrorResponse]:
    """Register a device

     Registering a serial number again returns the device that has it.

    Args:
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateDeviceRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Device | ErrorResponse]
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
    body: CreateDeviceRequest,
    idempotency_key: str | Unset = UNSET,
) -> Device | ErrorResponse | None:
    """Register a device

     Registering a serial number again returns the device that has it.

    Args:
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateDeviceRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Device | ErrorResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

from typing import Any
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.bind_device_request import BindDeviceRequest
from ...models.device_binding import DeviceBinding
from ...models.error_response import ErrorResponse
from ...types import UNSET, Response, Unset
from ...writing import text as _text
from ...writing import written as _written


def _get_kwargs(
    id: str,
    *,
    body: BindDeviceRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/devices/{id}/bind".format(
            id=_quote(_text(id), safe=""),
        ),
    }

    _headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset | None):
        _headers["Idempotency-Key"] = _text(idempotency_key)
    _kwargs["json"] = _written(body)
    _headers["Content-Type"] = "application/json"
    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DeviceBinding | ErrorResponse | None:
    if response.status_code == 200:
        response_200 = DeviceBinding.from_dict(response.json())

        return response_200
    if response.status_code == 400:
        response_400 = ErrorResponse.from_dict(response.json())

        return response_400
    if response.status_code == 401:
        response_401 = ErrorResponse.from_dict(response.json())

        return response_401
    if response.status_code == 403:
        response_403 = ErrorResponse.from_dict(response.json())

        return response_403
    if response.status_code == 404:
        response_404 = ErrorResponse.from_dict(response.json())

        return response_404
    if response.status_code == 409:
        response_409 = ErrorResponse.from_dict(response.json())

        return response_409
    if response.status_code == 422:
        response_422 = ErrorResponse.from_dict(response.json())

        return response_422
    if response.status_code == 429:
        response_429 = ErrorResponse.from_dict(response.json())

        return response_429
    if response.status_code == 500:
        response_500 = ErrorResponse.from_dict(response.json())

        return response_500
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[DeviceBinding | ErrorResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    body: BindDeviceRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[DeviceBinding | ErrorResponse]:
    """Bind a device to an end user

     The device token is shown this once. A device that is bound already is refused (409,
    `device_already_bound`).

    Args:
        id (str): The device's id, `dev_...`.
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (BindDeviceRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeviceBinding | ErrorResponse]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            id=id,
            body=body,
            idempotency_key=idempotency_key,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    body: BindDeviceRequest,
    idempotency_key: str | Unset = UNSET,
) -> DeviceBinding | ErrorResponse | None:
    """Bind a device to an end user

     The device token is shown this once. A device that is bound already is refused (409,
    `device_already_bound`).

    Args:
        id (str): The device's id, `dev_...`.
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (BindDeviceRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeviceBinding | ErrorResponse
    """

    return (
        sync_detailed(
            id=id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    body: BindDeviceRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[DeviceBinding | ErrorResponse]:
    """Bind a device to an end user

     The device token is shown this once. A device that is bound already is refused (409,
    `device_already_bound`).

    Args:
        id (str): The device's id, `dev_...`.
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (BindDeviceRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeviceBinding | ErrorResponse]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            id=id,
            body=body,
            idempotency_key=idempotency_key,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    body: BindDeviceRequest,
    idempotency_key: str | Unset = UNSET,
) -> DeviceBinding | ErrorResponse | None:
    """Bind a device to an end user

     The device token is shown this once. A device that is bound already is refused (409,
    `device_already_bound`).

    Args:
        id (str): The device's id, `dev_...`.
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (BindDeviceRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeviceBinding | ErrorResponse
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

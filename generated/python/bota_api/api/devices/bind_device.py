from typing import Any
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.bind_device_request import BindDeviceRequest
from ...models.device_binding import DeviceBinding
from ...models.error_response import ErrorResponse
from ...reading import read_response as _read_response
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
            id=_quote(_text(id, "id"), safe=""),
        ),
        "extensions": {"url.template": "/devices/{id}/bind"},
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
) -> DeviceBinding | ErrorResponse | None:
    if response.status_code == 200:
        parsed_1: DeviceBinding = _read_response(_r.model_of("DeviceBinding"), response.json())
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
    if response.status_code == 404:
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

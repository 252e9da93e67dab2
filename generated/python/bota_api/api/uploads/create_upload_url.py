from typing import Any
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.create_upload_url_request import CreateUploadUrlRequest
from ...models.error_response import ErrorResponse
from ...models.upload_url import UploadUrl
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import text as _text
from ...writing import written as _written


def _get_kwargs(
    id: str,
    *,
    body: CreateUploadUrlRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/recordings/{id}/upload-url".format(
            id=_quote(_text(id, "id"), safe=""),
        ),
        "extensions": {"url.template": "/recordings/{id}/upload-url"},
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
) -> ErrorResponse | UploadUrl | None:
    if response.status_code == 200:
        parsed_1: UploadUrl = _read_response(_r.model_of("UploadUrl"), response.json())
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
    if 200 <= response.status_code <= 299:
        parsed_10: UploadUrl = _read_response(_r.model_of("UploadUrl"), response.json())
        return parsed_10
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorResponse | UploadUrl]:
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
    body: CreateUploadUrlRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[ErrorResponse | UploadUrl]:
    """Create an upload URL

     A pre-signed S3 URL for one PUT of the whole audio file, good for one hour. PUT the raw bytes with
    exactly the returned `headers`, a `Content-Length` and no API key. S3 takes up to 5 GB (5 x 2^30
    bytes) in one PUT. When the URL has expired, ask for another one.

    Args:
        id (str): The recording's id, `rec_...`.
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateUploadUrlRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | UploadUrl]
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
    body: CreateUploadUrlRequest,
    idempotency_key: str | Unset = UNSET,
) -> ErrorResponse | UploadUrl | None:
    """Create an upload URL

     A pre-signed S3 URL for one PUT of the whole audio file, good for one hour. PUT the raw bytes with
    exactly the returned `headers`, a `Content-Length` and no API key. S3 takes up to 5 GB (5 x 2^30
    bytes) in one PUT. When the URL has expired, ask for another one.

    Args:
        id (str): The recording's id, `rec_...`.
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateUploadUrlRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | UploadUrl
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
    body: CreateUploadUrlRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[ErrorResponse | UploadUrl]:
    """Create an upload URL

     A pre-signed S3 URL for one PUT of the whole audio file, good for one hour. PUT the raw bytes with
    exactly the returned `headers`, a `Content-Length` and no API key. S3 takes up to 5 GB (5 x 2^30
    bytes) in one PUT. When the URL has expired, ask for another one.

    Args:
        id (str): The recording's id, `rec_...`.
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateUploadUrlRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | UploadUrl]
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
    body: CreateUploadUrlRequest,
    idempotency_key: str | Unset = UNSET,
) -> ErrorResponse | UploadUrl | None:
    """Create an upload URL

     A pre-signed S3 URL for one PUT of the whole audio file, good for one hour. PUT the raw bytes with
    exactly the returned `headers`, a `Content-Length` and no API key. S3 takes up to 5 GB (5 x 2^30
    bytes) in one PUT. When the URL has expired, ask for another one.

    Args:
        id (str): The recording's id, `rec_...`.
        idempotency_key (str | Unset): 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A
            repeated request with the same key may get the stored response of the first one, without a
            comparison of the bodies.
        body (CreateUploadUrlRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | UploadUrl
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

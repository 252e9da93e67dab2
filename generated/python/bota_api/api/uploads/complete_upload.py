from typing import Any
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.complete_upload_request import CompleteUploadRequest
from ...models.error_response import ErrorResponse
from ...models.recording import Recording
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import text as _text
from ...writing import written as _written


def _get_kwargs(
    id: str,
    *,
    body: CompleteUploadRequest | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/recordings/{id}/upload-complete".format(
            id=_quote(_text(id, "id"), safe=""),
        ),
        "extensions": {"url.template": "/recordings/{id}/upload-complete"},
    }

    _headers: dict[str, Any] = {}
    if not isinstance(body, Unset):
        _kwargs["json"] = _written(body)
        _headers["Content-Type"] = "application/json"
    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorResponse | Recording | None:
    if response.status_code == 200:
        parsed_1: Recording = _read_response(_r.model_of("Recording"), response.json())
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
    if response.status_code == 425:
        parsed_8: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_8
    if response.status_code == 429:
        parsed_9: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_9
    if response.status_code == 500:
        parsed_10: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_10
    if 200 <= response.status_code <= 299:
        parsed_11: Recording = _read_response(_r.model_of("Recording"), response.json())
        return parsed_11
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorResponse | Recording]:
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
    body: CompleteUploadRequest | Unset = UNSET,
) -> Response[ErrorResponse | Recording]:
    """Complete an upload

     Says that the PUT is done. With `content_sha256` the service compares the stored bytes. It responds
    with 425 while it still does so (repeat the identical request), then with the recording and its
    `content_sha256_verified_at`; when they differ, the recording's status is `integrity_failure`.
    Repeating a completion is safe.

    Args:
        id (str): The recording's id, `rec_...`.
        body (CompleteUploadRequest | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | Recording]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            id=id,
            body=body,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    body: CompleteUploadRequest | Unset = UNSET,
) -> ErrorResponse | Recording | None:
    """Complete an upload

     Says that the PUT is done. With `content_sha256` the service compares the stored bytes. It responds
    with 425 while it still does so (repeat the identical request), then with the recording and its
    `content_sha256_verified_at`; when they differ, the recording's status is `integrity_failure`.
    Repeating a completion is safe.

    Args:
        id (str): The recording's id, `rec_...`.
        body (CompleteUploadRequest | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | Recording
    """

    return (
        sync_detailed(
            id=id,
            client=client,
            body=body,
        )
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    body: CompleteUploadRequest | Unset = UNSET,
) -> Response[ErrorResponse | Recording]:
    """Complete an upload

     Says that the PUT is done. With `content_sha256` the service compares the stored bytes. It responds
    with 425 while it still does so (repeat the identical request), then with the recording and its
    `content_sha256_verified_at`; when they differ, the recording's status is `integrity_failure`.
    Repeating a completion is safe.

    Args:
        id (str): The recording's id, `rec_...`.
        body (CompleteUploadRequest | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | Recording]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            id=id,
            body=body,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    body: CompleteUploadRequest | Unset = UNSET,
) -> ErrorResponse | Recording | None:
    """Complete an upload

     Says that the PUT is done. With `content_sha256` the service compares the stored bytes. It responds
    with 425 while it still does so (repeat the identical request), then with the recording and its
    `content_sha256_verified_at`; when they differ, the recording's status is `integrity_failure`.
    Repeating a completion is safe.

    Args:
        id (str): The recording's id, `rec_...`.
        body (CompleteUploadRequest | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | Recording
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            body=body,
        )
    ).parsed

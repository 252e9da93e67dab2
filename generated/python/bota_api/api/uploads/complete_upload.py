from typing import Any
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.complete_upload_request import CompleteUploadRequest
from ...models.error_response import ErrorResponse
from ...models.recording import Recording
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
            id=_quote(_text(id), safe=""),
        ),
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
        response_200 = Recording.from_dict(response.json())

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
    if response.status_code == 425:
        response_425 = ErrorResponse.from_dict(response.json())

        return response_425
    if response.status_code == 429:
        response_429 = ErrorResponse.from_dict(response.json())

        return response_429
    if response.status_code == 500:
        response_500 = ErrorResponse.from_dict(response.json())

        return response_500
    if 200 <= response.status_code <= 299:
        response_2xx = Recording.from_dict(response.json())

        return response_2xx
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

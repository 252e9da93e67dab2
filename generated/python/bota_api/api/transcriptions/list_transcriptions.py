from typing import Any

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.transcription_page import TranscriptionPage
from ...models.transcription_status import TranscriptionStatusLiteral
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import parameters as _parameters


def _get_kwargs(
    *,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    recording_id: str | Unset = UNSET,
    status: TranscriptionStatusLiteral | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/transcriptions",
        "extensions": {"url.template": "/transcriptions"},
        "params": _parameters(
            ("limit", limit, ""),
            ("offset", offset, ""),
            ("cursor", cursor, ""),
            ("recording_id", recording_id, ""),
            ("status", status, ""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorResponse | TranscriptionPage | None:
    if response.status_code == 200:
        parsed_1: TranscriptionPage = _read_response(
            _r.model_of("TranscriptionPage"), response.json()
        )
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
    if response.status_code == 429:
        parsed_5: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_5
    if response.status_code == 500:
        parsed_6: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_6
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorResponse | TranscriptionPage]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    recording_id: str | Unset = UNSET,
    status: TranscriptionStatusLiteral | Unset = UNSET,
) -> Response[ErrorResponse | TranscriptionPage]:
    """List transcriptions

     A page of transcriptions, newest first.

    Args:
        limit (int | Unset): Items in one page, 1 to 100. The service takes 25 when it is left
            out.
        offset (int | Unset): Items to skip. Not together with `cursor`.
        cursor (str | Unset): The `next_cursor` of the page before.
        recording_id (str | Unset): Only transcriptions of this recording.
        status (TranscriptionStatusLiteral | Unset): Where a transcription stands. More values
            will appear.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | TranscriptionPage]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            limit=limit,
            offset=offset,
            cursor=cursor,
            recording_id=recording_id,
            status=status,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    recording_id: str | Unset = UNSET,
    status: TranscriptionStatusLiteral | Unset = UNSET,
) -> ErrorResponse | TranscriptionPage | None:
    """List transcriptions

     A page of transcriptions, newest first.

    Args:
        limit (int | Unset): Items in one page, 1 to 100. The service takes 25 when it is left
            out.
        offset (int | Unset): Items to skip. Not together with `cursor`.
        cursor (str | Unset): The `next_cursor` of the page before.
        recording_id (str | Unset): Only transcriptions of this recording.
        status (TranscriptionStatusLiteral | Unset): Where a transcription stands. More values
            will appear.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | TranscriptionPage
    """

    return (
        sync_detailed(
            client=client,
            limit=limit,
            offset=offset,
            cursor=cursor,
            recording_id=recording_id,
            status=status,
        )
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    recording_id: str | Unset = UNSET,
    status: TranscriptionStatusLiteral | Unset = UNSET,
) -> Response[ErrorResponse | TranscriptionPage]:
    """List transcriptions

     A page of transcriptions, newest first.

    Args:
        limit (int | Unset): Items in one page, 1 to 100. The service takes 25 when it is left
            out.
        offset (int | Unset): Items to skip. Not together with `cursor`.
        cursor (str | Unset): The `next_cursor` of the page before.
        recording_id (str | Unset): Only transcriptions of this recording.
        status (TranscriptionStatusLiteral | Unset): Where a transcription stands. More values
            will appear.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | TranscriptionPage]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            limit=limit,
            offset=offset,
            cursor=cursor,
            recording_id=recording_id,
            status=status,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    recording_id: str | Unset = UNSET,
    status: TranscriptionStatusLiteral | Unset = UNSET,
) -> ErrorResponse | TranscriptionPage | None:
    """List transcriptions

     A page of transcriptions, newest first.

    Args:
        limit (int | Unset): Items in one page, 1 to 100. The service takes 25 when it is left
            out.
        offset (int | Unset): Items to skip. Not together with `cursor`.
        cursor (str | Unset): The `next_cursor` of the page before.
        recording_id (str | Unset): Only transcriptions of this recording.
        status (TranscriptionStatusLiteral | Unset): Where a transcription stands. More values
            will appear.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | TranscriptionPage
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            offset=offset,
            cursor=cursor,
            recording_id=recording_id,
            status=status,
        )
    ).parsed

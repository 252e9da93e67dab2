from typing import Any

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.recording_search_results import RecordingSearchResults
from ...models.search_recordings_request import SearchRecordingsRequest
from ...reading import read_response as _read_response
from ...types import Response
from ...writing import written as _written


def _get_kwargs(
    *,
    body: SearchRecordingsRequest,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/recordings/search",
        "extensions": {"url.template": "/recordings/search"},
    }

    _headers: dict[str, Any] = {}
    _kwargs["json"] = _written(body)
    _headers["Content-Type"] = "application/json"
    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorResponse | RecordingSearchResults | None:
    if response.status_code == 200:
        parsed_1: RecordingSearchResults = _read_response(
            _r.model_of("RecordingSearchResults"), response.json()
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
    if response.status_code == 422:
        parsed_5: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_5
    if response.status_code == 429:
        parsed_6: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_6
    if response.status_code == 500:
        parsed_7: ErrorResponse = _read_response(_r.model_of("ErrorResponse"), response.json())
        return parsed_7
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorResponse | RecordingSearchResults]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: SearchRecordingsRequest,
) -> Response[ErrorResponse | RecordingSearchResults]:
    """Search what was said

     Finds the passages of transcriptions that mean what the query says. The project needs automatic
    embedding; what was transcribed a moment ago may not be found yet.

    Args:
        body (SearchRecordingsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | RecordingSearchResults]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            body=body,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    *,
    client: AuthenticatedClient,
    body: SearchRecordingsRequest,
) -> ErrorResponse | RecordingSearchResults | None:
    """Search what was said

     Finds the passages of transcriptions that mean what the query says. The project needs automatic
    embedding; what was transcribed a moment ago may not be found yet.

    Args:
        body (SearchRecordingsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | RecordingSearchResults
    """

    return (
        sync_detailed(
            client=client,
            body=body,
        )
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: SearchRecordingsRequest,
) -> Response[ErrorResponse | RecordingSearchResults]:
    """Search what was said

     Finds the passages of transcriptions that mean what the query says. The project needs automatic
    embedding; what was transcribed a moment ago may not be found yet.

    Args:
        body (SearchRecordingsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | RecordingSearchResults]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            body=body,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: SearchRecordingsRequest,
) -> ErrorResponse | RecordingSearchResults | None:
    """Search what was said

     Finds the passages of transcriptions that mean what the query says. The project needs automatic
    embedding; what was transcribed a moment ago may not be found yet.

    Args:
        body (SearchRecordingsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | RecordingSearchResults
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

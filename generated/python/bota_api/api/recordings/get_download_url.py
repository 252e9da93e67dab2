from typing import Any
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.download_url import DownloadUrl
from ...models.error_response import ErrorResponse
from ...types import UNSET, Response, Unset
from ...writing import parameters as _parameters
from ...writing import text as _text


def _get_kwargs(
    id: str,
    *,
    format_: str | Unset = UNSET,
    use_enhanced: bool | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/recordings/{id}/download-url".format(
            id=_quote(_text(id), safe=""),
        ),
        "params": _parameters(
            ("format", format_, ""),
            ("use_enhanced", use_enhanced, ""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DownloadUrl | ErrorResponse | None:
    if response.status_code == 200:
        response_200 = DownloadUrl.from_dict(response.json())

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
) -> Response[DownloadUrl | ErrorResponse]:
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
    format_: str | Unset = UNSET,
    use_enhanced: bool | Unset = UNSET,
) -> Response[DownloadUrl | ErrorResponse]:
    """Get a download URL

     A pre-signed URL for reading the audio. A `pending` recording has none (409).

    Args:
        id (str): The recording's id, `rec_...`.
        format_ (str | Unset): The format to read it in, where the service has several.
        use_enhanced (bool | Unset): Whether to read the audio as the service has improved it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DownloadUrl | ErrorResponse]
    """

    _response = client.get_httpx_client().request(
        **_get_kwargs(
            id=id,
            format_=format_,
            use_enhanced=use_enhanced,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    format_: str | Unset = UNSET,
    use_enhanced: bool | Unset = UNSET,
) -> DownloadUrl | ErrorResponse | None:
    """Get a download URL

     A pre-signed URL for reading the audio. A `pending` recording has none (409).

    Args:
        id (str): The recording's id, `rec_...`.
        format_ (str | Unset): The format to read it in, where the service has several.
        use_enhanced (bool | Unset): Whether to read the audio as the service has improved it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DownloadUrl | ErrorResponse
    """

    return (
        sync_detailed(
            id=id,
            client=client,
            format_=format_,
            use_enhanced=use_enhanced,
        )
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    format_: str | Unset = UNSET,
    use_enhanced: bool | Unset = UNSET,
) -> Response[DownloadUrl | ErrorResponse]:
    """Get a download URL

     A pre-signed URL for reading the audio. A `pending` recording has none (409).

    Args:
        id (str): The recording's id, `rec_...`.
        format_ (str | Unset): The format to read it in, where the service has several.
        use_enhanced (bool | Unset): Whether to read the audio as the service has improved it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DownloadUrl | ErrorResponse]
    """

    _response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            id=id,
            format_=format_,
            use_enhanced=use_enhanced,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    format_: str | Unset = UNSET,
    use_enhanced: bool | Unset = UNSET,
) -> DownloadUrl | ErrorResponse | None:
    """Get a download URL

     A pre-signed URL for reading the audio. A `pending` recording has none (409).

    Args:
        id (str): The recording's id, `rec_...`.
        format_ (str | Unset): The format to read it in, where the service has several.
        use_enhanced (bool | Unset): Whether to read the audio as the service has improved it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DownloadUrl | ErrorResponse
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            format_=format_,
            use_enhanced=use_enhanced,
        )
    ).parsed

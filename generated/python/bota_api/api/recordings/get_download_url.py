from typing import Any
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ... import reading as _r
from ...client import AuthenticatedClient, Client
from ...models.download_url import DownloadUrl
from ...models.error_response import ErrorResponse
from ...reading import read_response as _read_response
from ...types import UNSET, Response, Unset
from ...writing import parameters as _parameters
from ...writing import text as _text


def _get_kwargs(
    id: str,
    *,
    format: str | Unset = UNSET,
    use_enhanced: bool | Unset = UNSET,
) -> dict[str, Any]:
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/recordings/{id}/download-url".format(
            id=_quote(_text(id, "id"), safe=""),
        ),
        "extensions": {"url.template": "/recordings/{id}/download-url"},
        "params": _parameters(
            ("format", format, ""),
            ("use_enhanced", use_enhanced, ""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DownloadUrl | ErrorResponse | None:
    if response.status_code == 200:
        parsed_1: DownloadUrl = _read_response(_r.model_of("DownloadUrl"), response.json())
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
    format: str | Unset = UNSET,
    use_enhanced: bool | Unset = UNSET,
) -> Response[DownloadUrl | ErrorResponse]:
    """Get a download URL

     A pre-signed URL for reading the audio. A `pending` recording has none (409).

    Args:
        id (str): The recording's id, `rec_...`.
        format (str | Unset): The format to read it in, where the service has several.
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
            format=format,
            use_enhanced=use_enhanced,
        )
    )

    return _build_response(client=client, response=_response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    format: str | Unset = UNSET,
    use_enhanced: bool | Unset = UNSET,
) -> DownloadUrl | ErrorResponse | None:
    """Get a download URL

     A pre-signed URL for reading the audio. A `pending` recording has none (409).

    Args:
        id (str): The recording's id, `rec_...`.
        format (str | Unset): The format to read it in, where the service has several.
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
            format=format,
            use_enhanced=use_enhanced,
        )
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    format: str | Unset = UNSET,
    use_enhanced: bool | Unset = UNSET,
) -> Response[DownloadUrl | ErrorResponse]:
    """Get a download URL

     A pre-signed URL for reading the audio. A `pending` recording has none (409).

    Args:
        id (str): The recording's id, `rec_...`.
        format (str | Unset): The format to read it in, where the service has several.
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
            format=format,
            use_enhanced=use_enhanced,
        )
    )

    return _build_response(client=client, response=_response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    format: str | Unset = UNSET,
    use_enhanced: bool | Unset = UNSET,
) -> DownloadUrl | ErrorResponse | None:
    """Get a download URL

     A pre-signed URL for reading the audio. A `pending` recording has none (409).

    Args:
        id (str): The recording's id, `rec_...`.
        format (str | Unset): The format to read it in, where the service has several.
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
            format=format,
            use_enhanced=use_enhanced,
        )
    ).parsed

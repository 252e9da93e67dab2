"""The operations of the tag recordings: one module each, and all as methods of Recordings"""

from __future__ import annotations

import builtins
import datetime
from collections.abc import Mapping
from typing import Any

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...lazy import Lazy as _Lazy
from ...model import body_of as _body_of
from ...models.create_recording_request import CreateRecordingRequest
from ...models.download_url import DownloadUrl
from ...models.recording import Recording
from ...models.recording_metadata import RecordingMetadata
from ...models.recording_page import RecordingPage
from ...models.recording_search_results import RecordingSearchResults
from ...models.recording_source import RecordingSourceLiteral
from ...models.recording_status import RecordingStatusLiteral
from ...models.search_recordings_request import SearchRecordingsRequest
from ...models.upload_method import UploadMethodLiteral
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import UNSET, Unset
from ...types import expect as _expect
from ...types import expect_success as _expect_success
from . import (
    create_recording,
    delete_recording,
    get_download_url,
    get_recording,
    list_recordings,
    search_recordings,
)

__all__ = [
    "Recordings",
    "AsyncRecordings",
    "list_recordings",
    "create_recording",
    "get_recording",
    "delete_recording",
    "get_download_url",
    "search_recordings",
]


class Recordings(_Resource):
    """The operations of the tag recordings."""

    with_raw_response: _Lazy[RecordingsWithRawResponse] = _Lazy(
        __name__, "RecordingsWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        device_id: str | Unset = UNSET,
        end_user_id: str | Unset = UNSET,
        status: RecordingStatusLiteral | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _Page[Recording, RecordingPage]:
        """List recordings.

        A page of recordings, newest first. Follow `next_cursor` when the page has one, else
        raise `offset` by the number of recordings read while `has_more` is true.

        Args:
            limit: Items in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Items to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            device_id: Only recordings of this device.
            end_user_id: Only recordings of this end user.
            status: Where a recording stands. More values will appear.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of recordings. Iterating over it gives the items of all pages; `data` has
                those of this one, `response` all its fields, and `next_page()` the page after it.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = list_recordings._get_kwargs(
                limit=limit,
                offset=offset,
                cursor=cursor,
                device_id=device_id,
                end_user_id=end_user_id,
                status=status,
            )
        return self._pages(
            list_recordings,
            _request,
            RecordingPage,
            "list_recordings",
            _Style(
                items="data",
                has_more="has_more",
                next_cursor="next_cursor",
                cursor="cursor",
                offset="offset",
            ),
            _CallOptions(timeout, extra_headers, extra_query, extra_body),
        )

    def create(
        self,
        *,
        device_id: str | Unset = UNSET,
        end_user_id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        started_at: datetime.datetime | Unset = UNSET,
        ended_at: datetime.datetime | Unset = UNSET,
        recorded_at: datetime.datetime | Unset = UNSET,
        metadata: RecordingMetadata | Mapping[str, Any] | Unset = UNSET,
        source: RecordingSourceLiteral | Unset = UNSET,
        upload_method: UploadMethodLiteral | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Recording:
        """Create a recording.

        Makes an empty recording with the status `pending`. Its audio follows with an upload
        URL. With a secret or restricted key `end_user_id` is required; with a device token
        neither `device_id` nor `end_user_id` is sent, since the token names both.

        Args:
            device_id: The recording device.
            end_user_id: Whose recording it is. Required with a secret or restricted key.
            name: A name for people.
            started_at: When the recording began, by the device's clock.
            ended_at: When the recording ended, by the device's clock.
            recorded_at: When it was recorded.
            metadata: Free keys and values.
            source: Where a recording comes from. An upload from a server is `api_upload`.
            upload_method: How the audio reaches the service. An upload from a server is
                `import`.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The new recording.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            409: The state that things are in does not allow this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                CreateRecordingRequest,
                None,
                {
                    "device_id": device_id,
                    "end_user_id": end_user_id,
                    "name": name,
                    "started_at": started_at,
                    "ended_at": ended_at,
                    "recorded_at": recorded_at,
                    "metadata": RecordingMetadata.from_dict(metadata)
                    if isinstance(metadata, Mapping)
                    else metadata,
                    "source": source,
                    "upload_method": upload_method,
                },
            )
            _request = create_recording._get_kwargs(
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = self._send(
                create_recording,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Recording, "create_recording")

    def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Recording:
        """Get a recording.

        Args:
            id: The recording's id, `rec_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The recording.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_recording._get_kwargs(
                id=id,
            )
            _response = self._send(
                get_recording,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Recording, "get_recording")

    def delete(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """Delete a recording.

        Deletes the recording and its audio.

        Args:
            id: The recording's id, `rec_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = delete_recording._get_kwargs(
                id=id,
            )
            _response = self._send(
                delete_recording,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect_success(_response, "delete_recording")

    def get_download_url(
        self,
        id: str,
        *,
        format: str | Unset = UNSET,
        use_enhanced: bool | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> DownloadUrl:
        """Get a download URL.

        A pre-signed URL for reading the audio. A `pending` recording has none (409).

        Args:
            id: The recording's id, `rec_...`.
            format: The format to read it in, where the service has several.
            use_enhanced: Whether to read the audio as the service has improved it.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The URL and what it leads to.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            409: The state that things are in does not allow this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_download_url._get_kwargs(
                id=id,
                format=format,
                use_enhanced=use_enhanced,
            )
            _response = self._send(
                get_download_url,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, DownloadUrl, "get_download_url")

    def search(
        self,
        *,
        query: str,
        end_user_id: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        recording_ids: builtins.list[str] | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RecordingSearchResults:
        """Search what was said.

        Finds the passages of transcriptions that mean what the query says. The project needs
        automatic embedding; what was transcribed a moment ago may not be found yet.

        Args:
            query: What to look for, in words.
            end_user_id: Only recordings of this end user.
            limit: Passages to return, 1 to 50. The service takes 8 when it is left out.
            recording_ids: Only these recordings, 500 at most.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            What was found, the best first.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                SearchRecordingsRequest,
                None,
                {
                    "query": query,
                    "end_user_id": end_user_id,
                    "limit": limit,
                    "recording_ids": recording_ids,
                },
            )
            _request = search_recordings._get_kwargs(
                body=_body,
            )
            _response = self._send(
                search_recordings,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, RecordingSearchResults, "search_recordings")


class RecordingsWithRawResponse(_Resource):
    """The methods of Recordings, but each returns the response with its status and headers."""

    list = _raw(Recordings.list)
    create = _raw(Recordings.create)
    get = _raw(Recordings.get)
    delete = _raw(Recordings.delete)
    get_download_url = _raw(Recordings.get_download_url)
    search = _raw(Recordings.search)


class AsyncRecordings(_AsyncResource):
    """The operations of the tag recordings, awaited."""

    with_raw_response: _Lazy[AsyncRecordingsWithRawResponse] = _Lazy(
        __name__, "AsyncRecordingsWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        device_id: str | Unset = UNSET,
        end_user_id: str | Unset = UNSET,
        status: RecordingStatusLiteral | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _AsyncPager[Recording, RecordingPage]:
        """List recordings.

        A page of recordings, newest first. Follow `next_cursor` when the page has one, else
        raise `offset` by the number of recordings read while `has_more` is true.

        Args:
            limit: Items in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Items to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            device_id: Only recordings of this device.
            end_user_id: Only recordings of this end user.
            status: Where a recording stands. More values will appear.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of recordings. `async for` gives the items of all pages. `await` gives the
                first page: `data` has its items, `response` all its fields, and `await next_page()`
                the page after it.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = list_recordings._get_kwargs(
                limit=limit,
                offset=offset,
                cursor=cursor,
                device_id=device_id,
                end_user_id=end_user_id,
                status=status,
            )
        return self._pages(
            list_recordings,
            _request,
            RecordingPage,
            "list_recordings",
            _Style(
                items="data",
                has_more="has_more",
                next_cursor="next_cursor",
                cursor="cursor",
                offset="offset",
            ),
            _CallOptions(timeout, extra_headers, extra_query, extra_body),
        )

    async def create(
        self,
        *,
        device_id: str | Unset = UNSET,
        end_user_id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        started_at: datetime.datetime | Unset = UNSET,
        ended_at: datetime.datetime | Unset = UNSET,
        recorded_at: datetime.datetime | Unset = UNSET,
        metadata: RecordingMetadata | Mapping[str, Any] | Unset = UNSET,
        source: RecordingSourceLiteral | Unset = UNSET,
        upload_method: UploadMethodLiteral | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Recording:
        """Create a recording.

        Makes an empty recording with the status `pending`. Its audio follows with an upload
        URL. With a secret or restricted key `end_user_id` is required; with a device token
        neither `device_id` nor `end_user_id` is sent, since the token names both.

        Args:
            device_id: The recording device.
            end_user_id: Whose recording it is. Required with a secret or restricted key.
            name: A name for people.
            started_at: When the recording began, by the device's clock.
            ended_at: When the recording ended, by the device's clock.
            recorded_at: When it was recorded.
            metadata: Free keys and values.
            source: Where a recording comes from. An upload from a server is `api_upload`.
            upload_method: How the audio reaches the service. An upload from a server is
                `import`.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The new recording.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            409: The state that things are in does not allow this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                CreateRecordingRequest,
                None,
                {
                    "device_id": device_id,
                    "end_user_id": end_user_id,
                    "name": name,
                    "started_at": started_at,
                    "ended_at": ended_at,
                    "recorded_at": recorded_at,
                    "metadata": RecordingMetadata.from_dict(metadata)
                    if isinstance(metadata, Mapping)
                    else metadata,
                    "source": source,
                    "upload_method": upload_method,
                },
            )
            _request = create_recording._get_kwargs(
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = await self._send(
                create_recording,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Recording, "create_recording")

    async def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Recording:
        """Get a recording.

        Args:
            id: The recording's id, `rec_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The recording.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_recording._get_kwargs(
                id=id,
            )
            _response = await self._send(
                get_recording,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Recording, "get_recording")

    async def delete(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """Delete a recording.

        Deletes the recording and its audio.

        Args:
            id: The recording's id, `rec_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = delete_recording._get_kwargs(
                id=id,
            )
            _response = await self._send(
                delete_recording,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect_success(_response, "delete_recording")

    async def get_download_url(
        self,
        id: str,
        *,
        format: str | Unset = UNSET,
        use_enhanced: bool | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> DownloadUrl:
        """Get a download URL.

        A pre-signed URL for reading the audio. A `pending` recording has none (409).

        Args:
            id: The recording's id, `rec_...`.
            format: The format to read it in, where the service has several.
            use_enhanced: Whether to read the audio as the service has improved it.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The URL and what it leads to.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            409: The state that things are in does not allow this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_download_url._get_kwargs(
                id=id,
                format=format,
                use_enhanced=use_enhanced,
            )
            _response = await self._send(
                get_download_url,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, DownloadUrl, "get_download_url")

    async def search(
        self,
        *,
        query: str,
        end_user_id: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        recording_ids: builtins.list[str] | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RecordingSearchResults:
        """Search what was said.

        Finds the passages of transcriptions that mean what the query says. The project needs
        automatic embedding; what was transcribed a moment ago may not be found yet.

        Args:
            query: What to look for, in words.
            end_user_id: Only recordings of this end user.
            limit: Passages to return, 1 to 50. The service takes 8 when it is left out.
            recording_ids: Only these recordings, 500 at most.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            What was found, the best first.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                SearchRecordingsRequest,
                None,
                {
                    "query": query,
                    "end_user_id": end_user_id,
                    "limit": limit,
                    "recording_ids": recording_ids,
                },
            )
            _request = search_recordings._get_kwargs(
                body=_body,
            )
            _response = await self._send(
                search_recordings,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, RecordingSearchResults, "search_recordings")


class AsyncRecordingsWithRawResponse(_AsyncResource):
    """The methods of AsyncRecordings, but each returns the response with its status and headers."""

    list = _raw_async(AsyncRecordings.list)
    create = _raw_async(AsyncRecordings.create)
    get = _raw_async(AsyncRecordings.get)
    delete = _raw_async(AsyncRecordings.delete)
    get_download_url = _raw_async(AsyncRecordings.get_download_url)
    search = _raw_async(AsyncRecordings.search)

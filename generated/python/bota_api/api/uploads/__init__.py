"""The operations of the tag uploads: one module each, and all as methods of Uploads"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...lazy import Lazy as _Lazy
from ...model import body_of as _body_of
from ...models.audio_content_type import AudioContentTypeLiteral
from ...models.complete_upload_request import CompleteUploadRequest
from ...models.create_upload_url_request import CreateUploadUrlRequest
from ...models.media_type import MediaTypeLiteral
from ...models.recording import Recording
from ...models.upload_url import UploadUrl
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import UNSET, Unset
from ...types import expect as _expect
from . import (
    complete_upload,
    create_upload_url,
)

__all__ = [
    "Uploads",
    "AsyncUploads",
    "create_upload_url",
    "complete_upload",
]


class Uploads(_Resource):
    """The operations of the tag uploads."""

    with_raw_response: _Lazy[UploadsWithRawResponse] = _Lazy(__name__, "UploadsWithRawResponse")
    """The same methods; each returns the response with its status and headers."""

    def create_url(
        self,
        id: str,
        *,
        content_type: AudioContentTypeLiteral,
        file_size_bytes: int | Unset = UNSET,
        type: MediaTypeLiteral | Unset = UNSET,
        captured_at: datetime.datetime | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> UploadUrl:
        """Create an upload URL.

        A pre-signed S3 URL for one PUT of the whole audio file, good for one hour. PUT the raw
        bytes with exactly the returned `headers`, a `Content-Length` and no API key. S3 takes
        up to 5 GB (5 x 2^30 bytes) in one PUT. When the URL has expired, ask for another one.

        Args:
            id: The recording's id, `rec_...`.
            content_type: The audio formats that the service takes.
            file_size_bytes: The expected size in bytes; used for validation.
            type: What kind of file is uploaded.
            captured_at: When it was taken, by the device's clock.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The URL and what the PUT must carry.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            409: The state that things are in does not allow this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                CreateUploadUrlRequest,
                None,
                {
                    "content_type": content_type,
                    "file_size_bytes": file_size_bytes,
                    "type": type,
                    "captured_at": captured_at,
                },
            )
            _request = create_upload_url._get_kwargs(
                id=id,
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = self._send(
                create_upload_url,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, UploadUrl, "create_upload_url")

    def complete(
        self,
        id: str,
        *,
        content_sha256: str | Unset = UNSET,
        file_size_bytes: int | Unset = UNSET,
        duration_seconds: int | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Recording:
        """Complete an upload.

        Says that the PUT is done. With `content_sha256` the service compares the stored bytes.
        It responds with 425 while it still does so (repeat the identical request), then with
        the recording and its `content_sha256_verified_at`; when they differ, the recording's
        status is `integrity_failure`. Repeating a completion is safe.

        Args:
            id: The recording's id, `rec_...`.
            content_sha256: SHA-256 of the exact bytes stored, 64 lower-case hex digits.
            file_size_bytes: Size of the stored object in bytes. Better left out: a completion
                that is repeated with it is known to be refused (409).
            duration_seconds: Length of the audio in seconds.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The recording, uploaded.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            409: The state that things are in does not allow this.
            422: Well-formed, but not acceptable.
            425: The stored bytes are still being verified. Repeat the identical request.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                CompleteUploadRequest,
                None,
                {
                    "content_sha256": content_sha256,
                    "file_size_bytes": file_size_bytes,
                    "duration_seconds": duration_seconds,
                },
            )
            _request = complete_upload._get_kwargs(
                id=id,
                body=_body if _body.to_dict() else UNSET,
            )
            _response = self._send(
                complete_upload,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Recording, "complete_upload")


class UploadsWithRawResponse(_Resource):
    """The methods of Uploads, but each returns the response with its status and headers."""

    create_url = _raw(Uploads.create_url)
    complete = _raw(Uploads.complete)


class AsyncUploads(_AsyncResource):
    """The operations of the tag uploads, awaited."""

    with_raw_response: _Lazy[AsyncUploadsWithRawResponse] = _Lazy(
        __name__, "AsyncUploadsWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    async def create_url(
        self,
        id: str,
        *,
        content_type: AudioContentTypeLiteral,
        file_size_bytes: int | Unset = UNSET,
        type: MediaTypeLiteral | Unset = UNSET,
        captured_at: datetime.datetime | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> UploadUrl:
        """Create an upload URL.

        A pre-signed S3 URL for one PUT of the whole audio file, good for one hour. PUT the raw
        bytes with exactly the returned `headers`, a `Content-Length` and no API key. S3 takes
        up to 5 GB (5 x 2^30 bytes) in one PUT. When the URL has expired, ask for another one.

        Args:
            id: The recording's id, `rec_...`.
            content_type: The audio formats that the service takes.
            file_size_bytes: The expected size in bytes; used for validation.
            type: What kind of file is uploaded.
            captured_at: When it was taken, by the device's clock.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The URL and what the PUT must carry.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            409: The state that things are in does not allow this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                CreateUploadUrlRequest,
                None,
                {
                    "content_type": content_type,
                    "file_size_bytes": file_size_bytes,
                    "type": type,
                    "captured_at": captured_at,
                },
            )
            _request = create_upload_url._get_kwargs(
                id=id,
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = await self._send(
                create_upload_url,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, UploadUrl, "create_upload_url")

    async def complete(
        self,
        id: str,
        *,
        content_sha256: str | Unset = UNSET,
        file_size_bytes: int | Unset = UNSET,
        duration_seconds: int | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Recording:
        """Complete an upload.

        Says that the PUT is done. With `content_sha256` the service compares the stored bytes.
        It responds with 425 while it still does so (repeat the identical request), then with
        the recording and its `content_sha256_verified_at`; when they differ, the recording's
        status is `integrity_failure`. Repeating a completion is safe.

        Args:
            id: The recording's id, `rec_...`.
            content_sha256: SHA-256 of the exact bytes stored, 64 lower-case hex digits.
            file_size_bytes: Size of the stored object in bytes. Better left out: a completion
                that is repeated with it is known to be refused (409).
            duration_seconds: Length of the audio in seconds.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The recording, uploaded.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            409: The state that things are in does not allow this.
            422: Well-formed, but not acceptable.
            425: The stored bytes are still being verified. Repeat the identical request.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                CompleteUploadRequest,
                None,
                {
                    "content_sha256": content_sha256,
                    "file_size_bytes": file_size_bytes,
                    "duration_seconds": duration_seconds,
                },
            )
            _request = complete_upload._get_kwargs(
                id=id,
                body=_body if _body.to_dict() else UNSET,
            )
            _response = await self._send(
                complete_upload,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Recording, "complete_upload")


class AsyncUploadsWithRawResponse(_AsyncResource):
    """The methods of AsyncUploads, but each returns the response with its status and headers."""

    create_url = _raw_async(AsyncUploads.create_url)
    complete = _raw_async(AsyncUploads.complete)

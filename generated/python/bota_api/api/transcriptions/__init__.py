"""The operations of the tag transcriptions: one module each, and all as methods of Transcriptions"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...lazy import Lazy as _Lazy
from ...model import body_of as _body_of
from ...models.create_transcription_request import CreateTranscriptionRequest
from ...models.transcription import Transcription
from ...models.transcription_page import TranscriptionPage
from ...models.transcription_provider import TranscriptionProviderLiteral
from ...models.transcription_status import TranscriptionStatusLiteral
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import UNSET, Unset
from ...types import expect as _expect
from . import (
    create_transcription,
    get_transcription,
    list_transcriptions,
)

__all__ = [
    "Transcriptions",
    "AsyncTranscriptions",
    "list_transcriptions",
    "create_transcription",
    "get_transcription",
]


class Transcriptions(_Resource):
    """The operations of the tag transcriptions."""

    with_raw_response: _Lazy[TranscriptionsWithRawResponse] = _Lazy(
        __name__, "TranscriptionsWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        recording_id: str | Unset = UNSET,
        status: TranscriptionStatusLiteral | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _Page[Transcription, TranscriptionPage]:
        """List transcriptions.

        A page of transcriptions, newest first.

        Args:
            limit: Items in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Items to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            recording_id: Only transcriptions of this recording.
            status: Where a transcription stands. More values will appear.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of transcriptions. Iterating over it gives the items of all pages; `data` has
                those of this one, `response` all its fields, and `next_page()` the page after it.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = list_transcriptions._get_kwargs(
                limit=limit,
                offset=offset,
                cursor=cursor,
                recording_id=recording_id,
                status=status,
            )
        return self._pages(
            list_transcriptions,
            _request,
            TranscriptionPage,
            "list_transcriptions",
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
        recording_id: str,
        language: str | Unset = UNSET,
        diarization: bool | Unset = UNSET,
        provider: TranscriptionProviderLiteral | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Transcription:
        """Start a transcription.

        Transcribes the audio of an uploaded recording. It takes about a tenth to a third of the
        audio's length; get it again, or wait for its webhook. Another one for the same
        recording replaces the first.

        Args:
            recording_id: The recording to transcribe. It must be uploaded.
            language: The language that is spoken (ISO 639-1), such as `en` or `pt-BR`. The
                service finds out when it is left out.
            diarization: Whether to tell the speakers apart. The service does so when it is left
                out.
            provider: Who transcribes. The service chooses when it is left out.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The transcription, which is not finished yet.

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
                CreateTranscriptionRequest,
                None,
                {
                    "recording_id": recording_id,
                    "language": language,
                    "diarization": diarization,
                    "provider": provider,
                },
            )
            _request = create_transcription._get_kwargs(
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = self._send(
                create_transcription,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Transcription, "create_transcription")

    def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Transcription:
        """Get a transcription.

        Args:
            id: The transcription's id, `txn_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The transcription.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_transcription._get_kwargs(
                id=id,
            )
            _response = self._send(
                get_transcription,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Transcription, "get_transcription")


class TranscriptionsWithRawResponse(_Resource):
    """The methods of Transcriptions, but each returns the response with its status and headers."""

    list = _raw(Transcriptions.list)
    create = _raw(Transcriptions.create)
    get = _raw(Transcriptions.get)


class AsyncTranscriptions(_AsyncResource):
    """The operations of the tag transcriptions, awaited."""

    with_raw_response: _Lazy[AsyncTranscriptionsWithRawResponse] = _Lazy(
        __name__, "AsyncTranscriptionsWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        recording_id: str | Unset = UNSET,
        status: TranscriptionStatusLiteral | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _AsyncPager[Transcription, TranscriptionPage]:
        """List transcriptions.

        A page of transcriptions, newest first.

        Args:
            limit: Items in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Items to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            recording_id: Only transcriptions of this recording.
            status: Where a transcription stands. More values will appear.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of transcriptions. `async for` gives the items of all pages. `await` gives
                the first page: `data` has its items, `response` all its fields, and `await
                next_page()` the page after it.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = list_transcriptions._get_kwargs(
                limit=limit,
                offset=offset,
                cursor=cursor,
                recording_id=recording_id,
                status=status,
            )
        return self._pages(
            list_transcriptions,
            _request,
            TranscriptionPage,
            "list_transcriptions",
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
        recording_id: str,
        language: str | Unset = UNSET,
        diarization: bool | Unset = UNSET,
        provider: TranscriptionProviderLiteral | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Transcription:
        """Start a transcription.

        Transcribes the audio of an uploaded recording. It takes about a tenth to a third of the
        audio's length; get it again, or wait for its webhook. Another one for the same
        recording replaces the first.

        Args:
            recording_id: The recording to transcribe. It must be uploaded.
            language: The language that is spoken (ISO 639-1), such as `en` or `pt-BR`. The
                service finds out when it is left out.
            diarization: Whether to tell the speakers apart. The service does so when it is left
                out.
            provider: Who transcribes. The service chooses when it is left out.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The transcription, which is not finished yet.

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
                CreateTranscriptionRequest,
                None,
                {
                    "recording_id": recording_id,
                    "language": language,
                    "diarization": diarization,
                    "provider": provider,
                },
            )
            _request = create_transcription._get_kwargs(
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = await self._send(
                create_transcription,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Transcription, "create_transcription")

    async def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Transcription:
        """Get a transcription.

        Args:
            id: The transcription's id, `txn_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The transcription.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_transcription._get_kwargs(
                id=id,
            )
            _response = await self._send(
                get_transcription,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Transcription, "get_transcription")


class AsyncTranscriptionsWithRawResponse(_AsyncResource):
    """The methods of AsyncTranscriptions, but each returns the response with its status and headers."""

    list = _raw_async(AsyncTranscriptions.list)
    create = _raw_async(AsyncTranscriptions.create)
    get = _raw_async(AsyncTranscriptions.get)

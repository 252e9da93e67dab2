"""The operations of the tag summaries: one module each, and all as methods of Summaries"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...lazy import Lazy as _Lazy
from ...model import body_of as _body_of
from ...models.create_summary_request import CreateSummaryRequest
from ...models.summary import Summary
from ...models.summary_page import SummaryPage
from ...models.summary_provider import SummaryProviderLiteral
from ...models.summary_status import SummaryStatusLiteral
from ...models.summary_template import SummaryTemplateLiteral
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import UNSET, Unset
from ...types import expect as _expect
from . import (
    create_summary,
    get_summary,
    list_summaries,
)

__all__ = [
    "Summaries",
    "AsyncSummaries",
    "list_summaries",
    "create_summary",
    "get_summary",
]


class Summaries(_Resource):
    """The operations of the tag summaries."""

    with_raw_response: _Lazy[SummariesWithRawResponse] = _Lazy(__name__, "SummariesWithRawResponse")
    """The same methods; each returns the response with its status and headers."""

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        transcription_id: str | Unset = UNSET,
        status: SummaryStatusLiteral | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _Page[Summary, SummaryPage]:
        """List summaries.

        A page of summaries, newest first.

        Args:
            limit: Items in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Items to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            transcription_id: Only summaries of this transcription.
            status: Where a summary stands. More values will appear.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of summaries. Iterating over it gives the items of all pages; `data` has
                those of this one, `response` all its fields, and `next_page()` the page after it.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = list_summaries._get_kwargs(
                limit=limit,
                offset=offset,
                cursor=cursor,
                transcription_id=transcription_id,
                status=status,
            )
        return self._pages(
            list_summaries,
            _request,
            SummaryPage,
            "list_summaries",
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
        transcription_id: str,
        template_id: SummaryTemplateLiteral | Unset = UNSET,
        prompt: str | Unset = UNSET,
        provider: SummaryProviderLiteral | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Summary:
        """Start a summary.

        Summarises a completed transcription, by a template or by a prompt of your own: exactly
        one of `template_id` and `prompt`.

        Args:
            transcription_id: The transcription to summarise. It must be completed.
            template_id: The form of a summary.
            prompt: What to make of it, in your words, 10 to 10,000 characters. Not together
                with `template_id`.
            provider: Who summarises. The service takes `gemini` when it is left out.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The summary, which is not finished yet.

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
                CreateSummaryRequest,
                None,
                {
                    "transcription_id": transcription_id,
                    "template_id": template_id,
                    "prompt": prompt,
                    "provider": provider,
                },
            )
            _request = create_summary._get_kwargs(
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = self._send(
                create_summary,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Summary, "create_summary")

    def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Summary:
        """Get a summary.

        Args:
            id: The summary's id, `sum_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The summary.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_summary._get_kwargs(
                id=id,
            )
            _response = self._send(
                get_summary, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, Summary, "get_summary")


class SummariesWithRawResponse(_Resource):
    """The methods of Summaries, but each returns the response with its status and headers."""

    list = _raw(Summaries.list)
    create = _raw(Summaries.create)
    get = _raw(Summaries.get)


class AsyncSummaries(_AsyncResource):
    """The operations of the tag summaries, awaited."""

    with_raw_response: _Lazy[AsyncSummariesWithRawResponse] = _Lazy(
        __name__, "AsyncSummariesWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        transcription_id: str | Unset = UNSET,
        status: SummaryStatusLiteral | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _AsyncPager[Summary, SummaryPage]:
        """List summaries.

        A page of summaries, newest first.

        Args:
            limit: Items in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Items to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            transcription_id: Only summaries of this transcription.
            status: Where a summary stands. More values will appear.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of summaries. `async for` gives the items of all pages. `await` gives the
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
            _request = list_summaries._get_kwargs(
                limit=limit,
                offset=offset,
                cursor=cursor,
                transcription_id=transcription_id,
                status=status,
            )
        return self._pages(
            list_summaries,
            _request,
            SummaryPage,
            "list_summaries",
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
        transcription_id: str,
        template_id: SummaryTemplateLiteral | Unset = UNSET,
        prompt: str | Unset = UNSET,
        provider: SummaryProviderLiteral | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Summary:
        """Start a summary.

        Summarises a completed transcription, by a template or by a prompt of your own: exactly
        one of `template_id` and `prompt`.

        Args:
            transcription_id: The transcription to summarise. It must be completed.
            template_id: The form of a summary.
            prompt: What to make of it, in your words, 10 to 10,000 characters. Not together
                with `template_id`.
            provider: Who summarises. The service takes `gemini` when it is left out.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The summary, which is not finished yet.

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
                CreateSummaryRequest,
                None,
                {
                    "transcription_id": transcription_id,
                    "template_id": template_id,
                    "prompt": prompt,
                    "provider": provider,
                },
            )
            _request = create_summary._get_kwargs(
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = await self._send(
                create_summary,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Summary, "create_summary")

    async def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Summary:
        """Get a summary.

        Args:
            id: The summary's id, `sum_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The summary.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_summary._get_kwargs(
                id=id,
            )
            _response = await self._send(
                get_summary, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, Summary, "get_summary")


class AsyncSummariesWithRawResponse(_AsyncResource):
    """The methods of AsyncSummaries, but each returns the response with its status and headers."""

    list = _raw_async(AsyncSummaries.list)
    create = _raw_async(AsyncSummaries.create)
    get = _raw_async(AsyncSummaries.get)

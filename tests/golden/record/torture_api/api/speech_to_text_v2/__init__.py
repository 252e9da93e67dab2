"""The operations of the tag speech_to_text_v2: one module each, and all as methods of SpeechToTextV2"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...lazy import Lazy as _Lazy
from ...models.alias import Alias
from ...models.api_key import APIKey
from ...models.near import Near
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import expect as _expect
from . import (
    cast_ballot,
)

__all__ = [
    "SpeechToTextV2",
    "AsyncSpeechToTextV2",
    "cast_ballot",
]


class SpeechToTextV2(_Resource):
    """The operations of the tag speech_to_text_v2."""

    with_raw_response: _Lazy[SpeechToTextV2WithRawResponse] = _Lazy(
        __name__, "SpeechToTextV2WithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    def cast_ballot(
        self,
        *,
        body: APIKey | Near,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Alias:
        """cast_ballot.

        Args:
            body: `body` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = cast_ballot._get_kwargs(
                body=body,
            )
            _response = self._send(
                cast_ballot, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, Alias, "cast_ballot")


class SpeechToTextV2WithRawResponse(_Resource):
    """The methods of SpeechToTextV2, but each returns the response with its status and headers."""

    cast_ballot = _raw(SpeechToTextV2.cast_ballot)


class AsyncSpeechToTextV2(_AsyncResource):
    """The operations of the tag speech_to_text_v2, awaited."""

    with_raw_response: _Lazy[AsyncSpeechToTextV2WithRawResponse] = _Lazy(
        __name__, "AsyncSpeechToTextV2WithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    async def cast_ballot(
        self,
        *,
        body: APIKey | Near,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Alias:
        """cast_ballot.

        Args:
            body: `body` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = cast_ballot._get_kwargs(
                body=body,
            )
            _response = await self._send(
                cast_ballot, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, Alias, "cast_ballot")


class AsyncSpeechToTextV2WithRawResponse(_AsyncResource):
    """The methods of AsyncSpeechToTextV2, but each returns the response with its status and headers."""

    cast_ballot = _raw_async(AsyncSpeechToTextV2.cast_ballot)

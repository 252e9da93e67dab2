"""The operations of the tag speech_to_text_v2: one module each, and all as methods of SpeechToTextV2"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from ...client import AuthenticatedClient
from ...models.alias import Alias
from ...models.api_key import APIKey
from ...models.near import Near
from ...types import (
    expect,
)
from . import (
    cast_ballot,
)

__all__ = [
    "SpeechToTextV2",
    "AsyncSpeechToTextV2",
    "cast_ballot",
]


class SpeechToTextV2:
    """The operations of the tag speech_to_text_v2.

    Args:
        client: the generated client that sends the requests.
        guard: entered around each call, to turn what it raises into other exceptions.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._client = client
        self._guard = guard

    def cast_ballot(
        self,
        *,
        body: APIKey | Near,
    ) -> Alias:
        """cast_ballot.

        Args:
            body: `body` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = cast_ballot.sync_detailed(
                client=self._client,
                body=body,
            )
            return expect(response, Alias, "cast_ballot")


class AsyncSpeechToTextV2:
    """The operations of the tag speech_to_text_v2, awaited.

    Args:
        client: the generated client that sends the requests.
        guard: entered around each call, to turn what it raises into other exceptions.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._client = client
        self._guard = guard

    async def cast_ballot(
        self,
        *,
        body: APIKey | Near,
    ) -> Alias:
        """cast_ballot.

        Args:
            body: `body` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = await cast_ballot.asyncio_detailed(
                client=self._client,
                body=body,
            )
            return expect(response, Alias, "cast_ballot")

"""Every tag of the contract as an attribute: what a client object inherits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api.import_ import AsyncImport, Import
    from .api.speech_to_text_v2 import AsyncSpeechToTextV2, SpeechToTextV2
    from .api.things import AsyncThings, Things
    from .api.uploads import AsyncUploads, Uploads
    from .client import AuthenticatedClient


class Resources:
    """The operations of the API, by tag. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        guard: entered around each call, to turn what it raises into other exceptions.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._resource_client = client
        self._resource_guard = guard

    @cached_property
    def import_(self) -> Import:
        """The operations of the tag import_."""
        from .api.import_ import Import

        return Import(self._resource_client, self._resource_guard)

    @cached_property
    def speech_to_text_v2(self) -> SpeechToTextV2:
        """The operations of the tag speech_to_text_v2."""
        from .api.speech_to_text_v2 import SpeechToTextV2

        return SpeechToTextV2(self._resource_client, self._resource_guard)

    @cached_property
    def things(self) -> Things:
        """The operations of the tag things."""
        from .api.things import Things

        return Things(self._resource_client, self._resource_guard)

    @cached_property
    def uploads(self) -> Uploads:
        """The operations of the tag uploads."""
        from .api.uploads import Uploads

        return Uploads(self._resource_client, self._resource_guard)


class AsyncResources:
    """The operations of the API, by tag, awaited. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        guard: entered around each call, to turn what it raises into other exceptions.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._resource_client = client
        self._resource_guard = guard

    @cached_property
    def import_(self) -> AsyncImport:
        """The operations of the tag import_."""
        from .api.import_ import AsyncImport

        return AsyncImport(self._resource_client, self._resource_guard)

    @cached_property
    def speech_to_text_v2(self) -> AsyncSpeechToTextV2:
        """The operations of the tag speech_to_text_v2."""
        from .api.speech_to_text_v2 import AsyncSpeechToTextV2

        return AsyncSpeechToTextV2(self._resource_client, self._resource_guard)

    @cached_property
    def things(self) -> AsyncThings:
        """The operations of the tag things."""
        from .api.things import AsyncThings

        return AsyncThings(self._resource_client, self._resource_guard)

    @cached_property
    def uploads(self) -> AsyncUploads:
        """The operations of the tag uploads."""
        from .api.uploads import AsyncUploads

        return AsyncUploads(self._resource_client, self._resource_guard)

"""Every tag of the contract as an attribute: what a client object inherits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api.recordings import AsyncRecordings, Recordings
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
    def recordings(self) -> Recordings:
        """The operations of the tag recordings."""
        from .api.recordings import Recordings

        return Recordings(self._resource_client, self._resource_guard)

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
    def recordings(self) -> AsyncRecordings:
        """The operations of the tag recordings."""
        from .api.recordings import AsyncRecordings

        return AsyncRecordings(self._resource_client, self._resource_guard)

    @cached_property
    def uploads(self) -> AsyncUploads:
        """The operations of the tag uploads."""
        from .api.uploads import AsyncUploads

        return AsyncUploads(self._resource_client, self._resource_guard)

"""Every tag of the contract as an attribute: what a client object inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import Holder, Lazy

if TYPE_CHECKING:
    from .api.recordings import AsyncRecordings, Recordings
    from .api.uploads import AsyncUploads, Uploads


class Resources(Holder):
    """The operations of the API, by tag. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        error_context: entered around each call, to turn what it raises into other exceptions.
    """

    recordings: Lazy[Recordings] = Lazy(f"{__package__}.api.recordings", "Recordings")
    """The operations of the tag recordings."""

    uploads: Lazy[Uploads] = Lazy(f"{__package__}.api.uploads", "Uploads")
    """The operations of the tag uploads."""


class AsyncResources(Holder):
    """The operations of the API, by tag, awaited. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        error_context: entered around each call, to turn what it raises into other exceptions.
    """

    recordings: Lazy[AsyncRecordings] = Lazy(f"{__package__}.api.recordings", "AsyncRecordings")
    """The operations of the tag recordings."""

    uploads: Lazy[AsyncUploads] = Lazy(f"{__package__}.api.uploads", "AsyncUploads")
    """The operations of the tag uploads."""

"""Every tag of the contract as an attribute: what a client object inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import Holder, Lazy

if TYPE_CHECKING:
    from .api import recordings as _recordings
    from .api import uploads as _uploads


class Resources(Holder):
    """The operations of the API, by tag. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        error_context: entered around each call, to turn what it raises into other exceptions.
    """

    recordings: Lazy[_recordings.Recordings] = Lazy(f"{__package__}.api.recordings", "Recordings")
    """The operations of the tag recordings."""

    uploads: Lazy[_uploads.Uploads] = Lazy(f"{__package__}.api.uploads", "Uploads")
    """The operations of the tag uploads."""


class AsyncResources(Holder):
    """The operations of the API, by tag, awaited. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        error_context: entered around each call, to turn what it raises into other exceptions.
    """

    recordings: Lazy[_recordings.AsyncRecordings] = Lazy(
        f"{__package__}.api.recordings", "AsyncRecordings"
    )
    """The operations of the tag recordings."""

    uploads: Lazy[_uploads.AsyncUploads] = Lazy(f"{__package__}.api.uploads", "AsyncUploads")
    """The operations of the tag uploads."""

"""Every tag of the contract as an attribute: what a client object inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import Holder, Lazy

if TYPE_CHECKING:
    from .api.devices import AsyncDevices, Devices
    from .api.end_users import AsyncEndUsers, EndUsers
    from .api.health import AsyncHealth, Health
    from .api.recordings import AsyncRecordings, Recordings
    from .api.summaries import AsyncSummaries, Summaries
    from .api.transcriptions import AsyncTranscriptions, Transcriptions
    from .api.uploads import AsyncUploads, Uploads


class Resources(Holder):
    """The operations of the API, by tag. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        error_context: entered around each call, to turn what it raises into other exceptions.
    """

    devices: Lazy[Devices] = Lazy(f"{__package__}.api.devices", "Devices")
    """The operations of the tag devices."""

    end_users: Lazy[EndUsers] = Lazy(f"{__package__}.api.end_users", "EndUsers")
    """The operations of the tag end_users."""

    health: Lazy[Health] = Lazy(f"{__package__}.api.health", "Health")
    """The operations of the tag health."""

    recordings: Lazy[Recordings] = Lazy(f"{__package__}.api.recordings", "Recordings")
    """The operations of the tag recordings."""

    summaries: Lazy[Summaries] = Lazy(f"{__package__}.api.summaries", "Summaries")
    """The operations of the tag summaries."""

    transcriptions: Lazy[Transcriptions] = Lazy(
        f"{__package__}.api.transcriptions", "Transcriptions"
    )
    """The operations of the tag transcriptions."""

    uploads: Lazy[Uploads] = Lazy(f"{__package__}.api.uploads", "Uploads")
    """The operations of the tag uploads."""


class AsyncResources(Holder):
    """The operations of the API, by tag, awaited. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        error_context: entered around each call, to turn what it raises into other exceptions.
    """

    devices: Lazy[AsyncDevices] = Lazy(f"{__package__}.api.devices", "AsyncDevices")
    """The operations of the tag devices."""

    end_users: Lazy[AsyncEndUsers] = Lazy(f"{__package__}.api.end_users", "AsyncEndUsers")
    """The operations of the tag end_users."""

    health: Lazy[AsyncHealth] = Lazy(f"{__package__}.api.health", "AsyncHealth")
    """The operations of the tag health."""

    recordings: Lazy[AsyncRecordings] = Lazy(f"{__package__}.api.recordings", "AsyncRecordings")
    """The operations of the tag recordings."""

    summaries: Lazy[AsyncSummaries] = Lazy(f"{__package__}.api.summaries", "AsyncSummaries")
    """The operations of the tag summaries."""

    transcriptions: Lazy[AsyncTranscriptions] = Lazy(
        f"{__package__}.api.transcriptions", "AsyncTranscriptions"
    )
    """The operations of the tag transcriptions."""

    uploads: Lazy[AsyncUploads] = Lazy(f"{__package__}.api.uploads", "AsyncUploads")
    """The operations of the tag uploads."""

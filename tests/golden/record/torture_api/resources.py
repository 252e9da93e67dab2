"""Every tag of the contract as an attribute: what a client object inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import Holder, Lazy

if TYPE_CHECKING:
    from .api.import_ import AsyncImport, Import
    from .api.speech_to_text_v2 import AsyncSpeechToTextV2, SpeechToTextV2
    from .api.things import AsyncThings, Things
    from .api.uploads import AsyncUploads, Uploads


class Resources(Holder):
    """The operations of the API, by tag. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        error_context: entered around each call, to turn what it raises into other exceptions.
    """

    import_: Lazy[Import] = Lazy(f"{__package__}.api.import_", "Import")
    """The operations of the tag import_."""

    speech_to_text_v2: Lazy[SpeechToTextV2] = Lazy(
        f"{__package__}.api.speech_to_text_v2", "SpeechToTextV2"
    )
    """The operations of the tag speech_to_text_v2."""

    things: Lazy[Things] = Lazy(f"{__package__}.api.things", "Things")
    """The operations of the tag things."""

    uploads: Lazy[Uploads] = Lazy(f"{__package__}.api.uploads", "Uploads")
    """The operations of the tag uploads."""


class AsyncResources(Holder):
    """The operations of the API, by tag, awaited. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        error_context: entered around each call, to turn what it raises into other exceptions.
    """

    import_: Lazy[AsyncImport] = Lazy(f"{__package__}.api.import_", "AsyncImport")
    """The operations of the tag import_."""

    speech_to_text_v2: Lazy[AsyncSpeechToTextV2] = Lazy(
        f"{__package__}.api.speech_to_text_v2", "AsyncSpeechToTextV2"
    )
    """The operations of the tag speech_to_text_v2."""

    things: Lazy[AsyncThings] = Lazy(f"{__package__}.api.things", "AsyncThings")
    """The operations of the tag things."""

    uploads: Lazy[AsyncUploads] = Lazy(f"{__package__}.api.uploads", "AsyncUploads")
    """The operations of the tag uploads."""

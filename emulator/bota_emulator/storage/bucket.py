"""What the API side needs from a storage, wherever the objects are."""

from __future__ import annotations

import dataclasses

BUCKET = "bota-uploads"


class StorageUnavailableError(Exception):
    """The storage could not be asked. The text holds no URL, whose query would hold a signature."""


@dataclasses.dataclass(frozen=True)
class StoredObject:
    """What is known of an object without reading it.

    Attributes:
        size: In bytes.
        content_type: As it was put.
        etag: Its ETag, in quotes; empty where the server gives none.

    """

    size: int
    content_type: str | None
    etag: str

"""What the API side needs from a storage, wherever the objects are."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Protocol

BUCKET = "bota-uploads"


class StorageUnavailableError(Exception):
    """The storage could not be asked. The text holds no URL, whose query would hold a signature."""


@dataclasses.dataclass(frozen=True)
class StoredObject:
    """What is known of an object without reading it.

    Attributes:
        size: In bytes.
        content_type: As it was put.

    """

    size: int
    content_type: str | None


class Storage(Protocol):
    """A bucket: the emulator's own, or one of a real S3-compatible server."""

    remote: bool
    endpoint: str
    """Its URL, without a bucket."""

    def put_url(
        self, key: str, headers: dict[str, str], *, when: datetime.datetime, expires: int
    ) -> str:
        """Return a URL for one PUT that must carry `headers`, good for `expires` seconds."""

    def get_url(self, key: str, *, when: datetime.datetime, expires: int) -> str:
        """Return a URL for reading, good for `expires` seconds."""

    def stat(self, key: str) -> StoredObject | None:
        """Return what is known of an object; None when there is none."""

    def sha256(self, key: str) -> str | None:
        """Return the SHA-256 of an object's bytes in lower-case hex; None when there is none."""

    def read(self, key: str) -> bytes:
        """Return an object's bytes; `KeyError` when there is none."""

    def start(self, key: str, size: int) -> bytes:
        """Return the first `size` bytes of an object; `KeyError` when there is none."""

    def delete(self, key: str) -> None:
        """Delete an object, if there is one."""

    def clear(self) -> None:
        """Delete every object that the emulator itself keeps."""

"""What can be wrong with S3's response, and with the object that it is about."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from bota_emulator.api.header_fields import need_headers
from bota_emulator.faults.plan import need_integer, need_number
from bota_emulator.faults.storage_fault import Exchange, StorageFault


@dataclasses.dataclass
class StorageDelay(StorageFault):
    """A response that takes its time.

    Attributes:
        before: Real seconds before its head.
        body: Real seconds between its head and its body.

    """

    kind: ClassVar[str] = "storage_delay"
    exclusive: ClassVar[bool] = False

    before: float = 0.0
    body: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        need_number("before", self.before)
        need_number("body", self.body)

    def pauses(self) -> tuple[float, float]:
        return self.before, self.body


@dataclasses.dataclass
class StorageETag(StorageFault):
    """The object is stored, but the response has another ETag.

    Attributes:
        etag: Without its quotes.

    """

    kind: ClassVar[str] = "storage_etag"

    etag: str = "0" * 32

    def __post_init__(self) -> None:
        super().__post_init__()
        need_headers({"ETag": self.etag})

    def edited(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(name, f'"{self.etag}"' if name == "ETag" else value) for name, value in headers]


@dataclasses.dataclass
class StorageDamage(StorageFault):
    """One byte of the stored object is another; the ETag is that of the bytes that came.

    Attributes:
        offset: Which byte, from 0.

    """

    kind: ClassVar[str] = "storage_damage"

    offset: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("offset", self.offset, 0)

    def on_stored(self, exchange: Exchange) -> None:
        exchange.damage(self.offset)


@dataclasses.dataclass
class StorageTruncate(StorageFault):
    """The object is stored, but the response breaks off and the connection is closed.

    Attributes:
        bytes: So many bytes of it are sent, its head included.

    """

    kind: ClassVar[str] = "storage_truncate"

    bytes: int = 20

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("bytes", self.bytes, 0)

    def most(self) -> int | None:
        return self.bytes


@dataclasses.dataclass
class StorageLength(StorageFault):
    """The object is stored, but the response's Content-Length is wrong.

    Attributes:
        difference: Positive: so many bytes never come. Negative: so many come too many. The
            connection is closed after it.

    """

    kind: ClassVar[str] = "storage_length"

    difference: int = 10

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("difference", self.difference)

    def longer(self) -> int:
        return self.difference

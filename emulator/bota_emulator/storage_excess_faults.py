"""What can come from S3 on top of a response, or in place of its bytes.

The request is carried out, and its response begins as it should.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Iterable
from typing import ClassVar

from bota_emulator.clock import Clock
from bota_emulator.excess import (
    MOST_MIB,
    Pace,
    bomb,
    cookies,
    drip_body,
    drip_head,
    endless,
    need_drip,
)
from bota_emulator.faults import need_integer, need_number
from bota_emulator.storage_fault import StorageFault


@dataclasses.dataclass
class StorageDuplicate(StorageFault):
    """The response is sent twice on its connection, which stays open.

    It is for `PUT object` when no operation is given; a response that is sent twice is held in
    memory.

    Attributes:
        later: Real seconds between the two; 0 sends both in one piece.

    """

    kind: ClassVar[str] = "storage_duplicate"
    exclusive: ClassVar[bool] = False

    later: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        need_number("later", self.later)
        self.operation = self.operation or "PUT object"

    def repeats(self) -> float | None:
        return self.later


@dataclasses.dataclass
class StorageBomb(StorageFault):
    """The response's body is a small one that grows when it is decoded: gzip of zeros.

    Attributes:
        mib: How many MiB it has then.
        codings: How often it was coded; 2 is announced as `gzip, gzip`.

    """

    kind: ClassVar[str] = "storage_bomb"

    mib: int = 64
    codings: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("mib", self.mib, 1, MOST_MIB)
        need_integer("codings", self.codings, 1, 3)

    def replacement(self) -> bytes | None:
        return bomb(self.mib, self.codings)

    def edited(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [*headers, ("Content-Encoding", ", ".join(["gzip"] * self.codings))]


@dataclasses.dataclass
class StorageDrip(StorageFault):
    """The response comes by a byte at a time; the connection is closed after it.

    Attributes:
        every: Seconds between two bytes.
        total: After how many seconds the rest comes at once; None: never.
        part: `head`, by a header whose value goes on and on, or `body`, whose last byte comes with
            the rest; one without a body comes as usual.
        clock: Whether these are seconds of the emulator's clock, and not real ones.

    """

    kind: ClassVar[str] = "storage_drip"

    every: float = 0.5
    total: float | None = None
    part: str = "head"
    clock: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        need_drip(self.every, self.total, self.part, self.clock)

    def stream(
        self, head: bytes, chunks: Iterable[bytes], clock: Clock
    ) -> AsyncIterator[bytes] | None:
        pace = Pace(self.every, self.total, clock if self.clock else None)
        drip = drip_head if self.part == "head" else drip_body
        return drip(head, chunks, pace)


@dataclasses.dataclass
class StorageEndless(StorageFault):
    """The response's body, in chunks, has no end.

    Attributes:
        mib: After how many MiB the connection is closed all the same, without a last chunk.

    """

    kind: ClassVar[str] = "storage_endless"
    breaks: ClassVar[bool] = True

    mib: int = 64

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("mib", self.mib, 1, MOST_MIB)

    def stream(
        self, head: bytes, chunks: Iterable[bytes], clock: Clock
    ) -> AsyncIterator[bytes] | None:
        return endless(head, self.mib)


@dataclasses.dataclass
class StorageCookies(StorageFault):
    """The response sets cookies, which no response has set before.

    Attributes:
        count: How many. Some clients refuse more than 100 headers.
        size: How many characters each has.

    """

    kind: ClassVar[str] = "storage_cookies"
    exclusive: ClassVar[bool] = False

    count: int = 50
    size: int = 100

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("count", self.count, 1, 10_000)
        need_integer("size", self.size, 0, 1 << 20)

    def edited(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [*headers, *(("Set-Cookie", value) for value in cookies(self.count, self.size))]

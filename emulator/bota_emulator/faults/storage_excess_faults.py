"""What can come from S3 on top of a response, or in place of its bytes.

The request is carried out, and its response begins as it should.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Iterable
from typing import ClassVar

from bota_emulator.clock import Clock
from bota_emulator.faults.excess import Bomb, Cookies, Drip, Endless, bomb, cookies, endless
from bota_emulator.faults.plan import need_number
from bota_emulator.faults.storage_fault import StorageFault


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
class StorageBomb(Bomb, StorageFault):
    """`Bomb`, which describes the attributes, for the storage."""

    kind: ClassVar[str] = "storage_bomb"

    def replacement(self) -> bytes | None:
        return bomb(self.mib, self.codings)

    def edited(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [*headers, ("Content-Encoding", self.coding)]


@dataclasses.dataclass
class StorageDrip(Drip, StorageFault):
    """`Drip`, which describes the attributes, for the storage."""

    kind: ClassVar[str] = "storage_drip"


@dataclasses.dataclass
class StorageEndless(Endless, StorageFault):
    """`Endless`, which describes the attributes, for the storage."""

    kind: ClassVar[str] = "storage_endless"
    breaks: ClassVar[bool] = True

    def stream(
        self, head: bytes, chunks: Iterable[bytes], clock: Clock
    ) -> AsyncIterator[bytes] | None:
        return endless(head, self.mib)


@dataclasses.dataclass
class StorageCookies(Cookies, StorageFault):
    """`Cookies`, which describes the attributes, for the storage."""

    kind: ClassVar[str] = "storage_cookies"

    def edited(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [*headers, *(("Set-Cookie", value) for value in cookies(self.count, self.size))]

"""What the storage's faults have in common, and what they can do to a request."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Iterable
from typing import ClassVar, NoReturn, Protocol

from bota_emulator.clock import Clock
from bota_emulator.faults.plan import Fault
from bota_emulator.state.recorder import Side
from bota_emulator.storage.s3_errors import S3Error


class Exchange(Protocol):
    """A request under way, as its faults see it."""

    async def refuse(self, error: S3Error) -> None:
        """Respond with an error of S3 and note it."""

    def damage(self, offset: int) -> None:
        """Change one byte of the object that was just stored."""

    def withhold_continue(self) -> None:
        """Never send the `100 Continue` that the client waits for."""

    def delay_continue(self, seconds: float) -> None:
        """Send the `100 Continue` that the client waits for so many seconds late."""

    def reset(self) -> NoReturn:
        """End the connection by a TCP reset."""

    async def stall(self, seconds: float) -> NoReturn:
        """Do nothing for some seconds, or until the client is gone."""

    async def half_close(self) -> NoReturn:
        """End our side, and read on until the client ends its own."""


@dataclasses.dataclass
class StorageFault(Fault):
    """A fault of the storage. Its hooks may raise `S3Error`, `ScriptedResponse` or `ClientGone`."""

    breaks: ClassVar[bool] = False
    """Whether a response that it streams has no end."""

    @property
    def side(self) -> Side:
        """Where it happens."""
        return "storage"

    def on_head(self, exchange: Exchange) -> None:
        """Act when the head is there, before anything is judged."""

    def room(self, received: int) -> int | None:
        """Return how many more bytes of the body may be read before `on_body` is due."""
        return None

    async def on_body(self, exchange: Exchange, received: int) -> None:
        """Act before more of the body is read."""

    async def on_complete(self, exchange: Exchange) -> None:
        """Act when the whole body is there, before it is stored."""

    def on_stored(self, exchange: Exchange) -> None:
        """Act when the object is stored, before the response."""

    def pauses(self) -> tuple[float, float]:
        """Return the seconds before the response's head, and before its body."""
        return 0.0, 0.0

    def edited(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the headers of the response."""
        return headers

    def longer(self) -> int:
        """Return by how much the response's length is said to be more than it is."""
        return 0

    def most(self) -> int | None:
        """Return after how many bytes the response ends; None for all of it."""
        return None

    def replacement(self) -> bytes | None:
        """Return what the response's body is replaced by; None for nothing."""
        return None

    def stream(
        self, head: bytes, chunks: Iterable[bytes], clock: Clock
    ) -> AsyncIterator[bytes] | None:
        """Return how the response comes before the connection ends; None for as usual, and on.

        An empty piece sends nothing, but lets the server see whether the client has left.
        """
        return None

    def repeats(self) -> float | None:
        """Return how many seconds after it the response comes once more; None for never."""
        return None

"""What the API's faults have in common, and where they act.

The API calls a fault's hooks as a request proceeds; a fault overrides those it needs.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Sequence
from typing import Any, TypeAlias

from starlette.responses import Response

from bota_emulator.clock import Clock
from bota_emulator.faults.plan import Fault
from bota_emulator.state.recorder import Side

# In the classes that count bytes, `bytes` is a number.
Wire: TypeAlias = bytes


class ConnectionReset(Exception):  # noqa: N818 - ordered, not an error
    """End the connection by a TCP reset, without a response."""


@dataclasses.dataclass
class ApiFault(Fault):
    """A fault of the API.

    Its hooks may raise `ApiError`, `ScriptedResponse` or `ConnectionReset`.
    """

    @property
    def side(self) -> Side:
        """Where it happens."""
        return "api"

    def on_request(self) -> None:
        """Act when the request is there, before anything is done."""

    def on_done(self) -> None:
        """Act when the operation was carried out, or refused."""

    def edited(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON object that the operation's success returns."""
        return body

    def on_response(self, response: Response) -> None:
        """Change the response, which may be an error."""

    def pauses(self) -> tuple[float, float]:
        """Return the seconds before the response's head, and before its body."""
        return 0.0, 0.0

    def cut(self, head: Wire, body: Wire) -> Wire | None:
        """Return what is sent of the response before the connection ends; None for all, and on."""
        return None

    def stream(self, head: Wire, body: Wire, clock: Clock) -> AsyncIterator[Wire] | None:
        """Return how the response comes before the connection ends; None for as usual, and on.

        An empty piece sends nothing, but lets the server see whether the client has left.
        """
        return None

    def surplus(self, head: Wire, body: Wire) -> tuple[Wire, float]:
        """Return what comes after the response on its connection, and how many seconds later."""
        return b"", 0.0


async def pause(faults: Sequence[ApiFault], place: int) -> None:
    """Wait as the faults want it: 0, before the response's head; 1, before its body."""
    seconds = sum(fault.pauses()[place] for fault in faults)
    if seconds:
        await asyncio.sleep(seconds)

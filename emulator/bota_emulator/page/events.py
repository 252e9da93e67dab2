"""The events that keep a page live."""

from __future__ import annotations

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bota_emulator.service import Service

_LOOK = 0.5
"""Real seconds between two looks at what has changed, while somebody watches.

Looking costs less than being called by each of the threads that change something, and so many
changes in one look make one event.
"""


class Events(Response):
    """Server-sent events: says that something has changed, until the client leaves.

    Args:
        service: What is watched.
        more: More headers of the response.

    """

    def __init__(self, service: Service, more: dict[str, str]) -> None:
        super().__init__()
        self._service = service
        self._more = more

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events as an ASGI app."""
        headers = {**self._more, "Content-Type": "text/event-stream"}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        seen: object = None
        while not scope["app"].state.stopping:
            changes = self._changes()
            if changes != seen:
                # The first one also shows a page that was away what it has missed.
                event = {"type": "http.response.body", "body": b"data: changed\n\n"}
                await send({**event, "more_body": True})
                seen = changes
            try:
                got = await asyncio.wait_for(receive(), _LOOK)
            except TimeoutError:
                continue
            if got["type"] == "http.disconnect":
                return
        await send({"type": "http.response.body", "body": b""})

    def _changes(self) -> object:
        s = self._service
        return (
            s.recorder.changes,
            s.state.changes,
            s.faults.changes,
            s.clock.changes,
            len(s.webhooks.endpoints()),
            repr(s.settings),
        )

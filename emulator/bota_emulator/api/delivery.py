"""Sends a response of the API as the faults of its request want it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from bota_emulator.api.protocol import break_off, connection_of
from bota_emulator.api.response_head import response_head
from bota_emulator.clock import Clock
from bota_emulator.faults.api_fault import ApiFault, pause
from bota_emulator.faults.plan import Fault, advance_clocks


async def deliver(
    response: Response,
    taken: Sequence[Fault],
    clock: Clock,
    scope: Scope,
    receive: Receive,
    send: Send,
) -> None:
    """Send a response.

    Args:
        response: What the service says.
        taken: The faults that its request meets.
        clock: The service's clock.
        scope: The request's ASGI scope.
        receive: Its receiving end.
        send: Its sending end.

    Raises:
        ConnectionResetError: A fault needs a connection, and the app is called in its own process.

    """
    faults = [fault for fault in taken if isinstance(fault, ApiFault)]
    for fault in faults:
        fault.on_response(response)
    await pause(faults, 0)
    head = response_head(response.status_code, response.headers.items())
    body = bytes(response.body)
    for fault in faults:
        wire = fault.cut(head, body)
        pieces = fault.stream(head, body, clock) if wire is None else _once(wire)
        if pieces is not None:
            advance_clocks(taken, clock, "after")
            await break_off(scope, receive, pieces)
            return

    async def slowly(message: Message) -> None:
        if message["type"] == "http.response.body":
            await pause(faults, 1)
            # A moment early, so that a client that has the response finds the time passed.
            advance_clocks(taken, clock, "after")
        await send(message)

    more = [found for fault in faults if (found := fault.surplus(head, body))[0]]
    if not more:
        await response(scope, receive, slowly)
        return
    connection = connection_of(scope)
    # Held back, so that a client that has the response has its surplus too.
    connection.hold()
    try:
        await response(scope, receive, slowly)
    finally:
        connection.release(b"".join(extra for extra, later in more if not later))
    for extra, later in more:
        if later:
            asyncio.get_running_loop().call_later(later, connection.write_late, extra)


async def _once(wire: bytes) -> AsyncIterator[bytes]:
    yield wire

"""Gives the API the connection itself, for responses that no web server would send."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_TRANSPORT = "bota_emulator.transport"


class OpenProtocol(H11Protocol):
    """uvicorn's protocol, with the transport in the ASGI scope."""

    def connection_made(self, transport: Any) -> None:
        """Begin a connection."""
        super().connection_made(transport)
        app = self.app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope[_TRANSPORT] = transport
            try:
                await app(scope, receive, send)
            except asyncio.CancelledError:
                # The server ends while a fault holds the response back. uvicorn would log that with
                # the request's headers among the variables, and so with the key.
                self.cycle.disconnected = True
                transport.abort()

        self.app: Any = with_transport


async def break_off(scope: Scope, receive: Receive, wire: bytes | None) -> None:
    """End the connection of a request: after some bytes, or by a TCP reset.

    Args:
        scope: The request's ASGI scope.
        receive: Its receiving end.
        wire: What is sent first; None sends nothing and resets.

    Raises:
        ConnectionResetError: There is no connection, since the app is called in its own process.

    """
    transport = scope.get(_TRANSPORT)
    if transport is None:
        raise ConnectionResetError("a fault was ordered")
    if wire is None:
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.write(wire)
        transport.close()
    # uvicorn complains of an app that returns without a response, unless the client is known to be
    # gone.
    while (await receive())["type"] != "http.disconnect":
        pass

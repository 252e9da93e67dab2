"""Gives the API the connection itself, for responses that no web server would send."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterable
from typing import Any

import h11
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bota_emulator.serving.forks import Inheritable, keep_from_children, let_go

_CONNECTION = "bota_emulator.connection"
_LINGER = 5.0
"""Real seconds for which a client that was refused may go on sending."""


class OpenTransport:
    """The transport as uvicorn sees it: bytes can be held back, and a close can linger.

    Args:
        transport: The real one.
        protocol: Whose it is.

    """

    def __init__(self, transport: Any, protocol: OpenProtocol) -> None:
        self._transport = transport
        self._protocol = protocol
        self._held: list[bytes] | None = None
        self._closes = False
        self.lingers = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send some bytes, or keep them while they are held back."""
        if self._held is None:
            self._transport.write(data)
        else:
            self._held.append(data)

    def hold(self) -> None:
        """Keep what is written, and a close, until `release`."""
        self._held = []

    def release(self, more: bytes) -> None:
        """Send what was kept, and more bytes after it, in one piece."""
        held, self._held = self._held or [], None
        self._transport.write(b"".join([*held, more]))
        if self._closes:
            self.close()

    def write_late(self, data: bytes) -> None:
        """Send some bytes after all, if the connection is still there."""
        if not self.is_closing():
            self._transport.write(data)

    def is_closing(self) -> bool:
        """Whether nothing more is to be written."""
        return self._closes or self.lingers or bool(self._transport.is_closing())

    def close(self) -> None:
        """End the connection.

        Where the client still sends, our side alone ends, and what comes is dropped for a while: a
        close with unread bytes would reset the connection and may destroy the response on its way
        (RFC 9112, 9.6).
        """
        if self._held is not None:
            self._closes = True
        elif self.lingers:
            self._transport.abort()
        elif self._protocol.conn.their_state is h11.SEND_BODY:
            self.lingers = True
            if self._transport.can_write_eof():  # TLS cannot
                self._transport.write_eof()
            self._transport.resume_reading()
            self._protocol.loop.call_later(_LINGER, self._transport.abort)
        else:
            self._transport.close()

    def end_close(self) -> None:
        """End a close that has sent all: over TLS it waits for the client's close_notify.

        A client that keeps the connection in a pool never sends one.
        """
        if self._transport.is_closing() and not self._transport.get_write_buffer_size():
            self._transport.abort()

    def reset(self) -> None:
        """End the connection by a TCP reset."""
        sock = self._transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    async def send(self, pieces: AsyncIterable[bytes]) -> None:
        """Send some pieces as they come, as fast as the client takes them, while it is there."""
        async for piece in pieces:
            if self._transport.is_closing():
                return
            if piece:
                self._transport.write(piece)
                await self._protocol.flow.drain()


class OpenProtocol(H11Protocol):
    """uvicorn's protocol, with the connection in the ASGI scope."""

    _socket: Inheritable | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin a connection."""
        self._socket = transport.get_extra_info("socket")
        keep_from_children(self._socket)
        connection: Any = OpenTransport(transport, self)
        super().connection_made(connection)
        app = self.app

        async def with_connection(scope: Scope, receive: Receive, send: Send) -> None:
            scope[_CONNECTION] = connection
            try:
                await app(scope, receive, send)
            except asyncio.CancelledError:
                # The server ends while a fault holds the response back. uvicorn would log that with
                # the request's headers among the variables, and so with the key.
                self.cycle.disconnected = True
                transport.abort()

        self.app: Any = with_connection

    def connection_lost(self, exc: Exception | None) -> None:
        """End a connection."""
        let_go(self._socket)
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """End a connection, as the server ends: after the response that is under way, if one is."""
        super().shutdown()
        connection: Any = self.transport
        connection.end_close()

    def data_received(self, data: bytes) -> None:
        """Take what a client sends, unless it was refused while it was sending."""
        connection: Any = self.transport
        if not connection.lingers:
            super().data_received(data)


def connection_of(scope: Scope) -> OpenTransport:
    """Return the connection of a request.

    Args:
        scope: The request's ASGI scope.

    Raises:
        ConnectionResetError: There is none, since the app is called in its own process.

    """
    connection: OpenTransport | None = scope.get(_CONNECTION)
    if connection is None:
        raise ConnectionResetError("a fault was ordered")
    return connection


async def break_off(scope: Scope, receive: Receive, pieces: AsyncIterable[bytes] | None) -> None:
    """End the connection of a request: after some bytes, or by a TCP reset.

    Args:
        scope: The request's ASGI scope.
        receive: Its receiving end.
        pieces: What is sent first; None sends nothing and resets.

    Raises:
        ConnectionResetError: There is no connection, since the app is called in its own process.

    """
    connection = connection_of(scope)
    if pieces is None:
        connection.reset()
    else:
        await connection.send(pieces)
        connection.close()
    # uvicorn complains of an app that returns without a response, unless the client is known to be
    # gone.
    while (await receive())["type"] != "http.disconnect":
        pass

"""The bytes of a storage connection: straight from the socket, or through TLS in memory.

The server keeps the socket itself in both cases, so that it can reset it.
"""

from __future__ import annotations

import asyncio
import contextlib
import pathlib
import select
import socket
import ssl
from collections.abc import Callable
from typing import Protocol, TypeVar

_CIPHERTEXT = 1 << 18
# Not known everywhere; without it a client that only ended its own side is not seen to leave.
_CLIENT_LEFT = getattr(select, "POLLRDHUP", 0)

T = TypeVar("T")


class Channel(Protocol):
    """A client's connection as a stream of bytes. Its methods raise `OSError` where it broke."""

    sock: socket.socket

    async def open(self) -> None:
        """Shake hands, where that is needed."""

    async def receive_into(self, buffer: memoryview) -> int:
        """Wait for bytes and return how many came; 0 at the end."""

    async def send(self, data: bytes) -> None:
        """Send all of some bytes."""

    async def end(self) -> None:
        """End our side; the client may still send."""


class PlainChannel:
    """TCP.

    Args:
        sock: An accepted, non-blocking socket.

    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._loop = asyncio.get_running_loop()

    async def open(self) -> None:
        """Do nothing."""

    async def receive_into(self, buffer: memoryview) -> int:
        """Wait for bytes and return how many came; 0 at the end."""
        return await self._loop.sock_recv_into(self.sock, buffer)

    async def send(self, data: bytes) -> None:
        """Send all of some bytes."""
        await self._loop.sock_sendall(self.sock, data)

    async def end(self) -> None:
        """End our side; the client may still send."""
        self.sock.shutdown(socket.SHUT_WR)


class TlsChannel:
    """TLS over TCP, in memory.

    Args:
        sock: An accepted, non-blocking socket.
        context: With the server's certificate.

    """

    def __init__(self, sock: socket.socket, context: ssl.SSLContext) -> None:
        self.sock = sock
        self._loop = asyncio.get_running_loop()
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._ahead = b""

    async def open(self) -> None:
        """Shake hands."""
        await self._through(self._tls.do_handshake)

    async def receive_into(self, buffer: memoryview) -> int:
        """Wait for bytes and return how many came; 0 at the end."""
        if self._ahead:
            chunk, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
            buffer[: len(chunk)] = chunk
            return len(chunk)
        try:
            count = await self._through(lambda: self._read(buffer))
            # One record has 16 KiB; small chunks would be slow.
            while count < len(buffer) and (more := self._read(buffer[count:])):
                count += more
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return 0
        except ssl.SSLWantReadError:
            pass
        return count

    async def send(self, data: bytes) -> None:
        """Send all of some bytes."""
        if data:
            self._tls.write(data)
            await self._flush()

    async def end(self) -> None:
        """End our side; the client may still send."""
        # To take leave, OpenSSL looks for the client's response and dislikes to find data instead.
        chunks = [self._ahead]
        with contextlib.suppress(ssl.SSLError):
            while chunk := self._tls.read(_CIPHERTEXT):
                chunks.append(chunk)
        self._ahead = b"".join(chunks)
        with contextlib.suppress(ssl.SSLError):
            self._tls.unwrap()
        await self._flush()
        self.sock.shutdown(socket.SHUT_WR)

    def _read(self, buffer: memoryview) -> int:
        # Typed as bytes for every call, but a count where there is a buffer.
        return int(self._tls.read(len(buffer), buffer))

    async def _through(self, step: Callable[[], T]) -> T:
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                await self._flush()
                data = await self._loop.sock_recv(self.sock, _CIPHERTEXT)
                if data:
                    self._incoming.write(data)
                else:
                    self._incoming.write_eof()
            except ssl.SSLError:
                await self._flush()  # the alert that says why
                raise
            else:
                await self._flush()
                return result

    async def _flush(self) -> None:
        if self._outgoing.pending:
            await self._loop.sock_sendall(self.sock, self._outgoing.read())


def has_left(sock: socket.socket) -> bool:
    """Return whether the client closed a connection, without reading from it."""
    watched = select.poll()
    watched.register(sock, select.POLLHUP | select.POLLERR | _CLIENT_LEFT)
    return bool(watched.poll(0)) or _is_orphan(sock)


def _is_orphan(sock: socket.socket) -> bool:
    # A client that closes with bytes still to send cannot say so while nobody reads them. On this
    # machine its end is in the kernel's table, though: without an inode once nobody holds it.
    try:
        ours, theirs = sock.getsockname()[1], sock.getpeername()[1]
    except OSError:
        return True
    wanted = (f":{theirs:04X}", f":{ours:04X}")
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in pathlib.Path("/proc/net", table).read_text().splitlines()[1:]:
                fields = line.split()
                if (fields[1][-5:], fields[2][-5:]) == wanted:
                    return fields[9] == "0"
    return False

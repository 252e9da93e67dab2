"""One HTTP/1.1 connection of the storage: heads by h11, bodies straight from the channel.

The body of a known length never passes through h11, and the server owns the socket, so that it
can respond early, or not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import struct
from collections.abc import AsyncIterable, Iterable
from typing import NoReturn

import h11

from bota_emulator.api.response_head import response_head
from bota_emulator.storage.channel import Channel, has_left
from bota_emulator.storage.head import Head

CHUNK = 1 << 20
_HEAD_LIMIT = 1 << 16
# How long a connection may wait for its next request, and how long a client that was refused may
# still send (both in real seconds).
_KEEP_ALIVE = 60.0
_LINGER = 10.0
_STALL_LOOK = 0.05


class ClientGone(Exception):  # noqa: N818 - not an error
    """The client closed the connection, or broke it."""


class IdleClient(Exception):  # noqa: N818 - not an error
    """Nothing came for the time allowed."""


class Connection:
    """A client's connection.

    Args:
        channel: Its bytes.

    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=_HEAD_LIMIT)
        self._rest = b""
        self._body_left = 0
        self._unbounded = False
        self._expects_continue = False
        self._continue_after = 0.0
        self._buffer: memoryview | None = None
        self._late: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Shake hands, where that is needed.

        Raises:
            ClientGone: It was not possible.

        """
        try:
            await asyncio.wait_for(self._channel.open(), _KEEP_ALIVE)
        except (OSError, TimeoutError) as error:
            raise ClientGone from error

    async def head(self) -> Head | None:
        """Wait for the next request; None when the client has closed or stays away.

        Raises:
            h11.RemoteProtocolError: What came is not HTTP/1.1.

        """
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=_HEAD_LIMIT)
        if self._rest:
            self._http.receive_data(self._rest)
            self._rest = b""
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.Request):
                break
            if event is not h11.NEED_DATA:
                return None
            try:
                count = await self._recv(_HEAD_LIMIT, _KEEP_ALIVE)
            except (ClientGone, IdleClient):
                return None
            self._http.receive_data(bytes(self._chunk(count)))
        self._rest = bytes(self._http.trailing_data[0])
        head = Head(
            event.method.decode("ascii"),
            event.target.decode("latin-1"),
            [(n.decode("ascii"), v.decode("latin-1")) for n, v in event.headers],
            event.http_version.decode("ascii"),
        )
        self._body_left = int(head.fields.get("content-length", "0"))
        self._unbounded = "transfer-encoding" in head.fields
        self._expects_continue = self._http.they_are_waiting_for_100_continue
        self._continue_after = 0.0
        return head

    @property
    def body_left(self) -> bool:
        """Whether some of the request's body has not been read."""
        return self._body_left > 0 or self._unbounded

    async def read_body(self, idle_seconds: float, limit: int | None = None) -> memoryview:
        """Return the next chunk of the body, good until the next call; empty at its end.

        Sends `100 Continue` first when the client waits for it (RFC 9110, 10.1.1).

        Args:
            idle_seconds: How long to wait for a byte.
            limit: How many bytes at most; None for as many as there are.

        Raises:
            ClientGone: The connection ended before the body did.
            IdleClient: No byte came in time.

        """
        if not self._body_left:
            return memoryview(b"")
        most = self._body_left if limit is None else min(limit, self._body_left)
        if self._rest:
            chunk, self._rest = self._rest[:most], self._rest[most:]
            self._body_left -= len(chunk)
            self._expects_continue = False
            return memoryview(chunk)
        if self._expects_continue:
            self._expects_continue = False
            await asyncio.sleep(self._continue_after)
            await self._send(
                self._http.send(
                    h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
                )
            )
        count = await self._recv(most, idle_seconds)
        self._body_left -= count
        return self._chunk(count)

    async def respond(
        self,
        status: int,
        headers: list[tuple[str, str]],
        chunks: Iterable[bytes] = (),
        *,
        pause: float = 0.0,
        most: int | None = None,
    ) -> None:
        """Send a response, be it right or wrong.

        Args:
            status: The HTTP status.
            headers: All of them.
            chunks: The response's body.
            pause: Seconds between head and body.
            most: Send no more than so many bytes of it.

        Raises:
            ClientGone: It could not be sent.

        """
        head, rest = response_head(status, headers), iter(chunks)
        # Head and body in one segment, unless they are wanted apart.
        parts = [head] if pause else [head + next(rest, b"")]
        for number, part in enumerate(itertools.chain(parts, rest)):
            if number and pause:
                await asyncio.sleep(pause)
                pause = 0.0
            sent = part if most is None else part[:most]
            most = None if most is None else most - len(sent)
            await self._send(sent)

    async def stream(self, pieces: AsyncIterable[bytes]) -> None:
        """Send some pieces as they come; at an empty one, see whether the client is there.

        Raises:
            ClientGone: They could not be sent, or nobody is there to read them.

        """
        async for piece in pieces:
            if piece:
                await self._send(piece)
            elif has_left(self._channel.sock):
                raise ClientGone

    async def send_twice(self, wire: bytes, later: float) -> None:
        """Send a response, and again: at once, in one piece with it, or in some seconds.

        Raises:
            ClientGone: It could not be sent.

        """
        await self._send(wire if later else wire + wire)
        if later:
            # Kept, since the loop holds on to no task that nobody else does.
            self._late = asyncio.get_running_loop().create_task(self._send_late(wire, later))

    def close(self) -> None:
        """Send nothing more."""
        if self._late is not None:
            self._late.cancel()

    async def linger(self, idle_seconds: float = _LINGER) -> int:
        """End our side and swallow what the client still sends, so that it can read the response.

        A close with unread bytes would reset the connection and may destroy the response on its way
        (RFC 9112, 9.6).

        Args:
            idle_seconds: How long to wait for a byte.

        Returns:
            How many bytes of the body came.

        """
        count = min(len(self._rest), self._body_left) if not self._unbounded else len(self._rest)
        try:
            await self._channel.end()
            while got := await self._recv(CHUNK, idle_seconds):
                count += got
        except (OSError, ClientGone, IdleClient):
            pass
        return count

    async def half_close(self) -> int:
        """End our side without a response, and read on until the client ends its own.

        Returns:
            How many bytes of the body came.

        """
        return await self.linger(_KEEP_ALIVE)

    def withhold_continue(self) -> None:
        """Never send the `100 Continue` that the client waits for."""
        self._expects_continue = False

    def delay_continue(self, seconds: float) -> None:
        """Send the `100 Continue` that the client waits for so many seconds late."""
        self._continue_after = seconds

    def reset(self) -> NoReturn:
        """End the connection by a TCP reset.

        Raises:
            ClientGone: Always.

        """
        sock = self._channel.sock
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
        raise ClientGone

    async def stall(self, seconds: float) -> NoReturn:
        """Do nothing for some seconds, or until the client is gone.

        Raises:
            ClientGone: Always.

        """
        while seconds > 0 and not has_left(self._channel.sock):
            await asyncio.sleep(min(_STALL_LOOK, seconds))
            seconds -= _STALL_LOOK
        raise ClientGone

    async def _send_late(self, wire: bytes, seconds: float) -> None:
        await asyncio.sleep(seconds)
        with contextlib.suppress(ClientGone):
            await self._send(wire)

    async def _send(self, data: bytes | None) -> None:
        try:
            await self._channel.send(data or b"")
        except OSError as error:
            raise ClientGone from error

    async def _recv(self, limit: int, idle_seconds: float) -> int:
        buffer = self._room()
        try:
            count = await asyncio.wait_for(
                self._channel.receive_into(buffer[: min(limit, len(buffer))]), idle_seconds
            )
        except TimeoutError:
            raise IdleClient from None
        except OSError as error:
            raise ClientGone from error
        if not count:
            raise ClientGone
        return count

    def _room(self) -> memoryview:
        # Most connections of a test carry small bodies, or none.
        size = CHUNK if self._body_left > 1 << 16 else 1 << 16
        if self._buffer is None or len(self._buffer) < size:
            self._buffer = memoryview(bytearray(size))
        return self._buffer

    def _chunk(self, count: int) -> memoryview:
        return self._room()[:count]

"""One HTTP/1.1 connection of the storage: heads by h11, bodies straight from the socket.

The body of a known length never passes through h11, and the server owns the socket, so that it
can answer early, or not at all.
"""

from __future__ import annotations

import asyncio
import dataclasses
import email.utils
import http
import socket

import h11

PIECE = 1 << 20
_HEAD_LIMIT = 1 << 16
# How long a connection may wait for its next request, and how long a client that was refused may
# still send (both in real seconds).
_KEEP_ALIVE = 60.0
_LINGER = 10.0


class ClientGone(Exception):  # noqa: N818 - not an error
    """The client closed the connection, or broke it."""


class IdleClient(Exception):  # noqa: N818 - not an error
    """Nothing came for the time allowed."""


@dataclasses.dataclass
class Head:
    """The head of a request.

    Attributes:
        method: As sent.
        target: Path and query, as sent.
        headers: In order, names in lower case.

    """

    method: str
    target: str
    headers: list[tuple[str, str]]

    @property
    def fields(self) -> dict[str, str]:
        """The headers by name; repeated ones joined by commas (RFC 9110, 5.2)."""
        joined: dict[str, str] = {}
        for name, value in self.headers:
            joined[name] = f"{joined[name]}, {value}" if name in joined else value
        return joined


class Connection:
    """A client's connection.

    Args:
        sock: The accepted, non-blocking socket.

    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._loop = asyncio.get_running_loop()
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=_HEAD_LIMIT)
        self._rest = b""
        self._body_left = 0
        self._unbounded = False
        self._expects_continue = False
        self._buffer: memoryview | None = None

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
                data = await asyncio.wait_for(
                    self._loop.sock_recv(self.sock, _HEAD_LIMIT), _KEEP_ALIVE
                )
            except (OSError, TimeoutError):
                return None
            self._http.receive_data(data)
        self._rest = bytes(self._http.trailing_data[0])
        head = Head(
            event.method.decode("ascii"),
            event.target.decode("latin-1"),
            [(n.decode("ascii"), v.decode("latin-1")) for n, v in event.headers],
        )
        self._body_left = int(head.fields.get("content-length", "0"))
        self._unbounded = "transfer-encoding" in head.fields
        self._expects_continue = self._http.they_are_waiting_for_100_continue
        return head

    @property
    def body_left(self) -> bool:
        """Whether some of the request's body has not been read."""
        return self._body_left > 0 or self._unbounded

    async def read_body(self, idle_seconds: float) -> memoryview:
        """Return the next piece of the body, good until the next call; empty at its end.

        Sends `100 Continue` first when the client waits for it (RFC 9110, 10.1.1).

        Args:
            idle_seconds: How long to wait for a byte.

        Raises:
            ClientGone: The connection ended before the body did.
            IdleClient: No byte came in time.

        """
        if not self._body_left:
            return memoryview(b"")
        if self._rest:
            piece, self._rest = self._rest[: self._body_left], self._rest[self._body_left :]
            self._body_left -= len(piece)
            self._expects_continue = False
            return memoryview(piece)
        if self._expects_continue:
            self._expects_continue = False
            await self._send(
                self._http.send(
                    h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
                )
            )
        count = await self._recv(self._body_left, idle_seconds)
        self._body_left -= count
        return self._piece(count)

    async def answer(
        self, status: int, headers: list[tuple[str, str]], body: bytes = b"", *, close: bool
    ) -> None:
        """Send a whole answer.

        Args:
            status: The HTTP status.
            headers: Without `Content-Length` when `body` is the answer's body.
            body: The answer's body.
            close: Say that the connection ends here.

        Raises:
            ClientGone: It could not be sent.

        """
        fields = list(headers)
        if not any(name.lower() == "content-length" for name, _ in fields):
            fields.append(("Content-Length", str(len(body))))
        if close:
            fields.append(("Connection", "close"))
        response = h11.Response(
            status_code=status,
            reason=http.HTTPStatus(status).phrase.encode(),
            headers=[(n.encode(), v.encode("latin-1", "replace")) for n, v in fields],
        )
        await self._send((self._http.send(response) or b"") + body)

    async def send_piece(self, piece: bytes) -> None:
        """Send a piece of an answer's body whose head `answer` has sent."""
        await self._send(piece)

    async def linger(self) -> int:
        """End our side and swallow what the client still sends, so that it can read the answer.

        A close with unread bytes would reset the connection and may destroy the answer on its way
        (RFC 9112, 9.6).

        Returns:
            How many bytes of the body came.

        """
        count = min(len(self._rest), self._body_left) if not self._unbounded else len(self._rest)
        try:
            self.sock.shutdown(socket.SHUT_WR)
            while got := await self._recv(PIECE, _LINGER):
                count += got
        except (OSError, ClientGone, IdleClient):
            pass
        return count

    async def _send(self, data: bytes | None) -> None:
        try:
            await self._loop.sock_sendall(self.sock, data or b"")
        except OSError as error:
            raise ClientGone from error

    async def _recv(self, limit: int, idle_seconds: float) -> int:
        buffer = self._room()
        try:
            count = await asyncio.wait_for(
                self._loop.sock_recv_into(self.sock, buffer[: min(limit, len(buffer))]),
                idle_seconds,
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
        size = PIECE if self._body_left > 1 << 16 else 1 << 16
        if self._buffer is None or len(self._buffer) < size:
            self._buffer = memoryview(bytearray(size))
        return self._buffer

    def _piece(self, count: int) -> memoryview:
        return self._room()[:count]


def date(epoch_seconds: float) -> str:
    """Return the HTTP date (RFC 9110, 5.6.7) of a moment."""
    return email.utils.formatdate(epoch_seconds, usegmt=True)

"""A connected socket that hears a response while it sends, and stops within a second when asked.

A plain socket does neither: it sends a whole body to a server that has refused it, and waits a full
timeout for one that stopped reading. To http.client this is a socket and the file that it reads.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import time
from contextlib import suppress
from typing import Any, Final, Self

from urllib3.util import wait_for_read

from bota_sdk._shared.cancel import POLL, stop_if_asked

MAX_HEAD: Final = 64 << 10
"""Bytes of status line and headers."""

_WRITE: Final = 256 << 10
"""Bytes per write: over TLS a write makes progress only as a whole, and a stall is no progress."""

_READ: Final = 64 << 10

_LOOKS: Final = 16
"""Reads between two writes, at most: a server that never falls silent does not stop the sending."""

_MAX_INTERIMS: Final = 100
"""Interim responses (1xx) that are read over before the response proper."""

_HEAD_END: Final = re.compile(rb"\n\r?\n")
_INTERIM: Final = re.compile(rb"HTTP/1\.[01] 1(?!01)")
_STATUS_KNOWN: Final = len("HTTP/1.1 101")


class BrokenOffError(Exception):
    """A request was not sent to its end: the response came first, or the connection broke."""


class StalledError(Exception):
    """The server accepted no byte, or sent none, for too long."""


class ListeningSocket:
    """Sends bytes, and gives what comes back.

    The socket may be plain, a TLS one, or urllib3's TLS within TLS. That one cannot repeat a write,
    so that only its own timeout ends it. All that waits raises StalledError when it waits in vain,
    and stops when the upload is to stop.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._file: Any = None
        self._repeats = isinstance(sock, socket.socket)
        self._write_timeout = self._read_timeout = self._poll = 0.0
        self._received = bytearray()
        self._limit: int | None = None
        self._end: float | None = None
        self._count = self._interims = 0
        self._is_ended = False

    def begin(self, write: float, read: float, limit: int | None) -> None:
        """Begin a request, whose whole response may have so many bytes, or any number."""
        self._write_timeout, self._read_timeout = write, read
        self._limit, self._count = limit, 0
        self._poll = min(POLL, write, read) if self._repeats else write
        self.poll()

    def poll(self) -> None:
        """Let reads and writes end after a moment, whatever time-out the socket was given since."""
        self._sock.settimeout(self._poll)

    def sendall(self, data: bytes | memoryview) -> None:
        rest = memoryview(data)
        progress = time.monotonic()
        while rest:
            stop_if_asked()
            try:
                rest = rest[self._sock.send(rest[:_WRITE]) :]
                progress = time.monotonic()
            except TimeoutError:
                self.listen()
                if not self._repeats or time.monotonic() - progress >= self._write_timeout:
                    raise StalledError(
                        f"the server accepted no byte for {self._write_timeout:g} seconds"
                    ) from None
            except OSError as error:
                raise BrokenOffError(str(error)) from error

    def listen(self) -> bool:
        """Take what has come; True if `100 Continue` was in it.

        A response that has begun, or a connection that has ended, is a BrokenOffError.
        """
        continues = False
        for _ in range(_LOOKS):
            if self._is_ended or not wait_for_read(self._sock, 0):
                break
            stop_if_asked()
            try:
                self._sock.settimeout(0)
                data = self._sock.recv(_READ)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                break  # a TLS session ticket is readable, but no data
            except OSError as error:
                raise BrokenOffError(str(error)) from error
            finally:
                self._sock.settimeout(self._poll)
            self._received += data
            self._is_ended = not data
            continues |= self._drop_interim()
            # The network may have cut the head of what will turn out to be interim.
            is_open = len(self._received) < _STATUS_KNOWN or _INTERIM.match(self._received)
            if self._is_ended or not is_open or len(self._received) > MAX_HEAD:
                raise BrokenOffError("the server responded or left before the end of the body")
        return continues

    def await_continue(self, seconds: float) -> bool:
        """Wait for `100 Continue`; False if none came in time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            stop_if_asked()
            if wait_for_read(self._sock, min(left, POLL)) and self.listen():
                return True
        return False

    def await_head(self) -> bytes:
        """Wait for the whole head of the response, past the interim ones; it stays to be read.

        From now on the read time-out is for the whole response, or for the head of one without a
        limit, whose body may come for as long as it does come.
        """
        self._end = time.monotonic() + self._read_timeout
        while True:
            self._drop_interim()
            end = _HEAD_END.search(self._received)
            if end and not _INTERIM.match(self._received):
                self._interims = 0
                if self._limit is None:
                    self._end = None
                return bytes(self._received[: end.end()])
            if len(self._received) > MAX_HEAD:
                raise http.client.HTTPException(f"a response's head of more than {MAX_HEAD} bytes")
            if not self._receive():
                raise _left_early()

    def is_quiet(self) -> bool:
        """Return whether nothing has come that was not read, not even the connection's end."""
        pending = isinstance(self._sock, ssl.SSLSocket) and self._sock.pending()
        return not (self._received or self._is_ended or pending or wait_for_read(self._sock, 0))

    def shut_down(self) -> None:
        """End the connection under whoever uses it in another thread."""
        with suppress(OSError):  # it has ended already
            # Not SSLSocket's own, which first makes of it a plain one, for the other thread too.
            socket.socket.shutdown(getattr(self._sock, "socket", self._sock), socket.SHUT_RDWR)

    # What http.client asks of a socket, and of the file that it reads.

    def makefile(self, _mode: str) -> Self:
        """Return this: surplus bytes must not end in a buffer that nobody looks at."""
        # Keeps the socket open: http.client may close the connection before its response is read.
        self._file = self._sock.makefile("rb", 0)
        return self

    def readline(self, limit: int) -> bytes:
        """Read up to and with a line's end, or so many bytes."""
        while (end := self._received.find(b"\n", 0, limit)) < 0 and len(self._received) < limit:
            if not self._receive():
                raise _left_early()
        return self._taken(end + 1 if end >= 0 else limit)

    def read(self, count: int) -> bytes:
        """Read so many bytes, or fewer at the connection's end."""
        while len(self._received) < count and self._receive():
            pass
        return self._taken(count)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _taken(self, most: int) -> bytes:
        taken = bytes(self._received[:most])
        del self._received[:most]
        return taken

    def _receive(self) -> bool:
        """Wait for more bytes; False at the connection's end."""
        end = self._end or time.monotonic() + self._read_timeout
        while not self._is_ended:
            stop_if_asked()
            try:
                data = self._sock.recv(_READ)
            except TimeoutError:
                data = None
            if time.monotonic() >= end or (data is None and not self._repeats):
                raise StalledError(f"no whole response in {self._read_timeout:g} seconds")
            if data is not None:
                self._received += data
                self._is_ended = not data
                self._count += len(data)
                if self._limit is not None and self._count > self._limit:
                    raise http.client.HTTPException(f"a response of more than {self._limit} bytes")
                return bool(data)
        return False

    def _drop_interim(self) -> bool:
        """Drop the interim responses that have come; True if one of them was `100 Continue`."""
        continues = False
        while _INTERIM.match(self._received) and (end := _HEAD_END.search(self._received)):
            continues |= self._taken(end.end())[9:12] == b"100"
            self._interims += 1
            if self._interims > _MAX_INTERIMS:
                raise http.client.HTTPException(f"more than {_MAX_INTERIMS} interim responses")
        return continues


def _left_early() -> http.client.HTTPException:
    return http.client.HTTPException("the server left before the end of its response")

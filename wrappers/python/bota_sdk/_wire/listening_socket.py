"""A connected socket that hears an answer while it sends, stalls or waits to be told to stop.

A plain socket does none of that: it sends a whole body to a server that has refused it, and waits a
full timeout for one that stopped reading.
"""

from __future__ import annotations

import re
import select
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from bota_sdk._shared.cancel import POLL, stop_if_asked

CONTINUE_WAIT: Final = 1.0
"""Seconds to wait for `100 Continue` before the body goes out all the same (RFC 9110, 10.1.1)."""

_WRITE: Final = 256 << 10
"""Bytes per write: over TLS a write makes progress only as a whole, and a stall is no progress."""

_READ: Final = 64 << 10
"""Bytes per read."""

_LOOKS: Final = 16
"""Reads between two writes, at most."""

MAX_HEAD: Final = 64 << 10
"""Bytes of status line and headers."""

_HEAD_END: Final = re.compile(rb"\n\r?\n")

_INFORMATIONAL: Final = re.compile(rb"HTTP/1\.[01] 1")

_STATUS_KNOWN: Final = len("HTTP/1.1 1")
"""Bytes after which it is certain whether an answer is informational."""


class BrokenOffError(Exception):
    """A request could not be sent to its end: the answer came first, or the connection broke.

    Attributes:
        timed_out: the other side accepted nothing for too long.

    """

    def __init__(self, reason: str, *, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.timed_out = timed_out


class ListeningSocket:
    """Sends bytes, and gives what comes back.

    Args:
        sock: connected, plain or TLS.

    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._has_input = _watch(sock)
        self._write_timeout = self._read_timeout = 0.0
        self._poll = -1.0
        self._received = bytearray()
        self._ended = False

    def set_timeouts(self, write: float, read: float) -> None:
        """Set the seconds that may pass without a byte accepted, and without one received."""
        self._write_timeout, self._read_timeout = write, read
        poll = min(POLL, write, read)
        if poll != self._poll:
            self._sock.settimeout(poll)
            self._poll = poll

    def send(self, data: bytes) -> None:
        """Send all of it.

        Raises:
            BrokenOffError: the connection broke, stalled, or brought the answer.
            UploadCancelledError, DeadlineExceededError: the upload shall stop.

        """
        rest = memoryview(data)
        progress = time.monotonic()
        while rest:
            stop_if_asked()
            try:
                rest = rest[self._sock.send(rest[:_WRITE]) :]
                progress = time.monotonic()
            except TimeoutError:
                self.listen()
                if time.monotonic() - progress >= self._write_timeout:
                    raise BrokenOffError(
                        f"the server accepted no byte for {self._write_timeout:g} seconds",
                        timed_out=True,
                    ) from None
            except OSError as error:
                raise BrokenOffError(str(error)) from error

    def listen(self) -> None:
        """Look whether the answer has come before its request's end. Raises as `send` does."""
        for _ in range(_LOOKS):  # a server that never falls silent does not keep us from sending
            if self._ended or not self._has_input(0):
                return
            stop_if_asked()
            self._overhear()

    def await_continue(self) -> bool:
        """Wait for `100 Continue`; False when none came in time. Raises as `send` does."""
        end = time.monotonic() + CONTINUE_WAIT
        while (left := end - time.monotonic()) > 0:
            stop_if_asked()
            if self._has_input(min(left, POLL)) and self._overhear():
                return True
        return False

    def is_quiet(self) -> bool:
        """Tell whether nothing has come that was not read, not even the connection's end."""
        pending = isinstance(self._sock, ssl.SSLSocket) and self._sock.pending()
        return not (self._received or self._ended or pending or self._has_input(0))

    def read_head(self, most: int) -> bytes | None:
        """Read up to and with an empty line; None when there is none in so many bytes.

        Raises:
            OSError: the connection broke; TimeoutError, if nothing came for too long.
            EOFError: it ended before.
            UploadCancelledError, DeadlineExceededError: the upload shall stop.

        """
        while (end := _HEAD_END.search(self._received)) is None:
            if len(self._received) > most:
                return None
            self._must_receive()
        return self._taken(end.end())

    def read_line(self, most: int) -> bytes | None:
        """Read up to and with a line's end; None when there is none in so many bytes.

        Raises as `read_head` does.
        """
        while b"\n" not in self._received:
            if len(self._received) > most:
                return None
            self._must_receive()
        return self._taken(self._received.index(b"\n") + 1)

    def read(self, count: int) -> bytes:
        """Read so many bytes. Raises as `read_head` does."""
        chunks = [self._taken(count)]
        left = count - len(chunks[0])
        while left > 0:
            self._must_receive()
            chunks.append(self._taken(left))
            left -= len(chunks[-1])
        return b"".join(chunks)

    def read_to_end(self, most: int) -> bytes | None:
        """Read up to the connection's end; None when that is further than so many bytes.

        Raises as `read_head` does.
        """
        chunks, count = [self._taken(len(self._received))], 0
        while self._receive():
            chunks.append(self._taken(len(self._received)))
            count += len(chunks[-1])
            if count > most:
                return None
        return b"".join(chunks)

    def shut_down(self) -> None:
        """End the connection under whoever uses it in another thread."""
        with suppress(OSError):  # it has ended already
            # Not SSLSocket's own, which first makes of it a plain one, for the other thread too.
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection."""
        self._sock.close()

    def _taken(self, most: int) -> bytes:
        taken = bytes(self._received[:most])
        del self._received[:most]
        return taken

    def _must_receive(self) -> None:
        if not self._receive():
            raise EOFError("the server left before the end of its answer")

    def _receive(self) -> bool:
        """Wait for more bytes; False at the connection's end."""
        if self._ended:
            return False
        end = time.monotonic() + self._read_timeout
        while True:
            stop_if_asked()
            try:
                data = self._sock.recv(_READ)
                break
            except TimeoutError:
                if time.monotonic() >= end:
                    raise TimeoutError(f"no answer for {self._read_timeout:g} seconds") from None
        self._received += data
        self._ended = not data
        return bool(data)

    def _overhear(self) -> bool:
        """Take what has come; True when it was `100 Continue`, and BrokenOffError for an answer."""
        try:
            self._sock.settimeout(0)
            data = self._sock.recv(_READ)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return False  # a TLS session ticket is readable, but no data
        except OSError as error:
            raise BrokenOffError(str(error)) from error
        finally:
            self._sock.settimeout(self._poll)
        self._received += data
        self._ended = not data
        continues = False
        while _INFORMATIONAL.match(self._received) and (end := _HEAD_END.search(self._received)):
            continues |= self._taken(end.end())[9:12] == b"100"
        # The network may have cut the head of what will turn out to be informational.
        is_open = len(self._received) < _STATUS_KNOWN or (
            _INFORMATIONAL.match(self._received) and len(self._received) <= MAX_HEAD
        )
        if self._ended or not is_open:
            raise BrokenOffError("the server answered or left before the end of the body")
        return continues


def _watch(sock: socket.socket) -> Callable[[float], bool]:
    """Return what waits so many seconds for a socket to have something to read."""
    if not hasattr(select, "poll"):  # Windows, where select takes any socket
        return lambda seconds: bool(select.select([sock], [], [], seconds)[0])
    waiting = select.poll()
    waiting.register(sock, select.POLLIN)
    return lambda seconds: bool(waiting.poll(seconds * 1000))

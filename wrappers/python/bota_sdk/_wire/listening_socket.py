"""A connected socket that hears a response while it sends, stalls or waits to be stopped.

A plain socket does none of that: it sends a whole body to a server that has refused it, and waits a
full timeout for one that stopped reading.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from contextlib import suppress
from typing import Any, Final

from urllib3.util.ssltransport import SSLTransport
from urllib3.util.wait import wait_for_read, wait_for_socket, wait_for_write

from bota_sdk._shared.cancel import POLL, stop_if_asked

CONTINUE_WAIT: Final = 1.0
"""Seconds to wait for `100 Continue` before the body goes out all the same (RFC 9110, 10.1.1)."""

MAX_HEAD: Final = 64 << 10
"""Bytes of status line and headers."""

_WRITE: Final = 256 << 10
_READ: Final = 64 << 10

_LOOKS: Final = 16
"""Reads between two writes, at most: a server that never falls silent must not stop the sending."""

_BLOCKED: Final = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)

_HEAD_END: Final = re.compile(rb"\n\r?\n")
_INFORMATIONAL: Final = re.compile(rb"HTTP/1\.[01] 1")

_STATUS_KNOWN: Final = len("HTTP/1.1 1")
"""Bytes after which it is certain whether a response is informational."""


class WireError(Exception):
    """There was no connection, no response, or none that HTTP/1.1 allows.

    Attributes:
        timed_out: whether time ran out.

    """

    def __init__(self, reason: str, *, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.timed_out = timed_out


class BrokenOffError(Exception):
    """A body could not be sent to its end: the response came first, or the connection broke."""


class ListeningSocket:
    """Sends bytes, and gives what comes back. For one thread at a time.

    Args:
        sock: what it sends over; does not block.

    Raises (all methods that wait):
        WireError: the connection broke, or time ran out.
        UploadCancelledError, DeadlineExceededError: the upload shall stop.

    """

    def __init__(self, sock: socket.socket | SSLTransport) -> None:
        self._sock: Any = sock
        self._carrier: ListeningSocket | None = None
        self._is_secured = False
        self._write_timeout = self._read_timeout = 0.0
        self._received = bytearray()
        self._ended = False

    def set_timeouts(self, write: float, read: float) -> None:
        """Set the seconds that may pass without a byte accepted, and without one received."""
        self._write_timeout, self._read_timeout = write, read
        if self._carrier is not None:
            self._carrier.set_timeouts(write, read)

    def secure(self, context: ssl.SSLContext, host: str, timeout: float) -> None:
        """Put TLS over what is connected, which may have TLS already (to a proxy)."""
        if self._received:  # or it would count as what came over TLS
            raise WireError("something came before the TLS handshake")
        if isinstance(self._sock, ssl.SSLSocket):
            self._carrier = ListeningSocket(self._sock)
            self._carrier.set_timeouts(timeout, timeout)
            self._sock = SSLTransport(
                self._carrier,  # type: ignore[arg-type]
                context,
                server_hostname=host,
                suppress_ragged_eofs=False,
            )
            self._carrier._is_secured = True
            return
        self._sock = tls = context.wrap_socket(
            self._sock,
            server_hostname=host,
            do_handshake_on_connect=False,
            # A response that ends with its connection is whole only if TLS says that it ended.
            suppress_ragged_eofs=False,
        )
        end = time.monotonic() + timeout
        while True:
            stop_if_asked()
            try:
                return tls.do_handshake()
            except _BLOCKED as blocked:
                if (left := end - time.monotonic()) <= 0:
                    raise WireError("no TLS handshake in time", timed_out=True) from None
                wait = (
                    wait_for_write if isinstance(blocked, ssl.SSLWantWriteError) else wait_for_read
                )
                wait(tls, min(left, POLL))

    def send(self, data: bytes) -> None:
        """Send all of it. Raises BrokenOffError too."""
        rest = memoryview(data)
        progress = time.monotonic()
        while rest:
            stop_if_asked()
            try:
                # Over TLS a write is accepted as a whole, or has to be repeated as it was.
                rest = rest[self._sock.send(rest[:_WRITE]) :]
                progress = time.monotonic()
            except _BLOCKED:
                wait_for_socket(self._sock, read=True, write=True, timeout=self._poll())
                if wait_for_write(self._sock, 0):
                    progress = time.monotonic()
                else:
                    self.listen()
                    if time.monotonic() - progress >= self._write_timeout:
                        raise self._stalled() from None
            except OSError as error:
                raise BrokenOffError(str(error)) from error

    def listen(self) -> bool:
        """Take what has come; True if `100 Continue` was in it.

        Raises:
            BrokenOffError: the response has begun, or the connection has ended.

        """
        continues = False
        for _ in range(_LOOKS):
            try:
                data = self._sock.recv(_READ)
            except _BLOCKED:
                break
            except OSError as error:
                raise BrokenOffError(str(error)) from error
            self._received += data
            self._ended = not data
            while _INFORMATIONAL.match(self._received) and (
                end := _HEAD_END.search(self._received)
            ):
                continues |= self._taken(end.end())[9:12] == b"100"
            # The network may have cut the head of what will turn out to be informational.
            is_open = len(self._received) < _STATUS_KNOWN or (
                _INFORMATIONAL.match(self._received) and len(self._received) <= MAX_HEAD
            )
            if self._ended or not is_open:
                raise BrokenOffError("the server responded or left before the end of the body")
        return continues

    def await_continue(self) -> bool:
        """Wait for `100 Continue`; False if none came in time. Raises as `listen` does."""
        end = time.monotonic() + CONTINUE_WAIT
        while not self.listen():
            stop_if_asked()
            if (left := end - time.monotonic()) <= 0:
                return False
            wait_for_read(self._sock, min(left, POLL))
        return True

    def is_quiet(self) -> bool:
        """Tell whether nothing has come that was not read, not even the connection's end."""
        if self._received or self._ended:
            return False
        try:
            self._sock.recv(1)
        except OSError as error:
            return isinstance(error, _BLOCKED)
        return False

    def read_head(self) -> bytes:
        """Read up to and with an empty line."""
        while (end := _HEAD_END.search(self._received)) is None:
            self._receive_more("a response's head")
        return self._taken(end.end())

    def read_line(self) -> bytes:
        """Read up to and with a line's end."""
        while (end := self._received.find(b"\n")) < 0:
            self._receive_more("a line of a response")
        return self._taken(end + 1)

    def read(self, most: int) -> bytes:
        """Wait for the next bytes, and return up to so many of them; none at the end."""
        return self._taken(most) if self._received else self._receive(most)

    def shut_down(self) -> None:
        """End the connection under whoever uses it in another thread."""
        if self._carrier is not None:
            return self._carrier.shut_down()
        with suppress(OSError):  # it has ended already
            # Not SSLSocket's own, which first makes of it a plain one, for the other thread too.
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection."""
        self._sock.close()

    # What urllib3's SSLTransport, the second TLS, asks of the first.

    def sendall(self, data: bytes) -> None:
        """Send all of it; raises BrokenOffError where nothing is accepted and something comes."""
        rest = memoryview(data)
        progress = time.monotonic()
        while rest:
            stop_if_asked()
            try:
                rest = rest[self._sock.send(rest) :]
                progress = time.monotonic()
            except _BLOCKED:
                if wait_for_write(self._sock, self._poll()):
                    progress = time.monotonic()
                elif wait_for_read(self._sock, 0):
                    raise BrokenOffError("something came before the end of the body") from None
                elif time.monotonic() - progress >= self._write_timeout:
                    raise self._stalled() from None

    def recv(self, most: int) -> bytes:
        """Receive; waits only during the handshake."""
        return self._sock.recv(most) if self._is_secured else self.read(most)  # type: ignore[no-any-return]

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._sock.fileno()  # type: ignore[no-any-return]

    def _poll(self) -> float:
        return min(POLL, self._write_timeout, self._read_timeout)

    def _stalled(self) -> WireError:
        return WireError(
            f"the server accepted no byte for {self._write_timeout:g} seconds", timed_out=True
        )

    def _taken(self, most: int) -> bytes:
        taken = bytes(self._received[:most])
        del self._received[:most]
        return taken

    def _receive_more(self, what: str) -> None:
        if len(self._received) > MAX_HEAD:
            raise WireError(f"{what} of more than {MAX_HEAD} bytes")
        if not (data := self._receive(_READ)):
            raise WireError("the server left before the end of its response")
        self._received += data

    def _receive(self, most: int) -> bytes:
        end = time.monotonic() + self._read_timeout
        while not self._ended:
            stop_if_asked()
            try:
                data: bytes = self._sock.recv(most)
            except _BLOCKED:
                if time.monotonic() >= end:
                    reason = f"no response for {self._read_timeout:g} seconds"
                    raise WireError(reason, timed_out=True) from None
                wait_for_read(self._sock, self._poll())
            except OSError as error:
                raise WireError(str(error)) from error
            else:
                self._ended = not data
                return data
        return b""

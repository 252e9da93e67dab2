"""Blocking connections that hear an answer while they send, stall or wait to be told to stop.

httpcore's own stream does none of that: it sends a whole body to a server that has refused it, and
waits a full timeout for one that stopped reading.
"""

from __future__ import annotations

import select
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any, Final

import httpcore

from bota_sdk._cancel import POLL, stop_if_asked

CONTINUE_WAIT: Final = 1.0
"""Seconds to wait for `100 Continue` before the body goes out all the same (RFC 9110, 10.1.1)."""

_WRITE: Final = 256 << 10
"""Bytes per write: over TLS a write makes progress only as a whole, and a stall is no progress."""


_INFORMATIONAL: Final = b"HTTP/1.1 1"


class SilentHosts:
    """Remembers which servers do not answer `Expect: 100-continue`. Safe to share over threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hosts: set[str] = set()

    def add(self, host: str) -> None:
        """Remember that a host, with its port, gave no answer to it, or refused it."""
        with self._lock:
            self._hosts.add(host)

    def __contains__(self, host: str) -> bool:
        with self._lock:
            return host in self._hosts


class ListeningStream(httpcore.NetworkStream):
    """A connection that looks for an answer between its writes.

    An answer that comes before the body's end is kept for the reader, and `WriteError` is raised:
    httpcore then stops sending and reads the answer.

    Args:
        inner: the connection, plain or TLS.
        silent: told when the server does not answer `Expect: 100-continue`.

    """

    def __init__(self, inner: httpcore.NetworkStream, silent: SilentHosts) -> None:
        self._inner = inner
        self._silent = silent
        self._host = ""
        self._kept = b""
        self._ended = False
        self._in_body = False
        self._expects_continue = False

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of a buffer.

        Args:
            buffer: a request's head, or a piece of its body.
            timeout: seconds that may pass without the other side accepting a byte.

        Raises:
            httpcore.WriteError: the connection broke, or the answer is there already.
            httpcore.WriteTimeout: it stalled.
            UploadCancelledError, UploadTimeoutError: the upload shall stop.

        """
        if not buffer:
            return
        if self._in_body:
            self._before_body_write()
        else:
            # httpcore writes a request's head in one piece, and its body after it.
            self._in_body = True
            head = buffer.lower()
            self._expects_continue = b"\r\nexpect: 100-continue\r\n" in head
            if self._expects_continue:
                # Through a proxy the connection's own peer is another one.
                self._host = head.partition(b"\r\nhost: ")[2].partition(b"\r\n")[0].decode()
        rest = memoryview(buffer)
        sock = self._socket
        progress = time.monotonic()
        while rest:
            stop_if_asked()
            try:
                sock.settimeout(POLL)
                rest = rest[sock.send(rest[:_WRITE]) :]
                progress = time.monotonic()
            except TimeoutError:
                self._listen()
                if timeout is not None and time.monotonic() - progress >= timeout:
                    raise httpcore.WriteTimeout(
                        f"the server accepted no byte for {timeout:g} seconds"
                    ) from None
            except OSError as error:
                raise httpcore.WriteError(str(error)) from error

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what the other side sent, what was kept first; empty at its end.

        Args:
            max_bytes: at most so much.
            timeout: seconds to wait for the first byte.

        Raises:
            httpcore.ReadError: the connection broke.
            httpcore.ReadTimeout: nothing came.
            UploadCancelledError, UploadTimeoutError: the upload shall stop.

        """
        self._in_body = self._expects_continue = False
        if self._kept:
            kept, self._kept = self._kept[:max_bytes], self._kept[max_bytes:]
            return kept
        if self._ended:
            return b""
        end = None if timeout is None else time.monotonic() + timeout
        sock = self._socket
        while True:
            stop_if_asked()
            left = POLL if end is None else min(POLL, end - time.monotonic())
            if left <= 0:
                raise httpcore.ReadTimeout(f"no answer for {timeout:g} seconds")
            try:
                sock.settimeout(left)
                data: bytes = sock.recv(max_bytes)
                return data
            except TimeoutError:
                continue
            except OSError as error:
                raise httpcore.ReadError(str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return the connection with TLS on it."""
        inner = self._inner.start_tls(ssl_context, server_hostname, timeout)
        return ListeningStream(inner, self._silent)

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore wants to know of the socket."""
        return self._inner.get_extra_info(info)

    @property
    def _socket(self) -> Any:
        return self._inner.get_extra_info("socket")

    def _before_body_write(self) -> None:
        if self._expects_continue:
            self._expects_continue = False
            self._await_continue()
        else:
            self._listen()

    def _await_continue(self) -> None:
        end = time.monotonic() + CONTINUE_WAIT
        while (left := end - time.monotonic()) > 0:
            stop_if_asked()
            if _readable(self._socket, min(left, POLL)) and self._receive():
                return
        self._silent.add(self._host)

    def _listen(self) -> None:
        while not self._ended and _readable(self._socket, 0):
            self._receive()

    def _receive(self) -> bool:
        """Take what has come; True when it was `100 Continue`, and WriteError for an answer."""
        sock = self._socket
        try:
            sock.setblocking(False)
            data = sock.recv(64 << 10)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return False  # a TLS session ticket is readable, but no data
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error
        self._kept += data
        self._ended = not data
        informed = False
        while self._kept.startswith(_INFORMATIONAL) and b"\r\n\r\n" in self._kept:
            self._kept = self._kept.partition(b"\r\n\r\n")[2]
            informed = True
        # The beginning of a head that the network has cut may still turn out to be informational.
        if self._ended or (self._kept and not _INFORMATIONAL.startswith(self._kept[:10])):
            raise httpcore.WriteError("the server answered or left before the end of the body")
        return informed


class ListeningBackend(httpcore.NetworkBackend):
    """Opens `ListeningStream`s."""

    def __init__(self, silent: SilentHosts) -> None:
        self._inner = httpcore.SyncBackend()
        self._silent = silent

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Open a connection."""
        stop_if_asked()
        inner = self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        return ListeningStream(inner, self._silent)


def _readable(sock: Any, seconds: float) -> bool:
    poll = getattr(select, "poll", None)
    if poll is None:  # Windows, where select takes any socket
        return bool(select.select([sock], [], [], seconds)[0])
    waiting = poll()
    waiting.register(sock, select.POLLIN)
    return bool(waiting.poll(seconds * 1000))

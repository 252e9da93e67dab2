"""A client that sees how a connection ends, which HTTP libraries hide."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
import urllib.parse
from collections.abc import Callable, Iterator
from typing import Literal, Self, TypeVar

from tests.ticks import HANG

T = TypeVar("T")
End = Literal["closed", "reset"]


class RawClient:
    """A connection to the server of a URL."""

    def __init__(self, url: str, context: ssl.SSLContext | None = None) -> None:
        self.parts = urllib.parse.urlsplit(url)
        self._reset = False
        host = self.parts.hostname or ""
        self.sock = socket.create_connection((host, self.parts.port), timeout=HANG)
        self._tls = None
        if self.parts.scheme == "https":
            assert context
            # In memory: Python's own TLS sockets show a reset as a plain end.
            self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
            self._tls = context.wrap_bio(self._in, self._out, server_hostname=host)
            self._through(self._tls.do_handshake)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def head(self, method: str, length: int | None, *more: str) -> None:
        target = f"{self.parts.path}?{self.parts.query}" if self.parts.query else self.parts.path
        lines = [f"{method} {target} HTTP/1.1", f"Host: {self.parts.netloc}", *more]
        lines += [] if length is None else [f"Content-Length: {length}"]
        self._send("\r\n".join([*lines, "", ""]).encode())

    def body(self, data: bytes) -> None:
        with self._noting():
            self._send(data)

    def chunk(self) -> bytes:
        """What comes next; empty at the end."""
        with self._noting():
            if self._tls is None:
                return self.sock.recv(65536)
            with contextlib.suppress(ssl.SSLZeroReturnError, ssl.SSLEOFError):
                return self._through(lambda: self._tls.read(65536))  # type: ignore[union-attr]
        return b""

    def all(self) -> tuple[bytes, End]:
        """All that still comes, and how the server ends the connection."""
        got = b""
        while chunk := self.chunk():
            got += chunk
        return got, "reset" if self._reset else "closed"

    def _send(self, data: bytes) -> None:
        if self._tls is None:
            self.sock.sendall(data)
        else:
            self._tls.write(data)
            self._flush()

    def _flush(self) -> None:
        # Nothing is sent as nothing: on a connection that was reset it would raise before what
        # came is read.
        if data := self._out.read():
            self.sock.sendall(data)

    def _through(self, step: Callable[[], T]) -> T:
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                self._flush()
                data = self.sock.recv(65536)
                if data:
                    self._in.write(data)
                else:
                    self._in.write_eof()
            finally:
                self._flush()

    @contextlib.contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except (ConnectionResetError, BrokenPipeError):
            self._reset = True


def eventually(holds: Callable[[], bool], seconds: float = HANG) -> bool:
    """Whether something becomes true that a server does after its answer."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.005)
    return holds()

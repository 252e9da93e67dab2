"""A server that does to each connection what a function says, over plain TCP or TLS."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.ticks import HANG

Behaviour = Callable[[socket.socket], None]


class RawServer:
    """Runs `behaviour` on every connection, each in a thread; keeps the heads that came."""

    def __init__(self, behaviour: Behaviour, tls: ssl.SSLContext | None) -> None:
        self._behaviour = behaviour
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://localhost:{self._listener.getsockname()[1]}"
        self._connections: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            thread = threading.Thread(target=self._handle, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _handle(self, connection: socket.socket) -> None:
        # A small answer must not wait for the client to acknowledge what came before it.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(OSError), connection:
            if self._tls is None:
                self._behaviour(connection)
            else:
                with self._tls.wrap_socket(connection, server_side=True) as wrapped:
                    self._behaviour(wrapped)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join(HANG)
        for connection in self._connections:
            with contextlib.suppress(OSError):  # it has ended already
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(HANG)


@contextmanager
def raw_server(behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    """Run a RawServer for the `with` block."""
    server = RawServer(behaviour, tls)
    try:
        yield server
    finally:
        server.close()


def read_head(connection: socket.socket) -> bytes:
    """Read up to the end of a request's head, and not one byte more."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = connection.recv(1)
        if not piece:
            raise ConnectionError("no head")
        head += piece
    return head


def read_body(connection: socket.socket, size: int) -> int:
    """Read so many bytes, or up to the end; return how many came."""
    count = 0
    while count < size:
        piece = connection.recv(min(65536, size - count))
        if not piece:
            break
        count += len(piece)
    return count


def reset(connection: socket.socket) -> None:
    """End a connection by a TCP reset."""
    raw = (
        socket.socket(fileno=connection.detach()) if isinstance(connection, ssl.SSLSocket) else None
    )
    sock = raw or connection
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()

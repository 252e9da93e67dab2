"""A server that answers each request with the next bytes of a script, whatever was asked."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.ticks import HANG


class ScriptedServer:
    """Answers raw bytes; b"" closes the connection without an answer. Keeps what it was sent."""

    def __init__(self, answers: list[bytes]) -> None:
        self._answers = iter(answers)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"
        self.requests: list[bytes] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self.requests.append(self._read(connection))
                with contextlib.suppress(ConnectionError):  # a client may leave before its end
                    connection.sendall(next(self._answers, b""))

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return data
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        while len(body) < length and (piece := connection.recv(65536)):
            body += piece
        return head + b"\r\n\r\n" + body

    def close(self) -> None:
        # shutdown wakes the thread that is blocked in accept; close alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(HANG)


def answer(status: int, body: bytes = b"", *headers: str) -> bytes:
    """Return an HTTP answer that also ends the connection."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@contextmanager
def scripted(*answers: bytes) -> Iterator[ScriptedServer]:
    """Run a ScriptedServer for the `with` block."""
    server = ScriptedServer(list(answers))
    try:
        yield server
    finally:
        server.close()

"""Runs the two servers, each in a thread with an event loop of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading

import uvicorn
from starlette.applications import Starlette

from bota_emulator.api.protocol import OpenProtocol
from bota_emulator.serving.forks import keep_from_children, let_go
from bota_emulator.storage.server import StorageServer

_STOP_SECONDS = 10.0


def listen(host: str, port: int) -> socket.socket:
    """Return a listening, non-blocking socket.

    Args:
        host: The address to bind.
        port: The port; 0 takes a free one.

    Raises:
        OSError: The address cannot be had.
        ValueError: There is no such port.

    """
    if not 0 <= port <= 65_535:
        raise ValueError(f"port {port}: a TCP port is from 1 to 65535, or 0 for a free one")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the socket says that it is TCP; with it on,
    # each response waits 40 ms for the client's delayed acknowledgement.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(512)
        sock.setblocking(False)
    except OSError as error:
        sock.close()
        where = f"{host}, port {port}" if port else host
        raise OSError(error.errno, f"cannot listen on {where}: {error.strerror}") from None
    return sock


class ApiThread:
    """Serves the ASGI app with uvicorn.

    Args:
        app: The app.
        sock: A listening socket, closed at the end.
        certificate: A PEM file with a key, which makes it speak TLS.

    """

    def __init__(
        self, app: Starlette, sock: socket.socket, certificate: str | os.PathLike[str] | None
    ) -> None:
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http=OpenProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            # Below this level uvicorn can be made to log headers, and with them keys.
            log_level="warning",
            access_log=False,
            server_header=False,
            # `Date` is the app's, from the emulator's clock.
            date_header=False,
            timeout_graceful_shutdown=1,
            ssl_certfile=certificate,
        )
        self._server = uvicorn.Server(config)
        self._app = app
        self._sock = sock
        keep_from_children(sock)
        self._thread = threading.Thread(target=self._run, name="bota-emulator-api", daemon=True)
        # The socket listens already: a client that is quicker than the loop waits in its queue.
        self._thread.start()

    def stop(self) -> None:
        """End the server and its thread."""
        # A page that is open listens to events without an end.
        self._app.state.stopping = True
        self._server.should_exit = True
        self._thread.join(_STOP_SECONDS)
        let_go(self._sock)
        self._sock.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._sock])


class StorageThread:
    """Serves the storage.

    Args:
        server: The storage's server.
        sock: A listening socket, closed at the end.

    """

    def __init__(self, server: StorageServer, sock: socket.socket) -> None:
        self._server = server
        self._sock = sock
        keep_from_children(sock)
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="bota-emulator-s3", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Drop every connection, end the server and its thread."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_STOP_SECONDS)
        let_go(self._sock)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._server.serve(self._sock, self._stop))

"""A pool of blocking connections that any number of threads may share: requests in, answers out."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.redact import Secret, without_frames_of
from bota_sdk._wire.connection import (
    CONNECT_FAILURES,
    Connection,
    Headers,
    Proxy,
    Target,
    Timeouts,
    no_response,
)
from bota_sdk.errors import ClientClosedError

MAX_IDLE: Final = 64
"""Connections to one server that are kept while nothing is sent over them."""

KEEPALIVE: Final = 30.0
"""Seconds that an idle connection is kept."""

_Origin: TypeAlias = tuple[bytes, bytes, int]


class Pool:
    """Connections to whatever is asked for, kept for later requests.

    Args:
        ssl_context: gives the TLS settings; called when the first connection with TLS is made.
        proxy_for: gives the proxy's URL for a scheme and a host with its port, or None.

    Attributes:
        silent_hosts: those that do not answer `Expect: 100-continue`, as `Host` names them.

    """

    def __init__(
        self,
        ssl_context: Callable[[], ssl.SSLContext],
        proxy_for: Callable[[str, str], Secret | None],
    ) -> None:
        self._ssl_context = ssl_context
        self._proxy_for = proxy_for
        self._lock = threading.Lock()
        self._proxies: dict[_Origin, Proxy | None] = {}
        self._idle: dict[_Origin, list[Connection]] = {}
        self._busy: set[Connection] = set()
        self._closed = False
        self.silent_hosts: set[str] = set()

    def send(
        self,
        method: str,
        target: Target,
        headers: Headers,
        body: Iterator[bytes],
        timeouts: Timeouts,
    ) -> Response | NoResponse:
        """Send one request and return its answer, also one that comes before the body's end.

        Args:
            method: the HTTP method.
            target: where to.
            headers: all of them, `Host` and `Content-Length` too.
            body: the chunks; an exception that it raises passes through, and the connection ends.
            timeouts: seconds.

        Raises:
            ClientClosedError: the pool is closed.
            ConfigurationError: the environment names a proxy of an unknown kind.
            UploadCancelledError, DeadlineExceededError: the upload that this is for shall stop.

        """
        connection: Connection | None = None
        try:
            try:
                connection = self._take(target, timeouts.connect)
            except CONNECT_FAILURES as error:
                return no_response(error, timed_out=isinstance(error, TimeoutError), sent=False)
            answer, silent = connection.exchange(method, target, headers, body, timeouts)
            if silent:
                self.silent_hosts.add(target.origin)
            return answer
        except BaseException as error:
            # From the body, or an interrupt: the variables of these frames show the URL, the
            # request's head with the key, and what has come of an answer.
            error.__traceback__ = without_frames_of(
                "bota_sdk._wire.response_reader",
                "bota_sdk._wire.connection",
                "bota_sdk._wire.listening_socket",
                __name__,
                traceback=error.__traceback__,
            )
            raise
        finally:
            if connection is not None:
                self._give_back(connection, target)

    def close(self) -> None:
        """Close all connections. The pool cannot be used any more."""
        with self._lock:
            self._closed = True
            idle, self._idle = [one for kept in self._idle.values() for one in kept], {}
            for connection in self._busy:
                connection.shut_down()  # its own thread closes it
        for connection in idle:
            connection.close()

    def _take(self, target: Target, timeout: float) -> Connection:
        while (kept := self._take_idle(target)) is not None:
            if time.monotonic() - kept.idle_since < KEEPALIVE and kept.is_fresh():
                return kept
            self._drop(kept)
        ssl_context = self._ssl_context() if target.scheme == b"https" else None
        connection = Connection(target, self._proxy(target), ssl_context, timeout)
        with self._lock:
            self._busy.add(connection)
            closed = self._closed
        if closed:
            self._drop(connection)
            raise _closed()
        return connection

    def _take_idle(self, target: Target) -> Connection | None:
        with self._lock:
            if self._closed:
                raise _closed()
            kept = self._idle.get(_origin(target))
            if not kept:
                return None
            # The one last used: the others may end of age.
            connection = kept.pop()
            self._busy.add(connection)
            return connection

    def _give_back(self, connection: Connection, target: Target) -> None:
        leaving = [connection]
        with self._lock:
            if connection.is_reusable and not self._closed:
                self._idle.setdefault(_origin(target), []).append(connection)
                self._busy.discard(connection)
                leaving = self._outdated()
        for one in leaving:
            self._drop(one)

    def _outdated(self) -> list[Connection]:
        """Take out what is idle for too long, or too much of it, whatever server it is to."""
        oldest = time.monotonic() - KEEPALIVE
        leaving: list[Connection] = []
        for origin, kept in list(self._idle.items()):
            # Those idle for longest stand first.
            staying = [one for one in kept if one.idle_since > oldest][-MAX_IDLE:]
            leaving += kept[: len(kept) - len(staying)]
            if staying:
                self._idle[origin] = staying
            else:
                del self._idle[origin]
        return leaving

    def _drop(self, connection: Connection) -> None:
        with self._lock:
            self._busy.discard(connection)
        connection.close()

    def _proxy(self, target: Target) -> Proxy | None:
        key = _origin(target)
        if key not in self._proxies:
            url = self._proxy_for(target.scheme.decode(), target.authority)
            self._proxies[key] = Proxy.of(url) if url else None
        return self._proxies[key]


def _origin(target: Target) -> _Origin:
    return target.scheme, target.host, target.port


def _closed() -> ClientClosedError:
    return ClientClosedError("the client was closed; make a new one")

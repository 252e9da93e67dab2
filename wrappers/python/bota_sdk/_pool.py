"""A pool of blocking connections that any number of threads may share: requests in, answers out."""

from __future__ import annotations

import functools
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

import httpcore

from bota_sdk._answer import Answer, NoAnswer
from bota_sdk._connections import ListeningBackend, SilentHosts
from bota_sdk._redact import redact, without_frames_of
from bota_sdk.errors import ClientClosedError

MAX_CONNECTIONS: Final = 64
"""To one service. Kept alive as many, since httpcore counts all connections against that limit."""

KEEPALIVE: Final = 30.0
"""Seconds that an idle connection is kept."""

MAX_ANSWER: Final = 32 << 20
"""Bytes of an answer's body that are read; no answer of the contract comes near it."""

_DEFAULT_PORTS: Final = {b"http": 80, b"https": 443}


class Headers(tuple[tuple[bytes, bytes], ...]):
    """The headers of a request, as they will stand on the wire; shows only their names."""

    __slots__ = ()

    def __repr__(self) -> str:
        # One of them is the key.
        return f"Headers({', '.join(name.decode('latin-1') for name, _ in self)})"


class Timeouts(NamedTuple):
    """Seconds to wait for a connection, for a byte to be accepted, and for a byte of the answer."""

    connect: float
    write: float
    read: float


class Target(NamedTuple):
    """Where a request goes, as it will stand on the wire.

    Attributes:
        scheme: `http` or `https`.
        host: the server's name, without brackets.
        port: the port; None for the scheme's own.
        target: path and query, byte for byte.

    """

    scheme: bytes
    host: bytes
    port: int | None
    target: bytes

    def __repr__(self) -> str:
        # The query is where signatures live.
        return f"Target({self.origin})"

    @property
    def origin(self) -> str:
        """Host and port, as `Host` names them: without the port where it is the scheme's own."""
        host = self.host.decode()
        name = f"[{host}]" if ":" in host else host
        own = self.port in (None, _DEFAULT_PORTS[self.scheme])
        return name if own else f"{name}:{self.port}"


class Pool:
    """Connections to whatever is asked for, kept for later requests.

    Args:
        ssl_context: gives the TLS settings; called at the first request.
        proxy_for: gives the proxy's URL for a scheme and host, or None.

    """

    def __init__(
        self,
        ssl_context: Callable[[], ssl.SSLContext],
        proxy_for: Callable[[str, str], str | None],
    ) -> None:
        self._ssl_context = ssl_context
        self._proxy_for = proxy_for
        self._lock = threading.Lock()
        self._proxies: dict[tuple[bytes, bytes], str | None] = {}
        self._pools: dict[str | None, httpcore.ConnectionPool] = {}
        self._closed = False
        self.silent_hosts = SilentHosts()
        """Those that do not answer `Expect: 100-continue`, by name and port as connected to."""

    def send(
        self,
        method: str,
        target: Target,
        headers: Headers,
        body: Iterator[bytes],
        timeouts: Timeouts,
    ) -> Answer | NoAnswer:
        """Send one request and return its answer, also one that comes before the body's end.

        Args:
            method: the HTTP method.
            target: where to.
            headers: all of them, `Host` and `Content-Length` too.
            body: the pieces; an exception that it raises passes through, and the connection ends.
            timeouts: seconds.

        Raises:
            ClientClosedError: the pool is closed.
            ConfigurationError: the environment names a proxy of an unknown kind.
            UploadCancelledError, UploadTimeoutError: the upload that this is for shall stop.

        """
        try:
            with self._pool(target).stream(
                method,
                httpcore.URL(
                    scheme=target.scheme, host=target.host, port=target.port, target=target.target
                ),
                headers=list(headers),
                content=body,
                extensions={"timeout": {**timeouts._asdict(), "pool": None}},
            ) as response:
                return Answer(response.status, _lower(response.headers), _read(response))
        except _FAILURES as error:
            return _no_answer(error)
        except BaseException as error:
            # From the body, or an interrupt: the variables of these frames show the URL, the
            # request's head with the key, and what has come of an answer.
            error.__traceback__ = without_frames_of(
                "httpcore", "bota_sdk._connections", __name__, traceback=error.__traceback__
            )
            raise

    def close(self) -> None:
        """Close all connections. The pool cannot be used any more."""
        with self._lock:
            self._closed = True
            pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            pool.close()

    def _pool(self, target: Target) -> httpcore.ConnectionPool:
        origin = target.scheme, target.host
        with self._lock:
            if self._closed:
                raise ClientClosedError("the client was closed; make a new one")
            if origin not in self._proxies:
                self._proxies[origin] = self._proxy_for(*(part.decode() for part in origin))
            proxy = self._proxies[origin]
            if proxy not in self._pools:
                self._pools[proxy] = self._make(proxy)
            return self._pools[proxy]

    def _make(self, proxy: str | None) -> httpcore.ConnectionPool:
        kind: Callable[..., httpcore.ConnectionPool] = httpcore.ConnectionPool
        if proxy is not None:
            parts = urlsplit(proxy)
            login = (
                (unquote(parts.username).encode(), unquote(parts.password or "").encode())
                if parts.username
                else None
            )
            bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
            kind = functools.partial(httpcore.HTTPProxy, bare, proxy_auth=login)
        return kind(
            ssl_context=self._ssl_context(),
            max_connections=MAX_CONNECTIONS,
            max_keepalive_connections=MAX_CONNECTIONS,
            keepalive_expiry=KEEPALIVE,
            network_backend=ListeningBackend(self.silent_hosts),
        )


_FAILURES: Final = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)
_UNSENT: Final = (
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.PoolTimeout,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


def _no_answer(error: Exception) -> NoAnswer:
    timed_out = isinstance(error, httpcore.TimeoutException)
    what = "no answer in time" if timed_out else "the connection failed"
    detail = redact(str(error)) or type(error).__name__
    return NoAnswer(
        reason=f"{what} ({detail})", timed_out=timed_out, sent=not isinstance(error, _UNSENT)
    )


def _read(response: httpcore.Response) -> bytes:
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) > MAX_ANSWER:
            raise httpcore.RemoteProtocolError(f"an answer of more than {MAX_ANSWER} bytes")
    return bytes(body)


def _lower(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined

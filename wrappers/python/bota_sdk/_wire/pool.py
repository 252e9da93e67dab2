"""A pool of connections that any number of threads may share: requests in, responses out."""

from __future__ import annotations

import io
import os
import queue
import ssl
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, TypeVar

import attrs
import urllib3
from urllib3 import HTTPHeaderDict
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.response import HTTPResponse

from bota_sdk._shared.fork import ends_before_any_fork, renew_after_fork
from bota_sdk._shared.outcome import NoResponse, Response, no_response
from bota_sdk._shared.redact import Secret
from bota_sdk._wire.connection import Connections, ListeningConnection
from bota_sdk._wire.listening_socket import MAX_HEAD, StalledError
from bota_sdk._wire.proxy import Proxy
from bota_sdk._wire.request import MAX_BODY, Headers, Request, Target, Timeouts
from bota_sdk._wire.tls import default_ssl_context
from bota_sdk.errors import ClientClosedError, ConfigurationError

MAX_IDLE: Final = 64
"""Connections to one server that are kept while nothing is sent over them."""

CHUNK: Final = 256 << 10
"""Bytes of a chunk of a download."""

_NO_RETRIES: Final = urllib3.Retry(False, redirect=False)

_NETWORK_ERRORS: Final = (HTTPError, OSError, StalledError, UnicodeError)

T = TypeVar("T")


class BrokenResponseError(Exception):
    """The body of a response did not come to its end, as if there had been none."""

    def __init__(self, outcome: NoResponse) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


@attrs.frozen
class StreamedResponse:
    """A response whose body is still to come."""

    status_code: int
    headers: Mapping[str, str]
    _response: HTTPResponse = attrs.field(repr=False)

    def chunks(self) -> Iterator[bytes]:
        """Yield the body as it comes over the wire, or raise BrokenResponseError."""
        try:
            while chunk := self._response.read(CHUNK, decode_content=False):
                yield chunk
        except (HTTPError, OSError, StalledError) as error:
            raise BrokenResponseError(_no_response(error, sent=True)) from None


class Pool:
    """Connections to whatever is asked for, kept for later requests.

    Without TLS settings it takes the default ones. `proxy_for` returns the URL of a proxy for a
    scheme and a host with its port. `silent_hosts` do not respond to `Expect: 100-continue`; they
    stand there as `Host` names them.
    """

    def __init__(
        self,
        ssl_context: ssl.SSLContext | None,
        proxy_for: Callable[[str, str], Secret | None],
    ) -> None:
        self._ssl_context = ssl_context
        self._proxy_for = proxy_for
        self.silent_hosts: set[str] = set()
        self._connections = Connections()
        self._pools: dict[tuple[bytes, str], HTTPConnectionPool] = {}
        self.renew()
        renew_after_fork(self)

    def renew(self) -> None:
        # Those that are open are the parent's, which goes on talking over them.
        for connection in self._connections:
            connection.abandon()
        for pool in self._pools.values():
            if isinstance(pool.pool, _Idle):
                pool.pool.renew()
        is_closed = self._connections.closed
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._pools = {}
        self._connections = Connections()
        self._connections.closed = is_closed

    def _check_process(self) -> None:
        if self._process != os.getpid():
            self.renew()  # forked without `os.fork`, as by some servers written in C do

    def send(
        self,
        method: str,
        target: Target,
        headers: Headers,
        body: Iterator[bytes | memoryview],
        timeouts: Timeouts,
    ) -> Response | NoResponse:
        """Send one request and return its response, also one that comes before the body's end.

        A compressed response is returned as it was before it was compressed. The headers are all
        that are sent, `Host` and `Content-Length` too; with `Expect: 100-continue` the body waits
        for the server's word. An exception that the body raises passes through, and the connection
        ends. A proxy that cannot be used, or refuses its login, is a ConfigurationError.
        """
        request = Request(method, target, headers, body, timeouts, MAX_BODY + MAX_HEAD)
        return self._outcome(request, lambda: _whole(self._start(request)))

    @contextmanager
    def open(
        self, method: str, target: Target, headers: Headers, timeouts: Timeouts
    ) -> Generator[StreamedResponse | NoResponse]:
        """Send one request without a body, and give its response, whose body may be of any size."""
        request = Request(method, target, headers, iter(()), timeouts, None)
        response = self._outcome(request, lambda: self._start(request))
        if isinstance(response, NoResponse):
            yield response
            return
        try:
            yield StreamedResponse(response.status, _headers(response), response)
        finally:
            response.close()

    def close(self) -> None:
        """Close all connections, also under who uses one. The pool cannot be used any more."""
        self._check_process()
        self._connections.closed = True
        for connection in list(self._connections):
            connection.shut_down()  # its own thread closes it
        for pool in list(self._pools.values()):
            pool.close()

    def _outcome(self, request: Request, call: Callable[[], T]) -> T | NoResponse:
        """Call, and return NoResponse for what the network does."""
        if not request.is_sendable:
            reason = "a header holds a line break"
            return NoResponse(reason, timed_out=False, sent=False, transient=False)
        try:
            return call()
        except BaseException as error:
            if request.body_error is None and isinstance(error, _NETWORK_ERRORS):
                _check_login(error)
                return _no_response(error, sent=request.is_sent)
            # Not before: what a variable of this frame keeps, keeps its connection open with it.
            raised = error if request.body_error is None else request.body_error
        finally:
            if request.is_unheard:
                self.silent_hosts.add(request.target.origin)
        raised.__traceback__ = _without_frames_of_the_wire(raised.__traceback__)
        raise raised

    def _start(self, request: Request) -> HTTPResponse:
        ends_before_any_fork()
        target = request.target
        pool = self._pool(target)
        # For logs and tracers; the connection sends what the request says.
        url = target.path.partition(b"?")[0].decode("latin-1")
        if pool.proxy is not None and target.scheme == b"http":
            url = f"http://{target.origin}{url}"
        response: Any = pool.urlopen(
            request.method,
            url,
            body=request,  # type: ignore[arg-type]
            headers={},
            retries=_NO_RETRIES,
            assert_same_host=False,
            timeout=request.timeouts.connect,
            preload_content=False,
        )
        if response.status == 407 and pool.proxy is not None:
            response.close()
            raise _wrong_login()
        return response  # type: ignore[no-any-return]

    def _pool(self, target: Target) -> HTTPConnectionPool:
        self._check_process()
        if self._connections.closed:
            raise ClientClosedError("the client was closed; make a new one")
        # One for each server, also behind a proxy that forwards: some proxies keep to the server
        # that they were first asked for.
        key = target.scheme, target.authority
        with self._lock:
            pool = self._pools.get(key)
            if pool is None:
                pool = self._pools[key] = self._new_pool(target)
        return pool

    def _new_pool(self, target: Target) -> HTTPConnectionPool:
        scheme = target.scheme.decode()
        url = self._proxy_for(scheme, target.authority)
        proxy = Proxy.of(url) if url else None
        tls = None
        if "https" in (scheme, proxy and proxy.scheme):
            tls = self._ssl_context or default_ssl_context()
        new_manager = proxy.manager if proxy else urllib3.PoolManager
        manager = new_manager(ssl_context=tls, maxsize=MAX_IDLE)
        manager.pool_classes_by_scheme = {
            name: _listening(base, self._connections)
            for name, base in manager.pool_classes_by_scheme.items()
        }
        return manager.connection_from_host(target.name, target.port, scheme)


def _listening(
    base: type[HTTPConnectionPool], connections: Connections
) -> type[HTTPConnectionPool]:
    """Return one of urllib3's classes of pool, with connections that listen while they send."""
    connection = type(
        "Connection", (ListeningConnection, base.ConnectionCls), {"connections": connections}
    )
    return type(base.__name__, (base,), {"ConnectionCls": connection, "QueueCls": _Idle})


class _Idle(queue.LifoQueue[Any]):
    """The idle connections to one server: one too many is closed, which is no cause to warn."""

    def renew(self) -> None:
        # urllib3 looks into it once more, and waits for its lock, when the pool goes.
        super().__init__(self.maxsize)

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        try:
            super().put(item, block, timeout)
        except queue.Full:
            if item is not None:
                item.close()


def read_whole(
    status: int, headers: Iterable[tuple[str, str]], body: bytes
) -> Response | NoResponse:
    """Return a response whose body has come some other way, with the same bound and decoders."""
    response = HTTPResponse(
        io.BytesIO(body),
        headers=HTTPHeaderDict(headers),
        status=status,
        preload_content=False,
        enforce_content_length=False,
    )
    try:
        return _whole(response)
    except HTTPError as error:
        return _no_response(error, sent=True)


def _whole(response: HTTPResponse) -> Response:
    body = response.read(MAX_BODY + 1, decode_content=True)
    if len(body) > MAX_BODY:
        response.close()
        raise HTTPError(f"a response of more than {MAX_BODY} bytes")
    headers = _headers(response)
    if headers.get("content-encoding", "").lower() in HTTPResponse.CONTENT_DECODERS:
        del headers["content-encoding"]
        headers.pop("content-length", None)
    return Response(response.status, headers, body)


def _headers(response: HTTPResponse) -> dict[str, str]:
    # A value may go on in further lines, as servers once wrote it (RFC 9112, section 5.2).
    return {
        name.lower(): " ".join(line.strip() for line in value.split("\n"))
        for name, value in response.headers.itermerged()
    }


def _no_response(error: Exception, *, sent: bool) -> NoResponse:
    timed_out = isinstance(error, StalledError | TimeoutError | urllib3.exceptions.TimeoutError)
    # urllib3 makes a time-out of every connection that does not come about.
    timed_out = timed_out and not isinstance(error, NewConnectionError)
    if "IncompleteRead" in str(error):
        error = HTTPError("the server left before the end of its response")
    return no_response(error, timed_out=timed_out, sent=sent)


def _without_frames_of_the_wire(traceback: TracebackType | None) -> TracebackType | None:
    # Their variables show the head of a request, key or signature and all.
    if traceback is None:
        return None
    rest = _without_frames_of_the_wire(traceback.tb_next)
    module = f"{traceback.tb_frame.f_globals.get('__name__')}."
    if module.startswith(("bota_sdk._wire.", "urllib3.", "http.client.", "ssl.")):
        return rest
    return TracebackType(rest, traceback.tb_frame, traceback.tb_lasti, traceback.tb_lineno)


def _check_login(error: Exception) -> None:
    # http.client and PySocks say so in words alone.
    text = str(error)
    if "Tunnel connection failed: 407" in text or "SOCKS5 authentication failed" in text:
        raise _wrong_login() from None


def _wrong_login() -> ConfigurationError:
    return ConfigurationError(
        "the proxy refuses the login in its URL (http://USER:PASSWORD@HOST:PORT), or wants one"
    )

"""A pool of connections that any number of threads may share: requests in, responses out."""

from __future__ import annotations

import functools
import os
import queue
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeAlias, cast

import attrs
import urllib3
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.redact import Secret, redact, without_frames_of
from bota_sdk._wire.connection import (
    BodyError,
    Headers,
    ListeningConnection,
    Request,
    Target,
    Timeouts,
    need_proxy,
)
from bota_sdk._wire.listening_socket import ListeningSocket, WireError
from bota_sdk._wire.proxy import Proxy
from bota_sdk._wire.response import MAX_BODY
from bota_sdk.errors import BotaError, ClientClosedError

MAX_IDLE: Final = 64
"""Connections to one server that are kept while nothing is sent over them."""

KEEPALIVE: Final = 30.0
"""Seconds that an idle connection is kept."""

CHUNK: Final = 256 << 10
"""Bytes of a chunk of a download."""

_NO_RETRIES: Final = urllib3.Retry(False, redirect=False)

_Origin: TypeAlias = tuple[bytes, bytes, int]


@attrs.frozen
class StreamedResponse:
    """A response whose body is still to come."""

    status_code: int
    headers: Mapping[str, str]
    _response: HTTPResponse = attrs.field(repr=False)

    def chunks(self) -> Iterator[bytes]:
        """Give the body as it comes over the wire, in chunks of up to 256 KiB.

        Raises:
            WireError: it broke off, or is none.
            UploadCancelledError, DeadlineExceededError: the work that this is for shall stop.

        """
        while chunk := self._response.read(CHUNK, decode_content=False):
            yield chunk


class Pool:
    """Connections to whatever is asked for, kept for later requests.

    Args:
        ssl_context: gives the TLS settings; called when the first connection with TLS is made.
        proxy_for: gives the proxy's URL for a scheme and a host with its port, or None.
        resolve: looks names up, as `socket.getaddrinfo` does.

    Attributes:
        silent_hosts: those that do not answer `Expect: 100-continue`, as `Host` names them.

    """

    def __init__(
        self,
        ssl_context: Callable[[], ssl.SSLContext],
        proxy_for: Callable[[str, str], Secret | None],
        resolve: Callable[..., Any] | None = None,
    ) -> None:
        self._ssl_context = ssl_context
        self._proxy_for = proxy_for
        self._resolve = resolve or socket.getaddrinfo
        self._pools: dict[_Origin, HTTPConnectionPool] = {}
        self._sockets = _Sockets()
        self._process = os.getpid()
        self._forking = threading.Lock()
        self.silent_hosts: set[str] = set()

    def send(
        self,
        method: str,
        target: Target,
        headers: Headers,
        body: Iterator[bytes],
        timeouts: Timeouts,
    ) -> Response | NoResponse:
        """Send one request and return its response, also one that comes before the body's end.

        A compressed response is returned as it was before, without its `Content-Encoding`.

        Args:
            method: the HTTP method.
            target: where to.
            headers: all of them, `Host` and `Content-Length` too; with `Expect: 100-continue` the
                body waits for the server's word.
            body: the chunks; an exception that it raises passes through, and the connection ends.
            timeouts: seconds.

        Raises:
            ClientClosedError: the pool is closed.
            ConfigurationError: the proxy is of an unknown kind, or wants another login.
            UploadCancelledError, DeadlineExceededError: the upload that this is for shall stop.

        """
        request = Request(method, target, headers, body, timeouts, MAX_BODY)
        return self._guarded(request, lambda: _whole(request, self._start(request)))

    @contextmanager
    def open(
        self, method: str, target: Target, headers: Headers, timeouts: Timeouts
    ) -> Generator[StreamedResponse | NoResponse]:
        """Send one request without a body, and give its response, whose body may be of any size.

        Its connection is used again only if the body is read to its end inside the `with` block.

        Args:
            method: the HTTP method.
            target: where to.
            headers: all of them.
            timeouts: seconds.

        Raises as `send` does.

        """
        request = Request(method, target, headers, iter(()), timeouts, None)
        response = self._guarded(request, lambda: self._start(request))
        if isinstance(response, NoResponse):
            yield response
            return
        try:
            yield StreamedResponse(response.status, request.response_headers, response)
        finally:
            if not response.closed:
                response.close()

    def close(self) -> None:
        """Close all connections, also under who uses one. The pool cannot be used any more."""
        self._sockets.shut_down()
        for pool in list(self._pools.values()):
            pool.close()

    def _guarded(self, request: Request, call: Callable[[], Any]) -> Any:
        """Call; return NoResponse for what the network does, and show no secret in a traceback."""
        if not request.is_sendable:
            return NoResponse("a header holds a line break", timed_out=False, sent=False)
        raised: BaseException
        try:
            return call()
        except BodyError as error:
            raised = error.error
        except (WireError, HTTPError, OSError, ValueError) as error:
            if not isinstance(error, BotaError):
                return _no_response(error, sent=request.is_sent)
            raised = error
        except BaseException as error:
            raised = error
        finally:
            if request.is_unheard:
                self.silent_hosts.add(request.target.origin)
            self._drop_outdated()
        # The variables of these frames show the head of a request with the key or the signature.
        raised.__traceback__ = without_frames_of(
            "bota_sdk._wire", "urllib3", "ssl", "concurrent.futures", traceback=raised.__traceback__
        )
        raise raised

    def _start(self, request: Request) -> HTTPResponse:
        target = request.target
        pool = self._pool(target)
        # For logs and tracers; the connection sends what the request says.
        url = target.path.partition(b"?")[0].decode("latin-1")
        if pool.proxy is not None and target.scheme == b"http":
            url = f"http://{target.origin}{url}"
        response = pool.urlopen(
            request.method,
            url,
            body=cast("Any", request),
            headers={},
            retries=_NO_RETRIES,
            redirect=False,
            assert_same_host=False,
            timeout=request.timeouts.connect,
            preload_content=False,
        )
        if response.status == 407 and pool.proxy is not None:
            response.close()
            need_proxy(response.status)
        return cast("HTTPResponse", response)

    def _pool(self, target: Target) -> HTTPConnectionPool:
        if self._process != os.getpid():
            with self._forking:
                if self._process != os.getpid():
                    # They are the parent's, which goes on talking over them.
                    self._pools.clear()
                    self._sockets.let_go()
                    self._process = os.getpid()
        if self._sockets.closed:
            raise _closed()
        origin = (target.scheme, target.host, target.port)
        pool = self._pools.get(origin)
        return pool or self._pools.setdefault(origin, self._new_pool(target))

    def _new_pool(self, target: Target) -> HTTPConnectionPool:
        scheme = target.scheme.decode()
        url = self._proxy_for(scheme, target.authority)
        proxy = Proxy.of(url) if url else None
        options: dict[str, Any] = {}
        if scheme == "https" or (proxy and proxy.scheme == "https"):
            options["ssl_context"] = self._ssl_context()
        manager = proxy.manager(**options) if proxy else urllib3.PoolManager(**options)
        manager.pool_classes_by_scheme = {
            scheme: _listening(base) for scheme, base in manager.pool_classes_by_scheme.items()
        }
        pool = manager.connection_from_host(target.name, target.port, scheme)
        pool.conn_kw.update(sockets=self._sockets, resolve=self._resolve)
        return pool

    def _drop_outdated(self) -> None:
        for pool in list(self._pools.values()):
            if isinstance(pool.pool, _Idle):  # not closed
                pool.pool.drop_outdated()


def _whole(request: Request, response: HTTPResponse) -> Response | NoResponse:
    headers = request.response_headers
    codings = {each.strip().lower() for each in headers.get("content-encoding", "").split(",")}
    is_known = codings.issubset(HTTPResponse.CONTENT_DECODERS)
    body = response.read(MAX_BODY + 1, decode_content=is_known)
    if len(body) > MAX_BODY:
        response.close()
        raise WireError(f"a response of more than {MAX_BODY} bytes")
    if is_known:
        headers = {
            name: value
            for name, value in headers.items()
            if name not in ("content-encoding", "content-length")
        }
    return Response(response.status, headers, body)


def _no_response(error: Exception, *, sent: bool) -> NoResponse:
    timed_out = isinstance(error, TimeoutError | urllib3.exceptions.TimeoutError) or (
        isinstance(error, WireError) and error.timed_out
    )
    what = "no response in time" if timed_out else "the connection failed"
    detail = redact(str(error)) or type(error).__name__
    return NoResponse(f"{what} ({detail})", timed_out=timed_out, sent=sent)


class _Sockets:
    """The sockets of a pool that are open. Without a lock, for the sake of forks."""

    def __init__(self) -> None:
        self._open: set[ListeningSocket] = set()
        self.closed = False

    def add(self, sock: ListeningSocket) -> None:
        self._open.add(sock)
        if self.closed:
            raise _closed()

    def discard(self, sock: ListeningSocket) -> None:
        self._open.discard(sock)

    def shut_down(self) -> None:
        self.closed = True
        for sock in list(self._open):
            sock.shut_down()

    def let_go(self) -> None:
        while self._open:
            self._open.pop().close()


class _Idle:
    """The idle connections to one server, as urllib3 has them: something like queue.LifoQueue.

    Keeps the last MAX_IDLE without a warning for each one more, and none for longer than KEEPALIVE.
    Without a lock, for the sake of forks.
    """

    def __init__(self, _size: int) -> None:
        self._kept: deque[ListeningConnection] = deque()

    def put(self, connection: ListeningConnection | None, block: bool = True) -> None:
        if connection is not None and connection.sock is not None:
            self._kept.append(connection)

    def get(self, block: bool = True, timeout: float | None = None) -> ListeningConnection:
        self.drop_outdated()
        with suppress(IndexError):
            # The one last used: the others may end of age.
            return self._kept.pop()
        raise queue.Empty

    def drop_outdated(self) -> None:
        oldest = time.monotonic() - KEEPALIVE
        with suppress(IndexError):  # another thread has taken it
            while len(self._kept) > MAX_IDLE or self._kept[0].idle_since <= oldest:
                self._kept.popleft().close()


@functools.cache
def _listening(base: type[HTTPConnectionPool]) -> type[HTTPConnectionPool]:
    """Return one of urllib3's classes of pool, with a connection that listens while it sends."""
    connection = type("Connection", (ListeningConnection, base.ConnectionCls), {})
    return type(base.__name__, (base,), {"ConnectionCls": connection, "QueueCls": _Idle})


def _closed() -> ClientClosedError:
    return ClientClosedError("the client was closed; make a new one")

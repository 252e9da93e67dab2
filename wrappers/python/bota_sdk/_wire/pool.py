"""A pool of connections that any number of threads may share: requests in, responses out."""

from __future__ import annotations

import os
import queue
import ssl
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import attrs
import urllib3
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.response import HTTPResponse

from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.redact import Secret, redact, without_frames_of
from bota_sdk._wire.connection import Connections, ListeningConnection
from bota_sdk._wire.listening_socket import MAX_HEAD, StalledError
from bota_sdk._wire.proxy import Proxy
from bota_sdk._wire.request import Headers, Request, Target, Timeouts
from bota_sdk._wire.tls import default_ssl_context
from bota_sdk.errors import ClientClosedError, ConfigurationError

MAX_IDLE: Final = 64
"""Connections to one server that are kept while nothing is sent over them."""

MAX_BODY: Final = 32 << 20
"""Bytes of a response's body, compressed or not; no response of the contract comes near it."""

CHUNK: Final = 256 << 10
"""Bytes of a chunk of a download."""

_NO_RETRIES: Final = urllib3.Retry(False, redirect=False)


class BrokenResponseError(Exception):
    """The body of a response did not come to its end, as if there had been none.

    Attributes:
        outcome: why.

    """

    def __init__(self, outcome: NoResponse) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


@attrs.frozen
class StreamedResponse:
    """A response whose body is still to come.

    Attributes:
        status_code: the HTTP status.
        headers: names in lower case.

    """

    status_code: int
    headers: Mapping[str, str]
    _response: HTTPResponse = attrs.field(repr=False)

    def chunks(self) -> Iterator[bytes]:
        """Yield the body as it comes over the wire, in chunks of up to 256 KiB.

        Raises:
            BrokenResponseError: it did not come to its end; the text says why.
            UploadCancelledError, DeadlineExceededError: the work that this is for is to stop.

        """
        try:
            while chunk := self._response.read(CHUNK, decode_content=False):
                yield chunk
        except (HTTPError, OSError, StalledError) as error:
            raise BrokenResponseError(_no_response(error, sent=True)) from None


class Pool:
    """Connections to whatever is asked for, kept for later requests.

    Args:
        ssl_context: the TLS settings; the default ones when None.
        proxy_for: returns the proxy's URL for a scheme and a host with its port, or None.

    Attributes:
        silent_hosts: those that do not respond to `Expect: 100-continue`, as `Host` names them.

    """

    def __init__(
        self,
        ssl_context: ssl.SSLContext | None,
        proxy_for: Callable[[str, str], Secret | None],
    ) -> None:
        self._ssl_context = ssl_context
        self._proxy_for = proxy_for
        self.silent_hosts: set[str] = set()
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._pools: dict[tuple[bytes, str], HTTPConnectionPool] = {}
        self._connections = Connections()

    def send(
        self,
        method: str,
        target: Target,
        headers: Headers,
        body: Iterator[bytes],
        timeouts: Timeouts,
    ) -> Response | NoResponse:
        """Send one request and return its response, also one that comes before the body's end.

        A compressed response is returned as it was before it was compressed.

        Args:
            method: the HTTP method.
            target: where to.
            headers: all of them, `Host` and `Content-Length` too; with `Expect: 100-continue` the
                body waits for the server's word.
            body: the chunks; an exception that it raises passes through, and the connection ends.
            timeouts: seconds.

        Raises:
            ClientClosedError: the pool is closed.
            ConfigurationError: a proxy cannot be used, or refuses its login.
            UploadCancelledError, DeadlineExceededError: the upload that this is for is to stop.

        """
        request = Request(method, target, headers, body, timeouts, MAX_BODY + MAX_HEAD)
        outcome: Response | NoResponse = self._outcome(
            request, lambda: _whole(self._start(request))
        )
        return outcome

    @contextmanager
    def open(
        self, method: str, target: Target, headers: Headers, timeouts: Timeouts
    ) -> Generator[StreamedResponse | NoResponse]:
        """Send one request without a body, and give its response, whose body may be of any size.

        Raises as `send` does.
        """
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
        self._connections.closed = True
        for connection in list(self._connections):
            connection.shut_down()  # its own thread closes it
        for pool in list(self._pools.values()):
            pool.close()

    def _outcome(self, request: Request, call: Callable[[], Any]) -> Any:
        """Call, and return NoResponse for what the network does."""
        if not request.is_sendable:
            return NoResponse("a header holds a line break", timed_out=False, sent=False)
        try:
            return call()
        except BaseException as error:
            raised: BaseException
            if request.body_error is not None:
                raised = request.body_error
            elif isinstance(error, HTTPError | OSError | StalledError | UnicodeError):
                _check_login(error)
                return _no_response(error, sent=request.is_sent)
            else:
                raised = error
        finally:
            if request.is_unheard:
                self.silent_hosts.add(request.target.origin)
        # The variables of these frames show the head of a request, key or signature and all.
        raised.__traceback__ = without_frames_of(
            "bota_sdk._wire", "urllib3", "http.client", "ssl", traceback=raised.__traceback__
        )
        raise raised

    def _start(self, request: Request) -> HTTPResponse:
        target = request.target
        pool = self._pool(target)
        # For logs and tracers; the connection sends what the request says.
        url = target.path.partition(b"?")[0].decode("latin-1")
        if pool.proxy is not None and target.scheme == b"http":
            url = f"http://{target.origin}{url}"
        body: Any = request
        response: Any = pool.urlopen(
            request.method,
            url,
            body=body,
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
        if self._process != os.getpid():
            self._begin()  # those that are open are the parent's, which goes on talking over them
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
        options: dict[str, Any] = {"maxsize": MAX_IDLE}
        if scheme == "https" or (proxy and proxy.scheme == "https"):
            options["ssl_context"] = self._ssl_context or default_ssl_context()
            if proxy and proxy.scheme == "https":
                options["proxy_ssl_context"] = self._ssl_context or default_ssl_context()
        manager = proxy.manager(**options) if proxy else urllib3.PoolManager(**options)
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

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        try:
            super().put(item, block, timeout)
        except queue.Full:
            if item is not None:
                item.close()


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
        name.lower(): " ".join(map(str.strip, value.splitlines()))
        if "\n" in value
        else value.strip()
        for name, value in response.headers.itermerged()
    }


def _no_response(error: Exception, *, sent: bool) -> NoResponse:
    timed_out = isinstance(error, StalledError | TimeoutError | urllib3.exceptions.TimeoutError)
    # urllib3 makes a time-out of every connection that does not come about.
    timed_out = timed_out and not isinstance(error, NewConnectionError)
    what = "no response in time" if timed_out else "the connection failed"
    return NoResponse(f"{what} ({_reason(error)})", timed_out=timed_out, sent=sent)


def _reason(error: Exception) -> str:
    if "IncompleteRead" in str(error):
        return "the server left before the end of its response"
    return redact(str(error)) or type(error).__name__


def _check_login(error: Exception) -> None:
    # http.client and PySocks say so in words alone.
    text = str(error)
    if "Tunnel connection failed: 407" in text or "SOCKS5 authentication failed" in text:
        raise _wrong_login() from None


def _wrong_login() -> ConfigurationError:
    return ConfigurationError(
        "the proxy refuses the login in its URL (http://USER:PASSWORD@HOST:PORT), or wants one"
    )

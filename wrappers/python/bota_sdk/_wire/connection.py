"""The connection class that urllib3 is given: it listens while it sends, and stops when asked to.

urllib3 calls `connect`, `request`, `getresponse`, `is_connected` and `close`, and keeps the pools
and the proxies around it. The request itself is passed in the place of the body: what urllib3 is
given as a URL it rewrites (`%2f` becomes `%2F`) and logs, and the signature holds for each byte.
"""

from __future__ import annotations

import errno
import itertools
import os
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import attrs
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError
from urllib3.response import HTTPResponse
from urllib3.util.wait import wait_for_write

from bota_sdk._shared.cancel import POLL, stop_if_asked
from bota_sdk._wire.listening_socket import BrokenOffError, ListeningSocket, WireError
from bota_sdk._wire.response import ResponseBody, read_head
from bota_sdk.errors import ConfigurationError

T = TypeVar("T")

_DEFAULT_PORTS: Final = {b"http": 80, b"https": 443}

_UNSENDABLE: Final = re.compile(rb"[\r\n\0]")


class Headers(tuple[tuple[bytes, bytes], ...]):
    """The headers of a request, as they will stand on the wire; shows only their names."""

    __slots__ = ()

    def __repr__(self) -> str:
        # One of them is the key.
        return f"Headers({', '.join(name.decode('latin-1') for name, _ in self)})"


class Timeouts(NamedTuple):
    """Seconds to wait for a connection, for a byte to be accepted, and for a byte to come."""

    connect: float
    write: float
    read: float


class Target(NamedTuple):
    """Where a request goes, as it will stand on the wire.

    Attributes:
        scheme: `http` or `https`.
        host: the server's name, without brackets.
        given_port: the port; None for the scheme's own.
        path: path and query, byte for byte.

    """

    scheme: bytes
    host: bytes
    given_port: int | None
    path: bytes

    def __repr__(self) -> str:
        # The query is where signatures live.
        return f"Target({self.origin})"

    @property
    def port(self) -> int:
        """The port."""
        return self.given_port or _DEFAULT_PORTS[self.scheme]

    @property
    def name(self) -> str:
        """The host, in brackets where it is an IPv6 address."""
        host = self.host.decode()
        return f"[{host}]" if ":" in host else host

    @property
    def origin(self) -> str:
        """Host and port, as `Host` names them: without the port where it is the scheme's own."""
        own = self.port == _DEFAULT_PORTS[self.scheme]
        return self.name if own else self.authority

    @property
    def authority(self) -> str:
        """Host and port, as a proxy wants them."""
        return f"{self.name}:{self.port}"


class BodyError(Exception):
    """What the iterator of a request's body raised, kept from those who would treat it as theirs."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


@attrs.define(repr=False, eq=False)
class Request:
    """One request on its way through urllib3, and what is known of it.

    Attributes:
        limit: bytes that the response's body may have; None for any number.
        is_sent: whether any byte of it may have reached the server.
        is_broken_off: whether its body was not sent to its end.
        is_unheard: whether the server kept silent when it was asked for `100 Continue`.
        response_headers: of its response, names in lower case.

    """

    method: str
    target: Target
    headers: Headers
    body: Iterator[bytes]
    timeouts: Timeouts
    limit: int | None
    is_sent: bool = False
    is_broken_off: bool = False
    is_unheard: bool = False
    response_headers: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def is_sendable(self) -> bool:
        """Whether nothing in its head could be taken for the end of a line."""
        parts = (self.method.encode(), self.target.path, *itertools.chain(*self.headers))
        return _UNSENDABLE.search(b"".join(parts)) is None

    @property
    def awaits_continue(self) -> bool:
        """Whether its body waits for the server's word."""
        return any(name.lower() == b"expect" for name, _ in self.headers)

    def head(self, proxy_headers: Mapping[str, str], *, is_forwarded: bool) -> bytes:
        """Return its head; a proxy that forwards it is given the whole URL."""
        origin = b"http://" + self.target.origin.encode() if is_forwarded else b""
        added = [(name.encode(), value.encode()) for name, value in proxy_headers.items()]
        lines = [b"%s %s%s HTTP/1.1" % (self.method.encode(), origin, self.target.path)]
        lines += [b"%s: %s" % header for header in (*self.headers, *added)]
        return b"\r\n".join([*lines, b"", b""])

    def next_chunk(self) -> bytes | None:
        """Return the next chunk of its body; None after the last."""
        try:
            return next(self.body, None)
        except Exception as error:
            raise BodyError(error) from None


class Sockets(Protocol):
    """Where the sockets in use are known, to whoever ends them from another thread."""

    def add(self, sock: ListeningSocket) -> None:
        """Add one."""

    def discard(self, sock: ListeningSocket) -> None:
        """Take one out."""


class ListeningConnection(HTTPConnection):
    """A connection that listens while it sends, to mix with one of urllib3's own classes.

    Args:
        sockets: where its socket is known.
        resolve: what looks names up, as `socket.getaddrinfo` does.

    Attributes:
        idle_since: monotonic seconds.

    """

    sock: Any
    idle_since = 0.0

    def __init__(
        self, *args: Any, sockets: Sockets, resolve: Callable[..., Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._sockets = sockets
        self._resolve = resolve
        self._tunnel_to: tuple[str, int, Mapping[str, str]] = ("", 0, {})

    def set_tunnel(
        self,
        host: str,
        port: int | None = None,
        headers: Mapping[str, str] | None = None,
        scheme: str = "http",
    ) -> None:
        """Remember what the proxy will be asked for."""
        super().set_tunnel(host, port, headers, scheme)
        self._tunnel_to = (host, port or 443, headers or {})

    def connect(self) -> None:
        """Connect, also through proxies, with TLS where it belongs.

        Raises:
            WireError: it could not; nothing was sent.
            ConfigurationError: the proxy wants another login.
            UploadCancelledError, DeadlineExceededError: the upload shall stop.

        """
        timeout = float(self.timeout)  # type: ignore[arg-type]
        try:
            self.sock = ListeningSocket(self._reach(timeout))
            self._sockets.add(self.sock)
            self.sock.set_timeouts(timeout, timeout)
            is_secured = isinstance(self, HTTPSConnection)
            if is_secured and (self.proxy is None or self.proxy.scheme == "https"):
                self.sock.secure(self.ssl_context, self.host, timeout)
            if self.proxy_is_tunneling:
                self._open_tunnel()
                self.sock.secure(self.ssl_context, self._tunnel_to[0].strip("[]"), timeout)
        except (OSError, BrokenOffError) as error:
            raise WireError(str(error)) from error
        # Whether certificates are looked at is the given context's to say; urllib3 need not warn.
        self.is_verified = True

    def request(
        self,
        method: str,
        url: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **_options: Any,
    ) -> None:
        """Send the request that `body` is, up to its end or to a response that comes before."""
        self._request: Request = body
        head = body.head(headers or {}, is_forwarded=self.proxy_is_forwarding)
        if self.sock is None:
            self.connect()
        self.sock.set_timeouts(body.timeouts.write, body.timeouts.read)
        body.is_sent = True
        try:
            if body.awaits_continue:
                self.sock.send(head)
                body.is_unheard = not self.sock.await_continue()
            else:
                # In one piece where it may be: half the packets, and half the waits for the next.
                self.sock.send(head + (body.next_chunk() or b""))
            while (chunk := body.next_chunk()) is not None:
                self.sock.listen()
                self.sock.send(chunk)
        except BrokenOffError:
            body.is_broken_off = True

    def getresponse(self) -> HTTPResponse:
        """Read the head of the response; its body is read from what is returned."""
        request = self._request
        head = read_head(self.sock)
        request.response_headers = head.headers
        body = ResponseBody(self.sock, request.method, head, request.limit, self._end)
        return HTTPResponse(
            body=body,  # type: ignore[arg-type]
            headers=head.headers,
            status=head.status_code,
            version=11,
            version_string="HTTP/1.1",
            preload_content=False,
            original_response=body,  # type: ignore[arg-type]
            enforce_content_length=False,  # the body does
            request_method=request.method,
        )

    @property
    def is_connected(self) -> bool:
        """Whether it is open, and the server has neither left nor said anything."""
        return self.sock is not None and self.sock.is_quiet()

    def close(self) -> None:
        """Close it; urllib3 may connect it again."""
        self._sockets.discard(self.sock)
        super().close()

    def _end(self, may_stay: bool) -> None:
        self.idle_since = time.monotonic()
        if not may_stay or self._request.is_broken_off:
            self.close()

    def _reach(self, timeout: float) -> socket.socket:
        """Return a socket that is connected to the server, or to the first proxy."""
        if hasattr(self, "_socks_options"):
            try:
                plain = wait_in_thread(self._new_conn, 2 * timeout, "the SOCKS proxy")
            except NewConnectionError as error:
                if "authentication" in str(error):
                    raise _wrong_login() from None
                raise
            # PySocks has done its work; its class has ways of its own with timeouts.
            sock = socket.socket(fileno=plain.detach())
            sock.setblocking(False)
            return sock
        problem: OSError | None = None
        for address in wait_in_thread(
            lambda: self._resolve(self._dns_host, self.port, type=socket.SOCK_STREAM),
            timeout,
            f"the address of {self.host}",
        ):
            try:
                return _connected(address, timeout)
            except OSError as error:
                problem = error
        raise problem or OSError(f"{self.host} has no address")

    def _open_tunnel(self) -> None:
        """Ask a proxy for a connection to the server (RFC 9110, section 9.3.6)."""
        host, port, headers = self._tunnel_to
        lines = [f"CONNECT {host}:{port} HTTP/1.1", f"Host: {host}:{port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.sock.send("\r\n".join([*lines, "", ""]).encode())
        need_proxy(read_head(self.sock).status_code)


def need_proxy(status_code: int) -> None:
    """Return if a proxy has opened a tunnel, by its status."""
    if status_code == 407:
        raise _wrong_login()
    if not 200 <= status_code < 300:
        raise WireError(f"the proxy responded {status_code}")


def _wrong_login() -> ConfigurationError:
    return ConfigurationError(
        "the proxy refuses the login in its URL (http://USER:PASSWORD@HOST:PORT), or wants one"
    )


def _connected(address: tuple[Any, ...], timeout: float) -> socket.socket:
    family, kind, protocol, _, where = address
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        code = sock.connect_ex(where)
        end = time.monotonic() + timeout
        while code in (errno.EINPROGRESS, errno.EWOULDBLOCK):
            stop_if_asked()
            if (left := end - time.monotonic()) <= 0:
                raise TimeoutError("no connection in time")
            if wait_for_write(sock, min(left, POLL)):
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, os.strerror(code))
    except BaseException:
        sock.close()
        raise
    return sock


def wait_in_thread(call: Callable[[], T], timeout: float, what: str) -> T:
    """Call in a thread what can neither be stopped nor waited for in steps.

    Args:
        call: what is called; its result is closed, if it can be, when nobody waits any more.
        timeout: seconds.
        what: its name, for the error.

    """
    from concurrent.futures import Future, wait

    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    def close(late: Future[T]) -> None:
        if late.exception() is None and isinstance(late.result(), socket.socket):
            late.result().close()

    threading.Thread(target=run, name="bota-sdk connect", daemon=True).start()
    end = time.monotonic() + timeout
    try:
        while not future.done():
            stop_if_asked()
            if (left := end - time.monotonic()) <= 0:
                raise WireError(f"{what} did not come in time", timed_out=True)
            wait([future], min(left, POLL))
    except BaseException:
        future.add_done_callback(close)
        raise
    return future.result()

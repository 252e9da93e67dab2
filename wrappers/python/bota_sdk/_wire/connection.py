"""One blocking connection to a server: a request goes out, its answer comes back."""

from __future__ import annotations

import base64
import re
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from bota_sdk._shared.cancel import stop_if_asked
from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.redact import Secret, redact
from bota_sdk._wire.listening_socket import BrokenOffError, ListeningSocket
from bota_sdk._wire.response_reader import MalformedAnswerError, read_answer

_READ_FAILURES: Final = (OSError, EOFError, MalformedAnswerError)

CONNECT_FAILURES: Final = (*_READ_FAILURES, BrokenOffError, ValueError)
"""What connecting raises when the network, the proxy or the server fails; ValueError is for a name
that can be none of a server."""

_DEFAULT_PORTS: Final = {b"http": 80, b"https": 443}

_UNSENDABLE: Final = re.compile(rb"[\r\n\0]")


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
    def origin(self) -> str:
        """Host and port, as `Host` names them: without the port where it is the scheme's own."""
        own = self.port == _DEFAULT_PORTS[self.scheme]
        return self._name if own else self.authority

    @property
    def authority(self) -> str:
        """Host and port, as a proxy wants them."""
        return f"{self._name}:{self.port}"

    @property
    def _name(self) -> str:
        host = self.host.decode()
        return f"[{host}]" if ":" in host else host


class Proxy(NamedTuple):
    """A plain http proxy.

    Attributes:
        host: its name.
        port: its port.
        authorization: what it wants to know of us; None for nothing.

    """

    host: str
    port: int
    authorization: Secret | None

    @classmethod
    def of(cls, url: Secret) -> Proxy:
        """Return the proxy that a URL names, with a user and a password in it or none."""
        parts = urlsplit(url.reveal())
        authorization = None
        if parts.username:
            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = Secret(f"Basic {base64.b64encode(login.encode()).decode()}")
        return cls(parts.hostname or "", parts.port or _DEFAULT_PORTS[b"http"], authorization)


class Connection:
    """A connection to one server. For one thread at a time.

    Args:
        target: the server.
        proxy: what lies between, if anything does.
        ssl_context: the TLS settings; None for plain http.
        timeout: seconds to connect.

    Attributes:
        idle_since: monotonic seconds.
        is_reusable: whether another request may follow.

    Raises:
        OSError and the others of CONNECT_FAILURES: it could not be reached; nothing was sent.

    """

    def __init__(
        self,
        target: Target,
        proxy: Proxy | None,
        ssl_context: ssl.SSLContext | None,
        timeout: float,
    ) -> None:
        stop_if_asked()
        self._forwarder = proxy if target.scheme == b"http" else None
        self._wire = ListeningSocket(_connect(target, proxy, ssl_context, timeout))
        self.idle_since = time.monotonic()
        self.is_reusable = True

    def exchange(
        self,
        method: str,
        target: Target,
        headers: Headers,
        body: Iterator[bytes],
        timeouts: Timeouts,
    ) -> tuple[Response | NoResponse, bool]:
        """Send one request and read its answer, also one that comes before the body's end.

        Args:
            method: the HTTP method.
            target: where to.
            headers: all of them, `Host` and `Content-Length` too; with `Expect: 100-continue` the
                body waits for the server's word.
            body: the chunks; an exception that it raises passes through.
            timeouts: seconds.

        Returns:
            The answer, and whether the server kept silent when it was asked for its word.

        Raises:
            UploadCancelledError, DeadlineExceededError: the upload shall stop.

        """
        self.is_reusable = False  # until it has come to a good end
        self._wire.set_timeouts(timeouts.write, timeouts.read)
        head = self._head(method, target, headers)
        if head is None:
            return NoResponse("a header holds a line break", timed_out=False, sent=False), False
        waits = any(name.lower() == b"expect" for name, _ in headers)
        silent = False
        broken: BrokenOffError | None = None
        try:
            # In one chunk where it may be: half the packets, and half the waits for the next one.
            self._wire.send(head if waits else head + next(body, b""))
            silent = waits and not self._wire.await_continue()
            for number, chunk in enumerate(body):
                if number or not waits:
                    self._wire.listen()
                self._wire.send(chunk)
        except BrokenOffError as error:
            broken = error
            if broken.timed_out:
                return no_response(broken, timed_out=True), silent
        try:
            answer, stays = read_answer(self._wire, method)
        except _READ_FAILURES as error:
            return no_response(error, timed_out=isinstance(error, TimeoutError)), silent
        self.is_reusable = stays and broken is None
        self.idle_since = time.monotonic()
        return answer, silent

    def is_fresh(self) -> bool:
        """Tell whether the server has neither left nor said anything since its last answer."""
        return self._wire.is_quiet()

    def shut_down(self) -> None:
        """End the connection under whoever uses it in another thread."""
        self._wire.shut_down()

    def close(self) -> None:
        """Close the connection."""
        self._wire.close()

    def _head(self, method: str, target: Target, headers: Headers) -> bytes | None:
        path = target.path
        if self._forwarder is not None:
            path = b"http://" + target.origin.encode() + path
            if self._forwarder.authorization is not None:
                login = self._forwarder.authorization.reveal().encode()
                headers = Headers((*headers, (b"Proxy-Authorization", login)))
        lines = [b"%s %s HTTP/1.1" % (method.encode(), path)]
        lines += [b"%s: %s" % header for header in headers]
        if any(map(_UNSENDABLE.search, lines)):
            return None
        return b"\r\n".join([*lines, b"", b""])


def no_response(error: Exception, *, timed_out: bool = False, sent: bool = True) -> NoResponse:
    """Return why there was no answer, from what was raised."""
    what = "no answer in time" if timed_out else "the connection failed"
    detail = redact(str(error)) or type(error).__name__
    return NoResponse(f"{what} ({detail})", timed_out=timed_out, sent=sent)


def _connect(
    target: Target, proxy: Proxy | None, ssl_context: ssl.SSLContext | None, timeout: float
) -> socket.socket:
    host = target.host.decode()
    reached = (proxy.host, proxy.port) if proxy else (host, target.port)
    sock = socket.create_connection(reached, timeout)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if ssl_context is None:
            return sock
        if proxy is not None:
            _open_tunnel(sock, target, proxy, timeout)
            sock.settimeout(timeout)
        # An answer that ends with its connection is whole only where TLS says that it ended.
        return ssl_context.wrap_socket(sock, server_hostname=host, suppress_ragged_eofs=False)
    except BaseException:
        sock.close()
        raise


def _open_tunnel(sock: socket.socket, target: Target, proxy: Proxy, timeout: float) -> None:
    """Ask a proxy for a connection to the server (RFC 9110, section 9.3.6)."""
    lines = [f"CONNECT {target.authority} HTTP/1.1", f"Host: {target.authority}"]
    if proxy.authorization is not None:
        lines.append(f"Proxy-Authorization: {proxy.authorization.reveal()}")
    wire = ListeningSocket(sock)
    wire.set_timeouts(timeout, timeout)
    wire.send("\r\n".join([*lines, "", ""]).encode())
    answer, _ = read_answer(wire, "CONNECT")
    if not 200 <= answer.status_code < 300:
        raise OSError(f"the proxy answered {answer.status_code}")

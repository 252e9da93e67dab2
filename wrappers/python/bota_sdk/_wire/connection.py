"""The connection that urllib3 is given (`ConnectionCls`): it listens while it sends.

urllib3 and http.client connect, log in at proxies, format and parse; what they cannot do is to hear
a response before the body's end, to wait for `100 Continue`, and to stop within a second.
"""

from __future__ import annotations

import http.client
import os
import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, ClassVar, Final

from urllib3.connection import HTTPConnection
from urllib3.util import SKIP_HEADER

from bota_sdk._shared.cancel import POLL, stop_if_asked
from bota_sdk._shared.fork import before_any_fork
from bota_sdk._wire.listening_socket import BrokenOffError, ListeningSocket, StalledError
from bota_sdk._wire.request import Request
from bota_sdk.errors import ClientClosedError

KEEPALIVE: Final = 30.0
"""Seconds after which an idle connection is not used again."""

_STATUS_LINE: Final = re.compile(rb"HTTP/1\.([01]) [1-9][0-9]{2}(?: .*)?")
_FIELD: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*")
_LENGTH: Final = re.compile(rb"[0-9]{1,18}")


class Connections(set["ListeningConnection"]):
    """The open connections of a pool, for whoever ends them from another thread.

    None may be opened once they are `closed`.
    """

    closed = False


class ListeningConnection(HTTPConnection):
    """Mixes with each of urllib3's classes of connection: plain, TLS, SOCKS."""

    connections: ClassVar[Connections]
    sock: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.response_class: Any = self._response
        self._listening: ListeningSocket | None = None
        self._request: Request | None = None
        self._head: bytes | None = None
        self._is_spent = False
        self._used_at = 0.0

    def __str__(self) -> str:
        # So urllib3 names it in its errors, which people read.
        return f"{self.host}, port {self.port}"

    def connect(self) -> None:
        """Connect, through proxies and with TLS where they belong, or raise StalledError."""
        connect = before_any_fork()(super().connect)
        # One address that does not respond leaves time for the next.
        _run_stoppable(connect, self.close, 2 * float(self.timeout or 0))
        if hasattr(self.sock, "suppress_ragged_eofs"):
            # A response that ends with its connection is whole only if TLS says that it ended.
            self.sock.suppress_ragged_eofs = False
        self._listening = ListeningSocket(self.sock)
        self.connections.add(self)
        if self.connections.closed:
            self.close()
            raise ClientClosedError("the client was closed; make a new one")

    def request(  # type: ignore[override]
        self,
        method: str,
        url: str,  # noqa: ARG002
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        """Send a request up to its end, or to a response that comes before.

        The body is the Request, whose target goes out byte for byte, and not what urllib3 has made
        of it for `url`; the headers are what urllib3 adds for a proxy.
        """
        request = self._request = body
        if self.sock is None:
            self.connect()
        assert self._listening is not None
        target = request.target.path.decode("ascii")
        if self.proxy_is_forwarding:
            target = f"http://{request.target.origin}{target}"
        fields = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in request.headers
        }
        for name in ("Accept-Encoding", "User-Agent"):
            fields.setdefault(name, SKIP_HEADER)  # urllib3 would add its own
        self._is_spent = True  # until it has come to a good end
        request.is_sent = True
        self._head = b""
        super().request(method, target, headers={**fields, **(headers or {})}, **options)
        head, self._head = self._head, None
        self._listening.begin(request.timeouts.write, request.timeouts.read, request.limit)
        try:
            self._send(self._listening, head, request)
        except BrokenOffError:
            return  # the response says more
        self._is_spent = False

    def _send(self, sock: ListeningSocket, head: bytes, request: Request) -> None:
        chunks = request.chunks()
        if any(name.lower() == b"expect" for name, _ in request.headers):
            sock.sendall(head)
            request.is_unheard = not sock.await_continue(request.timeouts.continue_wait)
        else:
            # In one write: half the packets, and half the waits for the next one.
            sock.sendall(head + next(chunks, b""))
        for chunk in chunks:
            sock.listen()
            sock.sendall(chunk)

    def send(self, data: Any) -> None:
        """Keep the head that http.client sends for the first chunk; to a proxy, send it."""
        if self._head is None:
            super().send(data)
        else:
            self._head += data

    def getresponse(self) -> Any:
        listening, request = self._listening, self._request
        assert listening is not None and request is not None
        _check_head(listening.await_head(), request.limit)
        response: Any = super().getresponse()  # which closes this where the server will
        listening.poll()  # urllib3 has given it the connection's time-out
        self._used_at = time.monotonic()
        self._is_spent = self._is_spent or response.status == 101  # what follows is no HTTP
        return response

    @property
    def is_connected(self) -> bool:
        """Whether another request may follow: the last came to a good end, and nothing since."""
        if self._listening is None or self._is_spent:
            return False
        return time.monotonic() - self._used_at < KEEPALIVE and self._listening.is_quiet()

    def shut_down(self) -> None:
        if self._listening is not None:
            self._listening.shut_down()

    def abandon(self) -> None:
        """Leave the connection to the process that this one was forked from, without a word."""
        sock, self.sock = self.sock, None
        with suppress(OSError):  # its thread has closed it already
            os.close(getattr(sock, "socket", sock).detach())

    def close(self) -> None:
        self.connections.discard(self)
        self._listening = None  # a tunnel is asked for before there is another to listen to
        super().close()

    def _response(self, sock: Any, **options: Any) -> http.client.HTTPResponse:
        # What a proxy responds to CONNECT is read while there is nothing to listen to yet.
        listening = self._listening if self._head is None and self._listening else sock
        return http.client.HTTPResponse(listening, **options)  # type: ignore[arg-type]


def _check_head(head: bytes, limit: int | None) -> None:
    """Refuse what http.client would guess at: of two readings, one mixes up two responses.

    RFC 9112, sections 4, 5 and 6.3, says what a head is.
    """
    status, *lines = head.rstrip(b"\r\n").split(b"\n")
    version = _STATUS_LINE.fullmatch(status.rstrip(b"\r"))
    if version is None:
        raise http.client.HTTPException("what came begins with no status line of HTTP/1.1")
    framing: dict[bytes, bytes] = {}
    for number, line in enumerate(lines):
        if number and line[:1] in (b" ", b"\t"):
            continue  # RFC 9112, section 5.2: the value goes on, as servers once wrote it
        field = _FIELD.fullmatch(line.rstrip(b"\r"))
        if field is None:
            raise http.client.HTTPException("the response's headers cannot be read")
        name, value = field[1].lower(), field[2].lower()
        if name in (b"content-length", b"transfer-encoding"):
            framing[name] = b", ".join(filter(None, [framing.get(name), value]))
    coding, length = framing.get(b"transfer-encoding"), framing.get(b"content-length")
    if coding is not None and (coding != b"chunked" or length is not None or version[1] == b"0"):
        raise http.client.HTTPException(
            f"the response's Transfer-Encoding is {coding.decode('latin-1')!r}, "
            f"its Content-Length {length.decode('latin-1') if length else None!r}"
        )
    if length is not None and _LENGTH.fullmatch(length) is None:
        raise http.client.HTTPException("the response's Content-Length is no number")
    if length is not None and limit is not None and int(length) > limit:
        raise http.client.HTTPException(f"a response of more than {limit} bytes")


def _run_stoppable(call: Callable[[], object], undo: Callable[[], object], timeout: float) -> None:
    """Call in a thread what nothing can stop: look-ups, connects, logins, handshakes.

    `undo` is called after it where nobody waits for it any more.
    """
    finished, abandoned = threading.Event(), threading.Event()
    raised: list[BaseException] = []

    def run() -> None:
        try:
            call()
        except BaseException as error:
            raised.append(error)
        finished.set()
        if abandoned.is_set():
            undo()

    try:
        threading.Thread(target=run, name="bota-sdk-connect", daemon=True).start()
    except RuntimeError:  # the interpreter is ending, or no thread is to be had
        run()
    end = time.monotonic() + timeout
    try:
        while not finished.wait(min(POLL, max(end - time.monotonic(), 0.0))):
            stop_if_asked()
            if time.monotonic() >= end:
                raise StalledError(f"no connection in {timeout:g} seconds")
    except BaseException:
        abandoned.set()
        if finished.is_set():
            undo()
        raise
    if raised:
        raise raised[0]

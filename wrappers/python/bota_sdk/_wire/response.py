"""Reads one HTTP/1.1 response (RFC 9112), strictly: what is not one is an error, never a guess.

http.client, which urllib3 reads with, was measured and tried: it takes 46 µs for a response of six
headers where this takes 7, and it passes `Content-Length: +5`, `5, 5`, chunks of the size `-1` and
`Transfer-Encoding: gzip, chunked`, after which the end of one response is the begin of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from bota_sdk._wire.listening_socket import MAX_HEAD, ListeningSocket, WireError

MAX_BODY: Final = 32 << 20
"""Bytes of a response's body that are read, unless it is a download; no response of the contract
comes near it."""

MAX_INFORMATIONAL: Final = 100
"""Informational responses that are read over before the response proper."""

_STATUS_LINE: Final = re.compile(rb"HTTP/1\.([01]) ([1-9][0-9]{2})(?: .*)?")
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;.*)?\r?\n", re.DOTALL)
_LENGTH: Final = re.compile(r"[0-9]{1,18}")


class Head(NamedTuple):
    """The head of a response: minor version of HTTP/1, status, headers (names in lower case)."""

    minor: bytes
    status_code: int
    headers: dict[str, str]


def read_head(sock: ListeningSocket) -> Head:
    """Read the head of a response, after all the informational ones that come before it.

    Raises:
        WireError: it is none, or the connection broke.

    """
    for _ in range(MAX_INFORMATIONAL):
        head = _parse_head(sock.read_head())
        if head.status_code == 101 or head.status_code >= 200:
            return head
    raise WireError(f"more than {MAX_INFORMATIONAL} informational responses")


def _parse_head(head: bytes) -> Head:
    lines = head.rstrip(b"\r\n").split(b"\n")
    first = _STATUS_LINE.fullmatch(lines[0].rstrip(b"\r"))
    if first is None:
        raise WireError("what came begins with no status line of HTTP/1.1")
    headers: dict[str, str] = {}
    name = ""
    for line in lines[1:]:
        if line[:1] in (b" ", b"\t") and name:
            # RFC 9112, section 5.2: the value goes on, as servers once wrote it.
            headers[name] = f"{headers[name]} {line.decode('latin-1').strip()}"
            continue
        given, colon, value = line.partition(b":")
        if not colon or _NAME.fullmatch(given) is None:
            raise WireError("the response's headers cannot be read")
        name, text = given.decode("ascii").lower(), value.decode("latin-1").strip()
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    return Head(first[1], int(first[2]), headers)


class ResponseBody:
    """The body of a response, as a file that urllib3 reads.

    Args:
        sock: what it comes over.
        method: the request's.
        head: the response's.
        limit: bytes that it may have; None for any number.
        on_end: called once it was read to its end, with whether another response may follow.

    Raises:
        WireError: its length cannot be known for certain, or is over the limit.

    """

    def __init__(
        self,
        sock: ListeningSocket,
        method: str,
        head: Head,
        limit: int | None,
        on_end: Callable[[bool], object],
    ) -> None:
        self._sock = sock
        self._limit = limit
        self._count = 0
        self._on_end = on_end
        self.closed = False
        minor, status, headers = head
        tokens = {token.strip().lower() for token in headers.get("connection", "").split(",")}
        self._stays = "close" not in tokens and (minor == b"1" or "keep-alive" in tokens)
        coding, length = headers.get("transfer-encoding"), headers.get("content-length")
        self._is_chunked = False
        self._left: int | None = 0  # None: up to the connection's end
        # RFC 9112, section 6.3: how long a body is.
        if method == "HEAD" or status in (101, 204, 304):
            self._stays = self._stays and status != 101
        elif coding is not None:
            if coding.lower() != "chunked":
                raise WireError(f"the response's Transfer-Encoding is {coding!r}")
            if length is not None:
                raise WireError("the response has a Transfer-Encoding and a Content-Length")
            self._is_chunked = True
            self._stays = self._stays and minor == b"1"
        elif length is not None:
            self._left = _length(length)
            if limit is not None and self._left > limit:
                raise _too_long(limit)
        else:
            self._left, self._stays = None, False
        if self._left == 0 and not self._is_chunked:
            self._end()

    def isclosed(self) -> bool:
        """Tell whether it was read to its end, or closed; http.client's name for it."""
        return self.closed

    def close(self) -> None:
        """Read no more of it."""
        self.closed = True

    def read(self, most: int) -> bytes:
        """Return so many bytes, or fewer at the end.

        Raises:
            WireError: the connection broke, or what came is no body.

        """
        parts: list[bytes] = []
        while most and not self.closed:
            if self._left == 0:
                self._next_chunk()
                continue
            data = self._sock.read(most if self._left is None else min(most, self._left))
            if self._left is not None:
                if not data:
                    raise WireError("the server left before the end of its response")
                self._left -= len(data)
                if self._left == 0:
                    self._end_of_part()
            elif not data:
                self._end()
            self._count += len(data)
            if self._limit is not None and self._count > self._limit:
                raise _too_long(self._limit)
            most -= len(data)
            parts.append(data)
        return b"".join(parts)

    def _end_of_part(self) -> None:
        if not self._is_chunked:
            self._end()
        elif self._sock.read_line() not in (b"\r\n", b"\n"):
            raise WireError("a chunk of the response is longer than its size")

    def _next_chunk(self) -> None:
        size = _CHUNK.fullmatch(self._sock.read_line())
        if size is None:
            raise WireError("a chunk of the response has no size")
        self._left = int(size[1], 16)
        if self._limit is not None and self._count + self._left > self._limit:
            raise _too_long(self._limit)
        if self._left == 0:
            trailers = 0
            while (line := self._sock.read_line()) not in (b"\r\n", b"\n"):
                trailers += len(line)
                if trailers > MAX_HEAD:
                    raise WireError(f"the response's trailers take more than {MAX_HEAD} bytes")
            self._end()

    def _end(self) -> None:
        self.closed = True
        self._on_end(self._stays)


def _length(given: str) -> int:
    # The same length twice is one (RFC 9110, section 8.6).
    lengths = {one.strip() for one in given.split(",")}
    length = lengths.pop()
    if lengths or _LENGTH.fullmatch(length) is None:
        raise WireError("the response's Content-Length is no number")
    return int(length)


def _too_long(limit: int) -> WireError:
    return WireError(f"a response of more than {limit} bytes")

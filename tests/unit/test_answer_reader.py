"""Answers are read as RFC 9112 says, whole, and what is none is refused."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import h11
import pytest
from bota_sdk._shared.outcome import Response
from bota_sdk._wire.listening_socket import MAX_HEAD, ListeningSocket
from bota_sdk._wire.response_reader import MAX_BODY, MalformedAnswerError, read_answer
from hypothesis import given, settings
from hypothesis import strategies as st


class _Dribbling(socket.socket):
    """Receives no more than `step` bytes at a time, however many have come."""

    step = 1 << 20

    def recv(self, size: int, flags: int = 0) -> bytes:
        return super().recv(min(size, self.step), flags)


@contextmanager
def receiving(data: bytes, step: int = 1 << 20) -> Iterator[ListeningSocket]:
    """Give the end of a connection on which these bytes come, and then its end."""
    here, there = socket.socketpair()
    with _Dribbling(fileno=here.detach()) as sock, there:
        sock.step = step
        there.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        there.sendall(data)
        there.shutdown(socket.SHUT_WR)
        listening = ListeningSocket(sock)
        listening.set_timeouts(5, 5)
        yield listening


def read(data: bytes, method: str = "GET", step: int = 1 << 20) -> tuple[Response, bool]:
    with receiving(data, step) as incoming:
        return read_answer(incoming, method)


OK = b"HTTP/1.1 200 OK\r\n"
OLD = b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n"


@pytest.mark.parametrize("step", [1, 2, 7, 1 << 20])
@pytest.mark.parametrize(
    ("data", "method", "status", "body", "stays"),
    [
        (OK + b"Content-Length: 5\r\n\r\nhello", "GET", 200, b"hello", True),
        (OK + b"Content-Length: 5\r\n\r\nhello and more", "GET", 200, b"hello", True),
        (OK + b"Content-Length: 5, 5\r\n\r\nhello", "GET", 200, b"hello", True),
        (OK + b"content-length:0\r\n\r\n", "PUT", 200, b"", True),
        (
            OK + b"Content-Length: 5\r\nConnection: foo, Close\r\n\r\nhello",
            "GET",
            200,
            b"hello",
            False,
        ),
        (OK + b"\r\nup to the end", "GET", 200, b"up to the end", False),
        (OK + b"Content-Length: 9\r\n\r\n", "HEAD", 200, b"", True),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "DELETE", 204, b"", True),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", "GET", 304, b"", True),
        (b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "GET", 200, b"", True),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab", "GET", 200, b"ab", False),
        (
            b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nab",
            "GET",
            200,
            b"ab",
            True,
        ),
        (
            OK + b"Transfer-Encoding: Chunked\r\n\r\n5;a=b\r\nhello\r\n1 \r\n!\r\n0\r\n\r\n",
            "GET",
            200,
            b"hello!",
            True,
        ),
        (
            OK + b"Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n"
            b"2\r\nab\r\n0\r\nX-Sum: 1\r\n\r\n",
            "GET",
            200,
            b"ab",
            False,
        ),
        (
            OLD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
            "GET",
            200,
            b"x",
            False,
        ),
        (OK + b"Via: proxy\r\n\r\n", "CONNECT", 200, b"", True),
        (
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
            + OK
            + b"Content-Length: 1\r\n\r\nx",
            "PUT",
            200,
            b"x",
            True,
        ),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", "GET", 101, b"", False),
        (b"HTTP/1.1 520 Odd\nContent-Length: 1\n\nx", "GET", 520, b"x", True),
    ],
)
def test_answers(
    data: bytes, method: str, status: int, body: bytes, stays: bool, step: int
) -> None:
    answer, goes_on = read(data, method, step)
    assert (answer.status_code, answer.body, goes_on) == (status, body, stays)


def test_headers_are_joined_trimmed_and_in_lower_case() -> None:
    answer, _ = read(
        OK + b'X-A: one\r\nETag:\t"1" \r\nx-a: two\r\nX-Fold: a\r\n  b\r\n\tc: d\r\n'
        b"X-Latin: \xe9\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n"
    )
    assert answer.headers == {
        "x-a": "one, two",
        "etag": '"1"',
        "x-fold": "a b c: d",
        "x-latin": "é",
        "x-empty": "",
        "content-length": "0",
    }


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"HTTP/2 200\r\n\r\n", "no status line"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "no status line"),
        (b"HTTP/1.1 099 OK\r\n\r\n", "no status line"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "no status line"),
        (OK + b"no colon\r\n\r\n", "headers cannot be read"),
        (OK + b"Content-Length : 0\r\n\r\n", "headers cannot be read"),
        (OK + b" folded: from nothing\r\n\r\n", "headers cannot be read"),
        (OK + b"Content-Length: -1\r\n\r\n", "no number"),
        (OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "no number"),
        (OK + b"Content-Length: \xb2\r\n\r\n", "no number"),
        (OK + b"Content-Length: %d\r\n\r\n" % (MAX_BODY + 1), "more than"),
        (OK + b"Content-Length: %s\r\n\r\n" % (b"9" * 5000), "more than"),
        (OK + b"X: %s\r\n\r\n" % (b"x" * (MAX_HEAD + 70_000)), "headers take more than"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n", "no size"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "longer than its size"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n", "more than"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nokaaa\r\n", "longer than its size"),
        (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "'gzip, chunked'"),
        (OK + b"Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\nx", "'identity'"),
        (b"HTTP/1.1 102 Processing\r\n\r\n" * 101, "more than 100 informational"),
    ],
)
def test_what_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(MalformedAnswerError, match=words):
        read(data)


WHOLE = [
    OK + b"Content-Length: 5\r\n\r\nhello",
    OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
]


@pytest.mark.parametrize("data", WHOLE)
def test_a_cut_answer_is_none(data: bytes) -> None:
    for size in range(len(data)):
        with pytest.raises(EOFError):
            read(data[:size])


@settings(max_examples=300, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from(
                [
                    OK,
                    b"HTTP/1.1 100 Continue\r\n\r\n",
                    b"Content-Length: 3\r\n",
                    b"Transfer-Encoding: chunked\r\n",
                    b"\r\n",
                    b"\n",
                    b"3\r\n",
                    b"abc",
                    b"0\r\n",
                    b": ",
                    b" x\r\n",
                    b"\xff",
                ]
            ),
            max_size=12,
        ).map(b"".join),
    ),
    method=st.sampled_from(["GET", "HEAD", "PUT"]),
    step=st.integers(1, 9),
)
def test_any_bytes_are_an_answer_or_none(data: bytes, method: str, step: int) -> None:
    try:
        answer, _ = read(data, method, step)
    except (MalformedAnswerError, EOFError):
        return
    assert data.startswith(b"HTTP/1.")
    assert answer.status_code == 101 or answer.status_code >= 200


names = st.from_regex(r"X-[A-Za-z0-9]{1,8}", fullmatch=True)
values = st.from_regex(r"[!-~]([ -~]{0,20}[!-~])?", fullmatch=True)


@settings(max_examples=200, deadline=None)
@given(
    status=st.integers(200, 599).filter(lambda status: status not in (204, 304)),
    headers=st.lists(st.tuples(names, values), max_size=6),
    pieces=st.lists(st.binary(min_size=1, max_size=300), max_size=5),
    chunked=st.booleans(),
    step=st.integers(1, 500),
)
def test_what_another_implementation_sends(
    status: int, headers: list[tuple[str, str]], pieces: list[bytes], chunked: bool, step: int
) -> None:
    body = b"".join(pieces)
    framing = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body)))
    server: Any = h11.Connection(h11.SERVER)
    server.receive_data(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    server.next_event()
    sent = server.send(h11.Response(status_code=status, headers=[*headers, framing]))
    sent += b"".join(server.send(h11.Data(piece)) for piece in pieces)
    sent += server.send(h11.EndOfMessage())
    answer, stays = read(sent, "GET", step)
    assert (answer.status_code, answer.body, stays) == (status, body, True)
    for name, _ in headers:
        same = [value for other, value in headers if other.lower() == name.lower()]
        assert answer.headers[name.lower()] == ", ".join(same)

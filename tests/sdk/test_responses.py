"""Responses are read as RFC 9112 says, whole, and what is none is refused, never guessed at."""

from __future__ import annotations

import gc
import gzip
import hashlib
import queue
import socket
import threading
import zlib
from collections.abc import Iterator
from typing import Any

import h11
import psutil
import pytest
from bota_sdk import CancelToken, UploadCancelledError
from bota_sdk._shared.cancel import stoppable
from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._wire.listening_socket import MAX_HEAD
from bota_sdk._wire.pool import CHUNK, BrokenResponseError, Pool, StreamedResponse
from bota_sdk._wire.request import MAX_BODY, Headers, Target, Timeouts
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.sdk.raw_server import RawServer, read_head
from tests.ticks import HANG, Ticks

OK = b"HTTP/1.1 200 OK\r\n"
OLD = b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n"
TIMEOUTS = Timeouts(HANG, HANG, HANG)


class Talker:
    """A server that gives each request the next of the responses put in, and then may leave."""

    def __init__(self) -> None:
        self.connections = 0
        self._responses: queue.SimpleQueue[tuple[bytes, int, bool]] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._server = RawServer(self._serve, None)
        self.port = int(self._server.url.rpartition(":")[2])
        self.pool = Pool(None, lambda _scheme, _host: None)

    def put(self, data: bytes, step: int = 1 << 20, *, leaves: bool = True) -> None:
        self._responses.put((data, step, leaves))

    def _serve(self, connection: socket.socket) -> None:
        self.connections += 1
        leaves = False
        while not leaves:
            read_head(connection)
            data, step, leaves = self._responses.get()
            try:
                for start in range(0, len(data), step):
                    connection.sendall(data[start : start + step])
                if leaves:
                    connection.shutdown(socket.SHUT_WR)
            finally:
                self._done.put(None)

    @property
    def target(self) -> Target:
        return Target(b"http", b"127.0.0.1", self.port, b"/")

    def get(self, method: str = "GET") -> Response | NoResponse:
        response = self.pool.send(method, self.target, Headers(), iter(()), TIMEOUTS)
        # The next request must not go out on a connection that is just being left.
        self._done.get(timeout=HANG)
        return response

    def close(self) -> None:
        self.pool.close()
        self._server.close()


@pytest.fixture(scope="module")
def module_talker() -> Iterator[Talker]:
    talker = Talker()
    yield talker
    talker.close()


@pytest.fixture
def talker() -> Iterator[Talker]:
    talker = Talker()
    yield talker
    talker.close()


@pytest.mark.parametrize("step", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    ("data", "method", "status", "body", "stays"),
    [
        (OK + b"Content-Length: 5\r\n\r\nhello", "GET", 200, b"hello", True),
        (OK + b"Content-Length: 5\r\n\r\nhello and more", "GET", 200, b"hello", False),
        (OK + b"content-length:0\r\n\r\n", "PUT", 200, b"", True),
        (OK + b"Content-Length: 1\r\nConnection: foo, Close\r\n\r\nx", "GET", 200, b"x", False),
        (OK + b"Content-Length: 9\r\n\r\n", "HEAD", 200, b"", True),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "DELETE", 204, b"", True),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", "GET", 304, b"", True),
        (b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "GET", 200, b"", True),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab", "GET", 200, b"ab", False),
        (OLD + b"Content-Length: 2\r\n\r\nab", "GET", 200, b"ab", True),
        (
            OK + b"Transfer-Encoding: Chunked\r\n\r\n5;a=b\r\nhello\r\n1 \r\n!\r\n0\r\n\r\n",
            "GET",
            200,
            b"hello!",
            True,
        ),
        (
            OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 1\r\n\r\n",
            "GET",
            200,
            b"ab",
            True,
        ),
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
def test_responses(
    talker: Talker, data: bytes, method: str, status: int, body: bytes, stays: bool, step: int
) -> None:
    for _ in range(2):
        talker.put(data, step, leaves=False)
        response = talker.get(method)
        assert isinstance(response, Response), response
        assert (response.status_code, response.body) == (status, body)
    assert talker.connections == (1 if stays else 2)


def test_a_body_up_to_the_connections_end(talker: Talker) -> None:
    talker.put(OK + b"\r\nup to the end")
    response = talker.get()
    assert isinstance(response, Response)
    assert response.body == b"up to the end"


def test_headers_are_joined_trimmed_and_in_lower_case(talker: Talker) -> None:
    talker.put(
        OK + b'X-A: one\r\nETag:\t"1" \r\nx-a: two\r\nX-Fold: a\r\n  b\r\n\tc: d\r\n'
        b"X-Latin: \xe9\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n"
    )
    response = talker.get()
    assert isinstance(response, Response)
    assert response.headers == {
        "x-a": "one, two",
        "etag": '"1"',
        "x-fold": "a b c: d",
        "x-latin": "é",
        "x-empty": "",
        "content-length": "0",
    }


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"HTTP/2 200\r\n\r\n", "no status line"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "no status line"),
        (b"HTTP/1.1 099 OK\r\n\r\n", "no status line"),
        (b"HTTP/1.1 2_0 OK\r\n\r\n", "no status line"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "no status line"),
        (OK + b"no colon\r\n\r\n", "headers cannot be read"),
        (OK + b"Content-Length : 0\r\n\r\n", "headers cannot be read"),
        (OK + b" folded: from nothing\r\n\r\n", "headers cannot be read"),
        (OK + b"Content-Length: -1\r\n\r\n", "no number"),
        (OK + b"Content-Length: +1\r\n\r\nx", "no number"),
        (OK + b"Content-Length: 1_0\r\n\r\n0123456789", "no number"),
        (OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "no number"),
        (OK + b"Content-Length: \xb2\r\n\r\n", "no number"),
        (OK + b"Content-Length: %s\r\n\r\n" % (b"9" * 5000), "no number"),
        (OK + b"Content-Length: %d\r\n\r\n" % (MAX_BODY + MAX_HEAD + 1), "more than"),
        (OK + b"X: %s\r\n\r\n" % (b"x" * (MAX_HEAD + 70_000)), "head of more than"),
        (CHUNKED + b"\r\n-1\r\n", ""),
        (CHUNKED + b"\r\n1\r\nab\r\n", ""),
        (CHUNKED + b"\r\nffffffffff\r\n", ""),
        (CHUNKED + b"\r\n2\r\nokaaa\r\n", ""),
        (OLD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", "'chunked'"),
        (OK + b"Content-Length: 5, 5\r\n\r\nhello", "no number"),
        (CHUNKED + b"Content-Length: 1\r\n\r\n1\r\na\r\n0\r\n\r\n", "its Content-Length '1'"),
        (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "'gzip, chunked'"),
        (OK + b"Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\nx", "'identity'"),
        (b"HTTP/1.1 102 Processing\r\n\r\n" * 101, "more than 100 interim"),
    ],
)
def test_what_is_refused(talker: Talker, data: bytes, words: str) -> None:
    for _ in range(2):
        # Whoever has not found it out by its form finds it out by its end.
        talker.put(data, leaves=not words)
        response = talker.get()
        assert isinstance(response, NoResponse), response
        assert words in response.reason
        assert (response.sent, response.timed_out) == (True, False)
    assert talker.connections == 2  # nothing follows on the same one


@pytest.mark.parametrize(
    "data",
    [
        OK + b"Content-Length: 5\r\n\r\nhello",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ],
)
def test_a_cut_response_is_none(talker: Talker, data: bytes) -> None:
    for size in range(len(data)):
        talker.put(data[:size])
        response = talker.get()
        assert isinstance(response, NoResponse), size
        assert "left before the end" in response.reason


@examples(300)
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
                    b"Content-Encoding: gzip\r\n",
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
def test_any_bytes_are_a_response_or_none(
    module_talker: Talker, data: bytes, method: str, step: int
) -> None:
    module_talker.put(data, step)
    response = module_talker.get(method)
    if isinstance(response, NoResponse):
        assert response.sent
        return
    assert data.startswith(b"HTTP/1.")
    assert response.status_code == 101 or response.status_code >= 200
    assert response.body in data or response.body in data.replace(b"\r\n3\r\n", b"")


names = st.from_regex(r"X-[A-Za-z0-9]{1,8}", fullmatch=True)
values = st.from_regex(r"[!-~]([ -~]{0,20}[!-~])?", fullmatch=True)


@examples(200)
@given(
    status=st.integers(200, 599).filter(lambda status: status not in (204, 304)),
    headers=st.lists(st.tuples(names, values), max_size=6),
    chunks=st.lists(st.binary(min_size=1, max_size=300), max_size=5),
    chunked=st.booleans(),
    step=st.integers(50, 500),
)
def test_what_another_implementation_sends(
    module_talker: Talker,
    status: int,
    headers: list[tuple[str, str]],
    chunks: list[bytes],
    chunked: bool,
    step: int,
) -> None:
    body = b"".join(chunks)
    framing = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body)))
    server: Any = h11.Connection(h11.SERVER)
    server.receive_data(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    server.next_event()
    sent = server.send(h11.Response(status_code=status, headers=[*headers, framing]))
    sent += b"".join(server.send(h11.Data(chunk)) for chunk in chunks)
    sent += server.send(h11.EndOfMessage())
    module_talker.put(sent, step)
    response = module_talker.get()
    assert isinstance(response, Response), response
    assert (response.status_code, response.body) == (status, body)
    for name, _ in headers:
        same = [value for other, value in headers if other.lower() == name.lower()]
        assert response.headers[name.lower()] == ", ".join(same)


def compressed(data: bytes, coding: bytes = b"gzip") -> bytes:
    return OK + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s" % (coding, len(data), data)


def test_a_compressed_response_is_returned_as_it_was_before(talker: Talker) -> None:
    text = b"abc" * 1000
    talker.put(compressed(gzip.compress(text)), leaves=False)
    talker.put(compressed(zlib.compress(text), b"deflate"), leaves=False)
    for _ in range(2):
        response = talker.get()
        assert isinstance(response, Response)
        assert (response.body, dict(response.headers)) == (text, {})
    assert talker.connections == 1
    talker.put(compressed(b"x", b"none-such"))
    response = talker.get()
    assert isinstance(response, Response)
    assert (response.body, response.headers["content-encoding"]) == (b"x", "none-such")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(bytes(MAX_BODY + 1)), "more than"),
        (b"no gzip", "gzip"),
    ],
)
def test_a_compressed_response_that_is_none(talker: Talker, data: bytes, words: str) -> None:
    talker.put(compressed(data))
    response = talker.get()
    assert isinstance(response, NoResponse)
    assert words in response.reason


def test_a_broken_response_keeps_no_connection_open(talker: Talker) -> None:
    # Not even until the garbage is collected: no error is part of a cycle with its own frames.
    gc.disable()
    try:
        talker.put(OK + b"Content-Encoding: gzip\r\n\r\nno gzip")
        assert isinstance(talker.get(), NoResponse)
        connections = psutil.Process().net_connections("tcp")
    finally:
        gc.enable()
    assert not [each for each in connections if each.raddr and each.raddr.port == talker.port]


def test_a_download_of_any_size(talker: Talker) -> None:
    size = MAX_BODY + CHUNK + 1
    for _ in range(2):
        talker.put(OK + b"Content-Length: %d\r\n\r\n" % size + bytes(size), leaves=False)
        hashed, longest = hashlib.sha256(), 0
        with talker.pool.open("GET", talker.target, Headers(), TIMEOUTS) as response:
            assert isinstance(response, StreamedResponse)
            assert (response.status_code, response.headers["content-length"]) == (200, str(size))
            for chunk in response.chunks():
                hashed.update(chunk)
                longest = max(longest, len(chunk))
        assert hashed.digest() == hashlib.sha256(bytes(size)).digest()
        assert longest <= CHUNK
    assert talker.connections == 1


def test_a_download_is_what_is_stored(talker: Talker) -> None:
    stored = gzip.compress(b"abc" * 1000)
    talker.put(compressed(stored))
    with talker.pool.open("GET", talker.target, Headers(), TIMEOUTS) as response:
        assert isinstance(response, StreamedResponse)
        assert b"".join(response.chunks()) == stored


def test_a_download_that_breaks_off_or_is_left(talker: Talker) -> None:
    talker.put(OK + b"Content-Length: 10\r\n\r\nhalf")
    with talker.pool.open("GET", talker.target, Headers(), TIMEOUTS) as response:
        assert isinstance(response, StreamedResponse)
        with pytest.raises(BrokenResponseError, match="left before the end"):
            list(response.chunks())
    talker.put(OK + b"Content-Length: 4\r\n\r\nleft", leaves=False)
    with talker.pool.open("GET", talker.target, Headers(), TIMEOUTS) as response:
        assert isinstance(response, StreamedResponse)
    talker.put(OK + b"Content-Length: 2\r\n\r\nok")
    assert isinstance(talker.get(), Response)
    assert talker.connections == 3


def test_a_download_hears_a_cancel(talker: Talker, ticks: Ticks) -> None:
    token = CancelToken()
    talker.put(OK + b"Content-Length: 10\r\n\r\nhalf", leaves=False)
    started = ticks()
    threading.Timer(0.1, token.cancel).start()
    with stoppable(token.check), pytest.raises(UploadCancelledError):
        with talker.pool.open("GET", talker.target, Headers(), TIMEOUTS) as response:
            assert isinstance(response, StreamedResponse)
            list(response.chunks())
    assert ticks() - started < 1.5
    talker.put(b"", leaves=True)


def test_a_download_without_a_response(talker: Talker) -> None:
    talker.put(b"")
    with talker.pool.open("GET", talker.target, Headers(), TIMEOUTS) as response:
        assert isinstance(response, NoResponse)

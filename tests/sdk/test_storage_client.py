"""The client for S3 on the wire: what it sends, what it hears, and when it stops."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator

import pytest
import trustme
from bota_sdk import CancelToken, UploadCancelledError
from bota_sdk._shared.cancel import stoppable
from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.redact import Secret
from bota_sdk._storage.client import StorageClient
from bota_sdk._wire.pool import Pool

from tests.sdk.raw_server import raw_server, read_body, read_head, reset
from tests.ticks import HANG, Ticks

EXPIRED = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
REFUSAL = b"HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (
    len(EXPIRED),
    EXPIRED,
)

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
LARGE = 8 << 20


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(params=["plain", "tls"])
def tls(request: pytest.FixtureRequest, authority: trustme.CA) -> ssl.SSLContext | None:
    if request.param == "plain":
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def client(authority: trustme.CA, request: pytest.FixtureRequest) -> Iterator[StorageClient]:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    pool = Pool(context, lambda _scheme, _host: None)
    yield StorageClient(pool, **{"timeout": HANG, **getattr(request, "param", {})})
    pool.close()


def waits(**seconds: float) -> pytest.MarkDecorator:
    """How long the client waits, where a test is about that."""
    return pytest.mark.parametrize("client", [seconds], indirect=True)


def body(size: int, yielded: list[int] | None = None) -> Iterator[bytes]:
    for start in range(0, size, 1 << 20):
        piece = bytes(min(1 << 20, size - start))
        if yielded is not None:
            yielded.append(len(piece))
        yield piece


def put(client: StorageClient, url: str, size: int) -> Response | NoResponse:
    return client.put(Secret(f"{url}/k?X-Amz-Signature=x"), {}, body(size), size)


def test_a_refusal_costs_no_byte_of_a_large_body(
    client: StorageClient, tls: ssl.SSLContext | None
) -> None:
    came: list[int] = []

    def refuse(connection: socket.socket) -> None:
        assert b"Expect: 100-continue" in read_head(connection)
        connection.sendall(REFUSAL)
        connection.settimeout(0.05)
        try:
            came.append(read_body(connection, LARGE))
        except TimeoutError:
            came.append(0)
        reset(connection)

    with raw_server(refuse, tls) as server:
        for _ in range(20):
            answer = put(client, server.url, LARGE)
            assert isinstance(answer, Response)
            assert (answer.status_code, answer.body) == (403, EXPIRED)
    assert came == [0] * 20


@pytest.mark.parametrize("taken", [0, 300_000])
def test_a_refusal_and_a_reset_in_the_midst_of_a_small_body(
    client: StorageClient, tls: ssl.SSLContext | None, taken: int
) -> None:
    def refuse(connection: socket.socket) -> None:
        read_head(connection)
        read_body(connection, taken)
        connection.sendall(REFUSAL)
        time.sleep(0.02)  # the answer is on its way, as on a network
        reset(connection)

    with raw_server(refuse, tls) as server:
        for _ in range(10):
            answer = put(client, server.url, 1 << 20)
            assert isinstance(answer, Response)
            assert answer.status_code == 403


def test_a_refusal_by_a_server_that_stops_reading(
    client: StorageClient, tls: ssl.SSLContext | None
) -> None:
    release = threading.Event()

    def refuse(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(CONTINUE)
        read_body(connection, 100_000)
        connection.sendall(REFUSAL)
        release.wait(HANG)

    with raw_server(refuse, tls) as server:
        answer = put(client, server.url, 64 << 20)
        release.set()
    assert isinstance(answer, Response)
    assert answer.status_code == 403


@waits(continue_wait=HANG)
def test_the_body_follows_a_continue(
    client: StorageClient, tls: ssl.SSLContext | None, ticks: Ticks
) -> None:
    came: list[int] = []

    def serve(connection: socket.socket) -> None:
        while True:
            read_head(connection)
            connection.sendall(CONTINUE[:11])
            connection.sendall(CONTINUE[11:])
            came.append(read_body(connection, LARGE))
            connection.sendall(OK)

    with raw_server(serve, tls) as server:
        started = ticks()
        for _ in range(3):
            answer = put(client, server.url, LARGE)
            assert isinstance(answer, Response)
            assert answer.status_code == 200
        assert ticks() - started < HANG
        client.pool.close()
    assert came == [LARGE] * 3


@waits(continue_wait=HANG)
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_any_form_of_a_continue(
    client: StorageClient, version: bytes, line_end: bytes, ticks: Ticks
) -> None:
    def serve(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/%s 100 Continue%s" % (version, 2 * line_end))
        read_body(connection, LARGE)
        connection.sendall(OK)

    with raw_server(serve) as server:
        started = ticks()
        answer = put(client, server.url, LARGE)
        assert ticks() - started < HANG
    assert isinstance(answer, Response)
    assert answer.status_code == 200


def test_an_early_hint_is_no_continue(client: StorageClient) -> None:
    came: list[int] = []

    def refuse(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
        time.sleep(0.1)
        connection.sendall(CONTINUE[:-2].replace(b"100 Continue", b"102 Processing") + b"\r\n")
        connection.sendall(REFUSAL)
        connection.settimeout(0.1)
        try:
            came.append(read_body(connection, LARGE))
        except TimeoutError:
            came.append(0)

    with raw_server(refuse) as server:
        answer = put(client, server.url, LARGE)
    assert isinstance(answer, Response)
    assert (answer.status_code, answer.body) == (403, EXPIRED)
    assert came == [0]


@pytest.mark.parametrize("what", [b"HTTP/1.1 103 Hint\r\n\r\n", b"HTTP/1.1 103 Hint\r\nX: "])
def test_an_informational_answer_without_end(
    client: StorageClient, what: bytes, ticks: Ticks
) -> None:
    token = CancelToken()

    def flood(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(CONTINUE)
        threading.Timer(0.2, token.cancel).start()
        connection.sendall(what)
        while True:
            connection.sendall(b"y" * 4096 if what.endswith(b" ") else what * 100)

    with raw_server(flood) as server:
        started = ticks()
        try:
            with stoppable(token.check):
                answer = put(client, server.url, LARGE)
            assert isinstance(answer, NoResponse)
        except UploadCancelledError:
            pass
        assert ticks() - started < 2
        client.pool.close()


@waits(continue_wait=0.2)
def test_a_server_that_knows_no_continue_is_waited_for_once(
    client: StorageClient, tls: ssl.SSLContext | None
) -> None:
    heads: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        while True:
            heads.append(read_head(connection))
            read_body(connection, LARGE)
            # One that answers it late is no trouble either.
            connection.sendall(CONTINUE + OK)

    with raw_server(serve, tls) as server:
        started = time.monotonic()
        answers = [put(client, server.url, LARGE) for _ in range(3)]
        took = time.monotonic() - started
        client.pool.close()
    assert [answer.status_code for answer in answers if isinstance(answer, Response)] == [200] * 3
    assert [b"Expect" in head for head in heads] == [True, False, False]
    assert took >= 0.2


def test_a_refused_expectation_is_remembered(client: StorageClient) -> None:
    heads: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        if b"Expect" in heads[-1]:
            connection.sendall(b"HTTP/1.1 417 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            read_body(connection, LARGE)
            connection.sendall(OK)

    with raw_server(serve) as server:
        statuses = [put(client, server.url, LARGE)[0] for _ in range(2)]
        client.pool.close()
    assert statuses == [417, 200]


@waits(timeout=0.6)
def test_a_server_that_takes_nothing_is_given_up(
    client: StorageClient, tls: ssl.SSLContext | None
) -> None:
    release = threading.Event()

    def stall(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(CONTINUE)
        release.wait(HANG)

    with raw_server(stall, tls) as server:
        answer = put(client, server.url, 64 << 20)
        release.set()
    assert isinstance(answer, NoResponse)
    assert answer.timed_out
    assert "accepted no byte for 0.6 seconds" in answer.reason


@waits(timeout=1.5)
def test_a_slow_reader_is_not_a_stalled_one(client: StorageClient) -> None:
    def trickle(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        read_head(connection)
        connection.sendall(CONTINUE)
        left = 24 << 20
        while left:
            left -= read_body(connection, min(left, 4 << 20))
            time.sleep(0.3)  # six times: longer than the timeout in all, shorter each time
        connection.sendall(OK)

    with raw_server(trickle) as server:
        answer = put(client, server.url, 24 << 20)
    assert isinstance(answer, Response)
    assert answer.status_code == 200


@pytest.mark.parametrize("stage", ["body", "answer"])
def test_a_token_stops_what_waits_within_a_second(
    stage: str, tls: ssl.SSLContext | None, authority: trustme.CA, ticks: Ticks
) -> None:
    release = threading.Event()
    token = CancelToken()

    def hang(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(CONTINUE)
        if stage == "answer":
            read_body(connection, LARGE)
        threading.Timer(0.05, token.cancel).start()
        release.wait(HANG)

    context = ssl.create_default_context()
    authority.configure_trust(context)
    client = StorageClient(Pool(context, lambda _scheme, _host: None), timeout=HANG)
    with raw_server(hang, tls) as server:
        started = ticks()
        with pytest.raises(UploadCancelledError), stoppable(token.check):
            put(client, server.url, LARGE if stage == "answer" else 64 << 20)
        assert ticks() - started < 1.5
        release.set()
        client.pool.close()


def test_the_head_is_what_was_asked_and_no_more(client: StorageClient) -> None:
    heads: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        read_body(connection, 5)
        connection.sendall(OK)

    target = "/b/../k%2F/./a+b//%C3%A9?X-Amz-Signature=a%2Fb+c&x="
    with raw_server(serve) as server:
        client.put(Secret(server.url + target), {"Content-Type": "audio/wav"}, iter([b"abcde"]), 5)
        client.pool.close()
        host = server.url.removeprefix("http://")
    assert heads == [
        f"PUT {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\n"
        "Content-Type: audio/wav\r\n\r\n".encode()
    ]


@pytest.mark.parametrize(
    ("before", "again"),
    [
        (b"", b"100000\r\n" + bytes(1 << 20) + b"\r\n"),
        # Of what follows the last chunk, nothing is kept, and all of it is read.
        (b"0\r\n", (b"X-Sum: " + b"1" * 60_000 + b"\r\n") * 20),
    ],
)
def test_an_answer_without_end_is_not_kept(
    client: StorageClient, before: bytes, again: bytes
) -> None:
    def flood(connection: socket.socket) -> None:
        read_head(connection)
        head = b"HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head + before)
        while True:
            connection.sendall(again)

    with raw_server(flood) as server:
        answer = put(client, server.url, 5)
        client.pool.close()
    assert isinstance(answer, NoResponse)
    assert "more than" in answer.reason

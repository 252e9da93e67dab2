"""When a connection serves another request."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator

import pytest
import trustme
from bota_sdk import AsyncBota, Bota, BotaError, ClientClosedError
from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._wire.pool import MAX_IDLE, Pool
from bota_sdk._wire.request import Headers, Target, Timeouts

from tests.sdk.raw_server import RawServer, raw_server, read_head
from tests.secret_scan import secrets_in, shown
from tests.ticks import HANG

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
TIMEOUTS = Timeouts(HANG, HANG, HANG)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def pool(authority: trustme.CA) -> Iterator[Pool]:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    pool = Pool(context, lambda _scheme, _authority: None)
    yield pool
    pool.close()


def get(pool: Pool, server: RawServer) -> Response | NoResponse:
    scheme, _, rest = server.url.partition("://")
    target = Target(scheme.encode(), b"localhost", int(rest.rpartition(":")[2]), b"/path?query")
    headers = Headers([(b"Host", target.origin.encode())])
    return pool.send("GET", target, headers, iter([]), TIMEOUTS)


class Counted:
    """A behaviour that counts the connections which it is for."""

    def __init__(self, behaviour: Callable[[socket.socket], None]) -> None:
        self._behaviour = behaviour
        self.connections = 0

    def __call__(self, connection: socket.socket) -> None:
        self.connections += 1
        self._behaviour(connection)


def answering(answer: bytes) -> Counted:
    def serve(connection: socket.socket) -> None:
        while True:
            read_head(connection)
            connection.sendall(answer)

    return Counted(serve)


@pytest.mark.parametrize(
    ("answer", "connections"),
    [
        (OK, 1),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 1),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", 1),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", 3),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", 3),
        # What nobody asked for must not become the answer to the next request.
        (OK + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", 3),
    ],
)
@pytest.mark.parametrize("over", ["plain", "tls"])
def test_whether_a_connection_goes_on(
    pool: Pool, server_tls: ssl.SSLContext, answer: bytes, connections: int, over: str
) -> None:
    behaviour = answering(answer)
    with raw_server(behaviour, server_tls if over == "tls" else None) as server:
        for _ in range(3):
            got = get(pool, server)
            assert isinstance(got, Response)
            assert got.body in (b"ok", b"")
        pool.close()
    assert behaviour.connections == connections


@pytest.mark.parametrize("is_cut", [True, False])
def test_a_body_up_to_the_end_is_whole_if_tls_says_so(
    pool: Pool, server_tls: ssl.SSLContext, is_cut: bool
) -> None:
    def serve(connection: socket.socket) -> None:
        assert isinstance(connection, ssl.SSLSocket)
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nhalf")
        if not is_cut:
            connection.unwrap()

    with raw_server(serve, server_tls) as server:
        assert isinstance(get(pool, server), NoResponse if is_cut else Response)
        pool.close()


def test_a_connection_that_the_server_has_closed_is_replaced(pool: Pool) -> None:
    closed = threading.Event()

    def serve(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(OK)
        connection.close()
        closed.set()

    behaviour = Counted(serve)
    with raw_server(behaviour) as server:
        for _ in range(3):
            closed.clear()
            assert isinstance(get(pool, server), Response)
            assert closed.wait(HANG)
    assert behaviour.connections == 3


def test_threads_share_connections_and_a_limit_of_idle_ones(pool: Pool) -> None:
    together = threading.Barrier(MAX_IDLE + 3)

    def serve(connection: socket.socket) -> None:
        while True:
            read_head(connection)
            together.wait(HANG)
            connection.sendall(OK)

    behaviour = Counted(serve)
    with raw_server(behaviour) as server:
        for _ in range(2):
            threads = [
                threading.Thread(target=get, args=(pool, server)) for _ in range(MAX_IDLE + 3)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(HANG)
        pool.close()
    assert behaviour.connections == MAX_IDLE + 6


def test_an_old_connection_is_not_used_again(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    behaviour = answering(OK)
    with raw_server(behaviour) as server:
        for _ in range(2):
            assert isinstance(get(pool, server), Response)
        assert behaviour.connections == 1
        monkeypatch.setattr("bota_sdk._wire.connection.KEEPALIVE", 0.0)
        assert isinstance(get(pool, server), Response)
        assert behaviour.connections == 2
        pool.close()


def test_closing_ends_what_is_under_way(pool: Pool) -> None:
    arrived = threading.Event()

    def hang(connection: socket.socket) -> None:
        read_head(connection)
        arrived.set()
        connection.recv(1)

    answers: list[Response | NoResponse] = []
    with raw_server(hang) as server:
        thread = threading.Thread(target=lambda: answers.append(get(pool, server)))
        thread.start()
        assert arrived.wait(HANG)
        pool.close()
        thread.join(HANG)
        assert not thread.is_alive()
        with pytest.raises(ClientClosedError):
            get(pool, server)
    assert isinstance(answers[0], NoResponse)
    assert answers[0].sent


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"", "left before the end"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal", "left before the end"),
        (b"220 smtp.example.com ESMTP\r\n\r\n", "no status line"),
    ],
)
def test_what_is_no_answer(pool: Pool, answer: bytes, words: str) -> None:
    def serve(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(answer)

    with raw_server(serve) as server:
        got = get(pool, server)
    assert isinstance(got, NoResponse)
    assert words in got.reason
    assert (got.sent, got.timed_out) == (True, False)


def test_a_server_that_is_not_there(pool: Pool) -> None:
    with raw_server(answering(OK)) as server:
        pass
    got = get(pool, server)
    assert isinstance(got, NoResponse)
    assert not got.sent
    assert "refused" in got.reason


def test_a_line_break_cannot_make_another_header(pool: Pool) -> None:
    target = Target(b"http", b"localhost", 1, b"/")
    for header in ((b"X", b"a\r\nHost: evil"), (b"X\n", b"a"), (b"X", b"a\0")):
        with raw_server(answering(OK)) as server:
            port = int(server.url.rpartition(":")[2])
            got = pool.send(
                "GET", target._replace(given_port=port), Headers([header]), iter([]), TIMEOUTS
            )
        assert isinstance(got, NoResponse)
        assert (got.sent, got.reason) == (False, "a header holds a line break")


def test_a_name_that_can_be_none_of_a_server(pool: Pool) -> None:
    target = Target(b"http", b"a" * 64 + b".localhost", 1, b"/")
    got = pool.send("GET", target, Headers([]), iter([]), TIMEOUTS)
    assert isinstance(got, NoResponse)
    assert not got.sent


def test_a_closed_pool_sends_nothing_in_clear_text(
    pool: Pool, server_tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    # SSLSocket.shutdown makes a plain socket of itself before it shuts that down.
    monkeypatch.setattr(ssl.SSLSocket, "shutdown", lambda *_: pytest.fail("in clear text"))
    arrived = threading.Event()

    def hang(connection: socket.socket) -> None:
        read_head(connection)
        arrived.set()
        connection.recv(1)

    with raw_server(hang, server_tls) as server:
        thread = threading.Thread(target=get, args=(pool, server))
        thread.start()
        assert arrived.wait(HANG)
        pool.close()
        thread.join(HANG)
        assert not thread.is_alive()


@pytest.mark.parametrize("raised", [KeyboardInterrupt, OSError])
def test_what_a_body_raises_passes_through_and_shows_no_header(
    pool: Pool, raised: type[BaseException]
) -> None:
    def body() -> Iterator[bytes]:
        yield b"a"
        raise raised("from the body")

    def serve(connection: socket.socket) -> None:
        read_head(connection)
        connection.recv(100)

    with raw_server(serve) as server:
        target = Target(b"http", b"localhost", int(server.url.rpartition(":")[2]), b"/")
        key = Headers([(b"Authorization", b"Bearer sk_live_verysecret")])
        with pytest.raises(raised, match="from the body") as caught:
            pool.send("PUT", target, key, body(), TIMEOUTS)
    assert not isinstance(caught.value, BotaError)
    assert secrets_in(shown(caught.value)) == []


def test_a_connection_with_half_a_body_on_it_serves_no_other_request(pool: Pool) -> None:
    answered = threading.Event()

    def body() -> Iterator[bytes]:
        yield b"a"
        assert answered.wait(HANG)
        yield b"b"

    def refuse(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(OK)
        answered.set()
        connection.recv(100)
        connection.recv(100)

    behaviour = Counted(refuse)
    with raw_server(behaviour) as server:
        target = Target(b"http", b"localhost", int(server.url.rpartition(":")[2]), b"/")
        assert isinstance(pool.send("PUT", target, Headers([]), body(), TIMEOUTS), Response)
        assert isinstance(get(pool, server), Response)
        pool.close()
    assert behaviour.connections == 2


@pytest.mark.parametrize("over", ["plain", "tls"])
@pytest.mark.parametrize("kind", [Bota, AsyncBota])
@pytest.mark.parametrize("second", ["at once", "while idle", "after the next request"])
def test_a_response_that_comes_twice_is_that_to_no_other_request(
    authority: trustme.CA,
    server_tls: ssl.SSLContext,
    sleeps: list[float],
    kind: type[Bota | AsyncBota],
    second: str,
    over: str,
) -> None:
    sent = threading.Event()

    def serve(connection: socket.socket) -> None:
        late = b""
        while True:
            id = read_head(connection).split(b" ", 2)[1].rpartition(b"/")[2]
            body = b'{"id": "%s", "status": "uploaded"}' % id
            response = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
            if second == "at once":
                connection.sendall(response * 2)
            elif second == "while idle":
                connection.sendall(response)
                connection.sendall(response)
                sent.set()
            else:
                connection.sendall(late + response)
                late = response

    context = ssl.create_default_context()
    authority.configure_trust(context)

    async def run(base_url: str) -> list[str]:
        bota = kind(base_url=base_url, api_key="sk_test_x", ssl_context=context)
        found: list[str] = []
        for number in range(10):
            sent.clear()
            got = bota.recordings.get(f"rec_{number}")
            found.append((await got if isinstance(got, Awaitable) else got).id)
            if second == "while idle":
                assert sent.wait(HANG)
        await bota.aclose() if isinstance(bota, AsyncBota) else bota.close()
        return found

    with raw_server(serve, server_tls if over == "tls" else None) as server:
        assert asyncio.run(run(f"{server.url}/v1")) == [f"rec_{number}" for number in range(10)]
    assert bool(sleeps) == (second == "after the next request")

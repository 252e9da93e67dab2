"""What happens before a request is sent: it can be stopped, runs out of time, and is not shared."""

from __future__ import annotations

import contextlib
import multiprocessing
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import trustme
from bota_emulator import Emulator
from bota_sdk import CancelToken, ClientClosedError, DeadlineExceededError, UploadCancelledError
from bota_sdk._shared.cancel import checks_of, stoppable
from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._wire.pool import Pool
from bota_sdk._wire.request import Headers, Target, Timeouts

from tests.sdk.raw_server import raw_server, read_head
from tests.sdk.test_journal import environment
from tests.secret_scan import secrets_in, shown
from tests.ticks import HANG, Ticks

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
TIMEOUTS = Timeouts(HANG, HANG, HANG)
SECRET_PATH = b"/k?X-Amz-Signature=0123456789abcdef"


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(ssl.create_default_context(), lambda _scheme, _authority: None)
    yield pool
    pool.close()


@contextlib.contextmanager
def hanging_look_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[Target]:
    """The name service of the system says nothing."""
    release = threading.Event()
    real = socket.getaddrinfo

    def look_up(host: str, *args: Any, **options: Any) -> Any:
        if host == "silent.example":
            release.wait(HANG)
            raise socket.gaierror("nothing found")
        return real(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    yield Target(b"http", b"silent.example", 80, SECRET_PATH)
    release.set()


@contextlib.contextmanager
def full_backlog(_: pytest.MonkeyPatch) -> Iterator[Target]:
    """A server that accepts no connection any more."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        where = listener.getsockname()
        for _number in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(where)
        time.sleep(0.05)
        yield Target(b"http", b"127.0.0.1", where[1], SECRET_PATH)


@contextlib.contextmanager
def silent_handshake(_: pytest.MonkeyPatch) -> Iterator[Target]:
    """A server that accepts a connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Target(b"https", b"127.0.0.1", listener.getsockname()[1], SECRET_PATH)


Stage = Callable[[pytest.MonkeyPatch], contextlib.AbstractContextManager[Target]]
stages = pytest.mark.parametrize("stage", [hanging_look_up, full_backlog, silent_handshake])


@stages
def test_a_cancel_is_heard_within_a_second(
    pool: Pool, stage: Stage, monkeypatch: pytest.MonkeyPatch, ticks: Ticks
) -> None:
    token = CancelToken()
    with stage(monkeypatch) as target:
        threading.Timer(0.1, token.cancel).start()
        started = ticks()
        with pytest.raises(UploadCancelledError) as caught, stoppable(token.check):
            pool.send("PUT", target, Headers(), iter([b"a"]), TIMEOUTS)
        assert ticks() - started < 1.1
    assert secrets_in(shown(caught.value)) == []


@stages
def test_a_deadline_is_kept(
    pool: Pool, stage: Stage, monkeypatch: pytest.MonkeyPatch, ticks: Ticks
) -> None:
    with stage(monkeypatch) as target:
        started = ticks()
        with pytest.raises(DeadlineExceededError), stoppable(*checks_of("upload", None, 0.2)):
            pool.send("PUT", target, Headers(), iter([b"a"]), TIMEOUTS)
        assert ticks() - started < 1.2


@stages
def test_time_runs_out(pool: Pool, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with stage(monkeypatch) as target:
        started = time.monotonic()
        got = pool.send("PUT", target, Headers(), iter([b"a"]), Timeouts(0.3, 10, 10))
        assert 0.3 <= time.monotonic() - started < 1.6
    assert isinstance(got, NoResponse)
    assert (got.sent, got.timed_out) == (False, True)


def test_a_pool_that_is_closed_meanwhile_opens_nothing(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[bytes] = []
    looking, closed = threading.Event(), threading.Event()
    real = socket.getaddrinfo

    def look_up(*args: Any, **options: Any) -> Any:
        looking.set()
        assert closed.wait(HANG)
        return real(*args, **options)

    raised: list[BaseException] = []

    def send(target: Target) -> None:
        try:
            pool.send("PUT", target, Headers(), iter([b"a"]), TIMEOUTS)
        except ClientClosedError as error:
            raised.append(error)

    with raw_server(lambda connection: came.append(connection.recv(1))) as server:
        port = int(server.url.rpartition(":")[2])
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        thread = threading.Thread(target=send, args=(Target(b"http", b"localhost", port, b"/"),))
        thread.start()
        assert looking.wait(HANG)
        pool.close()
        closed.set()
        thread.join(HANG)
    assert len(raised) == 1
    assert came in ([], [b""])


def test_more_than_the_kept_connections_are_no_cause_for_a_warning(
    pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    together = threading.Barrier(70)

    def serve(connection: socket.socket) -> None:
        read_head(connection)
        together.wait(HANG)
        connection.sendall(OK)
        connection.recv(1)

    with raw_server(serve) as server:
        port = int(server.url.rpartition(":")[2])
        target = Target(b"http", b"127.0.0.1", port, SECRET_PATH)

        def send() -> None:
            pool.send("GET", target, Headers(), iter(()), TIMEOUTS)

        threads = [threading.Thread(target=send) for _ in range(70)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(HANG)
        pool.close()
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="the system has no fork"
)
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.parametrize("over", ["plain", "tls"])
def test_a_forked_child_has_connections_of_its_own(over: str) -> None:
    authority = trustme.CA()
    server_tls = None
    if over == "tls":
        server_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(server_tls)
    context = ssl.create_default_context()
    authority.configure_trust(context)
    pool = Pool(context, lambda _scheme, _authority: None)
    connections: list[int] = []

    def serve(connection: socket.socket) -> None:
        connections.append(0)
        number = len(connections)
        while True:
            read_head(connection)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n%d" % number)

    with raw_server(serve, server_tls) as server:
        port = int(server.url.rpartition(":")[2])
        target = Target(b"https" if server_tls else b"http", b"127.0.0.1", port, b"/")

        def answered_by() -> bytes:
            response = pool.send("GET", target, Headers(), iter(()), TIMEOUTS)
            assert isinstance(response, Response), response
            return response.body

        assert [answered_by(), answered_by()] == [b"1", b"1"]
        receiving, sending = multiprocessing.Pipe(duplex=False)

        def child() -> None:
            sending.send([answered_by(), answered_by()])
            pool.close()

        process = multiprocessing.get_context("fork").Process(target=child)
        process.start()
        assert receiving.poll(HANG)
        assert receiving.recv() == [b"2", b"2"]
        process.join(HANG)
        assert process.exitcode == 0
        # The child has closed its own, and neither shut down nor spoken on the parent's.
        assert [answered_by(), answered_by()] == [b"1", b"1"]
        pool.close()


# As a server written in C forks: Python's own hooks hear nothing of it.
UNHEARD = """
import ctypes, os, psutil
from bota_sdk import Bota

def ports():
    found = psutil.Process().net_connections("tcp")
    return {each.laddr.port for each in found if each.status == "ESTABLISHED"}

client = Bota()
look = lambda: list(client.recordings.list())
look()
mine = ports()
child = ctypes.PyDLL(None).fork()
if child == 0:
    look()
    os._exit(len(ports()) != 1 or bool(ports() & mine))
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
look()
print(status, len(mine), ports() == mine)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no fork")
def test_a_fork_that_tells_nobody(bota_emulator: Emulator) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNHEARD],
        env=environment(bota_emulator),
        capture_output=True,
        text=True,
        timeout=HANG,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("0 1 True\n", "")


def test_a_refused_connection_is_said_in_words(pool: Pool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    target = Target(b"http", b"127.0.0.1", port, SECRET_PATH)
    outcome = pool.send("PUT", target, Headers(), iter([b"a"]), TIMEOUTS)
    assert isinstance(outcome, NoResponse)
    assert f"127.0.0.1, port {port}: " in outcome.reason
    assert "host=" not in outcome.reason


def test_logs_show_no_signature(pool: Pool, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    def serve(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(OK)

    with raw_server(serve) as server:
        port = int(server.url.rpartition(":")[2])
        target = Target(b"http", b"127.0.0.1", port, SECRET_PATH)
        assert isinstance(pool.send("PUT", target, Headers(), iter([b"a"]), TIMEOUTS), Response)
    assert '"PUT /k HTTP/1.1" 200' in caplog.text
    assert secrets_in(caplog.text) == []

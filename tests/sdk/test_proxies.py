"""Requests through proxies: which one, with which login, and what is said when it cannot be."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path

import pytest
import trustme
from bota_emulator import Emulator
from bota_sdk import (
    ApiConnectionError,
    AsyncBota,
    Bota,
    CancelToken,
    ConfigurationError,
    Receipt,
    TimedOutError,
    UploadCancelledError,
)
from bota_sdk._shared.cancel import stoppable
from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.redact import Secret
from bota_sdk._wire.pool import Pool
from bota_sdk._wire.proxy import explicit_proxy, proxy_for
from bota_sdk._wire.request import Headers, Target, Timeouts
from bota_sdk._wire.tls import default_ssl_context

from tests.conftest import AUDIO
from tests.sdk.raw_server import raw_server, read_head
from tests.secret_scan import secrets_in, shown
from tests.ticks import HANG, Ticks

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
TIMEOUTS = Timeouts(HANG, HANG, HANG)
HERE = "0.0.0.0"
"""This machine by an address that a proxy may be asked for: loopback never goes through one."""
LARGE = b"RIFF\0\0\0\0WAVE" + bytes(4 << 20)
USER, PASSWORD = "us@er", "p:ss w%rd"
LOGIN = "us%40er:p%3Ass%20w%25rd"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


def new_pool(authority: trustme.CA, proxy: str) -> Pool:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return Pool(context, lambda _scheme, _authority: Secret(proxy))


def frames(error: BaseException) -> set[str]:
    """The modules whose frames an error shows."""
    return {frame.f_globals["__name__"] for frame, _ in traceback.walk_tb(error.__traceback__)}


@pytest.fixture(scope="module")
def certificate(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for this machine, and the authority that issued it."""
    folder = tmp_path_factory.mktemp("tls")
    issued = authority.issue_cert("localhost", "127.0.0.1", HERE)
    issued.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    return folder


@contextlib.contextmanager
def running(*command: str, port: int) -> Iterator[None]:
    """Run a proxy until the end of the block."""
    with subprocess.Popen(
        [sys.executable, "-m", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            end = time.monotonic() + 20
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert process.poll() is None
                    assert time.monotonic() < end
                    time.sleep(0.05)
            yield
        finally:
            process.terminate()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def services(certificate: Path) -> Iterator[Mapping[str, Emulator]]:
    """A service whose storage is reached over plain http, and one over TLS."""
    tls = {"storage_certificate": certificate / "cert.pem", "storage_key": certificate / "key.pem"}
    with Emulator(public_host=HERE) as plain, Emulator(public_host=HERE, **tls) as secured:
        yield {"http": plain, "https": secured}


@pytest.fixture(params=["http", "https"])
def service(request: pytest.FixtureRequest, services: Mapping[str, Emulator]) -> Emulator:
    return services[request.param]


@pytest.fixture(scope="module", params=["http", "https", "socks5h", "socks5"])
def proxy(
    request: pytest.FixtureRequest, certificate: Path, services: object
) -> Iterator[Callable[[str], str]]:
    """A real proxy that wants a login; gives its URL with one. Ends before the services do."""
    port = free_port()
    kind: str = request.param
    if kind.startswith("socks"):
        command = ["pproxy", "-l", f"socks5://127.0.0.1:{port}#{USER}:{PASSWORD}"]
        command += ["--auth", "0"]  # or it trusts who has logged in once
    else:
        login = ["--basic-auth", f"{USER}:{PASSWORD}"]
        command = ["proxy", "--hostname", "127.0.0.1", "--port", str(port), "--num-workers", "1"]
        command += login
    if kind == "https":
        command += ["--cert-file", str(certificate / "cert.pem")]
        command += ["--key-file", str(certificate / "key.pem")]
    with running(*command, port=port):
        yield lambda login: f"{kind}://{login}@127.0.0.1:{port}"


@pytest.fixture
def environment(
    monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> Iterator[Callable[[str], None]]:
    """Sets the proxy of the environment, which excepts nothing."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("BOTA_ALLOW_PLAIN_HTTP", "1")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "ca.pem"))
    default_ssl_context.cache_clear()
    yield lambda url: monkeypatch.setenv("all_proxy", url)
    default_ssl_context.cache_clear()


def test_an_upload_through_a_real_proxy(
    proxy: Callable[[str], str], service: Emulator, environment: Callable[[str], None]
) -> None:
    environment(proxy(LOGIN))
    with Bota(base_url=service.base_url, api_key=service.api_key) as bota:
        for audio in (AUDIO / "speech.wav", LARGE):
            assert bota.upload(audio, end_user_id="eu_1").verified


def test_a_wrong_login_is_named_without_the_password(
    proxy: Callable[[str], str],
    service: Emulator,
    environment: Callable[[str], None],
    sleeps: list[float],
) -> None:
    environment(proxy("user:sk_live_wrong"))
    # This SOCKS proxy breaks the connection off instead of refusing the login.
    breaks_off = proxy("").startswith("socks")
    kind, words = (
        (ApiConnectionError, "Connection closed unexpectedly")
        if breaks_off
        else (ConfigurationError, "the proxy refuses the login")
    )
    with Bota(base_url=service.base_url, api_key=service.api_key) as bota:
        with pytest.raises(kind, match=words) as caught:
            bota.upload(LARGE, end_user_id="eu_1")
    assert not isinstance(caught.value, TimedOutError)
    assert "sk_live_wrong" not in shown(caught.value)


def test_a_socks_proxy_that_refuses_a_login(authority: trustme.CA) -> None:
    asked: list[bytes] = []

    def refuse(connection: socket.socket) -> None:
        asked.append(connection.recv(100))
        connection.sendall(b"\x05\x02")  # RFC 1928: name and password
        asked.append(connection.recv(100))
        connection.sendall(b"\x01\x01")  # RFC 1929: refused

    with raw_server(refuse) as proxy:
        pool = new_pool(authority, proxy.url.replace("http://", "socks5h://user:sk_live_pass@"))
        target = Target(b"http", b"service.example", None, b"/")
        with pytest.raises(ConfigurationError, match="the proxy refuses the login") as caught:
            pool.send("GET", target, Headers([]), iter([]), TIMEOUTS)
        pool.close()
    assert asked[1] == b"\x01\x04user\x0csk_live_pass"
    assert "sk_live_pass" not in shown(caught.value)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_through_a_real_proxy(
    proxy: Callable[[str], str],
    authority: trustme.CA,
    server_tls: ssl.SSLContext,
    scheme: str,
) -> None:
    heads: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        while True:
            heads.append(read_head(connection))
            connection.sendall(OK)

    url = proxy(LOGIN)
    with raw_server(serve, server_tls if scheme == "https" else None) as server:
        pool = new_pool(authority, url.replace("socks5:", "socks5h:"))
        port = int(server.url.rpartition(":")[2])
        target = Target(scheme.encode(), b"localhost", port, b"/a/../b?q=%2f")
        for _ in range(2):
            got = pool.send(
                "GET", target, Headers([(b"Host", target.origin.encode())]), iter([]), TIMEOUTS
            )
            assert isinstance(got, Response), got
            assert got.body == b"ok"
        pool.close()
    assert len(heads) == 2
    assert all(head.startswith(b"GET /a/../b?q=%2f HTTP/1.1\r\n") for head in heads)


def test_a_refusal_through_tls_in_tls_is_heard(
    authority: trustme.CA, server_tls: ssl.SSLContext
) -> None:
    # Through a proxy that is reached over TLS, a server that refuses stops the body too.
    refusal = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"
    sent: list[int] = []

    def tunnel(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        inner = server_tls.wrap_bio(incoming, outgoing, server_side=True)

        def run(call: Callable[[], object]) -> object:
            while True:
                try:
                    result = call()
                except ssl.SSLWantReadError:
                    connection.sendall(outgoing.read())
                    incoming.write(connection.recv(65536))
                else:
                    connection.sendall(outgoing.read())
                    return result

        run(inner.do_handshake)
        run(lambda: inner.read(65536))
        run(lambda: inner.write(refusal))
        connection.recv(1)

    def body() -> Iterator[bytes]:
        for _ in range(1000):
            sent.append(1)
            yield bytes(256 << 10)

    with raw_server(tunnel, server_tls) as proxy:
        pool = new_pool(authority, proxy.url)
        target = Target(b"https", b"localhost", None, b"/")
        got = pool.send("PUT", target, Headers([]), body(), TIMEOUTS)
        pool.close()
    assert isinstance(got, Response), got
    assert (got.status_code, got.body) == (403, b"no")
    assert len(sent) < 1000


def test_plain_http_through_a_proxy(authority: trustme.CA) -> None:
    heads: list[bytes] = []

    def forward(connection: socket.socket) -> None:
        while True:
            heads.append(read_head(connection))
            connection.sendall(OK)

    with raw_server(forward) as proxy:
        url = proxy.url.replace("//", "//us%40er:pass@")
        pool = new_pool(authority, url)
        target = Target(b"http", b"service.localhost", 81, b"/path?query")
        for _ in range(2):
            got = pool.send("GET", target, Headers([(b"Host", b"h")]), iter([]), TIMEOUTS)
            assert isinstance(got, Response)
        pool.close()
    assert len(heads) == 2
    for head in heads:
        assert head == (
            b"GET http://service.localhost:81/path?query HTTP/1.1\r\nHost: h\r\n"
            b"Proxy-Authorization: Basic dXNAZXI6cGFzcw==\r\n\r\n"
        )


def test_tls_through_a_proxy(authority: trustme.CA, server_tls: ssl.SSLContext) -> None:
    heads: list[bytes] = []

    def tunnel(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        connection.sendall(b"HTTP/1.1 200 Connected\r\nVia: us\r\n\r\n")
        with server_tls.wrap_socket(connection, server_side=True) as inner:
            while True:
                heads.append(read_head(inner))
                inner.sendall(OK)

    with raw_server(tunnel) as proxy:
        pool = new_pool(authority, proxy.url.replace("//", "//user:pass@"))
        target = Target(b"https", b"localhost", None, b"/path")
        for _ in range(2):
            got = pool.send("GET", target, Headers([(b"Host", b"localhost")]), iter([]), TIMEOUTS)
            assert isinstance(got, Response)
        pool.close()
    first, *rest = heads
    assert first.startswith(b"CONNECT localhost:443 HTTP/1.")
    assert b"\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n" in first
    assert rest == [b"GET /path HTTP/1.1\r\nHost: localhost\r\n\r\n"] * 2


def test_a_tunnel_is_opened_anew_for_a_server_that_closes(
    authority: trustme.CA, server_tls: ssl.SSLContext
) -> None:
    heads: list[bytes] = []

    def tunnel(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        with server_tls.wrap_socket(connection, server_side=True) as inner:
            read_head(inner)
            inner.sendall(OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))

    with raw_server(tunnel) as proxy:
        pool = new_pool(authority, proxy.url)
        target = Target(b"https", b"localhost", None, b"/")
        for _ in range(3):
            got = pool.send("GET", target, Headers([]), iter([]), TIMEOUTS)
            assert isinstance(got, Response), got
        pool.close()
    assert len(heads) == 3


def test_a_proxy_that_refuses(authority: trustme.CA) -> None:
    def refuse(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n")

    with raw_server(refuse) as proxy:
        pool = new_pool(authority, proxy.url)
        target = Target(b"https", b"localhost", None, b"/")
        got = pool.send("GET", target, Headers([]), iter([]), TIMEOUTS)
        pool.close()
    assert isinstance(got, NoResponse)
    assert not got.sent
    assert "502 No" in got.reason


@pytest.mark.parametrize("scheme", [b"http", b"https"])
def test_a_proxy_that_wants_another_login(authority: trustme.CA, scheme: bytes) -> None:
    def refuse(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 407 Login first\r\nContent-Length: 0\r\n\r\n")

    with raw_server(refuse) as proxy:
        pool = new_pool(authority, proxy.url.replace("//", "//user:sk_live_pass@"))
        target = Target(scheme, b"localhost", None, b"/?X-Amz-Signature=0123456789")
        with pytest.raises(ConfigurationError, match="refuses the login") as caught:
            pool.send("GET", target, Headers([]), iter([]), TIMEOUTS)
        pool.close()
    assert "sk_live_pass" not in str(caught.value)
    assert "bota_sdk._wire.connection" not in frames(caught.value)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"])
def test_what_a_proxy_says_before_tls_is_not_the_servers(
    authority: trustme.CA, server_tls: ssl.SSLContext, said: bytes
) -> None:
    def tunnel(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n" + said)
        with server_tls.wrap_socket(connection, server_side=True) as inner:
            read_head(inner)
            inner.sendall(OK)

    with raw_server(tunnel) as proxy:
        pool = new_pool(authority, proxy.url)
        target = Target(b"https", b"localhost", None, b"/")
        got = pool.send("GET", target, Headers([]), iter([]), TIMEOUTS)
        pool.close()
    assert isinstance(got, Response)
    assert got.body == b"ok"


def test_a_tunnel_to_an_address(authority: trustme.CA) -> None:
    heads: list[bytes] = []

    def refuse(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        connection.sendall(b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n")

    with raw_server(refuse) as proxy:
        pool = new_pool(authority, proxy.url)
        pool.send("GET", Target(b"https", b"::1", None, b"/"), Headers([]), iter([]), TIMEOUTS)
        pool.close()
    assert len(heads) == 1
    assert heads[0].startswith(b"CONNECT [::1]:443 HTTP/1.")


@pytest.mark.parametrize(
    ("proxy", "words"),
    [
        ("ftp://us:sk_live_pass@proxy.example.com:1", "a proxy of the kind ftp for api.bota.dev"),
        ("http://us:sk_live_pass@proxy.example.com:port", "a proxy whose address cannot be read"),
        ("http://us:sk_live_pass@[::1:3128", "a proxy whose address cannot be read"),
        ("http://", "a proxy whose address cannot be read"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_refused(
    monkeypatch: pytest.MonkeyPatch, proxy: str, words: str
) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(ConfigurationError, match=words) as caught:
        proxy_for("https", "api.bota.dev:443")
    assert secrets_in(shown(caught.value)) == []


@pytest.mark.parametrize(
    ("exceptions", "server", "is_excepted"),
    [
        ("", "api.bota.dev:443", False),
        ("other.dev", "api.bota.dev:443", False),
        ("bota.dev", "api.bota.dev:443", True),
        (".bota.dev", "api.bota.dev:443", True),
        (".bota.dev", "bota.dev:443", True),
        ("bota.dev.", "api.bota.dev:443", True),
        ("bota.dev", "api.bota.dev.:443", True),
        ("BOTA.dev", "api.Bota.DEV:443", True),
        ("bota.dev", "notbota.dev:443", False),
        ("api.bota.dev", "bota.dev:443", False),
        ("api.bota.dev:8443", "api.bota.dev:8443", True),
        ("api.bota.dev:8443", "api.bota.dev:443", False),
        (" one.dev ,bota.dev\t", "api.bota.dev:443", True),
        ("one.dev bota.dev", "api.bota.dev:443", True),
        (",,.,", "api.bota.dev:443", False),
        ("*", "api.bota.dev:443", True),
        (" * ", "api.bota.dev:443", True),
        ("*", "10.1.2.3:80", True),
        ("*.bota.dev", "api.bota.dev:443", False),
        ("10.1.2.3", "10.1.2.3:80", True),
        ("10.1.2.3:80", "10.1.2.3:80", True),
        ("10.1.2.3:81", "10.1.2.3:80", False),
        ("2.3", "10.1.2.3:80", False),
        ("10.0.0.0/8", "10.1.2.3:80", True),
        ("10.1.2.9/8", "10.1.2.3:80", True),
        ("10.0.0.0/16", "10.1.2.3:80", False),
        ("10.0.0.0/99", "10.1.2.3:80", False),
        ("10.0.0.0/8", "10.example.com:80", False),
        ("fd00::1", "[fd00::1]:80", True),
        ("FD00:0::1", "[fd00::1]:80", True),
        ("[fd00::1]", "[fd00::1]:80", True),
        ("[fd00::1]:80", "[fd00::1]:80", True),
        ("[fd00::1]:81", "[fd00::1]:80", False),
        ("fd00::/8", "[fd00::1]:80", True),
        ("[fd00::]/8", "[fd00::1]:80", True),
        ("fd00::/8", "[fe80::1]:80", False),
        ("::/0", "10.1.2.3:80", False),
        # No machine but this one: whatever the environment says.
        ("", "localhost:80", True),
        ("", "LocalHost.:80", True),
        ("", "s3.localhost:80", True),
        ("", "127.9.9.9:80", True),
        ("", "[::1]:80", True),
    ],
)
def test_what_the_environment_excepts_from_its_proxy(
    monkeypatch: pytest.MonkeyPatch, exceptions: str, server: str, is_excepted: bool
) -> None:
    monkeypatch.setenv("https_proxy", "proxy:3128")  # as curl takes it
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("no_proxy", exceptions)
    found = proxy_for("https", server)
    assert (found and found.reveal()) == (None if is_excepted else "http://proxy:3128")


def test_variables_in_lower_case_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> str | None:
        proxy = proxy_for("https", "api.bota.dev:443")
        return proxy and proxy.reveal()

    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert found() is None
    monkeypatch.setenv("ALL_PROXY", "socks5h://all:1080")
    assert found() == "socks5h://all:1080"
    monkeypatch.setenv("HTTPS_PROXY", "http://upper:3128")
    assert found() == "http://upper:3128"
    monkeypatch.setenv("https_proxy", "http://lower:3128")
    assert found() == "http://lower:3128"
    monkeypatch.setenv("NO_PROXY", "bota.dev")
    assert found() is None
    monkeypatch.setenv("no_proxy", "")
    assert found() is None
    monkeypatch.setenv("no_proxy", "other.dev")
    assert found() == "http://lower:3128"


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
def test_nothing_for_this_machine_goes_to_a_proxy(
    bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch, kind: type[Bota | AsyncBota]
) -> None:
    heads: list[bytes] = []

    async def upload() -> Receipt:
        bota = kind(base_url=bota_emulator.base_url, api_key=bota_emulator.api_key)
        receipt = bota.upload(AUDIO / "speech.wav", end_user_id="eu_1")
        return await receipt if isinstance(receipt, Awaitable) else receipt

    with raw_server(lambda connection: heads.append(read_head(connection))) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name)
        assert asyncio.run(upload()).verified
    assert heads == []


def test_a_proxy_that_dribbles_hears_a_cancel(authority: trustme.CA, ticks: Ticks) -> None:
    token = CancelToken()

    def dribble(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 Connected\r\n")
        threading.Timer(0.1, token.cancel).start()
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"X: y\r\n")
                time.sleep(0.05)

    with raw_server(dribble) as proxy:
        pool = new_pool(authority, proxy.url)
        target = Target(b"https", b"localhost", None, b"/")
        started = ticks()
        with pytest.raises(UploadCancelledError), stoppable(token.check):
            pool.send("GET", target, Headers([]), iter([]), TIMEOUTS)
        assert ticks() - started < 1.5
        pool.close()


def test_an_explicit_proxy_serves_all_but_loopback() -> None:
    rule = explicit_proxy("socks5h://user:pass@proxy.example.com")
    found = rule("https", "api.bota.dev:443")
    assert found is not None
    assert found.reveal() == "socks5h://user:pass@proxy.example.com"
    assert rule("http", "localhost:80") is rule("http", "[::1]:80") is None
    with pytest.raises(ConfigurationError, match="`proxy` names a proxy of the kind ftp"):
        explicit_proxy("ftp://user:sk_live_pass@h")


def test_socks_without_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match=r"pip install 'bota-sdk\[socks\]'"):
        explicit_proxy("socks5://proxy.example.com")

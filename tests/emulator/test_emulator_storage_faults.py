"""Each fault of the storage over real sockets, without TLS and with it."""

from __future__ import annotations

import base64
import calendar
import dataclasses
import hashlib
import os
import re
import ssl
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import trustme
from bota_emulator import (
    Emulator,
    StorageBomb,
    StorageContinue,
    StorageCookies,
    StorageDamage,
    StorageDelay,
    StorageDrip,
    StorageDuplicate,
    StorageEarlyReset,
    StorageEndless,
    StorageError,
    StorageETag,
    StorageHalfClose,
    StorageLength,
    StorageReset,
    StorageResponse,
    StorageStall,
    StorageTruncate,
)
from bota_emulator.faults.plan import Fault

from tests.emulator.raw_client import End, RawClient, eventually
from tests.emulator.storage_cases import Target, send
from tests.ticks import HANG

BODY = os.urandom(200_000)
SIZE = len(BODY)
MD5 = hashlib.md5(BODY).hexdigest()
HALF = 100_000
CLOSE = "Connection: close"
EXPECT = "Expect: 100-continue"


@dataclasses.dataclass
class Storage:
    """An emulator's storage and what its clients trust."""

    emulator: Emulator
    trust: ssl.SSLContext | None

    @property
    def target(self) -> Target:
        e = self.emulator
        return Target("emulator", e.storage_url, "bota-uploads", e._identity)

    def connect(self, key: str = "k") -> RawClient:
        return RawClient(self.target.sign(key), self.trust)

    def stored(self, key: str = "k") -> bytes | None:
        storage = self.emulator._service.storage  # type: ignore[union-attr]
        return storage.read(key) if storage.stat(key) else None

    def sha256(self, key: str = "k") -> str | None:
        return self.emulator._service.storage.sha256(key)  # type: ignore[union-attr]

    def connections(self) -> int:
        """How many connections of the storage are open at its side."""
        port = urllib.parse.urlsplit(self.emulator.storage_url).port
        found = psutil.Process().net_connections("tcp")
        return sum(c.laddr.port == port and c.status != psutil.CONN_LISTEN for c in found)


@pytest.fixture(scope="session")
def _with_tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    authority = trustme.CA()
    made = authority.issue_cert("localhost")
    folder: Path = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    for blob in made.cert_chain_pems:
        blob.write_to_path(certificate, append=True)
    made.private_key_pem.write_to_path(key)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    with Emulator(storage_certificate=certificate, storage_key=key) as emulator:
        yield Storage(emulator, trust)


@pytest.fixture(params=["tcp", "tls"])
def storage(request: pytest.FixtureRequest, bota_emulator: Emulator, _with_tls: Storage) -> Storage:
    if request.param == "tcp":
        return Storage(bota_emulator, None)
    _with_tls.emulator.reset()
    return _with_tls


@dataclasses.dataclass
class Case:
    """A fault, and what comes of a PUT of `BODY` whose client asks to close."""

    fault: Fault
    answer: bytes
    """A regular expression that all that came matches."""
    end: End | None = "closed"
    stored: str = "nothing"
    status: int | None = None
    body_bytes: int = SIZE


HTML = b"<html>Bad Gateway</html>"
WHOLE = rb"HTTP/1\.1 200 OK\r\n.*\r\n\r\n"
CASES = {
    "error before the body": Case(
        StorageError(code="SlowDown"), rb"HTTP/1\.1 503 .*<Code>SlowDown<.*", status=503
    ),
    "error after the body": Case(
        StorageError(code="InternalError", when="body"),
        rb"HTTP/1\.1 500 .*<Code>InternalError<.*",
        status=500,
    ),
    "error in other words": Case(
        StorageError(code="AccessDenied", message="A < B"),
        rb"HTTP/1\.1 403 .*<Message>A &lt; B</Message>.*",
        status=403,
    ),
    "any answer": Case(
        StorageResponse(status=502, body=HTML.decode(), headers={"Content-Type": "text/html"}),
        rb"HTTP/1\.1 502 Bad Gateway\r\n.*Content-Type: text/html\r\n.*" + HTML,
        status=502,
    ),
    "an unknown status": Case(
        StorageResponse(status=599), rb"HTTP/1\.1 599 .*\r\n\r\n", status=599
    ),
    "a redirection after the body": Case(
        StorageResponse(status=307, headers={"Location": "http://other/"}, when="body"),
        rb"HTTP/1\.1 307 .*Location: http://other/\r\n.*",
        status=307,
    ),
    "no text": Case(
        StorageResponse(status=403, body_base64=base64.b64encode(b"\xff\xfe").decode()),
        rb"HTTP/1\.1 403 .*\r\n\r\n\xff\xfe",
        status=403,
    ),
    "success before the body": Case(
        StorageResponse(status=200), rb"HTTP/1\.1 200 .*\r\n\r\n", status=200
    ),
    "reset": Case(StorageReset(), b"", "reset", body_bytes=0),
    "reset in the body": Case(StorageReset(bytes=HALF), b"", "reset", body_bytes=HALF),
    "reset at the last byte": Case(StorageReset(bytes=SIZE), b"", "reset"),
    "reset after the body": Case(StorageReset(at="after_body"), b"", "reset"),
    "reset after storing": Case(StorageReset(at="after_store"), b"", "reset", "whole"),
    "early reset": Case(
        StorageEarlyReset(code="AccessDenied", bytes=HALF),
        rb"HTTP/1\.1 403 .*<Code>AccessDenied<.*",
        "reset",
        status=403,
        body_bytes=HALF,
    ),
    "early reset at once": Case(
        StorageEarlyReset(code="SlowDown", message="Wait"),
        rb"HTTP/1\.1 503 .*<Message>Wait<.*",
        "reset",
        status=503,
        body_bytes=0,
    ),
    "stall": Case(StorageStall(bytes=HALF, seconds=0.1), b"", None, body_bytes=HALF),
    "half close": Case(StorageHalfClose(bytes=HALF), b""),
    "delay": Case(StorageDelay(before=0.05, body=0.05), WHOLE, stored="whole", status=200),
    "other ETag": Case(
        StorageETag(etag="abc-2"),
        rb'HTTP/1\.1 200 .*ETag: "abc-2"\r\n.*',
        stored="whole",
        status=200,
    ),
    "damage": Case(
        StorageDamage(offset=5),
        rb"HTTP/1\.1 200 .*" + MD5.encode() + rb".*",
        stored="other",
        status=200,
    ),
    "answer cut in its head": Case(
        StorageTruncate(bytes=30), rb"(?=.{30}\Z)HTTP/1\.1 200 OK\r\n.*", stored="whole"
    ),
    "answer cut before its head": Case(StorageTruncate(bytes=0), b"", stored="whole"),
    "answer too short": Case(
        StorageLength(difference=7),
        rb"HTTP/1\.1 200 .*Content-Length: 7\r\n.*\r\n\r\n",
        stored="whole",
    ),
    "answer too long": Case(
        StorageLength(difference=-7),
        rb"HTTP/1\.1 200 .*Content-Length: 0\r\n.*\r\n\r\nxxxxxxx",
        stored="whole",
    ),
    "no continue for who does not wait": Case(
        StorageContinue(mode="late", seconds=60), WHOLE, stored="whole", status=200
    ),
    "twice": Case(StorageDuplicate(), rb"(" + WHOLE + rb")\1", stored="whole", status=200),
    "bomb": Case(
        StorageBomb(mib=1),
        rb"HTTP/1\.1 200 .*Content-Encoding: gzip\r\n.*\r\n\r\n\x1f\x8b\x08.*",
        stored="whole",
        status=200,
    ),
    "drip": Case(
        StorageDrip(every=0.001, total=0.01),
        rb"HTTP/1\.1 200 OK\r\nX-Drip: x+\r\n.*\r\n\r\n",
        stored="whole",
        status=200,
    ),
    "endless": Case(
        StorageEndless(mib=1),
        rb"HTTP/1\.1 200 .*Transfer-Encoding: chunked\r\n\r\n(10000\r\n {65536}\r\n){16}",
        stored="whole",
    ),
    "cookies": Case(
        StorageCookies(count=2, size=3),
        rb"HTTP/1\.1 200 .*(Set-Cookie: \S+=xxx; Path=/\r\n){2}.*",
        stored="whole",
        status=200,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_of_the_storage(storage: Storage, name: str) -> None:
    case = CASES[name]
    storage.emulator.add_fault(case.fault)
    with storage.connect() as client:
        client.head("PUT", SIZE, CLOSE)
        client.body(BODY)
        got, end = client.all()

    assert re.fullmatch(case.answer, got, re.DOTALL), got
    assert case.end in (None, end)
    (record,) = storage.emulator.requests
    assert eventually(lambda: record.body_bytes == case.body_bytes), record.body_bytes
    assert (record.status, record.fault) == (case.status, case.fault.kind)
    stored = storage.stored()
    if case.stored == "other":
        assert stored is not None
        assert [a ^ b for a, b in zip(stored, BODY, strict=True) if a != b] == [0xFF]
        assert stored[5] != BODY[5]
        assert storage.sha256() == hashlib.sha256(stored).hexdigest()
    else:
        assert stored == (BODY if case.stored == "whole" else None)
    folder = storage.emulator._service.storage._folder  # type: ignore[union-attr]
    assert eventually(lambda: len(list(folder.iterdir())) == (stored is not None))

    # It is over: the next one goes through.
    with storage.connect() as client:
        client.head("PUT", SIZE, CLOSE)
        client.body(BODY)
        assert client.all()[0].startswith(b"HTTP/1.1 200 ")
    assert storage.stored() == BODY


@pytest.mark.parametrize(
    ("fault", "answer", "end"),
    [
        (StorageEarlyReset(code="AccessDenied"), b"HTTP/1.1 403 ", "reset"),
        (StorageError(code="AccessDenied"), b"HTTP/1.1 403 ", "closed"),
        (StorageResponse(status=417), b"HTTP/1.1 417 ", "closed"),
        (StorageReset(at="body"), b"", "reset"),
        (StorageHalfClose(), b"", "closed"),
        (StorageStall(seconds=0.05), b"", "closed"),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_in_place_of_the_100_continue(
    storage: Storage, fault: Fault, answer: bytes, end: End
) -> None:
    storage.emulator.add_fault(fault)
    with storage.connect() as client:
        client.head("PUT", SIZE, EXPECT)
        got, found = client.all()

    assert got.startswith(answer)
    assert bool(got) == bool(answer)
    assert b"100 Continue" not in got
    assert found == end
    assert [r.body_bytes for r in storage.emulator.requests] == [0]


def test_no_100_continue(storage: Storage) -> None:
    storage.emulator.add_fault(StorageContinue())
    with storage.connect() as client:
        client.head("PUT", SIZE, EXPECT, CLOSE)
        client.sock.settimeout(0.1)
        with pytest.raises(TimeoutError):
            client.chunk()
        client.sock.settimeout(HANG)
        client.body(BODY)
        assert client.all()[0].startswith(b"HTTP/1.1 200 ")
    assert storage.stored() == BODY


def test_a_late_100_continue(storage: Storage) -> None:
    storage.emulator.add_fault(StorageContinue(mode="late", seconds=0.15))
    begin = time.monotonic()
    with storage.connect() as client:
        client.head("PUT", SIZE, EXPECT, CLOSE)
        assert client.chunk() == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert time.monotonic() - begin >= 0.15
        client.body(BODY)
        assert client.all()[0].startswith(b"HTTP/1.1 200 ")


def test_a_late_100_continue_does_not_delay_a_refusal(storage: Storage) -> None:
    storage.emulator.add_fault(StorageContinue(mode="late", seconds=60))
    with storage.connect() as client:
        storage.emulator.clock.advance(3600)
        client.head("PUT", SIZE, EXPECT, CLOSE)
        assert client.chunk().startswith(b"HTTP/1.1 403 ")


def test_a_delay_parts_head_and_body(storage: Storage) -> None:
    storage.emulator.add_fault(StorageDelay(before=0.1, body=0.1))
    storage.emulator.add_fault(StorageError(code="SlowDown"))
    with storage.connect() as client:
        begin = time.monotonic()
        client.head("PUT", 0, CLOSE)
        head = client.chunk()
        first = time.monotonic() - begin
        rest, _ = client.all()

    assert head.startswith(b"HTTP/1.1 503 ")
    assert head.endswith(b"\r\n\r\n")
    assert rest.startswith(b"<?xml")
    assert first >= 0.1
    assert time.monotonic() - begin >= 0.2
    assert [r.fault for r in storage.emulator.requests] == ["storage_error"]


def test_answers_to_get_are_cut_and_lie_too(storage: Storage) -> None:
    with storage.connect() as client:
        client.head("PUT", SIZE, CLOSE)
        client.body(BODY)
        client.all()
    url = storage.target.sign("k", method="GET")
    for fault, least, most in (
        (StorageTruncate(bytes=50_000), 50_000, 50_000),
        (StorageLength(difference=9), SIZE, SIZE + 1000),
        (StorageLength(difference=-9), SIZE, SIZE + 1000),
    ):
        storage.emulator.add_fault(fault)
        with RawClient(url, storage.trust) as client:
            client.head("GET", None, CLOSE)
            got, end = client.all()
        assert end == "closed"
        assert least <= len(got) <= most
        said = int(re.search(rb"Content-Length: (\d+)", got)[1])  # type: ignore[index]
        assert said == SIZE + getattr(fault, "difference", 0)


@pytest.mark.parametrize("size", [1000, 30_000_000], ids=["waiting", "sending"])
def test_a_stalling_server_sees_its_client_leave(storage: Storage, size: int) -> None:
    if size > 1000 and not Path("/proc/net/tcp").exists():
        pytest.skip("who leaves with bytes still to send is only seen on Linux")
    storage.emulator.add_fault(StorageStall(bytes=100, seconds=60))
    with storage.connect() as client:
        client.head("PUT", size)
        client.sock.settimeout(0.1)
        with pytest.raises(TimeoutError):
            client.body(bytes(size))
            client.chunk()
        assert storage.connections() == 1
    assert eventually(lambda: storage.connections() == 0)
    assert [(r.status, r.body_bytes) for r in storage.emulator.requests] == [(None, 100)]


def test_an_empty_object_cannot_be_damaged(storage: Storage) -> None:
    storage.emulator.add_fault(StorageDamage())
    with storage.connect() as client:
        client.head("PUT", 0, CLOSE)
        assert client.all()[0].startswith(b"HTTP/1.1 200 ")
    assert storage.stored() == b""


def test_large_bodies_over_tls_are_whole(_with_tls: Storage) -> None:
    body = os.urandom(1 << 20) * 9
    with _with_tls.connect("large") as client:
        client.head("PUT", len(body), EXPECT, CLOSE)
        assert client.chunk().startswith(b"HTTP/1.1 100 ")
        client.body(body)
        assert client.all()[0].startswith(b"HTTP/1.1 200 ")
    assert _with_tls.stored("large") == body
    with RawClient(_with_tls.target.sign("large", method="GET"), _with_tls.trust) as client:
        client.head("GET", None, CLOSE)
        assert client.all()[0].endswith(body)


def test_who_does_not_speak_tls_is_dropped(_with_tls: Storage) -> None:
    plain = _with_tls.target.sign("k").replace("https://", "http://")
    with RawClient(plain) as client:
        client.head("PUT", 0)
        assert not client.all()[0].startswith(b"HTTP/")
    assert _with_tls.emulator.storage_url.startswith("https://localhost:")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"storage_key": "key.pem"}, ValueError),
        ({"storage_certificate": "c.pem", "s3_endpoint": "http://127.0.0.1:9"}, ValueError),
        ({"storage_certificate": "/nowhere/certificate.pem"}, OSError),
    ],
)
def test_tls_needs_a_certificate(arguments: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        with Emulator(**arguments):  # type: ignore[arg-type]
            pass


def test_the_storages_own_clock(bota_emulator: Emulator, emulated: Target) -> None:
    bota_emulator.clock.set_speed(0)
    url = emulated.sign("k", expires=600)
    bota_emulator.settings.storage_skew_seconds = 500
    good = send("PUT", url, b"abc")
    bota_emulator.settings.storage_skew_seconds = 700
    late = send("PUT", url, b"abc")
    bota_emulator.settings.storage_skew_seconds = -3600
    early = send("PUT", url, b"abc")

    assert [a.verdict for a in (good, late, early)] == [
        (200, ""),
        (403, "AccessDenied"),
        (403, "AccessDenied"),
    ]
    assert b"Request has expired" in late.body
    assert b"not yet valid" in early.body
    shown = re.search(rb"<ServerTime>(.*?)</ServerTime>", late.body)
    assert shown
    storages = int(bota_emulator.clock.time()) + 700
    assert calendar.timegm(time.strptime(shown[1].decode(), "%Y-%m-%dT%H:%M:%SZ")) == storages
    dated = time.strptime(late.headers["date"], "%a, %d %b %Y %H:%M:%S GMT")
    assert calendar.timegm(dated) == storages

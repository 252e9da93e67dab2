"""The storage judged by the table, over real sockets; the same table on two real S3 servers."""

from __future__ import annotations

import datetime
import hashlib
import re
import socket
import urllib.parse

import pytest
from bota_emulator import Emulator
from bota_emulator.storage.signing import S3Identity, presign, verify

from tests.emulator.storage_cases import BODY, CASES, OK, RCLONE, SEAWEEDFS, Case, Target, send
from tests.ticks import HANG


def _key(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", CASES, ids=_key)
def test_emulator_answers_as_s3_documents(case: Case, emulated: Target) -> None:
    answer = case.play(emulated)

    assert answer.verdict == case.aws, answer.body
    assert answer.headers["x-amz-request-id"]
    if case.aws[0] == 200:
        assert answer.headers["etag"] == f'"{hashlib.md5(BODY).hexdigest()}"'
    else:
        text = answer.body.decode()
        assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>')
        assert f"<RequestId>{answer.headers['x-amz-request-id']}</RequestId>" in text
        assert f"<HostId>{answer.headers['x-amz-id-2']}</HostId>" in text
        assert answer.headers["content-type"] == "application/xml"
        assert case.words in text


@pytest.mark.parametrize(
    ("real_s3", "case"),
    [
        pytest.param(server, case, id=f"{server}-{case.name}")
        for server in (SEAWEEDFS, RCLONE)
        for case in CASES
        if case.expected(server) is not None
    ],
    indirect=["real_s3"],
)
def test_real_s3_server_gives_the_verdict_of_the_table(case: Case, real_s3: Target) -> None:
    assert case.play(real_s3).verdict == case.expected(real_s3.name)


def test_a_refused_body_leaves_no_object(bota_emulator: Emulator, emulated: Target) -> None:
    for case in CASES:
        if case.aws not in (OK, (412, "PreconditionFailed")):
            case.play(emulated)

    assert send("GET", emulated.sign("md5-bad", method="GET")).code == "NoSuchKey"
    folder = bota_emulator._service.storage._folder  # type: ignore[union-attr]
    assert list(folder.iterdir()) == []


def test_get_and_head_give_what_was_put(emulated: Target) -> None:
    assert (
        send(
            "PUT",
            emulated.sign("a", {"Content-Type": "audio/ogg"}),
            BODY,
            {"Content-Type": "audio/ogg"},
        ).status
        == 200
    )

    got = send("GET", emulated.sign("a", method="GET"))
    head = send("HEAD", emulated.sign("a", method="HEAD"), headers={"Content-Length": "0"})

    assert got.body == BODY
    assert got.headers["content-type"] == head.headers["content-type"] == "audio/ogg"
    assert got.headers["etag"] == head.headers["etag"]
    assert head.headers["content-length"] == str(len(BODY))
    assert head.body == b""


def test_the_signature_is_amazons_own_example() -> None:
    # AWS, "Authenticating Requests: Using Query Parameters", the example at its end.
    identity = S3Identity(
        "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"
    )
    when = datetime.datetime(2013, 5, 24, tzinfo=datetime.UTC)
    url = presign(
        identity, "GET", "https://examplebucket.s3.amazonaws.com/test.txt", when=when, expires=86400
    )

    assert url.endswith(
        "X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )
    verify(
        identity,
        "GET",
        url.removeprefix("https://examplebucket.s3.amazonaws.com"),
        [("host", "examplebucket.s3.amazonaws.com")],
        now=when + datetime.timedelta(hours=23),
    )


def test_expiry_goes_by_the_emulators_clock(bota_emulator: Emulator, emulated: Target) -> None:
    bota_emulator.clock.set_speed(0)
    url = emulated.sign("clock", expires=3600)
    bota_emulator.clock.advance(3590)
    assert send("PUT", url, BODY).status == 200
    bota_emulator.clock.advance(20)
    answer = send("PUT", url, BODY)

    assert answer.verdict == (403, "AccessDenied")
    text = answer.body.decode()
    assert "<Message>Request has expired</Message><X-Amz-Expires>3600</X-Amz-Expires>" in text
    expires, now = (
        re.search(f"<{n}>(.*?)</{n}>", text).group(1) for n in ("Expires", "ServerTime")
    )  # type: ignore[union-attr]
    late = datetime.datetime.fromisoformat(now) - datetime.datetime.fromisoformat(expires)
    assert 8 <= late.total_seconds() <= 12


def _begin(url: str, length: int, *more: str) -> socket.socket:
    parts = urllib.parse.urlsplit(url)
    sock = socket.create_connection((parts.hostname, parts.port), timeout=HANG)
    lines = [
        f"PUT {parts.path}?{parts.query} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Content-Length: {length}",
        *more,
    ]
    sock.sendall("\r\n".join([*lines, "", ""]).encode())
    return sock


def _all(sock: socket.socket) -> bytes:
    got = b""
    while piece := sock.recv(65536):
        got += piece
    return got


def test_refusal_before_the_body_when_the_client_waits(
    bota_emulator: Emulator, emulated: Target
) -> None:
    with _begin(emulated.sign("e", expires=60, age=120), 64 << 20, "Expect: 100-continue") as sock:
        got = _all(sock)

    assert got.startswith(b"HTTP/1.1 403 ")
    assert b"Request has expired" in got
    assert [r.body_bytes for r in bota_emulator.requests] == [0]


def test_a_good_url_gets_its_100_continue(bota_emulator: Emulator, emulated: Target) -> None:
    with _begin(
        emulated.sign("e2"), len(BODY), "Expect: 100-continue", "Connection: close"
    ) as sock:
        assert sock.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(BODY)
        assert _all(sock).startswith(b"HTTP/1.1 200 ")

    assert [r.body_bytes for r in bota_emulator.requests] == [len(BODY)]


def test_an_early_refusal_can_be_read_by_a_client_that_sends_on(emulated: Target) -> None:
    block = bytes(1 << 16)
    with _begin(emulated.sign("early", expires=60, age=120), 16 << 20) as sock:
        for _ in range(256):
            sock.sendall(block)
        assert _all(sock).startswith(b"HTTP/1.1 403 ")


def test_a_short_body_makes_no_object(emulated: Target) -> None:
    with _begin(emulated.sign("cut"), len(BODY)) as sock:
        sock.sendall(BODY[:1000])
        sock.shutdown(socket.SHUT_WR)
        got = _all(sock)

    assert b"<Code>IncompleteBody</Code>" in got
    assert send("GET", emulated.sign("cut", method="GET")).status == 404


def test_a_stalled_body_times_out(bota_emulator: Emulator, emulated: Target) -> None:
    bota_emulator.settings.storage_idle_seconds = 0.2
    with _begin(emulated.sign("stall"), len(BODY)) as sock:
        sock.sendall(BODY[:1000])
        assert b"<Code>RequestTimeout</Code>" in sock.recv(65536)


def test_a_put_replaces_the_object_only_when_it_is_whole(emulated: Target) -> None:
    send("PUT", emulated.sign("r"), b"first")
    with _begin(emulated.sign("r"), len(BODY)) as sock:
        sock.sendall(BODY[:1000])
        assert send("GET", emulated.sign("r", method="GET")).body == b"first"
        sock.sendall(BODY[1000:])
        sock.shutdown(socket.SHUT_WR)
        assert _all(sock).startswith(b"HTTP/1.1 200 ")
    assert send("GET", emulated.sign("r", method="GET")).body == BODY


def test_many_requests_on_one_connection(bota_emulator: Emulator, emulated: Target) -> None:
    with _begin(emulated.sign("p0"), 3) as sock:
        sock.sendall(b"abc")
        assert b"200" in sock.recv(65536)
        for number, size in enumerate((0, 10, 200_000, 1), start=1):
            parts = urllib.parse.urlsplit(emulated.sign(f"p{number}"))
            head = f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            sock.sendall(f"{head}Content-Length: {size}\r\n\r\n".encode() + bytes(size))
            assert b"200" in sock.recv(65536)

    assert [r.body_bytes for r in bota_emulator.requests] == [3, 0, 10, 200_000, 1]


def test_what_is_no_http_is_refused(emulated: Target) -> None:
    parts = urllib.parse.urlsplit(emulated.endpoint)
    with socket.create_connection((parts.hostname, parts.port), timeout=HANG) as sock:
        sock.sendall(b"hello\r\n\r\n")
        assert _all(sock).startswith(b"HTTP/1.1 400 ")


def test_ordered_storage_faults_come_first(bota_emulator: Emulator, emulated: Target) -> None:
    bota_emulator.fail_storage("SlowDown", times=2)
    answers = [send("PUT", emulated.sign("f"), BODY).verdict for _ in range(3)]

    assert answers == [(503, "SlowDown"), (503, "SlowDown"), (200, "")]
    assert [r.fault for r in bota_emulator.requests] == ["storage_error", "storage_error", None]


@pytest.mark.parametrize(
    ("wanted", "status", "body", "content_range"),
    [
        ("bytes=0-", 206, BODY, f"bytes 0-{len(BODY) - 1}/{len(BODY)}"),
        ("bytes=3-5", 206, BODY[3:6], f"bytes 3-5/{len(BODY)}"),
        ("bytes=3-999999", 206, BODY[3:], f"bytes 3-{len(BODY) - 1}/{len(BODY)}"),
        ("bytes=-2", 206, BODY[-2:], f"bytes {len(BODY) - 2}-{len(BODY) - 1}/{len(BODY)}"),
        (f"bytes={len(BODY)}-", 416, None, f"bytes */{len(BODY)}"),
        ("bytes=5-3", 200, BODY, None),
        ("bytes=-", 200, BODY, None),
        ("bytes=0-1,3-4", 200, BODY, None),
        ("pages=1-2", 200, BODY, None),
    ],
)
def test_a_range(
    emulated: Target, wanted: str, status: int, body: bytes | None, content_range: str | None
) -> None:
    send("PUT", emulated.sign("range"), BODY)
    found = send("GET", emulated.sign("range", method="GET"), headers={"Range": wanted})
    assert found.status == status
    assert found.headers.get("content-range") == content_range
    if body is None:
        assert found.code == "InvalidRange"
    else:
        assert found.body == body


def test_a_range_of_another_object_is_not_given(emulated: Target) -> None:
    send("PUT", emulated.sign("range"), BODY)
    etag = f'"{hashlib.md5(BODY).hexdigest()}"'
    for condition, status in ((etag, 206), ('"other"', 200)):
        headers = {"Range": "bytes=3-", "If-Range": condition}
        found = send("GET", emulated.sign("range", method="GET"), headers=headers)
        assert found.status == status
        assert found.body == (BODY[3:] if status == 206 else BODY)

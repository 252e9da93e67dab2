"""Who may steer the emulator, and how much it reads of what it is sent."""

from __future__ import annotations

import contextlib
import pathlib
import re
import signal
import socket
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
import requests
from bota_emulator import ApiStatus, Emulator
from bota_emulator.control.access import TOKEN_HEADER

from tests.emulator.api_client import Api
from tests.emulator.raw_client import RawClient, eventually
from tests.ticks import HANG

MIB = 1 << 20
TOKEN = "a-token-of-the-user"
ROUTES = [
    ("GET", "/clock"),
    ("POST", "/clock"),
    ("GET", "/faults"),
    ("POST", "/faults"),
    ("DELETE", "/faults"),
    ("GET", "/settings"),
    ("PATCH", "/settings"),
    ("GET", "/requests"),
    ("DELETE", "/requests"),
    ("GET", "/recordings/rec_1"),
    ("POST", "/upload-tokens"),
    ("POST", "/reset"),
    ("GET", "/nowhere"),
]


def control(
    emulator: Emulator, method: str, path: str, headers: dict[str, str], json: Any = None
) -> requests.Response:
    root = emulator.base_url.removesuffix("/v1")
    return requests.request(
        method, f"{root}/_control{path}", headers=headers, json=json, timeout=HANG
    )


def own(emulator: Emulator) -> str:
    return urllib.parse.urlsplit(emulator.base_url).netloc


FOREIGN = [
    ({"Host": "evil.example"}, "'evil.example'"),
    ({"Host": "evil.example:8080"}, "localhost or a loopback address"),
    ({"Host": "127.0.0.1.evil.example"}, "loopback"),
    ({"Host": "localhost.evil.example"}, "loopback"),
    ({"Host": "192.168.0.7:8080"}, "loopback"),
    ({"Host": "0.0.0.0"}, "loopback"),
    ({"Host": "[::"}, "loopback"),
    ({"Origin": "https://evil.example"}, "Origin: https://evil.example"),
    ({"Origin": "null"}, "Origin: null"),
    ({"Origin": "http://127.0.0.1:1"}, "another origin"),
    ({"Sec-Fetch-Site": "cross-site"}, "Sec-Fetch-Site: cross-site"),
    ({"Sec-Fetch-Site": "same-site"}, "another origin"),
    # By a name that leads here, a page is of the same origin as the emulator.
    (
        {"Host": "evil.example", "Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
        "'evil.example'",
    ),
]


@pytest.mark.parametrize(("headers", "words"), FOREIGN, ids=lambda value: str(value))
def test_what_web_pages_elsewhere_send_is_refused(
    bota_emulator: Emulator, headers: dict[str, str], words: str
) -> None:
    bota_emulator.add_fault(ApiStatus(status=503))
    refused = control(bota_emulator, "POST", "/reset", headers)
    assert refused.status_code == 403
    assert words in refused.json()["error"]
    assert requests.get(f"{bota_emulator.base_url}/recordings", timeout=HANG).status_code == 503


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_control_route_is_closed_to_them(
    bota_emulator: Emulator, method: str, path: str
) -> None:
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        assert control(bota_emulator, method, path, headers, {}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "localhost"},
        {"Host": "LOCALHOST:8080"},
        {"Host": "127.0.0.9:80"},
        {"Host": "[::1]:8080"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://{own}", "Sec-Fetch-Site": "same-origin"},
        {"Host": "localhost:8080", "Origin": "http://localhost:8080"},
    ],
    ids=str,
)
def test_what_programs_of_this_machine_send_is_not(
    bota_emulator: Emulator, headers: dict[str, str]
) -> None:
    sent = {name: text.replace("{own}", own(bota_emulator)) for name, text in headers.items()}
    assert control(bota_emulator, "GET", "/clock", sent).status_code == 200


def test_the_public_api_is_for_any_host(api: Api) -> None:
    headers = {"Host": "bota.internal", "Origin": "https://app.example"}
    assert api("GET", "/recordings", headers=headers).status_code == 200


def test_a_token() -> None:
    with Emulator(control_token=TOKEN) as emulator:
        bare = control(emulator, "GET", "/clock", {})
        assert bare.status_code == 403
        assert f"{TOKEN_HEADER} with the token" in bare.json()["error"]
        for wrong in ("", TOKEN[:-1], TOKEN + "x"):
            assert control(emulator, "GET", "/clock", {TOKEN_HEADER: wrong}).status_code == 403
        sent = {TOKEN_HEADER: TOKEN}
        assert control(emulator, "GET", "/clock", sent).status_code == 200
        # Who has it may call the emulator by any name, but is no page of another origin.
        assert control(emulator, "GET", "/clock", {**sent, "Host": "bota"}).status_code == 200
        foreign = {**sent, "Origin": "https://evil.example"}
        assert control(emulator, "GET", "/clock", foreign).status_code == 403
        # Python steers its own emulator without one.
        emulator.add_fault(ApiStatus(status=503))
        emulator.reset()
        assert TOKEN not in repr(emulator)


def test_a_token_is_made_where_others_can_connect() -> None:
    assert Emulator().control_token is None
    assert Emulator(host="localhost").control_token is None
    tokens = {Emulator(host=host).control_token for host in ("0.0.0.0", "::", "", "192.0.2.1")}
    assert len(tokens) == 4
    with Emulator(host="0.0.0.0", public_host="127.0.0.1") as emulator:
        assert control(emulator, "GET", "/clock", {}).status_code == 403
        sent = {TOKEN_HEADER: str(emulator.control_token)}
        assert control(emulator, "GET", "/clock", sent).status_code == 200


@pytest.mark.parametrize("token", ["", "a b", "ä", "a\n"])
def test_what_is_no_token(token: str) -> None:
    with pytest.raises(ValueError, match="the control token must be"):
        Emulator(control_token=token)


@contextlib.contextmanager
def serving(*arguments: str, lines: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The command, and the lines that it prints at its start."""
    command = [sys.executable, "-m", "bota_emulator", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    with process.stdout:
        try:
            yield process, [process.stdout.readline().strip() for _ in range(lines)]
        finally:
            process.kill()
            process.wait()


def test_the_command_prints_a_token_that_it_made() -> None:
    with serving("--host", "0.0.0.0", "--public-host", "127.0.0.1", lines=4) as (_, lines):
        url, (name, token) = lines[0].split()[-1], lines[3].split()[-2:]
        assert name == f"{TOKEN_HEADER}:"
        clock = url.replace("/v1", "/_control/clock")
        assert requests.get(clock, timeout=HANG).status_code == 403
        assert requests.get(clock, headers={TOKEN_HEADER: token}, timeout=HANG).status_code == 200


def test_the_command_does_not_print_a_users_token() -> None:
    with serving("--control-token", TOKEN, lines=4) as (process, lines):
        assert lines[3].endswith(f"{TOKEN_HEADER}: <your --control-token>")
        process.send_signal(signal.SIGTERM)
        assert process.stdout
        assert TOKEN not in "".join(lines) + process.stdout.read()


DOORS = ["api", "control"]


def connect(emulator: Emulator, door: str) -> RawClient:
    path = "/v1/recordings" if door == "api" else "/_control/faults"
    return RawClient(emulator.base_url.replace("/v1", path))


def fields(emulator: Emulator) -> list[str]:
    return [f"Authorization: Bearer {emulator.api_key}", "Content-Type: application/json"]


@pytest.mark.parametrize("expect", [[], ["Expect: 100-continue"]], ids=["plain", "expect"])
@pytest.mark.parametrize("door", DOORS)
def test_a_body_that_is_too_large_is_refused_by_its_length(
    bota_emulator: Emulator, door: str, expect: list[str]
) -> None:
    with connect(bota_emulator, door) as client:
        client.head("POST", 200 * MIB, *fields(bota_emulator), *expect)
        got, end = client.all()
    assert got.startswith(b"HTTP/1.1 413 ")
    assert b"more than 1048576 bytes" in got
    assert b'"code": "invalid_request"' in got or door == "control"
    assert b"connection: close" in got.lower()
    assert end == "closed"


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
@pytest.mark.parametrize("door", DOORS)
def test_who_sends_on_can_read_the_refusal(
    bota_emulator: Emulator, door: str, chunked: bool
) -> None:
    chunk = b"x" * MIB
    with connect(bota_emulator, door) as client:
        more = ["Transfer-Encoding: chunked"] if chunked else []
        client.head("POST", None if chunked else 20 * MIB, *fields(bota_emulator), *more)
        for _ in range(20):
            client.body(b"%x\r\n%b\r\n" % (MIB, chunk) if chunked else chunk)
        got, end = client.all()
    assert got.startswith(b"HTTP/1.1 413 ")
    assert end == "closed"
    if door == "api":
        (record,) = bota_emulator.requests
        assert record.body_bytes <= MIB + (1 << 18)


def test_a_connection_that_was_refused_ends(bota_emulator: Emulator) -> None:
    port = urllib.parse.urlsplit(bota_emulator.base_url).port

    def connections() -> int:
        found = psutil.Process().net_connections("tcp")
        return sum(c.laddr.port == port and c.status != psutil.CONN_LISTEN for c in found)

    before = connections()
    with connect(bota_emulator, "control") as client:
        client.head("POST", 200 * MIB)
        assert client.all()[0].startswith(b"HTTP/1.1 413 ")
        client.sock.shutdown(socket.SHUT_WR)
        assert eventually(lambda: connections() <= before)


def test_a_body_as_large_as_may_be(api: Api, bota_emulator: Emulator) -> None:
    room = MIB - len(b'{"end_user_id": "a", "name": ""}')
    body = b'{"end_user_id": "a", "name": "' + b"x" * room + b'"}'
    assert len(body) == MIB
    sent = {"Content-Type": "application/json"}
    assert api("POST", "/recordings", data=body, headers=sent).status_code == 201
    fault = b'{"kind": "api_status", "status": 500, "body": "'
    body = fault + b"x" * (MIB - len(fault) - 2) + b'"}'
    url = bota_emulator.base_url.replace("/v1", "/_control/faults")
    assert requests.post(url, data=body, timeout=HANG).status_code == 201
    assert len(api("GET", "/recordings").content) == MIB - len(fault) - 2


@pytest.mark.parametrize("door", [*DOORS, "storage"])
def test_large_bodies_do_not_stay_in_memory(door: str) -> None:
    size = 64 * MIB
    with serving(lines=3) as (process, lines):
        url = lines[0].split()[-1]
        key = {"Authorization": "Bearer sk_test_emulator"}
        made = requests.post(
            f"{url}/recordings", json={"end_user_id": "a"}, headers=key, timeout=HANG
        )
        here = f"{url}/recordings/{made.json()['id']}/upload-url"
        json = {"content_type": "audio/wav"}
        signed = requests.post(here, json=json, headers=key, timeout=HANG).json()["upload_url"]
        target = {
            "api": f"{url}/recordings",
            "control": url.replace("/v1", "/_control/faults"),
            "storage": signed,
        }[door]
        before = psutil.Process(process.pid).memory_info().rss
        with RawClient(target) as client:
            more = ["Content-Type: audio/wav"] if door == "storage" else [*key_line(key)]
            client.head("POST" if door != "storage" else "PUT", size, *more, "Connection: close")
            for _ in range(size // MIB):
                client.body(bytes(MIB))
            got, _ = client.all()
        assert got.startswith(b"HTTP/1.1 200 " if door == "storage" else b"HTTP/1.1 413 ")
        assert peak(process.pid) - before < 16 * MIB


def peak(pid: int) -> int:
    """The most memory that a process had; where that is not known, what it has."""
    status = pathlib.Path(f"/proc/{pid}/status")
    if not status.exists():
        return psutil.Process(pid).memory_info().rss
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
    assert found
    return int(found.group(1)) << 10


def key_line(key: dict[str, str]) -> list[str]:
    return [f"{name}: {text}" for name, text in key.items()]

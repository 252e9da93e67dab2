"""The emulator as a process: its command, what survives kill -9, what it weighs."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator

import psutil
import pytest
import requests
from bota_emulator import ApiDelay, Emulator
from bota_emulator.__main__ import main
from bota_emulator.contract.document import contract_path
from bota_emulator.work.webhooks import signature
from bota_sdk import __version__

from tests.emulator.raw_client import eventually
from tests.emulator.receiver import receiving
from tests.ticks import HANG

KEY = "sk_test_a_users_own_key"


@contextlib.contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "bota_emulator", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout and process.stderr
    with process.stdout, process.stderr:
        try:
            line = process.stdout.readline()
            found = re.fullmatch(
                r"Bota emulator ready: base URL (https?://[a-z0-9.]+:\d+/v1)\n", line
            )
            assert found, line + process.stderr.read()
            yield process, found.group(1)
        finally:
            process.kill()
            process.wait()


def client(key: str = KEY) -> requests.Session:
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {key}"
    return session


def put(url: str, body: object) -> requests.Response:
    return requests.put(url, data=body, headers={"Content-Type": "audio/wav"}, timeout=HANG)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_prints_how_to_use_it_and_stops_cleanly(number: signal.Signals) -> None:
    with serving() as (process, url):
        assert process.stdout
        assert process.stdout.readline() == f"  export BOTA_BASE_URL={url}\n"
        assert process.stdout.readline() == "  export BOTA_API_KEY=sk_test_emulator\n"
        assert requests.get(f"{url}/recordings", timeout=HANG).status_code == 401
        process.send_signal(number)
        assert process.wait(HANG) == 0
        assert process.stderr
        assert process.stderr.read() == ""


def test_a_users_key_is_not_printed() -> None:
    with serving("--api-key", KEY) as (process, url), client() as http:
        assert http.get(f"{url}/recordings", timeout=HANG).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(HANG) == 0
        assert process.stdout and process.stderr
        out = process.stdout.read()
        assert KEY not in out + process.stderr.read()
        assert "BOTA_API_KEY=<your --api-key>" in out


def test_a_taken_port_is_a_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert (
        said
        == f"bota-emulator: cannot listen on 127.0.0.1, port {port}: {os.strerror(errno.EADDRINUSE)}\n"
    )


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--webhook", "ftp://a/b"], 1, "the URL of a webhook must be an http or https URL"),
        (["--storage-certificate", "no.pem"], 1, "cannot use the certificate no.pem: No such file"),
        (["--contract", "no.yaml"], 1, "bota-emulator: no.yaml: No such file"),
        (["--s3-bucket", "mine"], 2, "--s3-bucket does nothing without --s3-endpoint"),
        (["--webhook-secret", "x"], 2, "--webhook-secret does nothing without --webhook"),
        (["--prot", "1"], 2, "unrecognized arguments: --prot 1"),
    ],
)
def test_what_cannot_be_is_said_in_two_lines(
    capsys: pytest.CaptureFixture[str], options: list[str], code: int, words: str
) -> None:
    try:
        ended: object = main(["--port", "0", *options])
    except SystemExit as error:
        ended = error.code
    said = capsys.readouterr().err
    assert (ended, len(said.splitlines())) == (code, code)
    assert words in said
    assert "Errno" not in said


def test_the_command_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"bota-emulator {__version__}\n")


def test_tls_webhooks_and_another_contract_on_the_command_line(tmp_path: pathlib.Path) -> None:
    contract = tmp_path / "openapi.yaml"
    document = contract_path().read_text("utf-8")
    contract.write_text(document.replace("operationId: listSummaries", "operationId: allSummaries"))
    options = ["--tls", "--strict", "--contract", str(contract), "--webhook-secret", "whsec_s"]
    with receiving() as hook, serving(*options, "--webhook", hook.url) as (process, url):
        assert process.stdout
        printed = [process.stdout.readline() for _ in range(3)]
        assert url.startswith("https://localhost:")
        name, _, trusted = printed[2].strip().partition("=")
        assert name == "export SSL_CERT_FILE"
        with client("sk_test_emulator") as http:
            http.trust_env, http.verify = False, trusted
            made = http.post(f"{url}/recordings", json={"end_user_id": "eu_1"}, timeout=HANG)
            assert made.status_code == 201
            listed = http.get(f"{url}/summaries", timeout=HANG)
            assert listed.status_code == 501
            assert "allSummaries" in listed.text
        assert eventually(lambda: hook.types == ["recording.created"])
        headers, body = hook.seen[0]
        assert headers["x-bota-signature"] == signature(
            "whsec_s", int(headers["x-bota-timestamp"]), body
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(HANG) == 0
        assert process.stderr
        assert "whsec_s" not in "".join(printed) + process.stdout.read() + process.stderr.read()


def test_an_impossible_port_is_a_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "99999"]) == 1
    assert capsys.readouterr().err.startswith("bota-emulator: port 99999: a TCP port is from 1")


def test_kill_9_loses_nothing_that_was_answered(tmp_path: pathlib.Path) -> None:
    body = bytes(range(256)) * 1000
    sha256 = hashlib.sha256(body).hexdigest()
    arguments = ("--data", str(tmp_path), "--api-key", KEY)
    with serving(*arguments) as (process, url), client() as http:
        made = http.post(f"{url}/recordings", json={"end_user_id": "eu_1"}, timeout=HANG).json()
        here = f"/recordings/{made['id']}"
        json = {"content_type": "audio/wav"}
        keyed = {"Idempotency-Key": "k"}
        grant = http.post(f"{url}{here}/upload-url", json=json, headers=keyed, timeout=HANG).json()
        assert put(grant["upload_url"], body).status_code == 200

        # Another upload is half-way when the process dies.
        other = http.post(f"{url}/recordings", json={"end_user_id": "eu_1"}, timeout=HANG).json()
        link = http.post(f"{url}/recordings/{other['id']}/upload-url", json=json, timeout=HANG)
        parts = urllib.parse.urlsplit(link.json()["upload_url"])
        with socket.create_connection((parts.hostname, parts.port)) as sock:
            head = f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            more = "Content-Type: audio/wav\r\nExpect: 100-continue\r\nContent-Length: 9000\r\n\r\n"
            sock.sendall((head + more).encode())
            assert sock.recv(100).startswith(b"HTTP/1.1 100")
            sock.sendall(body[:5000])
            process.send_signal(signal.SIGKILL)
            process.wait()

    with serving(*arguments) as (_, url), client() as http:
        done = http.post(
            f"{url}{here}/upload-complete", json={"content_sha256": sha256}, timeout=HANG
        )
        assert (done.status_code, done.json()["status"]) == (200, "uploaded")
        again = http.post(f"{url}{here}/upload-url", json=json, headers=keyed, timeout=HANG)
        assert again.json() == grant
        short = http.post(f"{url}/recordings/{other['id']}/upload-complete", timeout=HANG)
        assert short.status_code == 422
        assert len(list((tmp_path / "objects").iterdir())) == 1
        kept = b"".join(p.read_bytes() for p in tmp_path.glob("state.sqlite3*"))
        assert KEY.encode() not in kept


def test_200_mib_are_streamed(tmp_path: pathlib.Path) -> None:
    size = 200 << 20
    source = tmp_path / "big.wav"
    with source.open("wb") as file:
        file.truncate(size)
    with (
        serving("--data", str(tmp_path / "data"), "--api-key", KEY) as (process, url),
        client() as http,
    ):
        made = http.post(f"{url}/recordings", json={"end_user_id": "eu_1"}, timeout=HANG).json()
        here = f"{url}/recordings/{made['id']}"
        json = {"content_type": "audio/wav", "file_size_bytes": size}
        before = psutil.Process(process.pid).memory_info().rss
        with source.open("rb") as file:
            grant = http.post(f"{here}/upload-url", json=json, timeout=HANG).json()
            assert put(grant["upload_url"], file).status_code == 200
        status = pathlib.Path(f"/proc/{process.pid}/status")
        if status.exists():
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
            assert found
            peak = int(found.group(1)) << 10
        else:
            peak = psutil.Process(process.pid).memory_info().rss
        assert peak - before < 20 << 20
        assert http.post(f"{here}/upload-complete", timeout=HANG).json()["file_size_bytes"] == size


def test_stopping_leaves_no_thread_socket_or_file() -> None:
    me = psutil.Process()
    with Emulator():
        pass
    before = (threading.active_count(), me.num_fds())
    for _ in range(3):
        with Emulator() as emulator, client("sk_test_emulator") as http:
            http.post(f"{emulator.base_url}/recordings", json={"end_user_id": "a"}, timeout=HANG)
            parts = urllib.parse.urlsplit(emulator.storage_url)
            with socket.create_connection((parts.hostname, parts.port)) as idle:
                idle.sendall(b"PUT / HTTP/1.1\r\n")
                folder = emulator._temporary
                assert folder
                emulator.stop()
        assert not pathlib.Path(folder).exists()
    assert (threading.active_count(), me.num_fds()) == before


def test_stopping_ends_an_answer_held_back_without_a_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Emulator() as emulator, client("sk_test_emulator") as http:
        emulator.add_fault(ApiDelay(before=60))
        parts = urllib.parse.urlsplit(emulator.base_url)
        with socket.create_connection((parts.hostname, parts.port), timeout=HANG) as held:
            held.sendall(b"GET /v1/recordings HTTP/1.1\r\nHost: a\r\n")
            held.sendall(b"Authorization: Bearer sk_test_emulator\r\n\r\n")
            assert eventually(lambda: len(emulator.requests) == 1)
            # Answered, so the delay is under way for the one before.
            assert http.get(f"{emulator.base_url}/recordings", timeout=HANG).status_code == 200
            emulator.stop()
            with contextlib.suppress(ConnectionResetError):
                assert held.recv(1) == b""
    assert [record for record in caplog.records if record.exc_info] == []


@pytest.mark.parametrize("public_host", ["localhost", "127.0.0.2"])
def test_a_service_for_others_gives_urls_that_they_can_use(public_host: str) -> None:
    if public_host != "localhost" and sys.platform != "linux":
        pytest.skip("has one loopback address")
    with (
        serving("--host", "0.0.0.0", "--public-host", public_host) as (_, url),
        client("sk_test_emulator") as http,
    ):
        assert url.startswith(f"http://{public_host}:")
        body = b"RIFF\0\0\0\0WAVE"
        made = http.post(f"{url}/recordings", json={"end_user_id": "a"}, timeout=HANG).json()
        here = f"{url}/recordings/{made['id']}"
        json = {"content_type": "audio/wav"}
        signed = http.post(f"{here}/upload-url", json=json, timeout=HANG).json()["upload_url"]
        assert signed.startswith(f"http://{public_host}:")
        # The signature is for this name, and for no other by which it can be reached.
        assert put(signed.replace(public_host, "127.0.0.1"), body).status_code == 403
        assert put(signed, body).status_code == 200
        assert http.post(f"{here}/upload-complete", timeout=HANG).json()["status"] == "uploaded"
        link = http.get(f"{here}/download-url", timeout=HANG).json()["download_url"]
        assert link.startswith(f"http://{public_host}:")
        assert requests.get(link, timeout=HANG).content == body


@pytest.mark.parametrize("name", ["", "http://bota", "bota:8080", "a b", "bota/v1"])
def test_a_public_host_is_a_name_or_an_address(name: str) -> None:
    with pytest.raises(ValueError, match="the public host must be a name or an address"):
        Emulator(public_host=name)


def test_a_public_host_of_ipv6() -> None:
    with Emulator(public_host="fd00::1") as emulator:
        assert emulator.base_url.startswith("http://[fd00::1]:")
        assert emulator.storage_url.startswith("http://[fd00::1]:")


def test_state_outlives_the_object(tmp_path: pathlib.Path) -> None:
    with Emulator(data=tmp_path) as emulator, client("sk_test_emulator") as http:
        made = http.post(f"{emulator.base_url}/recordings", json={"end_user_id": "a"}, timeout=HANG)
    with Emulator(data=tmp_path) as emulator:
        assert emulator.recording(made.json()["id"]) == made.json()

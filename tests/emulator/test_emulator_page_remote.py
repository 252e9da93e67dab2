"""The emulator's page where a real S3 server has the audio: another emulator's storage is one."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from bota_emulator import Emulator, StorageError

from tests.emulator.api_client import Api
from tests.emulator.plain_browser import Page, text_of
from tests.ticks import HANG

AUDIO = b"RIFF\0\0\0\0WAVE" + bytes(range(256)) * 4000
HALF = len(AUDIO) // 2


@pytest.fixture
def server() -> Iterator[Emulator]:
    with Emulator(page=True) as running:
        yield running


@contextlib.contextmanager
def in_front_of(endpoint: str) -> Iterator[tuple[Page, Api]]:
    with Emulator(page=True, s3_endpoint=endpoint) as emulator:
        page, api = Page(emulator), Api(emulator)
        with page.session, api.session:
            yield page, api


def reads(server: Emulator) -> list[str | None]:
    """Of each GET that the server has had, its `Range`."""
    gets = [record.exchange for record in server.requests if record.method == "GET"]
    return [
        next((value for name, value in got.headers if name.lower() == "range"), None)
        for got in gets
        if got is not None
    ]


def test_a_recordings_hash_is_computed_once(server: Emulator) -> None:
    with in_front_of(server.storage_url) as (page, api):
        recording = api.upload(AUDIO)
        before = len(reads(server))
        digest = hashlib.sha256(AUDIO).hexdigest()
        for _ in range(3):
            shown = text_of(page.get(f"/recordings/{recording}"))
            assert f"SHA-256 found {digest} the same" in shown
        assert len(reads(server)) == before


def test_the_hash_of_an_object_that_was_replaced_is_another(server: Emulator) -> None:
    with in_front_of(server.storage_url) as (page, api):
        recording = api.create()
        signed = api.grant(recording)
        for body in (AUDIO, AUDIO[::-1]):
            assert api.put(signed, body).status_code == 200
            shown = text_of(page.get(f"/recordings/{recording}"))
            assert f"SHA-256 found {hashlib.sha256(body).hexdigest()}" in shown


def test_a_range_is_passed_on(server: Emulator) -> None:
    with in_front_of(server.storage_url) as (page, api):
        recording = api.upload(AUDIO)
        url = f"{page.root}/recordings/{recording}/audio"
        whole = page.session.get(url, timeout=HANG)
        assert (whole.status_code, whole.content) == (200, AUDIO)
        assert whole.headers["Content-Type"] == "audio/wav"
        assert whole.headers["Content-Disposition"] == f'inline; filename="{recording}.wav"'
        assert "script-src 'self'" in whole.headers["Content-Security-Policy"]
        part = page.session.get(url, headers={"Range": "bytes=8-11"}, timeout=HANG)
        assert (part.status_code, part.content) == (206, b"WAVE")
        assert part.headers["Content-Range"] == f"bytes 8-11/{len(AUDIO)}"
        assert reads(server)[-1] == "bytes=8-11"
        beyond = page.session.get(url, headers={"Range": "bytes=99999999-"}, timeout=HANG)
        assert beyond.status_code == 416
        before = len(reads(server))
        head = page.session.head(url, timeout=HANG)
        assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(AUDIO)))
        assert len(reads(server)) == before


def test_a_refusal_of_the_server_is_said(server: Emulator) -> None:
    with in_front_of(server.storage_url) as (page, api):
        recording = api.upload(AUDIO)
        server.add_fault(StorageError(times=1, code="AccessDenied"))
        assert "GET on the storage: HTTP 403" in page.get(f"/recordings/{recording}/audio", 502)
        empty = api.create()
        api.grant(empty)
        assert "no such audio" in page.get(f"/recordings/{empty}/audio", 404)


class _Server(BaseHTTPRequestHandler):
    """Sends the first half of an object, and what follows once it may."""

    go_on = threading.Event()
    left = threading.Event()
    then = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(1 << 40 if self.then == "endless" else len(AUDIO)))
        self.end_headers()
        try:
            self.wfile.write(AUDIO[:HALF])
            self.go_on.wait(HANG)
            if self.then == "whole":
                self.wfile.write(AUDIO[HALF:])
            while self.then == "endless":
                self.wfile.write(AUDIO)
        except OSError:
            self.left.set()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def serving(then: str) -> Iterator[tuple[type[_Server], Page, str]]:
    """A server, the page in front of it, and the URL of a recording's audio there."""
    ways = {"go_on": threading.Event(), "left": threading.Event(), "then": then}
    handler = type("Handler", (_Server,), ways)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with in_front_of(f"http://127.0.0.1:{server.server_port}") as (page, api):
                recording = api.create()
                api.grant(recording)
                yield handler, page, f"{page.root}/recordings/{recording}/audio"
        finally:
            handler.go_on.set()
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("then", ["whole", "broken off"])
def test_audio_is_played_while_it_comes(then: str, caplog: pytest.LogCaptureFixture) -> None:
    with serving(then) as (server, page, url):
        with page.session.get(url, stream=True, timeout=HANG) as got:
            # The server has sent no more than half of it, and waits.
            first = got.raw.read(HALF)
            server.go_on.set()
            if then == "whole":
                assert first + got.raw.read() == AUDIO
            else:
                with pytest.raises(requests.RequestException):
                    list(got.iter_content(None))
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_player_that_leaves_ends_the_request_to_the_server() -> None:
    with serving("endless") as (server, page, url):
        server.go_on.set()
        with page.session.get(url, stream=True, timeout=HANG) as got:
            assert got.raw.read(len(AUDIO))
        assert server.left.wait(HANG)

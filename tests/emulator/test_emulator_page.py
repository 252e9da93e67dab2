"""What the emulator's page shows and does, without a browser's JavaScript."""

from __future__ import annotations

import hashlib
import html
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import requests
from bota_emulator import ApiStatus, Emulator, StorageDamage
from bota_emulator.page.app import ROWS
from bota_emulator.state.recorder import MAX_EXCHANGES, Exchange, Recorder, RequestRecord

from tests.emulator.api_client import Api
from tests.emulator.plain_browser import Page, rows, text_of
from tests.secret_scan import secrets_in
from tests.ticks import HANG

AUDIO = (Path(__file__).parents[1] / "audio" / "speech.wav").read_bytes()


def code(page: str, name: str) -> str:
    found = re.search(
        rf'aria-label="The same call with {name}"><code>(.*?)</code>', page, re.DOTALL
    )
    assert found
    return html.unescape(found.group(1))


def test_requests_of_both_sides_by_recording_newest_first(
    emulator: Emulator, page: Page, client: Api
) -> None:
    assert "No requests yet" in page.get()
    first = client.upload(AUDIO)
    emulator.fail_storage("SlowDown")
    second = client.create(name="<b>Stand-up</b>")
    signed = client.grant(second)
    assert client.put(signed, AUDIO).status_code == 503
    assert client.put(signed, AUDIO).status_code == 200
    shown = page.get()
    groups = re.findall(r'id="group-(\w+)"', shown)
    assert groups == [second, first]
    assert "&lt;b&gt;Stand-up" in shown and "<b>Stand-up" not in shown
    seen = rows(shown)
    assert len(seen) == 8
    put, failed, url, created = seen[:4]
    assert re.fullmatch(r"[\d:.]{12} S3 PUT object 200 62\.5 KiB .+ attempt 2 .", put)
    assert re.fullmatch(r"[\d:.]{12} S3 PUT object storage_error 503 .+ 1 .", failed)
    assert re.match(r"[\d:.]{12} API POST createUploadUrl 200 ", url)
    assert re.match(r"[\d:.]{12} API POST createRecording 201 ", created)
    assert len(rows(page.get(f"/?recording={first}"))) == 4
    assert [row.split()[4] for row in rows(page.get("/?only=failed"))] == ["storage_error"]
    page.post("/requests/clear")
    assert emulator.requests == []


def test_a_request_with_its_contract_its_fault_and_its_secrets_hidden(
    emulator: Emulator, page: Page, client: Api
) -> None:
    emulator.add_fault(
        ApiStatus(status=503, operation="getRecording", headers={"Retry-After": "2"})
    )
    recording = client.create(name="a")
    token = client.grant(recording)["upload_token"]
    client("GET", f"/recordings/{recording}")
    client("POST", "/recordings", json={"name": 1})
    created, signed, got, refused = (page.get(f"/requests/{number}") for number in (1, 2, 3, 4))
    assert "createRecording: Create a recording." in text_of(created)
    assert "The request's body is as described." in text_of(created)
    assert "201: The new recording. The response is as described." in text_of(created).replace(
        "· ", ""
    )
    assert "The request's body is not as described: name is not valid." in text_of(refused)
    assert "A fault hit it: api_status." in text_of(got)
    assert '"Retry-After": "2"' in html.unescape(got)
    for hidden, number in ((created, 1), (signed, 2), (got, 3)):
        assert secrets_in(hidden) == []
        assert "••••••" in hidden
        assert f"Bearer {emulator.api_key}" in page.get(f"/requests/{number}?reveal")
    revealed = page.get("/requests/2?reveal")
    assert token in revealed and "X-Amz-Signature=" in revealed
    assert "is not remembered any more" in page.get("/requests/99", 404)


def test_a_put_does_not_show_its_signature(page: Page, client: Api) -> None:
    client.upload(AUDIO)
    put = page.get("/requests/3")
    assert "PUT object" in text_of(put) and "••••••" in put
    assert secrets_in(put) == []
    assert "--upload-file AUDIO" in code(put, "curl")


def test_the_same_call_as_curl_and_as_python_does_the_same(
    emulator: Emulator, page: Page, client: Api, tmp_path: Path
) -> None:
    fields = {"name": "it's", "metadata": {"a": [1, None]}, "recorded_at": "2025-01-15T10:00:00Z"}
    client.create(**fields)
    client("GET", "/recordings", params={"status": "pending", "limit": 1})
    env = {"BOTA_API_KEY": emulator.api_key, "PATH": "/usr/bin:/bin"}
    for number in (1, 2):
        command = code(page.get(f"/requests/{number}"), "curl")
        if shutil.which("curl") is None:
            continue
        done = subprocess.run(
            ["sh", "-c", f"{command} -sf"], env=env, check=True, capture_output=True
        )
        assert b"it's" in done.stdout
    assert "Bearer $BOTA_API_KEY" in command
    shlex.split(command)
    script = code(page.get("/requests/1"), "Python")
    assert "bota.recordings.create(" in script
    listing = code(page.get("/requests/2"), "Python")
    assert "bota.recordings.list(limit=1, status='pending')" in listing
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOTA_API_KEY", emulator.api_key)
        exec(script)
        exec(listing)
    made = client("GET", "/recordings").json()["data"]
    kept = [{name: recording[name] for name in fields} for recording in made]
    # curl's, the SDK's and the first one.
    assert kept[1:] == [fields] * (len(kept) - 1)
    assert len(kept) == (3 if shutil.which("curl") else 2)
    assert kept[0]["metadata"] == fields["metadata"]


def test_ten_thousand_requests_are_a_page_of_a_hundred(emulator: Emulator, page: Page) -> None:
    for number in range(10_000):
        path = f"/v1/recordings/rec_{number // 4}/upload-url"
        record = RequestRecord("api", "POST", "createUploadUrl", path, emulator.clock.time(), 200)
        emulator._recorder.end(emulator._recorder.add(record))
    shown = page.get()
    assert len(rows(shown)) == ROWS == 100
    assert len(shown) < 120_000
    assert "10,000 requests, newest first" in text_of(shown)
    assert "Page 1 of 100" in text_of(shown)
    assert 'href="?recording=&amp;only=&amp;page=2"' in shown
    assert rows(page.get("/?page=100"))[-1].startswith(rows(page.get("/?page=100"))[-1][:12])
    assert 'id="request-1"' in page.get("/?page=100")
    assert 'id="request-1"' in page.get("/?page=100000")
    assert 'id="request-10000"' in page.get("/?page=nonsense")


def test_the_oldest_requests_are_forgotten_and_the_page_says_so() -> None:
    recorder = Recorder(most=10)
    for _ in range(25):
        recorder.add(RequestRecord("api", "POST", None, "/v1/recordings/rec_1", 0.0))
    assert [record.number for record in recorder.all()] == list(range(16, 26))
    assert [record.attempt for record in recorder.all()] == list(range(16, 26))
    assert recorder.dropped == 15
    assert len(recorder._attempts) == 1
    for number in range(25):
        recorder.add(RequestRecord("api", "POST", None, f"/v1/recordings/rec_{number}", 0.0))
    assert len(recorder._attempts) <= 10
    recorder.clear()
    assert (recorder.all(), recorder.dropped) == ([], 0)


def test_events_come_with_each_change_and_end_with_the_emulator() -> None:
    with Emulator(page=True) as emulator:
        url = f"{emulator.page_url}_page/events"
        with requests.get(url, stream=True, timeout=HANG) as stream:
            assert stream.headers["Content-Type"] == "text/event-stream"
            lines = stream.iter_lines(1)
            assert [next(lines), next(lines)] == [b"data: changed", b""]
            for change in (
                lambda: requests.get(f"{emulator.base_url}/recordings", timeout=HANG),
                lambda: emulator.fail_storage("SlowDown"),
                lambda: emulator.clock.advance(60),
                lambda: setattr(emulator.settings, "paging", "offset"),
                lambda: emulator.add_webhook("http://127.0.0.1:1/"),
            ):
                change()
                assert [next(lines), next(lines)] == [b"data: changed", b""]
            emulator.stop()
            assert list(lines) == []


def test_a_key_of_any_form_is_hidden_wherever_it_is_sent() -> None:
    with Emulator(page=True, api_key="my-own-key") as emulator:
        url = f"{emulator.base_url}/recordings?api_key=my-own-key"
        requests.get(url, headers={"X-Api-Key": emulator.api_key}, timeout=HANG)
        shown = Page(emulator)
        with shown.session:
            page = shown.get("/requests/1")
            assert "x-api-key" in page.lower()
            assert "my-own" not in page
            assert "my-own" in shown.get("/requests/1?reveal")


def test_the_page_says_what_was_forgotten(page: Page, emulator: Emulator) -> None:
    emulator._recorder._most = 3
    try:
        for _ in range(5):
            requests.get(f"{emulator.base_url}/recordings", timeout=HANG)
        assert "The oldest 2 requests were forgotten" in text_of(page.get())
    finally:
        emulator._recorder._most = 50_000


@pytest.mark.parametrize(
    "body",
    [
        b'{"end_user_id": "eu_1", "name": "\\ud800"}',
        b"[" * 30_000,
        b'{"end_user_id": "eu_1", "x=1);import os;os.system(1)#": 1}',
        b'{"end_user_id": "eu_1", "metadata": {"a": "' + b"b" * 40_000 + b'"}}',
    ],
    ids=["half a character", "deep", "code", "long"],
)
def test_a_request_with_an_odd_body_is_shown(page: Page, client: Api, body: bytes) -> None:
    kind = {"Content-Type": "application/json"}
    client("POST", "/recordings", data=body, headers=kind)
    shown = page.get("/requests/1")
    assert "What the contract says" in text_of(shown)
    assert ("too long to be compared" in text_of(shown)) is (len(body) > 40_000)
    assert "os.system" not in code(shown, "Python")
    assert "--data-raw" in code(shown, "curl")


def test_headers_and_bodies_take_bounded_memory() -> None:
    recorder = Recorder(exchanges=True)
    body = bytes(1 << 15)
    for number in range(2 * MAX_EXCHANGES // len(body)):
        record = RequestRecord("api", "GET", None, f"/{number}", 0.0)
        recorder.end(recorder.add(record, Exchange("/", [("a", "b")], body)))
    kept = [record for record in recorder.all() if record.exchange]
    assert sum(record.exchange.size for record in kept if record.exchange) <= MAX_EXCHANGES
    assert kept == recorder.all()[-len(kept) :]
    assert len(kept) > 900
    without = Recorder()
    assert (
        without.add(RequestRecord("api", "GET", None, "/", 0.0), Exchange("/", [])).exchange is None
    )


def test_what_a_client_names_takes_bounded_memory(emulator: Emulator, client: Api) -> None:
    """Of both sides, which take heads of 64 KiB."""
    long = "a" * 20_000
    for path in (f"/recordings/rec_{long}", f"/{long}"):
        client("POST", path, headers={"Idempotency-Key": long})
    client.session.put(f"{emulator.storage_url}/bota-uploads/{long}", data=b"", timeout=HANG)
    client.session.request(long, f"{emulator.storage_url}/bota-uploads/a", timeout=HANG)
    for record in emulator.requests:
        texts = [text for text in record.to_json().values() if isinstance(text, str)]
        assert sum(map(len, texts)) < 4 * 2100
    assert [record.path[:40] for record in emulator.requests[-4:]] == [
        f"/v1/recordings/rec_{long}"[:40],
        f"/v1/{long}"[:40],
        f"/bota-uploads/{long}"[:40],
        "/bota-uploads/a",
    ]


def test_a_recording_with_its_hashes_its_audio_and_its_timeline(
    emulator: Emulator, page: Page, client: Api
) -> None:
    emulator.clock.set_speed(0)
    recording = client.upload(AUDIO, name="Stand-up")
    job = client("POST", "/transcriptions", json={"recording_id": recording}).json()["id"]
    emulator.clock.advance(600)
    client("GET", f"/transcriptions/{job}")
    listed = rows(page.get("/recordings"))
    assert len(listed) == 1
    assert " uploaded Stand-up eu_1 62.5 KiB 2.00 s verified " in listed[0]
    shown = text_of(page.get(f"/recordings/{recording}"))
    digest = hashlib.sha256(AUDIO).hexdigest()
    assert f"SHA-256 given {digest} SHA-256 found {digest} the same" in shown
    steps = shown.partition("Timeline")[2]
    names = ["Created", "URL signed: 200", "PUT: 200", "Completion: 200", "Transcription asked for"]
    names += ["Transcription started", "Transcription completed"]
    assert [steps.index(name) for name in names] == sorted(steps.index(name) for name in names)
    assert "+1.00 s Transcription started" in steps
    audio = page.session.get(f"{page.root}/recordings/{recording}/audio", timeout=HANG)
    assert (audio.content, audio.headers["Content-Type"]) == (AUDIO, "audio/wav")
    part = {"Range": "bytes=0-3"}
    got = page.session.get(f"{page.root}/recordings/{recording}/audio", headers=part, timeout=HANG)
    assert (got.status_code, got.content) == (206, b"RIFF")
    saved = page.session.get(f"{page.root}/recordings/{recording}/audio?download", timeout=HANG)
    assert saved.headers["Content-Disposition"] == f'attachment; filename="{recording}.wav"'
    page.post(f"/recordings/{recording}/delete")
    assert client("GET", f"/recordings/{recording}").status_code == 404
    assert "There is no such recording" in page.get(f"/recordings/{recording}", 404)


def test_hashes_that_differ_and_a_recording_without_audio(
    emulator: Emulator, page: Page, client: Api
) -> None:
    empty = client.create()
    assert "Stored nothing" in text_of(page.get(f"/recordings/{empty}"))
    page.get(f"/recordings/{empty}/audio", 404)
    emulator.add_fault(StorageDamage())
    recording = client.create()
    client.put(client.grant(recording), AUDIO)
    given = hashlib.sha256(AUDIO).hexdigest()
    client.complete(recording, content_sha256=given)
    shown = text_of(page.get(f"/recordings/{recording}"))
    found = emulator.object_sha256(recording)
    assert f"SHA-256 given {given} SHA-256 found {found} differs" in shown
    assert " integrity_failure " in shown


def test_a_storage_that_is_away_is_said() -> None:
    with Emulator(page=True, s3_endpoint="http://127.0.0.1:1") as emulator:
        api, page = Api(emulator), Page(emulator)
        with api.session, page.session:
            recording = api.create()
            api.grant(recording)
            assert "storage" in text_of(page.get(f"/recordings/{recording}", 502))
            assert "X-Amz" not in page.get(f"/recordings/{recording}/audio", 502)


def test_what_is_stored_cannot_become_a_page_of_the_emulators_origin(
    emulator: Emulator, page: Page, client: Api
) -> None:
    recording = client.create()
    row = emulator._running().state.get("recording", recording)
    assert row is not None
    incoming = emulator._running().storage.receive("proj_test/x/audio.html", "text/html")  # type: ignore[attr-defined]
    incoming.write(memoryview(b"<script>alert(1)</script>"))
    incoming.commit()
    row.facts["key"] = "proj_test/x/audio.html"
    emulator._running().state.save(row)
    got = page.session.get(f"{page.root}/recordings/{recording}/audio", timeout=HANG)
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in got.headers["Content-Security-Policy"]

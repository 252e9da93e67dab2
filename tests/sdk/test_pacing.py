"""A run keeps to the service's rate limits by itself, as near as they allow."""

from __future__ import annotations

import collections
import itertools
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from bota_emulator import Emulator
from bota_emulator.api.limits import WINDOW_SECONDS
from bota_emulator.contract.document import Contract
from bota_sdk import Bota
from bota_sdk._api.rate_limit import LOOK
from bota_sdk._shared import waiting

from tests.ticks import HANG

SPEED = 10
LIMITS = Contract().rate_limits


@pytest.fixture
def waited(bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits, in order; time passes, for the service and the client, only while one waits."""
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        bota_emulator.clock.advance(seconds)

    monkeypatch.setattr(waiting, "monotonic", bota_emulator.clock.time)
    monkeypatch.setattr(waiting, "wait_blocking", wait)
    bota_emulator.settings.rate_limits = "documented"
    bota_emulator.clock.set_speed(0)
    return waited


@pytest.fixture
def sped_up(bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """A minute takes six seconds, for the service and for what waits for it."""
    monkeypatch.setattr(waiting, "monotonic", lambda: time.monotonic() * SPEED)
    monkeypatch.setattr(waiting, "wait_blocking", lambda seconds: time.sleep(seconds / SPEED))
    bota_emulator.settings.rate_limits = "documented"
    bota_emulator.clock.set_speed(SPEED)
    return bota_emulator


def audio(count: int, folder: Path) -> list[Path]:
    paths = [folder / f"{number}.wav" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(b"RIFF\0\0\0\0WAVE" + number.to_bytes(4, "big"))
    return paths


def assert_within_limits(emulator: Emulator) -> None:
    """None was refused, and in no minute, whenever it began, were there more than allowed."""
    assert 429 not in statuses(emulator)
    records = [record for record in emulator.requests if record.side == "api"]
    urls = [record for record in records if record.operation == "createUploadUrl"]
    assert len(records) > LIMITS["requests"]
    for counted, limit in ((records, LIMITS["requests"]), (urls, LIMITS["upload_urls"])):
        moments = sorted(record.at for record in counted)
        for first, over in zip(moments, itertools.islice(moments, limit, None), strict=False):
            # The client's clock is another one of the machine's, which may run a little faster.
            assert over - first > WINDOW_SECONDS * 0.999


def test_200_uploads_at_the_documented_limits(
    bota_emulator: Emulator, bota: Bota, tmp_path: Path, waited: list[float]
) -> None:
    report = bota.upload_many(audio(200, tmp_path), end_user_id="eu_1", concurrency=1)
    assert (report.uploaded, report.ok) == (200, True)
    assert statuses(bota_emulator) == {200: 400, 201: 200}
    assert_within_limits(bota_emulator)
    # The first 30 go at once, and the last 20 when the seventh minute has begun.
    assert sum(waited) == pytest.approx(6 * 60, abs=0.001)


def test_uploads_at_once_share_the_limits(sped_up: Emulator, bota: Bota, tmp_path: Path) -> None:
    report = bota.upload_many(audio(70, tmp_path), end_user_id="eu_1")
    assert (report.uploaded, report.ok) == (70, True)
    assert statuses(sped_up) == {200: 140, 201: 70}
    assert_within_limits(sped_up)


PROCESS = f"""
import sys, time
from bota_sdk import Bota
from bota_sdk._shared import waiting

waiting.monotonic = lambda: time.monotonic() * {SPEED}
waiting.wait_blocking = lambda seconds: time.sleep(seconds / {SPEED})
with Bota() as bota:
    report = bota.upload_many(sys.argv[2:], end_user_id="eu_1", journal=sys.argv[1])
print(report.uploaded, report.skipped, report.failed)
"""


def test_two_processes_with_one_journal_share_the_limits(sped_up: Emulator, tmp_path: Path) -> None:
    paths = audio(70, tmp_path)
    environment = {
        **os.environ,
        "BOTA_BASE_URL": sped_up.base_url,
        "BOTA_API_KEY": sped_up.api_key,
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(tmp_path / "journal"), *map(str, paths)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(2)
    ]
    try:
        counts = [tuple(map(int, p.communicate(timeout=HANG)[0].split())) for p in processes]
    finally:
        for process in processes:
            process.kill()
    assert sum(uploaded for uploaded, _, _ in counts) == 70
    assert all(uploaded + skipped == 70 for uploaded, skipped, _ in counts)
    assert statuses(sped_up) == {200: 140, 201: 70}
    assert_within_limits(sped_up)


def statuses(emulator: Emulator) -> dict[int | None, int]:
    return collections.Counter(
        record.status for record in emulator.requests if record.side == "api"
    )


def test_a_single_call_waits_for_the_next_window(
    bota_emulator: Emulator, bota: Bota, waited: list[float]
) -> None:
    for _ in range(100):
        bota.recordings.list(limit=1)
    assert waited == []
    bota.with_options(max_wait=61).recordings.list(limit=1)
    assert sum(waited) == pytest.approx(60, abs=0.001)
    assert_within_limits(bota_emulator)


def test_who_waits_goes_on_when_a_response_names_a_larger_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named, began, go = iter(["1", "1000000", "1000000"]), threading.Event(), threading.Event()

    def respond(request: httpx.Request) -> httpx.Response:
        limit = next(named)
        if limit != "1":
            began.set()
            assert go.wait(HANG)
        headers = {"X-RateLimit-Limit": limit, "X-RateLimit-Remaining": "1"}
        return httpx.Response(200, headers=headers, json={"data": [], "has_more": False})

    with (
        httpx.Client(transport=httpx.MockTransport(respond)) as http_client,
        Bota(api_key="sk_test_1", http_client=http_client, max_wait=61) as bota,
    ):
        bota.recordings.list()
        other = threading.Thread(target=bota.recordings.list)
        other.start()
        assert began.wait(HANG)
        waited: list[float] = []

        def wait(seconds: float) -> None:
            waited.append(seconds)
            go.set()
            other.join()

        monkeypatch.setattr(waiting, "wait_blocking", wait)
        bota.recordings.list()
    assert waited == [LOOK]


def test_the_transport_knows_the_path_of_the_contract(bota_emulator: Emulator, bota: Bota) -> None:
    bota_emulator.settings.rate_limits = "documented"
    recording = bota.recordings.create(end_user_id="eu_1")
    # The first answer names the limit, and from then on each counts.
    for _ in range(2):
        bota.uploads.create_url(recording.id, content_type="audio/wav")
    pacer = bota._runtime.state.pacer
    assert pacer.logs[0].count("upload_urls", waiting.monotonic()) == 1
    assert pacer.logs[0].count("requests", waiting.monotonic()) >= 1

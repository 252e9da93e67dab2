"""A run keeps to the service's rate limits by itself, as near as they allow."""

from __future__ import annotations

import collections
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bota_emulator import Emulator
from bota_sdk import Bota
from bota_sdk._shared import waiting

SPEED = 20


@pytest.fixture
def sped_up(bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """A minute takes three seconds, for the service and for what waits for it."""
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


def test_200_uploads_at_the_documented_limits(
    sped_up: Emulator, bota: Bota, tmp_path: Path
) -> None:
    began = sped_up.clock.time()
    report = bota.upload_many(audio(200, tmp_path), end_user_id="eu_1")
    assert (report.uploaded, report.ok) == (200, True)
    assert statuses(sped_up) == {200: 400, 201: 200}
    minutes = (sped_up.clock.time() - began) / 60
    # The first 30 go at once, and the last 20 when the seventh minute has begun.
    assert 6 <= minutes <= 6 * 1.05


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
        counts = [tuple(map(int, p.communicate(timeout=60)[0].split())) for p in processes]
    finally:
        for process in processes:
            process.kill()
    assert sum(uploaded for uploaded, _, _ in counts) == 70
    assert all(uploaded + skipped == 70 for uploaded, skipped, _ in counts)
    assert statuses(sped_up) == {200: 140, 201: 70}


def statuses(emulator: Emulator) -> dict[int | None, int]:
    return collections.Counter(
        record.status for record in emulator.requests if record.side == "api"
    )


def test_a_single_call_waits_for_the_next_window(
    bota_emulator: Emulator, bota: Bota, sleeps: list[float]
) -> None:
    bota_emulator.settings.rate_limits = "documented"
    for _ in range(100):
        bota.recordings.list(limit=1)
    assert sleeps == []

    def wait(seconds: float) -> None:
        sleeps.append(seconds)
        bota_emulator.clock.advance(seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting, "wait_blocking", wait)
        bota.recordings.list(limit=1)
    assert 58 < sum(sleeps) <= 60
    assert 429 not in statuses(bota_emulator)


def test_the_transport_knows_the_path_of_the_contract(bota_emulator: Emulator, bota: Bota) -> None:
    bota_emulator.settings.rate_limits = "documented"
    recording = bota.recordings.create(end_user_id="eu_1")
    # The first answer names the limit, and from then on each counts.
    for _ in range(2):
        bota.uploads.create_url(recording.id, content_type="audio/wav")
    pacer = bota._core.state.pacer
    assert pacer.log.count("upload_urls", waiting.monotonic()) == 1
    assert pacer.log.count("requests", waiting.monotonic()) >= 1

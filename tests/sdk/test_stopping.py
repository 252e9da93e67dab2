"""An upload that is stopped ends within about a second, leaves nothing open and says what it left."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from bota_emulator import ApiDelay, Emulator
from bota_sdk import (
    AsyncBota,
    Bota,
    CancelToken,
    DeadlineExceededError,
    Progress,
    Receipt,
    UploadCancelledError,
)

from tests.conftest import AUDIO
from tests.sdk.conftest import Upload, steps
from tests.secret_scan import secrets_in, shown
from tests.ticks import Ticks

BIG = b"RIFF\0\0\0\0WAVE" + bytes(8 << 20)


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    path = tmp_path / "long.wav"
    path.write_bytes(BIG)
    return path


@pytest.fixture
def nothing_stays_open(ticks: Ticks) -> Iterator[None]:
    """No thread of ours, no file and no socket beside the emulator's."""

    def open_now() -> tuple[set[str], int]:
        gc.collect()
        mine = psutil.Process()
        threads = {
            thread.name
            for thread in threading.enumerate()
            if not thread.name.startswith(("bota-emulator", "MainThread", "pytest_timeout"))
        }
        files = {file.path for file in mine.open_files() if file.path.endswith(".wav")}
        return threads | files, len(threads)

    before = open_now()
    yield
    end = ticks() + 1.5
    while open_now() != before and ticks() < end:
        time.sleep(0.02)
    assert open_now() == before


def when(
    phase: str, call: Callable[[], object], bytes_sent: int = 0
) -> Callable[[Progress], object]:
    """Return an on_progress that does something once, at a phase."""
    done: list[Progress] = []

    def on_progress(progress: Progress) -> None:
        if progress.phase == phase and progress.bytes_sent >= bytes_sent and not done:
            done.append(progress)
            call()

    return on_progress


@pytest.mark.usefixtures("nothing_stays_open")
@pytest.mark.parametrize(
    ("phase", "bytes_sent", "state"),
    [
        ("preparing", 0, "no recording was created"),
        ("uploading", 0, "is there, without its audio"),
        ("uploading", 1, "is there, without its audio"),
        ("uploading", len(BIG), "may be stored or not, but is not completed"),
        ("completing", 0, "has its audio stored, but is not completed"),
    ],
)
def test_a_token(
    bota_emulator: Emulator, upload: Upload, audio: Path, phase: str, bytes_sent: int, state: str
) -> None:
    token = CancelToken()
    with pytest.raises(UploadCancelledError, match=f"the upload was cancelled; .*{state}") as error:
        upload(audio, cancel=token, on_progress=when(phase, token.cancel, bytes_sent))
    created = [step for step, _ in steps(bota_emulator)][:1] == ["createRecording"]
    assert (error.value.recording_id is not None) is created
    assert "completeUpload" not in [step for step, _ in steps(bota_emulator)]
    with pytest.raises(UploadCancelledError, match="was cancelled"):
        upload(audio, cancel=token)


@pytest.mark.usefixtures("nothing_stays_open")
@pytest.mark.parametrize("waiting", ["backoff", "verification"])
def test_a_token_ends_a_wait(
    bota_emulator: Emulator, upload: Upload, audio: Path, waiting: str, ticks: Ticks
) -> None:
    token = CancelToken()
    status = 503 if waiting == "backoff" else 425
    bota_emulator.fail_api("completeUpload", status, times=9, headers={"Retry-After": "60"})
    cancelled: list[float] = []

    def cancel() -> None:
        while ("completeUpload", status) not in steps(bota_emulator):
            time.sleep(0.01)
        time.sleep(0.2)  # by now it waits
        cancelled.append(ticks())
        token.cancel()

    cancelling = threading.Thread(target=cancel, daemon=True)
    cancelling.start()
    with pytest.raises(UploadCancelledError):
        upload(audio, cancel=token)
    assert ticks() - cancelled[0] < 1
    cancelling.join()


@pytest.mark.usefixtures("nothing_stays_open")
def test_a_deadline(bota: Bota, bota_emulator: Emulator, upload: Upload, audio: Path) -> None:
    bota_emulator.fail_api("completeUpload", 503, times=9, headers={"Retry-After": "60"})
    # Made before, since it may take that long on a busy machine.
    id = bota.recordings.create(end_user_id="eu_1").id
    with pytest.raises(
        DeadlineExceededError, match=rf"not done after 3 seconds; the recording {id}"
    ):
        upload(audio, recording_id=id, deadline=3)
    bota_emulator.reset()
    assert upload(audio, deadline=60).verified


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"deadline": 0}, ValueError),
        ({"deadline": float("nan")}, ValueError),
        ({"deadline": "5"}, TypeError),
        ({"cancel": threading.Event()}, TypeError),
        ({"checksum": "never"}, ValueError),
        ({"on_progress": 5}, TypeError),
        ({"name": 5}, TypeError),
    ],
)
def test_wrong_arguments(
    bota_emulator: Emulator, upload: Upload, options: dict[str, Any], kind: type[Exception]
) -> None:
    with pytest.raises(kind, match=next(iter(options))):
        upload(BIG, **options)
    assert bota_emulator.requests == []


@pytest.mark.usefixtures("nothing_stays_open")
@pytest.mark.parametrize("phase", ["uploading", "completing"])
def test_a_cancelled_task(bota_emulator: Emulator, audio: Path, phase: str, ticks: Ticks) -> None:
    bota_emulator.add_fault(ApiDelay(before=60, operation="completeUpload"))

    async def run() -> None:
        options = {"base_url": bota_emulator.base_url, "api_key": bota_emulator.api_key}
        async with AsyncBota(**options) as bota:
            reached = asyncio.Event()
            task = asyncio.ensure_future(
                bota.upload(audio, end_user_id="eu_1", on_progress=when(phase, reached.set))
            )
            await reached.wait()
            task.cancel()
            started = ticks()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            assert ticks() - started < 1
            assert "the recording rec_" in "".join(caught.value.__notes__)

    asyncio.run(run())
    completed = [step for step, _ in steps(bota_emulator)].count("completeUpload")
    # It may have been under way already when the task was cancelled.
    assert completed <= (phase == "completing")


INTERRUPTED = """
import signal, sys, threading, psutil
from bota_sdk import Bota

# Whoever runs the tests in the background may have them ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)

def tell(progress):
    if progress.bytes_sent:
        print("sending", flush=True)

with Bota() as bota:
    try:
        bota.upload(sys.argv[1], end_user_id="eu_1", on_progress=tell)
    except KeyboardInterrupt as error:
        print(*error.__notes__, threading.active_count(), len(psutil.Process().open_files()))
print(len([c for c in psutil.Process().net_connections() if c.status == "ESTABLISHED"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_an_interrupt(bota_emulator: Emulator, tmp_path: Path, ticks: Ticks) -> None:
    path = tmp_path / "long.wav"
    with path.open("wb") as file:
        file.write(BIG[:12])
        file.truncate(2 << 30)  # long enough to be under way still
    environment = {
        **os.environ,
        "BOTA_BASE_URL": bota_emulator.base_url,
        "BOTA_API_KEY": bota_emulator.api_key,
    }
    command = [sys.executable, "-c", INTERRUPTED, str(path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "sending\n"
            process.send_signal(signal.SIGINT)
            sent = ticks()
            left = [line for line in process.stdout if line != "sending\n"]
            assert ticks() - sent < 2
        finally:
            process.kill()
    assert len(left) == 2, "".join(left)
    assert "is there, without its audio 1 0" in left[0]
    assert left[1] == "0\n"
    assert process.returncode == 0


def test_one_token_for_several_uploads(bota_emulator: Emulator, audio: Path) -> None:
    token = CancelToken()
    outcomes: list[BaseException | Receipt] = []

    def run(bota: Bota) -> None:
        try:
            outcomes.append(
                bota.upload(
                    audio,
                    end_user_id="eu_1",
                    cancel=token,
                    on_progress=when("uploading", token.cancel, 1 << 20),
                )
            )
        except UploadCancelledError as error:
            outcomes.append(error)

    with Bota(base_url=bota_emulator.base_url, api_key=bota_emulator.api_key) as bota:
        threads = [threading.Thread(target=run, args=(bota,), daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [type(outcome) for outcome in outcomes] == [UploadCancelledError] * 4
    assert repr(token) == "CancelToken(cancelled=True)"


class StopsAt(CancelToken):
    """Is cancelled when it is looked at for the n-th time."""

    def __init__(self, look: int) -> None:
        super().__init__()
        self._looks_left = look

    @property
    def cancelled(self) -> bool:
        self._looks_left -= 1
        return self._looks_left <= 0


def test_a_stop_at_any_moment_shows_no_secret(bota: Bota) -> None:
    stopped = 0
    for look in range(1, 200):
        try:
            bota.upload(AUDIO / "speech.wav", end_user_id="eu_1", cancel=StopsAt(look))
        except UploadCancelledError as error:
            # The scan of every test would see it too, but not say at which moment.
            assert not secrets_in(shown(error)), f"look {look}"
            stopped = look
        else:
            break
    assert stopped > 10

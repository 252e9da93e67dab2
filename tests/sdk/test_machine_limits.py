"""A machine that has no thread and no file descriptor to spare: a result, or an error of ours."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import Emulator
from bota_sdk import AsyncBota, BotaError

from tests.conftest import AUDIO
from tests.sdk.test_journal import environment
from tests.sdk.test_journal_file import audio
from tests.ticks import HANG


async def listed(bota: AsyncBota) -> None:
    async for _ in bota.recordings.list():
        pass


@pytest.mark.parametrize(
    "call",
    [
        lambda bota: bota.recordings.get("rec_1"),
        listed,
        lambda bota: bota.upload(AUDIO / "speech.wav", end_user_id="eu_1"),
        lambda bota: bota.download("rec_1", io.BytesIO()),
        lambda bota: bota.transcribe("rec_1"),
    ],
)
def test_an_asynchronous_call_without_a_thread(
    bota_emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    call: Callable[[AsyncBota], Awaitable[Any]],
) -> None:
    async def go() -> None:
        key = bota_emulator.api_key
        async with AsyncBota(base_url=bota_emulator.base_url, api_key=key) as bota:
            await call(bota)

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as machine:
        machine.setattr(threading.Thread, "start", refuse)
        with pytest.raises(BotaError, match="nothing was sent: can't start new thread"):
            asyncio.run(go())
    assert bota_emulator.requests == []


# So many descriptors are left for each call; the first ones have none.
FEW_DESCRIPTORS = """
import os, resource, sys
from bota_sdk import Bota, BotaError

most, limit = resource.getrlimit(resource.RLIMIT_NOFILE)

def attempt(name, call):
    found = set()
    for left in range(8):
        with Bota(max_retries=0) as bota:
            taken = [os.open(os.devnull, os.O_RDONLY)]
            highest = max(map(int, os.listdir("/proc/self/fd")))
            resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1 + left, limit))
            while True:  # no gap below is left
                try:
                    taken.append(os.open(os.devnull, os.O_RDONLY))
                except OSError:
                    break
            for _ in range(left):
                os.close(taken.pop())
            try:
                found.add(call(bota))
            except BotaError as error:
                found.add("BotaError")
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, (most, limit))
                for descriptor in taken:
                    os.close(descriptor)
    print(name, *sorted(found))

path, journal = sys.argv[1:]
many = {"end_user_id": "eu_1", "max_outage": 0, "allow_duplicates": True}

def outcome(report):
    assert all(isinstance(each.error, BotaError) for each in report.failures), report.failures
    return "done" if report.uploaded + report.skipped else "not done"

with Bota() as bota:
    bota.upload(path, end_user_id="eu_1")  # whatever is imported at the first use
    bota.upload_many([path], journal=None, **many)
attempt("upload", lambda bota: bota.upload(path, end_user_id="eu_1") and "done")
chunks = [b"RIFF", bytes(4), b"WAVE", bytes(99)]
attempt("iterable", lambda bota: bota.upload(iter(chunks), end_user_id="eu_1") and "done")
attempt("many", lambda bota: outcome(bota.upload_many([path], **many)))
attempt("journal", lambda bota: outcome(bota.upload_many([path], journal=journal, **many)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts in /proc, and limits the descriptors")
def test_no_file_descriptor(bota_emulator: Emulator, tmp_path: Path) -> None:
    (path,) = audio(tmp_path, 1)
    ended = subprocess.run(
        [sys.executable, "-c", FEW_DESCRIPTORS, str(path), str(tmp_path / "journal")],
        env=environment(bota_emulator),
        capture_output=True,
        text=True,
        timeout=HANG,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == [
        "upload BotaError done",
        "iterable BotaError done",
        "many done not done",
        "journal BotaError done not done",
    ]

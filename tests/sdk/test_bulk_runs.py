"""A run of many uploads hangs on nothing, outlives nothing, and shares a client with others."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from anyio import to_thread
from bota_emulator import ApiDelay, ApiStatus, Emulator
from bota_sdk import AsyncBota, Bota, BulkEvent, BulkReport, ItemProgress, ItemResult, UploadItem

from tests.sdk.test_journal import environment, recordings
from tests.sdk.test_journal_file import audio

# The machine gives no thread to the first upload.
NO_THREAD = """
import sys, threading
from bota_sdk import Bota

start = threading.Thread.start

def refuse(thread):
    if thread.name.startswith("bota-sdk-bulk"):
        raise RuntimeError("can't start new thread")
    start(thread)

threading.Thread.start = refuse
with Bota() as bota:
    bota.upload_many(sys.argv[1:], end_user_id="eu_1")
"""

# The caller itself is pushed back.
PUSHED_BACK = """
import sys
from bota_sdk import ApiError, Bota

with Bota() as bota:

    def on_progress(_):
        try:
            bota.recordings.get("rec_none")
        except ApiError:
            pass

    print(bota.upload_many(sys.argv[1:], end_user_id="eu_1", on_progress=on_progress).uploaded)
"""


def python(emulator: Emulator, code: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=environment(emulator),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def test_an_upload_that_cannot_begin_ends_the_run(bota_emulator: Emulator, tmp_path: Path) -> None:
    ended = python(bota_emulator, NO_THREAD, *audio(tmp_path, 4))
    assert ended.returncode == 1
    assert "RuntimeError: can't start new thread" in ended.stderr


def test_what_the_callers_own_calls_meet_is_no_event_of_the_run(
    bota_emulator: Emulator, tmp_path: Path
) -> None:
    bota_emulator.add_fault(ApiStatus(status=503, operation="getRecording", times=2))
    ended = python(bota_emulator, PUSHED_BACK, *audio(tmp_path, 6))
    assert ended.stdout == "6\n", ended.stderr


def test_a_cancelled_task_leaves_no_thread(bota_emulator: Emulator, tmp_path: Path) -> None:
    bota_emulator.add_fault(ApiDelay(before=60, operation="completeUpload", times=100))
    paths = audio(tmp_path, 4)

    async def go() -> None:
        key = bota_emulator.api_key
        async with AsyncBota(base_url=bota_emulator.base_url, api_key=key) as bota:
            completing = asyncio.Event()

            def on_progress(event: BulkEvent) -> None:
                if isinstance(event, ItemProgress) and event.progress.phase == "completing":
                    completing.set()

            task = asyncio.create_task(
                bota.upload_many(paths, end_user_id="eu_1", on_progress=on_progress)
            )
            await completing.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            names = {thread.name for thread in threading.enumerate()}
            assert not {name for name in names if name.startswith(("bota-sdk-bulk", "bota-sdk-j"))}

    asyncio.run(go())


def test_two_runs_of_one_client_with_a_journal_each(tmp_path: Path) -> None:
    paths = audio(tmp_path, 2)
    first_is_under_way, second_is_under_way = threading.Event(), threading.Event()
    with (
        Emulator(rate_limits="documented") as emulator,
        Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota,
    ):

        def in_first(event: BulkEvent) -> None:
            if isinstance(event, ItemResult):
                first_is_under_way.set()
                assert second_is_under_way.wait(20)

        def run_first() -> None:
            bota.upload_many(
                paths[:1], end_user_id="eu_1", journal=tmp_path / "j1", on_progress=in_first
            )

        first = threading.Thread(target=run_first)

        def in_second(event: BulkEvent) -> None:
            if isinstance(event, ItemResult):
                second_is_under_way.set()
                first.join(20)

        first.start()
        assert first_is_under_way.wait(20)
        bota.upload_many(
            paths[1:], end_user_id="eu_1", journal=tmp_path / "j2", on_progress=in_second
        )
        # Neither journal is open any more, and the client still paces itself.
        assert len(recordings(bota)) == 2


def test_a_list_that_grows_meanwhile(bota: Bota, tmp_path: Path) -> None:
    paths = audio(tmp_path, 3)
    items = paths[:1]

    def on_progress(event: BulkEvent) -> None:
        if isinstance(event, ItemResult) and len(items) < 3:
            items.append(paths[len(items)])

    report = bota.upload_many(items, end_user_id="eu_1", concurrency=1, on_progress=on_progress)
    assert (report.uploaded, report.not_started, report.ok) == (3, 0, True)


def test_several_runs_in_one_event_loop(bota_emulator: Emulator, tmp_path: Path) -> None:
    paths = audio(tmp_path, 12)
    threads: set[int] = set()

    async def pieces(path: Path) -> AsyncIterator[bytes]:
        threads.add(threading.get_ident())
        yield path.read_bytes()  # noqa: ASYNC240

    async def go() -> list[BulkReport]:
        async with AsyncBota(
            base_url=bota_emulator.base_url, api_key=bota_emulator.api_key
        ) as bota:

            async def items(number: int) -> AsyncIterator[UploadItem]:
                for path in paths[number::4]:
                    await asyncio.sleep(0)
                    yield UploadItem(pieces(path), key=path.name)

            async def on_progress(_: BulkEvent) -> None:
                threads.add(threading.get_ident())

            return await asyncio.gather(
                *(
                    bota.upload_many(items(number), end_user_id="eu_1", on_progress=on_progress)
                    for number in range(4)
                )
            )

    reports = asyncio.run(go())
    assert [(report.uploaded, report.ok) for report in reports] == [(3, True)] * 4
    assert threads == {threading.get_ident()}


def test_more_runs_in_one_event_loop_than_it_has_threads(
    bota_emulator: Emulator, tmp_path: Path
) -> None:
    (path,) = audio(tmp_path, 1)

    async def pieces() -> AsyncIterator[bytes]:
        yield await to_thread.run_sync(path.read_bytes)

    async def go() -> list[BulkReport]:
        key = bota_emulator.api_key
        async with AsyncBota(base_url=bota_emulator.base_url, api_key=key) as bota:
            to_thread.current_default_thread_limiter().total_tokens = 2
            return await asyncio.gather(
                *(
                    bota.upload_many([UploadItem(pieces())], end_user_id="eu_1", concurrency=1)
                    for _ in range(4)
                )
            )

    assert [report.uploaded for report in asyncio.run(go())] == [1] * 4


def test_over_the_callers_own_asynchronous_client(bota_emulator: Emulator, tmp_path: Path) -> None:
    paths = audio(tmp_path, 3)
    threads: set[int] = set()

    async def on_request(_: httpx.Request) -> None:
        threads.add(threading.get_ident())

    async def go() -> BulkReport:
        async with httpx.AsyncClient(event_hooks={"request": [on_request]}) as client:
            key = bota_emulator.api_key
            async with AsyncBota(
                base_url=bota_emulator.base_url, api_key=key, http_client=client
            ) as bota:
                return await bota.upload_many(paths, end_user_id="eu_1")

    report = asyncio.run(go())
    assert (report.uploaded, report.ok) == (3, True), report.failures
    assert threads == {threading.get_ident()}

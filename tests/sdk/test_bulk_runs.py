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
from bota_sdk import (
    AsyncBota,
    Bota,
    BotaError,
    BulkEvent,
    BulkReport,
    ItemProgress,
    ItemResult,
    UploadItem,
)

from tests.sdk.test_journal import environment, recordings
from tests.sdk.test_journal_file import audio
from tests.ticks import HANG

# The machine gives so many threads and no more.
FEW_THREADS = """
import sys, threading
from bota_sdk import Bota

left, start = int(sys.argv.pop(1)), threading.Thread.start

def refuse(thread):
    global left
    left -= 1
    if left < 0:
        raise RuntimeError("can't start new thread")
    start(thread)

threading.Thread.start = refuse
with Bota() as bota:
    for journal in (None, sys.argv.pop(1)):
        report = bota.upload_many(sys.argv[1:], end_user_id="eu_1", journal=journal)
        print(report.uploaded, report.ok)
"""

# The interpreter ends, or the main thread has ended, before the uploads begin.
AT_THE_END = """
import atexit, sys, threading
from bota_sdk import Bota

how, journal, *paths = sys.argv[1:]
bota = Bota()

def work():
    report = bota.upload_many(
        paths, end_user_id="eu_1", journal=None if journal == "none" else journal
    )
    print(report.uploaded, report.ok)

def after(thread):
    thread.join()
    work()

if how == "atexit":
    atexit.register(work)
else:
    threading.Thread(target=after, args=[threading.main_thread()]).start()
"""

# Ends as kill -9 does, with more in its own journal than is kept in memory.
KILLED = """
import os, sys
from bota_sdk import Bota, ItemResult, UploadItem

items = [UploadItem(path, key=path + "k" * 1_000_000) for path in sys.argv[1:]]
ended = 0

def on_progress(event):
    global ended
    ended += isinstance(event, ItemResult)
    if ended == len(items):
        os._exit(9)

with Bota() as bota:
    bota.upload_many(items, end_user_id="eu_1", on_progress=on_progress)
"""

# Its working directory is gone.
GONE = """
import os, sys, tempfile
from bota_sdk import Bota, JournalError, path_key

paths = sys.argv[1:]
gone = tempfile.mkdtemp()
with Bota() as bota:
    # Once from a folder that is there: 3.13.0 by itself fails at some imports where none is.
    bota.upload_many(paths, end_user_id="eu_1")
    os.chdir(gone)
    os.rmdir(gone)
    report = bota.upload_many([*paths, "here.wav"], end_user_id="eu_1")
    print(report.uploaded, report.failed, report.failures[0].key, path_key("here.wav"))
    try:
        bota.upload_many(paths, end_user_id="eu_1", journal="journal")
    except JournalError as error:
        print(error)
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
        timeout=HANG,  # a hang, and no slow machine
        check=False,
    )


@pytest.mark.parametrize("threads", [0, 1, 3])
def test_what_gets_no_thread_is_uploaded_all_the_same(
    bota_emulator: Emulator, tmp_path: Path, threads: int
) -> None:
    paths = audio(tmp_path, 6)
    ended = python(bota_emulator, FEW_THREADS, Path(str(threads)), tmp_path / "journal", *paths)
    assert ended.stdout == "6 True\n6 True\n", ended.stderr


@pytest.mark.parametrize("how", ["atexit", "thread"])
@pytest.mark.parametrize("journal", ["journal", "none"])
def test_a_run_at_the_end_of_the_interpreter(
    bota_emulator: Emulator, tmp_path: Path, how: str, journal: str
) -> None:
    kept = tmp_path / journal if journal == "journal" else Path(journal)
    ended = python(bota_emulator, AT_THE_END, Path(how), kept, *audio(tmp_path, 6))
    assert ended.stdout == "6 True\n", ended.stderr
    assert not ended.stderr


@pytest.mark.parametrize("folder", ["tmp", "none"])
def test_a_killed_run_without_a_journal_leaves_nothing(
    bota_emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / "tmp").mkdir()
    for name in ("TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / folder))
    ended = python(bota_emulator, KILLED, *audio(tmp_path, 12))
    assert ended.returncode == 9, ended.stderr
    assert [*(tmp_path / "tmp").iterdir()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such folder can be removed")
def test_a_working_directory_that_is_gone(bota_emulator: Emulator, tmp_path: Path) -> None:
    ended = python(bota_emulator, GONE, *audio(tmp_path, 2))
    first, second = ended.stdout.splitlines()
    assert first == "2 1 here.wav here.wav", ended.stderr
    assert "the journal 'journal' cannot be opened: No such file" in second


def test_an_asynchronous_run_without_a_thread(
    bota_emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def go() -> None:
        key = bota_emulator.api_key
        async with AsyncBota(base_url=bota_emulator.base_url, api_key=key) as bota:
            await bota.upload_many(audio(tmp_path, 1), end_user_id="eu_1")

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as machine:
        machine.setattr(threading.Thread, "start", refuse)
        with pytest.raises(BotaError, match="nothing was sent: can't start new thread"):
            asyncio.run(go())


def test_an_interrupt_while_a_thread_starts_ends_the_run(
    bota: Bota, bota_emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = threading.Thread.start

    def interrupted(thread: threading.Thread) -> None:
        start(thread)
        if thread.name == "bota-sdk-bulk":
            raise KeyboardInterrupt

    bota_emulator.add_fault(ApiDelay(before=600, operation="createRecording"))
    with monkeypatch.context() as machine, pytest.raises(KeyboardInterrupt):
        machine.setattr(threading.Thread, "start", interrupted)
        bota.upload_many(audio(tmp_path, 2), end_user_id="eu_1")
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("bota-sdk-")]


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
                assert second_is_under_way.wait(HANG)

        def run_first() -> None:
            bota.upload_many(
                paths[:1], end_user_id="eu_1", journal=tmp_path / "j1", on_progress=in_first
            )

        first = threading.Thread(target=run_first)

        def in_second(event: BulkEvent) -> None:
            if isinstance(event, ItemResult):
                second_is_under_way.set()
                first.join(HANG)

        first.start()
        assert first_is_under_way.wait(HANG)
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

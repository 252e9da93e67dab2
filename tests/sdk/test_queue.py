"""A queue in a journal: listing and uploading are two jobs, each item is uploaded once."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import Emulator
from bota_sdk import (
    AsyncBota,
    Bota,
    BulkEvent,
    CancelToken,
    ItemResult,
    JournalError,
    UploadItem,
    journal_status,
    retry_failed,
)
from bota_sdk._bulk.journal import Journal as JournalOfRun
from bota_sdk._bulk.queue import Queue
from bota_sdk._bulk.rows import listed_item
from bota_sdk._bulk.store import location_of, sqlite

from tests.postgres import Postgres
from tests.sdk.test_journal import environment

Journal = Path | str

CRASHING = """
import os, sys
from bota_sdk import Bota, ItemResult

with Bota() as bota:
    bota.work(
        journal=sys.argv[1],
        on_progress=lambda event: os._exit(9) if isinstance(event, ItemResult) else None,
    )
"""


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "calls"
    folder.mkdir()
    found = [folder / f"{number}.wav" for number in range(12)]
    for number, path in enumerate(found):
        path.write_bytes(b"RIFF\0\0\0\0WAVE" + bytes([number]) * 100)
    return found


def counts(journal: Journal) -> tuple[int, int, int]:
    status = journal_status(journal)
    return status.left, status.uploaded, status.failed


def stored(emulator: Emulator) -> Counter[str]:
    completed = [r for r in emulator.requests if r.operation == "completeUpload"]
    return Counter(record.path for record in completed if record.status == 200)


def test_what_is_in_the_queue_is_uploaded_once(
    bota: Bota, bota_emulator: Emulator, journal: Journal, paths: list[Path]
) -> None:
    done = bota.enqueue(paths[:8], journal=journal, end_user_id="eu_1")
    assert (done.added, done.known) == (8, 0)
    assert counts(journal) == (8, 0, 0)
    report = bota.work(journal=journal)
    assert (report.uploaded, report.ok) == (8, True)
    # What is known stays as it is, whatever became of it.
    done = bota.enqueue(map(str, paths), journal=journal, end_user_id="eu_1")
    assert (done.added, done.known) == (4, 8)
    assert bota.work(journal=journal).uploaded == 4
    assert counts(journal) == (0, 12, 0)
    assert len(stored(bota_emulator)) == stored(bota_emulator).total() == 12
    assert bota.upload_many(paths, journal=journal, end_user_id="eu_1").skipped == 12


def test_the_fields_of_an_item_go_with_it(bota: Bota, journal: Journal, paths: list[Path]) -> None:
    items = [UploadItem(paths[0], name="first", metadata={"team": "sales"}), paths[1]]
    bota.enqueue(items, journal=journal, end_user_id="eu_7", name="other")
    assert bota.work(journal=journal).uploaded == 2
    found = {recording.name: recording for recording in bota.recordings.list()}
    assert {recording.end_user_id for recording in found.values()} == {"eu_7"}
    assert dict(found["first"].metadata or {})["team"] == "sales"
    assert "other" in found


def test_what_another_process_cannot_open_is_refused(
    bota: Bota, bota_emulator: Emulator, journal: Journal
) -> None:
    done = bota.enqueue([UploadItem(b"RIFF", key="a")], journal=journal, end_user_id="eu_1")
    (failure,) = done.failures
    assert (done.added, done.known, done.failed, failure.key) == (0, 0, 1, "a")
    assert "another process cannot open bytes" in str(failure.error)
    with pytest.raises(TypeError, match="not str"):
        bota.enqueue("a.wav", journal=journal, end_user_id="eu_1")
    with pytest.raises(TypeError, match="loudness"):
        bota.enqueue([], journal=journal, loudness=1)  # type: ignore[call-arg]
    assert bota_emulator.requests == []


def test_an_item_that_failed_waits_for_somebody(
    bota: Bota, journal: Journal, paths: list[Path]
) -> None:
    paths[3].write_bytes(b"")
    bota.enqueue(paths[:4], journal=journal, end_user_id="eu_1")
    report = bota.work(journal=journal)
    assert (report.uploaded, report.failed) == (3, 1)
    assert bota.work(journal=journal).failed == 0
    status = journal_status(journal)
    (failure,) = status.failures
    assert (status.left, status.failed, failure.key) == (0, 1, str(paths[3]))
    assert "is empty" in failure.reason
    paths[3].write_bytes(b"RIFF\0\0\0\0WAVE mended")
    assert retry_failed(journal) == 1
    assert bota.work(journal=journal).uploaded == 1
    assert counts(journal) == (0, 4, 0)


def test_a_failure_of_upload_many_is_in_the_status(
    bota: Bota, journal: Journal, paths: list[Path]
) -> None:
    paths[0].write_bytes(b"")
    bota.upload_many(paths, journal=journal, end_user_id="eu_1")
    assert counts(journal) == (0, 11, 1)
    paths[0].write_bytes(b"RIFF\0\0\0\0WAVE mended")
    bota.upload_many(paths, journal=journal, end_user_id="eu_1")
    assert counts(journal) == (0, 12, 0)


def test_workers_share_the_queue(
    bota: Bota, bota_emulator: Emulator, journal: Journal, paths: list[Path]
) -> None:
    bota.enqueue(paths, journal=journal, end_user_id="eu_1")
    reports: list[int] = []

    def work() -> None:
        with Bota(base_url=bota_emulator.base_url, api_key=bota_emulator.api_key) as other:
            reports.append(other.work(journal=journal, concurrency=1).uploaded)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(reports) == 12
    assert len(stored(bota_emulator)) == stored(bota_emulator).total() == 12


def test_what_a_dead_worker_had_is_taken_over(
    bota: Bota, bota_emulator: Emulator, journal: Journal, paths: list[Path]
) -> None:
    bota.enqueue(paths, journal=journal, end_user_id="eu_1")
    command = [sys.executable, "-c", CRASHING, str(journal)]
    ended = subprocess.run(command, env=environment(bota_emulator), check=False)
    assert ended.returncode == 9
    bota.work(journal=journal)
    assert counts(journal) == (0, 12, 0)
    assert len(list(bota.recordings.list())) == 12


def test_a_drained_worker_leaves_the_rest(bota: Bota, journal: Journal, paths: list[Path]) -> None:
    bota.enqueue(paths, journal=journal, end_user_id="eu_1")
    token = CancelToken()

    def drain(event: BulkEvent) -> None:
        if isinstance(event, ItemResult):
            token.drain()

    report = bota.work(journal=journal, concurrency=2, cancel=token, on_progress=drain)
    assert report.stopped == "asked to finish"
    assert 1 <= report.uploaded <= 4
    assert report.not_started == 12 - report.uploaded
    assert counts(journal) == (12 - report.uploaded, report.uploaded, 0)
    assert bota.work(journal=journal).uploaded == 12 - report.uploaded


def test_async_bota_does_the_same(
    bota_emulator: Emulator, journal: Journal, paths: list[Path]
) -> None:
    async def listing() -> Any:
        for path in paths:
            yield path

    async def both() -> tuple[int, int]:
        settings = {"base_url": bota_emulator.base_url, "api_key": bota_emulator.api_key}
        async with AsyncBota(**settings) as bota:  # type: ignore[arg-type]
            done = await bota.enqueue(listing(), journal=journal, end_user_id="eu_1")
            return done.added, (await bota.work(journal=journal)).uploaded

    assert asyncio.run(both()) == (12, 12)


def test_a_path_is_left_to_its_place(
    bota: Bota, postgres: Postgres, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = postgres.journal()
    monkeypatch.setenv("BOTA_PLACE", "office")
    bota.enqueue(paths[:5], journal=journal, end_user_id="eu_1")
    monkeypatch.setenv("BOTA_PLACE", "branch")
    assert bota.work(journal=journal).uploaded == 0
    bota.enqueue(paths[:5], journal=journal, end_user_id="eu_1")
    assert counts(journal) == (10, 0, 0)
    assert journal_status(journal).backlog == {"branch": 5, "office": 5}
    report = bota.work(journal=journal)
    assert (report.uploaded, report.not_started) == (5, 0)
    assert journal_status(journal).backlog == {"office": 5}
    monkeypatch.setenv("BOTA_PLACE", "office")
    # The same bytes are uploaded once, wherever they lie.
    assert bota.work(journal=journal).skipped == 5
    assert counts(journal) == (0, 5, 0)


def test_no_more_uploads_at_a_time_than_one_worker_may_have(
    bota: Bota, bota_emulator: Emulator, postgres: Postgres, paths: list[Path]
) -> None:
    journal = postgres.journal()
    bota.enqueue(paths, journal=journal, end_user_id="eu_1")
    seen: list[int] = []

    def look(event: BulkEvent) -> None:
        seen.append(journal_status(journal).slots.get("uploads", 0))

    def work() -> None:
        with Bota(base_url=bota_emulator.base_url, api_key=bota_emulator.api_key) as other:
            other.work(journal=journal, concurrency=2, on_progress=look)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= max(seen) <= 2
    assert counts(journal) == (0, 12, 0)


def test_the_status_of_no_journal(tmp_path: Path) -> None:
    look: Callable[..., object]
    for look in (journal_status, retry_failed):
        with pytest.raises(JournalError, match="there is no journal"):
            look(tmp_path / "none")


def test_the_status_waits_for_nobody_who_writes(
    bota: Bota, tmp_path: Path, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = tmp_path / "journal"
    bota.enqueue(paths, journal=journal, end_user_id="eu_1")
    monkeypatch.setattr(sqlite, "BUSY", 0.0)
    with closing(sqlite3.connect(journal, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE bota_items SET failure='x'")
        assert counts(journal) == (12, 0, 0)


def test_the_status_names_workers_and_rate(
    bota: Bota, bota_emulator: Emulator, journal: Journal, paths: list[Path]
) -> None:
    bota.enqueue(paths, journal=journal, end_user_id="eu_1")
    found: list[Any] = []

    def look(event: BulkEvent) -> None:
        if isinstance(event, ItemResult):
            found.append(journal_status(journal))

    bota.work(journal=journal, on_progress=look)
    (worker,) = found[5].workers
    assert worker.is_alive
    assert worker.host
    assert worker.silent_for < 60
    assert found[5].left == found[5].waiting + found[5].under_way
    assert found[-1].per_minute > 0
    assert journal_status(journal).workers == ()


def test_a_twin_of_what_failed_is_taken_up_again(journal: Journal, paths: list[Path]) -> None:
    """Its worker may have died while it waited for the other one."""
    location, fields = location_of(journal), {"end_user_id": "eu_1"}
    items = [UploadItem(path) for path in paths[:2]]
    with closing(JournalOfRun(location)) as run:
        entries = [run.claim(str(item.audio), item, fields)[1] for item in items]
        run.release(entries[1], duplicate_of=entries[0].id)
        run.release(entries[0])
        run.write_failure(str(paths[0]), items[0], fields, "it is empty")
        (found,) = Queue(run).reserve(10)
    assert found["key"] == str(paths[1])


def test_a_row_whose_name_is_refused_now_fails_once(
    bota: Bota, journal: Journal, paths: list[Path]
) -> None:
    # As a version that took signed URLs wrote it.
    url = "https://calls.example/a.wav?X-Amz-Signature=x"
    fields = {"end_user_id": "eu_1"}
    with closing(JournalOfRun(location_of(journal))) as opened:
        row = listed_item("k", UploadItem(paths[0], key="k"), fields, opened.place)
        opened.insert([row._replace(path=url.encode(), place="")])
    token = CancelToken()
    results: list[ItemResult] = []

    def note(event: BulkEvent) -> None:
        if isinstance(event, ItemResult):
            results.append(event)
            if len(results) > 3:
                token.cancel()

    report = bota.work(journal=journal, on_progress=note, cancel=token)
    assert (len(results), report.failed, report.stopped) == (1, 1, None)

"""A worker waits where there is nothing to do, and only there, ever longer."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import Emulator, StorageDelay
from bota_sdk import Bota, BulkEvent, CancelToken, ItemProgress, ItemResult, UploadItem
from bota_sdk._bulk.journal import Journal as JournalOfRun
from bota_sdk._bulk.queue import AGAIN, Queue
from bota_sdk._bulk.store import location_of
from bota_sdk._shared import waiting
from bota_sdk._upload.source import open_source

from tests.postgres import Postgres
from tests.sdk.test_journal_file import audio
from tests.sdk.test_queue import Journal, counts


def test_forever_waits_for_more(
    bota: Bota, journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, waits = CancelToken(), list[float]()
    paths = audio(tmp_path, 3)

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            bota.enqueue(paths, journal=journal, end_user_id="eu_1")
        elif len(waits) == 4:
            token.cancel()

    monkeypatch.setattr(waiting, "wait_blocking", wait)
    report = bota.work(journal=journal, forever=True, cancel=token)
    assert (report.uploaded, len(waits)) == (3, 4)


def test_looks_in_vain_become_rarer_and_a_drain_ends_them(
    bota: Bota, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, waits = CancelToken(), list[float]()

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 7:
            token.drain()

    monkeypatch.setattr(waiting, "wait_blocking", wait)
    bota.work(journal=journal, forever=True, cancel=token)
    assert len(waits) == 7
    assert waits[0] <= 0.5 and all(4 <= seconds <= 8 for seconds in waits[4:])


def test_what_waits_for_another_host_holds_up_no_other_item(
    bota: Bota, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, fields, paths = postgres.journal(), {"end_user_id": "eu_1"}, audio(tmp_path, 12)
    paths[0].write_bytes(paths[0].read_bytes() * 2)  # no other one of them has its size
    bota.enqueue(paths[:2], journal=journal, **fields)  # type: ignore[arg-type]
    with monkeypatch.context() as there:
        there.setenv("BOTA_PLACE", "another")
        host = JournalOfRun(location_of(journal))
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 1:  # the twin is passed over; these come later
            bota.enqueue(paths[2:], journal=journal, **fields)  # type: ignore[arg-type]
        assert len(waits) < 9, "it takes nothing else before the twin has ended"
        if counts(journal)[1] == 11:
            known = {"sha256": source.digests().sha256, "recording_id": "rec_there"}
            host.release(entry, state="uploaded", **known)

    with closing(host), closing(open_source(paths[0])) as source:
        item = UploadItem("/only/there.wav")
        _, entry = host.claim("/only/there.wav", item, fields)
        found: dict[str, Any] = {"size": source.size, "sample": source.sample()}
        assert host.first_with(entry, **found, sha256="", fingerprint=None) is None
        monkeypatch.setattr(waiting, "wait_blocking", wait)
        report = bota.work(journal=journal)
    assert (report.uploaded, report.skipped, report.not_started) == (11, 1, 0)


def test_what_was_passed_over_comes_again_later_and_nothing_else_twice(
    bota: Bota, journal: Journal, tmp_path: Path
) -> None:
    paths, times = audio(tmp_path, 4), [0.0]
    bota.enqueue(paths, journal=journal, end_user_id="eu_1")
    with closing(JournalOfRun(location_of(journal))) as run:
        queue = Queue(run, 2, clock=lambda: times[0])
        first, under_way = next(queue), next(queue)
        queue.pass_over(first)
        times[0] = AGAIN  # `under_way` is still on its way to being claimed: it is nobody else's
        again, *later = queue
        assert again.key == first.key
        assert {item.key for item in later} == set(map(str, paths)) - {first.key, under_way.key}
        with closing(JournalOfRun(location_of(journal))) as another:
            assert list(Queue(another, 9)) == []
        queue.give_back()
        assert {item.key for item in queue} == set(map(str, paths))


def test_a_long_upload_holds_up_nothing_that_comes_later(
    bota: Bota, bota_emulator: Emulator, journal: Journal, tmp_path: Path
) -> None:
    first, *later = audio(tmp_path, 4)
    bota.enqueue([first], journal=journal, end_user_id="eu_1")
    bota_emulator.add_fault(StorageDelay(before=3000, times=1))
    token, uploaded = CancelToken(), list[str]()

    def take(event: BulkEvent) -> None:
        if isinstance(event, ItemProgress) and event.progress.phase == "uploading" and later:
            bota.enqueue(later, journal=journal, end_user_id="eu_1")
            later.clear()
        if isinstance(event, ItemResult) and event.outcome == "uploaded":
            uploaded.append(event.key)
            if len(uploaded) == 3:
                token.cancel()

    report = bota.work(journal=journal, cancel=token, on_progress=take)
    assert (report.uploaded, report.not_started, str(first) in uploaded) == (3, 1, False)

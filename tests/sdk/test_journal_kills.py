"""Workers that are killed, or stopped for longer than their lease, over a journal in PostgreSQL."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bota_emulator import ApiDelay, Emulator
from bota_sdk import Bota
from bota_sdk._bulk.store import LEASE

from tests.postgres import Postgres
from tests.sdk.test_journal import operations, recordings
from tests.sdk.test_journal_file import assert_each_stored_once, audio, counts, process
from tests.ticks import HANG

SAYING = """
import sys
from bota_sdk import Bota, ItemResult

def on_progress(event):
    if isinstance(event, ItemResult):
        print(event.outcome, event.reason)

with Bota() as bota:
    bota.upload_many(
        sys.argv[2:], end_user_id="eu_1", journal=sys.argv[1], on_progress=on_progress
    )
"""


@pytest.fixture
def journal(postgres: Postgres) -> str:
    return postgres.journal()


def until(condition: Callable[[], object]) -> None:
    """Wait for something that a process does."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def owners(postgres: Postgres, journal: str) -> int:
    """Return how many items are somebody's."""
    return postgres.run("SELECT count(*) FROM bota_items WHERE owner IS NOT NULL", journal)[0][0]


def test_killed_workers_leave_nothing_undone_and_nothing_twice(
    bota: Bota, bota_emulator: Emulator, postgres: Postgres, journal: str, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 24)
    bota.upload_many([], journal=journal)
    steps = ("createRecording", "createUploadUrl", "completeUpload")
    for number, step in enumerate(steps):
        bota_emulator.add_fault(ApiDelay(before=1, operation=step, times=40))
        seen = operations(bota_emulator)[step]
        with process(bota_emulator, journal, paths[number:]) as killed:
            until(lambda step=step, seen=seen: operations(bota_emulator)[step] > seen + 1)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        bota_emulator.clear_faults()
        assert owners(postgres, journal)
    with (
        process(bota_emulator, journal, paths) as one,
        process(bota_emulator, journal, paths[::-1]) as other,
    ):
        ended = [counts(one), counts(other)]
    assert [sum(each) for each in ended] == [24, 24]
    assert [each[2:] for each in ended] == [[0, 0], [0, 0]]
    assert_each_stored_once(bota, bota_emulator, paths)
    known = {id for (id,) in postgres.run("SELECT recording_id FROM bota_items", journal)}
    assert known == set(recordings(bota))
    assert owners(postgres, journal) == 0


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be stopped here")
def test_a_worker_that_was_stopped_for_longer_than_its_lease_lets_go_in_words(
    bota: Bota, bota_emulator: Emulator, postgres: Postgres, journal: str, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 10)
    bota.upload_many([], journal=journal)
    bota_emulator.add_fault(ApiDelay(before=1, operation="createUploadUrl", times=10))
    with process(bota_emulator, journal, paths, SAYING) as stopped:
        until(lambda: operations(bota_emulator)["createUploadUrl"] > 2)
        stopped.send_signal(signal.SIGSTOP)
        # Another host sees no process, only that the sign of life is old.
        postgres.run("UPDATE bota_runs SET process='elsewhere 1'", journal)
        postgres.set_clock(journal, LEASE + 1)
        bota_emulator.clear_faults()
        report = bota.upload_many(paths, end_user_id="eu_1", journal=journal)
        assert (report.uploaded + report.skipped, report.ok) == (10, True)
        before = operations(bota_emulator)["completeUpload"]
        stopped.send_signal(signal.SIGCONT)
        out, err = stopped.communicate(timeout=HANG)
    assert stopped.returncode == 0, err
    assert "another process has taken it over" in out
    assert "failed" not in out
    assert operations(bota_emulator)["completeUpload"] == before
    assert_each_stored_once(bota, bota_emulator, paths)
    assert len(recordings(bota)) == 10

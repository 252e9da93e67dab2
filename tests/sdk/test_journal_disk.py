"""A database whose disk is full is waited for like one that is away."""

from __future__ import annotations

from pathlib import Path

import pytest
from bota_sdk import Bota, BulkEvent, BulkPaused, JournalError, journal_status
from bota_sdk._shared import waiting

from tests.postgres import Postgres
from tests.sdk.test_journal_file import audio

# What the server says when it cannot write, and as what (PostgreSQL: "Error Codes", 53100).
FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
END $$;
CREATE TRIGGER full_disk BEFORE UPDATE ON bota_items EXECUTE FUNCTION full_disk()
"""
ROOM = "DROP TRIGGER IF EXISTS full_disk ON bota_items"


def test_the_disk_of_the_database_has_room_again_and_no_item_fails(
    bota: Bota, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = postgres.journal()
    bota.enqueue(audio(tmp_path, 6), journal=journal, end_user_id="eu_1")
    postgres.run(FULL, journal)
    events: list[BulkEvent] = []
    monkeypatch.setattr(waiting, "wait_blocking", lambda _: postgres.run(ROOM, journal))
    report = bota.work(journal=journal, on_progress=events.append)
    assert (report.uploaded, report.ok) == (6, True)
    paused = [event.reason for event in events if isinstance(event, BulkPaused)]
    assert paused and "No space left on device" in paused[0]


@pytest.mark.usefixtures("sleeps")
def test_a_disk_that_stays_full_ends_the_run_with_its_reason(
    bota: Bota, postgres: Postgres, tmp_path: Path
) -> None:
    journal = postgres.journal()
    bota.enqueue(audio(tmp_path, 6), journal=journal, end_user_id="eu_1")
    postgres.run(FULL, journal)
    with pytest.raises(JournalError, match="60 seconds: could not extend file: No space left"):
        bota.work(journal=journal)
    postgres.run(ROOM, journal)
    assert (bota.work(journal=journal).uploaded, journal_status(journal).left) == (6, 0)

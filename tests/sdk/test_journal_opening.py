"""Opening a journal changes nothing that is none, and takes nothing from who has it open."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import ApiDelay, Emulator
from bota_sdk import Bota, JournalError, UploadItem
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.store.sqlite import SqliteStore

from tests.sdk.test_journal import crash, environment, operations, recordings
from tests.sdk.test_journal_file import audio
from tests.ticks import HANG

PAGE = 4096

# Looks into the journal of its own run; then another process opens and closes it, and it is killed.
LOOKING = """
import os, subprocess, sys
from bota_sdk import Bota, ItemResult, unfinished_items

OTHER = "import sys; from bota_sdk import Bota; Bota().upload_many([], journal=sys.argv[1])"
ended = 0

def on_progress(event):
    global ended
    if isinstance(event, ItemResult):
        ended += 1
        if ended == 1:
            list(unfinished_items(sys.argv[1]))
            subprocess.run([sys.executable, "-c", OTHER, sys.argv[1]], check=True)
        if ended == 8:
            os._exit(9)

with Bota() as bota:
    bota.upload_many(
        sys.argv[2:], end_user_id="eu_1", journal=sys.argv[1], on_progress=on_progress,
        concurrency=1,
    )
"""

# Killed in the middle of its first transaction, whose pages are partly in the file.
UNDONE = """
import os, sqlite3, sys

database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA cache_size=1")
database.execute("BEGIN")
database.execute("CREATE TABLE items (a)")
database.executemany("INSERT INTO items VALUES (?)", [(bytes(2000),)] * 50)
os._exit(9)
"""

OPENING = """
import sys
from bota_sdk import Bota

with Bota() as bota:
    bota.upload_many([], journal=sys.argv[1])
"""


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.mark.parametrize("statement", ["CREATE TABLE theirs (a)", "PRAGMA application_id=7"])
def test_another_programs_database_is_kept(bota: Bota, journal: Path, statement: str) -> None:
    database = sqlite3.connect(journal)
    database.execute(statement)
    database.commit()
    database.close()
    kept = journal.read_bytes()
    with pytest.raises(JournalError, match="is another program's database, not a journal"):
        bota.upload_many([], journal=journal)
    assert journal.read_bytes() == kept
    assert [path.name for path in journal.parent.iterdir()] == ["journal"]


# Killed with all that it has written still in its log.
LOGGED = """
import os, sqlite3, sys

database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA journal_mode=WAL")
database.execute("CREATE TABLE theirs (a)")
os._exit(9)
"""


def test_another_programs_database_is_kept_with_its_log(bota: Bota, journal: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", LOGGED, str(journal)], timeout=HANG, check=False)
    assert killed.returncode == 9
    files = [journal, journal.with_name("journal-wal")]
    kept = [file.read_bytes() for file in files]
    with pytest.raises(JournalError, match="is another program's database, not a journal"):
        bota.upload_many([], journal=journal)
    assert [file.read_bytes() for file in files] == kept


def test_a_damaged_journal_of_a_killed_run_is_kept_with_its_log(
    bota: Bota, bota_emulator: Emulator, journal: Path, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 30)
    bota.upload_many(paths[:20], end_user_id="eu_1", journal=journal)
    # Alone, and with no more to write: what is written half is undone first of all, by SQLite.
    bota_emulator.add_fault(ApiDelay(before=600, operation="completeUpload"))
    crash(bota_emulator, journal, "completing", paths[20])
    data = bytearray(journal.read_bytes())
    data[PAGE:] = random.Random(1).randbytes(len(data) - PAGE)
    journal.write_bytes(data)
    files = [journal, journal.with_name("journal-journal")]
    kept = [file.read_bytes() for file in files]
    assert all(kept)
    with pytest.raises(JournalError, match="is damaged and was left as it is"):
        bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    assert [file.read_bytes() for file in files] == kept


def test_a_pipe_is_refused_at_once(bota_emulator: Emulator, journal: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(journal)
    ended = subprocess.run(
        [sys.executable, "-c", OPENING, str(journal)],
        env=environment(bota_emulator),
        capture_output=True,
        text=True,
        timeout=HANG,
        check=False,
    )
    assert "cannot be opened: it is no regular file" in ended.stderr


def test_a_link_leads_to_the_journal(bota: Bota, journal: Path, tmp_path: Path) -> None:
    paths = audio(tmp_path, 2)
    link = tmp_path / "link"
    link.symlink_to(journal)
    assert bota.upload_many(paths, end_user_id="eu_1", journal=link).uploaded == 2
    assert journal.stat().st_mode & 0o077 == 0
    assert bota.upload_many(paths, end_user_id="eu_1", journal=journal).skipped == 2


def test_a_look_into_the_journal_of_a_run_takes_no_lock_from_it(
    bota: Bota, bota_emulator: Emulator, journal: Path, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 10)
    command = [sys.executable, "-c", LOOKING, str(journal), *map(str, paths)]
    ended = subprocess.run(command, env=environment(bota_emulator), timeout=HANG, check=False)
    assert ended.returncode == 9
    report = bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    assert (report.skipped, report.ok) == (8, True)
    assert len(recordings(bota)) == 10
    assert operations(bota_emulator)["createRecording"] == 10


def test_one_whose_making_was_killed_is_made(bota: Bota, journal: Path, tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", UNDONE, str(journal)], timeout=HANG, check=False)
    assert killed.returncode == 9
    assert journal.stat().st_size and journal.with_name("journal-journal").stat().st_size
    paths = audio(tmp_path, 2)
    assert bota.upload_many(paths, end_user_id="eu_1", journal=journal).uploaded == 2
    assert bota.upload_many(paths, end_user_id="eu_1", journal=journal).skipped == 2


def test_the_search_for_the_same_bytes_reads_no_more_rows_the_more_there_are() -> None:
    alike: Any = {"size": 1, "sample": 1, "fingerprint": None}
    kept = Journal(None)
    assert isinstance(kept.store, SqliteStore)
    database = kept.store._db
    steps: list[int] = []

    def work(number: int) -> None:
        _, entry = kept.claim(str(number), UploadItem(str(number).encode()), {})
        assert (kept.first_with(entry, **alike, sha256="") is None) == (number <= 500)
        assert kept.first_with(entry, **alike, sha256=f"{number:064}") is None
        # The first half of them fails.
        kept.release(entry, state="new" if number < 500 else "uploaded")

    def all_of_them() -> None:
        for number in range(1000):
            if number in (10, 510, 990):
                steps.append(0)
                database.set_progress_handler(lambda: steps.append(steps.pop() + 1), 1)
            work(number)
            database.set_progress_handler(None, 1)

    try:
        kept.store.transact(all_of_them)
    finally:
        kept.close()
    assert max(steps) < 2 * min(steps)

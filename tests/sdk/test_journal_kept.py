"""What a run had finished is known: whatever becomes of what is beside its journal, or of a share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bota_emulator import Emulator
from bota_sdk import Bota, JournalError

from tests.sdk.test_journal import crash, operations, recordings
from tests.sdk.test_journal_file import assert_each_stored_once, audio
from tests.ticks import HANG

# Dies in the middle of a commit, with a part of its pages in the file.
HALF = """
import os, sqlite3, sys

database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA journal_mode=PERSIST")
database.execute("PRAGMA cache_size=1")
database.execute("BEGIN")
database.execute("INSERT INTO bota_runs VALUES (1, 'gone', 'gone 1', 0)")
database.execute("COMMIT")
database.execute("BEGIN")
database.execute(sys.argv[2])
os._exit(9)
"""

LARGER = "UPDATE bota_items SET state='sending', key=key || hex(randomblob(900))"

# Of so few items the pages of the table are in the file, those of its index are not: it can be read
# all the same, and says that finished items are under way.
AS_LARGE = "UPDATE bota_items SET state='sending'"


# How a rollback journal begins while a commit is under way (SQLite's file format, section 3).
UNDER_WAY = bytes.fromhex("d9d505f920a163d7")


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder / "journal"


def damage(kind: str, path: Path) -> None:
    data = bytearray(path.read_bytes())
    if kind == "lost":
        path.unlink()
    elif kind == "cut off":
        path.write_bytes(data[: len(data) // 2])
    elif kind == "flipped":
        for place in range(0, len(data), 97):
            data[place] ^= 0x10
        path.write_bytes(data)


@pytest.mark.parametrize("kind", ["lost", "cut off", "flipped"])
@pytest.mark.parametrize("moment", ["preparing", "uploading", "completing", "ended"])
def test_nothing_beside_the_journal_of_a_killed_run_is_needed(
    bota: Bota, bota_emulator: Emulator, journal: Path, tmp_path: Path, kind: str, moment: str
) -> None:
    paths = audio(tmp_path, 12)
    bota.upload_many(paths[:4], end_user_id="eu_1", journal=journal)
    crash(bota_emulator, journal, moment, *paths)
    for beside in journal.parent.iterdir():
        # One that was killed in the midst of a commit needs what undoes it: the next test's matter.
        if beside != journal and not beside.read_bytes().startswith(UNDER_WAY):
            damage(kind, beside)
    report = bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    assert report.ok and report.skipped >= 4
    assert_each_stored_once(bota, bota_emulator, paths)
    assert operations(bota_emulator)["createRecording"] == 12
    assert [*journal.parent.iterdir()] == [journal]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("lost", LARGER),
        ("lost", AS_LARGE),
        ("cut off", LARGER),
        ("flipped", LARGER),
        ("kept", LARGER),
        ("kept", AS_LARGE),
    ],
)
def test_half_a_commit_is_undone_or_told(
    bota: Bota, bota_emulator: Emulator, journal: Path, tmp_path: Path, kind: str, change: str
) -> None:
    count = 60 if change == LARGER else 30
    paths = audio(tmp_path, count)
    bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    command = [sys.executable, "-c", HALF, str(journal), change]
    assert subprocess.run(command, timeout=HANG, check=False).returncode == 9
    damage(kind, journal.with_name("journal-journal"))
    if kind == "kept":
        assert bota.upload_many(paths, end_user_id="eu_1", journal=journal).skipped == count
    else:
        with pytest.raises(JournalError, match="is damaged and was left as it is"):
            bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    assert len(recordings(bota)) == operations(bota_emulator)["PUT object"] == count


def test_a_file_on_a_share_that_was_mounted_anew_is_not_read(
    bota: Bota, journal: Path, tmp_path: Path
) -> None:
    # Other bytes show that nobody reads them where size and time are the same.
    (path,) = audio(tmp_path, 1)
    bota.upload_many([path], end_user_id="eu_1", journal=journal)
    kept, found = path.read_bytes(), path.stat()
    other = tmp_path / "other"
    other.write_bytes(bytes(len(kept)))
    os.utime(other, ns=(found.st_atime_ns, found.st_mtime_ns))
    other.replace(path)
    assert path.stat().st_ino != found.st_ino
    assert bota.upload_many([path], end_user_id="eu_1", journal=journal).skipped == 1
    path.write_bytes(bytes(len(kept)))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1))
    report = bota.upload_many([path], end_user_id="eu_1", journal=journal)
    assert "has changed since it was uploaded" in (report.failures[0].reason or "")
    path.write_bytes(kept)
    assert bota.upload_many([path], end_user_id="eu_1", journal=journal).skipped == 1

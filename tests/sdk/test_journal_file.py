"""The journal's file: what cannot be one is refused, and left as it is; processes may share it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from bota_emulator import ApiDelay, Emulator
from bota_sdk import Bota, JournalError
from bota_sdk._bulk.store import LEASE

from tests.sdk.test_journal import AUDIO, Results, environment, operations, recordings
from tests.ticks import HANG

PROCESS = """
import sys
from bota_sdk import Bota

with Bota() as bota:
    report = bota.upload_many(sys.argv[2:], end_user_id="eu_1", journal=sys.argv[1])
print(report.uploaded, report.skipped, report.failed, report.not_started)
"""

# Files of this process can grow no further: what a full disk does to it.
LIMITED = """
import resource, signal, sys

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
"""


@pytest.fixture
def journal_file(tmp_path: Path) -> Path:
    return tmp_path / "journal"


def audio(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number:03}.wav" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(AUDIO + number.to_bytes(2, "big"))
    return paths


@contextlib.contextmanager
def process(
    emulator: Emulator, journal: Path | str, paths: list[Path], code: str = PROCESS, *before: str
) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", code, *before, str(journal), *map(str, paths)]
    with subprocess.Popen(
        command,
        env=environment(emulator),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def counts(ended: subprocess.Popen[str]) -> list[int]:
    out, err = ended.communicate(timeout=HANG)
    assert ended.returncode == 0, err
    return [int(number) for number in out.split()]


def damage(kind: str, journal: Path) -> None:
    data = bytearray(journal.read_bytes())
    if kind == "no database":
        data[:16] = b"not SQLite at al"
    elif kind == "cut off":
        del data[len(data) // 2 :]
    elif kind == "overwritten":
        data[4096:] = random.Random(1).randbytes(len(data) - 4096)
    else:
        database = sqlite3.connect(journal)
        database.execute(
            {"newer": "PRAGMA user_version=9", "foreign": "PRAGMA application_id=7"}[kind]
        )
        database.close()
        return
    journal.write_bytes(data)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("no database", "is no journal; give the journal another name"),
        ("cut off", "is damaged and was left as it is"),
        ("overwritten", "is damaged and was left as it is"),
        ("newer", "was written by another version of bota-sdk"),
        ("foreign", "is another program's database, not a journal"),
    ],
)
def test_what_is_no_sound_journal_is_refused_and_kept(
    bota: Bota, journal_file: Path, tmp_path: Path, kind: str, words: str
) -> None:
    paths = audio(tmp_path, 20)
    bota.upload_many(paths, end_user_id="eu_1", journal=journal_file)
    damage(kind, journal_file)
    kept = journal_file.read_bytes()
    seen = len(recordings(bota))
    with pytest.raises(JournalError, match=words):
        bota.upload_many([*paths, tmp_path / "new.wav"], end_user_id="eu_1", journal=journal_file)
    assert journal_file.read_bytes() == kept
    assert len(recordings(bota)) == seen


def test_another_services_journal_is_refused(
    bota: Bota, journal: Path | str, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 1)
    with Emulator() as other:
        with Bota(base_url=other.base_url, api_key=other.api_key) as elsewhere:
            elsewhere.upload_many(paths, end_user_id="eu_1", journal=journal)
        with pytest.raises(JournalError, match=r"is of uploads to http://.*, not to http://"):
            bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    assert recordings(bota) == []


@pytest.mark.parametrize("where", ["a directory", "no such folder"])
def test_where_no_journal_can_be(bota: Bota, tmp_path: Path, where: str) -> None:
    journal = tmp_path if where == "a directory" else tmp_path / "none" / "journal"
    with pytest.raises(JournalError, match="cannot be opened"):
        bota.upload_many(audio(tmp_path, 1), end_user_id="eu_1", journal=journal)
    assert recordings(bota) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
def test_a_full_disk_ends_the_run_and_room_lets_it_go_on(
    bota: Bota, bota_emulator: Emulator, journal_file: Path, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 60)
    code = LIMITED + PROCESS
    bota.upload_many([], journal=journal_file)
    room = journal_file.stat().st_size + 12_000  # for the tables, and a few items
    with process(bota_emulator, journal_file, paths, code, str(room)) as limited:
        _, err = limited.communicate(timeout=HANG)
    assert limited.returncode == 1
    assert "JournalError: the journal" in err and "cannot be written" in err
    begun = recordings(bota)
    assert 0 < len(begun) < 60
    results = Results()
    report = bota.upload_many(paths, end_user_id="eu_1", journal=journal_file, on_progress=results)
    assert (report.uploaded + report.skipped, report.ok) == (60, True)
    assert len(recordings(bota)) == 60
    assert set(begun) < {result.recording_id for result in results}


def test_two_processes_share_the_work(
    bota: Bota, bota_emulator: Emulator, journal: Path | str, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 60)
    started = time.monotonic()
    with (
        process(bota_emulator, journal, paths) as one,
        process(bota_emulator, journal, paths) as other,
    ):
        ended = [counts(one), counts(other)]
    seconds = time.monotonic() - started
    assert [sum(each) for each in ended] == [60, 60]
    assert [each[2:] for each in ended] == [[0, 0], [0, 0]]
    assert ended[0][0] + ended[1][0] == 60
    seen = operations(bota_emulator)
    # On a busy machine a process may be silent for longer than its lease: that of each item which
    # the other one takes over is looked for first, and its later steps are done again.
    taken_over = seen.pop("listRecordings", 0)
    assert not taken_over or seconds > LEASE
    assert seen.pop("createRecording") == 60
    assert seen.keys() == {"createUploadUrl", "PUT object", "completeUpload"}
    assert all(60 <= count <= 60 + taken_over for count in seen.values())
    assert_each_stored_once(bota, bota_emulator, paths)


def test_one_killed_the_other_finishes_all(
    bota: Bota, bota_emulator: Emulator, journal: Path | str, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 40)
    # Whoever is killed holds items at their last step.
    bota_emulator.add_fault(ApiDelay(before=1, operation="completeUpload", times=20))
    with process(bota_emulator, journal, paths) as killed:
        until = time.monotonic() + 30
        while operations(bota_emulator)["PUT object"] < 4:
            assert time.monotonic() < until
            time.sleep(0.01)
        with process(bota_emulator, journal, paths[::-1]) as other:
            killed.send_signal(signal.SIGKILL)
            killed.wait()
            assert sum(counts(other)) == 40
    assert_each_stored_once(bota, bota_emulator, paths)


def assert_each_stored_once(bota: Bota, emulator: Emulator, paths: list[Path]) -> None:
    stored = Counter(emulator.object_bytes(id) for id in recordings(bota))
    assert stored == Counter(path.read_bytes() for path in paths)


def test_a_child_of_a_fork_leaves_the_journal_to_its_parent(
    bota: Bota, journal: Path | str, tmp_path: Path
) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    paths = audio(tmp_path, 3)

    def fork(_: object) -> None:
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)

    report = bota.upload_many(paths, end_user_id="eu_1", journal=journal, on_progress=fork)
    assert (report.uploaded, report.ok) == (3, True)

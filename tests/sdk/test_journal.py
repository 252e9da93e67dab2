"""A journal: whatever ended a run, the next one does what is left, and nothing twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg
import pytest
from bota_api.models import RecordingMetadata
from bota_emulator import ApiDelay, ApiReset, ApiStatus, Emulator, StorageError
from bota_sdk import (
    Bota,
    BulkEvent,
    BulkReport,
    ItemResult,
    JournalError,
    SourceChangedError,
    UploadItem,
    unfinished_items,
)

MORE = 110
"""Recordings, more than a page of a list has."""

AUDIO = b"RIFF\0\0\0\0WAVE" + bytes(4000)
Run = Callable[..., BulkReport]

# Ends as kill -9 does, without a word to anybody, at a phase of the upload or after an item.
CRASHING = """
import os, sys
from bota_sdk import Bota, ItemProgress

def crash(event):
    if isinstance(event, ItemProgress):
        if event.progress.phase == sys.argv[2]:
            os._exit(9)
    elif sys.argv[2] == "ended":
        os._exit(9)

with Bota() as bota:
    bota.upload_many(sys.argv[3:], end_user_id="eu_1", journal=sys.argv[1], on_progress=crash)
"""


class Results(list[ItemResult]):
    """What a run gave to `on_progress=results` about items that have ended."""

    def __call__(self, event: BulkEvent) -> None:
        if isinstance(event, ItemResult):
            self.append(event)


@pytest.fixture
def results() -> Results:
    return Results()


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    path = tmp_path / "call.wav"
    path.write_bytes(AUDIO)
    return path


@pytest.fixture
def run(bota: Bota, journal: Path | str) -> Run:
    """`run(paths)`: the same call, again and again."""

    def upload_many(items: Any, **options: Any) -> BulkReport:
        return bota.upload_many(items, **{"end_user_id": "eu_1", "journal": journal, **options})

    return upload_many


def environment(emulator: Emulator) -> dict[str, str]:
    return {
        **os.environ,
        "BOTA_BASE_URL": emulator.base_url,
        "BOTA_API_KEY": emulator.api_key,
    }


def crash(emulator: Emulator, journal: Path | str, moment: str, *paths: Path) -> None:
    command = [sys.executable, "-c", CRASHING, str(journal), moment, *map(str, paths)]
    assert subprocess.run(command, env=environment(emulator), check=False).returncode == 9


def contents(journal: Path | str) -> bytes:
    """Return all that a journal has written down."""
    if isinstance(journal, Path):
        return b"".join(path.read_bytes() for path in journal.parent.glob("journal*"))
    with psycopg.connect(journal) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname=current_schema() ORDER BY 1"
        ).fetchall()
        rows = [
            connection.execute(f"SELECT t::text FROM {name} t ORDER BY 1".encode()).fetchall()
            for (name,) in tables
        ]
    return repr(rows).encode()


def operations(emulator: Emulator) -> Counter[str | None]:
    return Counter(record.operation for record in emulator.requests)


def recordings(bota: Bota) -> list[str]:
    return [recording.id for recording in bota.recordings.list()]


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        ("preparing", {"createRecording": 1, "createUploadUrl": 1, "PUT object": 1}),
        ("uploading", {"createUploadUrl": 1, "PUT object": 1}),
        ("completing", {}),
    ],
)
def test_a_crash_at_each_phase(
    run: Run,
    bota: Bota,
    bota_emulator: Emulator,
    journal: Path | str,
    audio: Path,
    moment: str,
    then: dict[str, int],
) -> None:
    # However late the callback is called, the upload has not ended by then.
    bota_emulator.add_fault(ApiDelay(before=1, operation="completeUpload"))
    crash(bota_emulator, journal, moment, audio)
    bota_emulator.clear_faults()
    before = operations(bota_emulator)
    report = run([audio])
    assert (report.uploaded, report.ok) == (1, True)
    (id,) = recordings(bota)
    assert bota_emulator.object_bytes(id) == AUDIO
    made = operations(bota_emulator) - before
    assert made["createRecording"] <= then.get("createRecording", 0)
    assert made["PUT object"] <= then.get("PUT object", 0)


def test_finished_items_are_not_touched(
    run: Run, bota_emulator: Emulator, journal: Path | str, audio: Path, results: Results
) -> None:
    crash(bota_emulator, journal, "ended", audio)
    seen = len(bota_emulator.requests)
    report = run([audio], on_progress=results)
    assert (report.skipped, report.ok) == (1, True)
    (result,) = results
    assert result.sha256 == bota_emulator.object_sha256(result.recording_id or "")
    assert len(bota_emulator.requests) == seen


@pytest.mark.parametrize("done", [True, False])
def test_a_create_without_an_answer_is_settled_by_reading(
    run: Run,
    bota: Bota,
    bota_emulator: Emulator,
    audio: Path,
    sleeps: list[float],
    done: bool,
) -> None:
    bota_emulator.add_fault(ApiStatus(status=500, operation="createRecording", times=20, done=done))
    assert run([audio]).failed == 1
    assert len(recordings(bota)) == done
    bota_emulator.clear_faults()
    # The service forgets Idempotency-Keys after a day.
    bota_emulator.clock.advance(25 * 3600)
    before = operations(bota_emulator)
    assert run([audio]).uploaded == 1
    assert len(recordings(bota)) == 1
    assert (operations(bota_emulator) - before)["createRecording"] == (not done)


def test_a_lost_create_is_found_however_many_came_after_it(
    run: Run, bota: Bota, bota_emulator: Emulator, audio: Path, sleeps: list[float]
) -> None:
    list(bota.recordings.list())  # which shows the time
    lost = ApiStatus(status=500, operation="createRecording", times=20, done=True)
    bota_emulator.add_fault(lost)
    assert run([audio]).failed == 1
    bota_emulator.clear_faults()
    for _ in range(MORE):
        bota.recordings.create(end_user_id="eu_1")
    before = operations(bota_emulator)
    assert run([audio]).uploaded == 1
    made = operations(bota_emulator) - before
    # Its key is repeated, and one page was looked at before.
    assert (made["createRecording"], made["listRecordings"]) == (1, 1)
    assert len(recordings(bota)) == MORE + 1


def test_a_lost_create_is_found_by_its_date_when_its_key_is_forgotten(
    run: Run, bota: Bota, bota_emulator: Emulator, audio: Path, sleeps: list[float]
) -> None:
    for _ in range(MORE):
        bota.recordings.create(end_user_id="eu_1")
    bota_emulator.clock.advance(3600)
    next(iter(bota.recordings.list(limit=1)))  # which shows the time
    bota_emulator.add_fault(ApiStatus(status=500, operation="createRecording", times=20))
    assert run([audio]).failed == 1
    bota_emulator.clear_faults()
    bota_emulator.clock.advance(25 * 3600)
    before = operations(bota_emulator)
    assert run([audio]).uploaded == 1
    made = operations(bota_emulator) - before
    # What is older than the lost one is not looked through.
    assert (made["createRecording"], made["listRecordings"]) == (1, 1)


def test_stored_but_not_completed_is_only_completed(
    run: Run,
    bota: Bota,
    bota_emulator: Emulator,
    audio: Path,
    sleeps: list[float],
    results: Results,
) -> None:
    bota_emulator.add_fault(ApiStatus(status=503, operation="completeUpload", times=20))
    assert run([audio]).failed == 1
    bota_emulator.clear_faults()
    before = operations(bota_emulator)
    report = run([audio], on_progress=results)
    assert report.uploaded == 1
    assert operations(bota_emulator) - before == {"completeUpload": 1}
    (result,) = results
    assert (result.verified, result.attempts, result.bytes) == (True, 0, len(AUDIO))


def test_an_unfinished_put_is_made_again(
    run: Run, bota: Bota, bota_emulator: Emulator, audio: Path, sleeps: list[float]
) -> None:
    bota_emulator.add_fault(StorageError(code="SlowDown", times=50))
    assert run([audio]).failed == 1
    bota_emulator.clear_faults()
    # By now any URL of the first run has expired.
    bota_emulator.clock.advance(61 * 60)
    before = operations(bota_emulator)
    assert run([audio]).uploaded == 1
    made = operations(bota_emulator) - before
    assert (made["createRecording"], made["createUploadUrl"], made["PUT object"]) == (0, 1, 1)


def test_an_unfinished_file_that_changed_is_uploaded_as_it_is_now(
    run: Run, bota: Bota, bota_emulator: Emulator, audio: Path, sleeps: list[float]
) -> None:
    bota_emulator.add_fault(StorageError(code="SlowDown", times=50))
    assert run([audio]).failed == 1
    bota_emulator.clear_faults()
    audio.write_bytes(AUDIO + b"more")
    assert run([audio]).uploaded == 1
    (id,) = recordings(bota)
    assert bota_emulator.object_bytes(id) == AUDIO + b"more"


def test_a_stored_file_that_changed_is_said_to_have(
    run: Run, bota: Bota, bota_emulator: Emulator, audio: Path, sleeps: list[float]
) -> None:
    bota_emulator.add_fault(ApiStatus(status=503, operation="completeUpload", times=20))
    assert run([audio]).failed == 1
    bota_emulator.clear_faults()
    audio.write_bytes(AUDIO + b"more")
    report = run([audio])
    assert isinstance(report.failures[0].error, SourceChangedError)
    (id,) = recordings(bota)
    assert bota_emulator.object_bytes(id) == AUDIO


def test_a_finished_file_that_changed_is_said_to_have(
    run: Run, bota: Bota, bota_emulator: Emulator, audio: Path
) -> None:
    run([audio])
    audio.touch()
    assert run([audio]).skipped == 1
    audio.write_bytes(b"RIFF\0\0\0\0WAVE" + b"x" * 4000)
    for _ in range(2):
        (failure,) = run([audio]).failures
        assert isinstance(failure.error, SourceChangedError)
        assert failure.recording_id in str(failure.error)
    (id,) = recordings(bota)
    assert bota_emulator.object_bytes(id) == AUDIO


def test_a_recording_deleted_in_between(
    run: Run, bota: Bota, bota_emulator: Emulator, audio: Path, sleeps: list[float]
) -> None:
    for fault in (
        StorageError(code="SlowDown", times=50),
        ApiStatus(status=503, operation="completeUpload", times=20),
    ):
        bota_emulator.add_fault(fault)
        (failure,) = run([audio]).failures
        bota_emulator.clear_faults()
        bota.recordings.delete(failure.recording_id or "")
    assert run([audio]).uploaded == 1
    (id,) = recordings(bota)
    assert bota_emulator.object_bytes(id) == AUDIO


def test_each_end_user_has_one(run: Run, bota: Bota, audio: Path) -> None:
    assert run([audio]).uploaded == 1
    assert run([audio], end_user_id="eu_2").uploaded == 1
    assert run([audio], end_user_id="eu_2").skipped == 1
    assert len(recordings(bota)) == 2


def test_the_same_bytes_in_another_run(run: Run, bota: Bota, audio: Path, results: Results) -> None:
    run([audio])
    copy = audio.with_name("copy.wav")
    copy.write_bytes(AUDIO)
    report = run([copy], on_progress=results)
    assert report.skipped == 1
    (result,) = results
    assert (result.reason or "").startswith("has the same bytes as rec_")
    assert run([copy]).skipped == 1
    assert run([copy], allow_duplicates=True).skipped == 1
    other = audio.with_name("other.wav")
    other.write_bytes(AUDIO)
    assert run([other], allow_duplicates=True).uploaded == 1


@pytest.mark.parametrize("source", [iter([AUDIO]), open])
def test_what_has_no_name_needs_a_key(run: Run, bota: Bota, audio: Path, source: Any) -> None:
    given = audio.open("rb") if source is open else source
    (failure,) = run([UploadItem(given)]).failures
    assert "give it a key" in str(failure.error)
    assert recordings(bota) == []
    assert run([UploadItem(iter([AUDIO]), key="call-7")]).uploaded == 1
    assert run([UploadItem(iter([AUDIO]), key="call-7")]).skipped == 1
    if source is open:
        given.close()


def test_unfinished_items_are_the_ones_to_give_again(
    run: Run,
    bota_emulator: Emulator,
    journal: Path | str,
    audio: Path,
    sleeps: list[float],
    results: Results,
) -> None:
    good = audio.with_name("good.wav")
    good.write_bytes(AUDIO + b"good")
    empty = audio.with_name("empty.wav")
    empty.touch()
    items = [
        UploadItem(good, name="Good"),
        UploadItem(empty, name="Empty", metadata={"room": "4"}, end_user_id="eu_3"),
    ]
    assert run(items).failed == 1
    (left,) = unfinished_items(journal)
    assert left.audio == str(empty)
    assert left.recording == {"name": "Empty", "metadata": {"room": "4"}, "end_user_id": "eu_3"}
    empty.write_bytes(AUDIO)
    report = run(unfinished_items(journal), on_progress=results)
    assert report.uploaded == 1
    (result,) = results
    kept = bota_emulator.recording(result.recording_id or "")
    assert (kept["name"], kept["metadata"]["room"]) == ("Empty", "4")
    assert list(unfinished_items(journal)) == []
    with pytest.raises(JournalError, match="there is no journal"):
        list(unfinished_items(f"{journal}x"))


def test_the_fields_of_a_recording_come_back_as_they_were(
    run: Run, bota_emulator: Emulator, journal: Path | str, audio: Path
) -> None:
    began = datetime(2026, 5, 4, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    fields: dict[str, Any] = {
        "started_at": began,
        "device_id": "dev_1",
        "metadata": {"started_at": began.isoformat(), "tags": ["a", {"b": None}]},
    }
    model = RecordingMetadata.from_dict({"room": "4"})
    paths = [audio.with_name(f"{name}.wav") for name in "abc"]
    for path in paths:
        path.touch()
    items = [
        UploadItem(paths[0], **fields),
        UploadItem(paths[1], metadata=model),
        UploadItem(paths[2], metadata=MappingProxyType({"room": "5"}), end_user_id="eu_2"),
    ]
    assert run(items, name="Night", started_at=began).failed == 3
    # Several began at once, in any order.
    first, second, third = sorted(unfinished_items(journal), key=lambda item: str(item.audio))
    everybody = {"name": "Night", "started_at": began}
    assert first.recording == {**everybody, "end_user_id": "eu_1", **fields}
    assert second.recording == {**everybody, "end_user_id": "eu_1", "metadata": {"room": "4"}}
    assert third.recording == {**everybody, "end_user_id": "eu_2", "metadata": {"room": "5"}}
    for number, path in enumerate(paths):
        path.write_bytes(AUDIO + bytes([number]))
    results = Results()
    assert run(unfinished_items(journal), on_progress=results).uploaded == 3
    ids = {result.key: result.recording_id for result in results}
    kept = bota_emulator.recording(ids[str(paths[0])] or "")
    assert datetime.fromisoformat(kept["started_at"]) == began
    assert kept["metadata"]["tags"] == ["a", {"b": None}]


def test_the_name_of_a_file_names_its_recording_and_not_the_item(
    run: Run, bota: Bota, journal: Path | str, audio: Path
) -> None:
    results = Results()
    run([audio], on_progress=results)
    assert bota.recordings.get(results[0].recording_id or "").name == audio.name
    assert run([UploadItem(audio, name=audio.name)]).skipped == 1
    assert run([audio], name="Night").skipped == 1


def test_no_key_and_no_url_is_in_it(
    run: Run, bota_emulator: Emulator, journal: Path | str, audio: Path, sleeps: list[float]
) -> None:
    bota_emulator.add_fault(StorageError(code="AccessDenied", times=1))
    bota_emulator.add_fault(ApiReset(at="after", operation="createUploadUrl"))
    crash(bota_emulator, journal, "uploading", audio)
    if isinstance(journal, Path):
        files = [path for path in journal.parent.iterdir() if path.name.startswith("journal")]
        assert {path.name for path in files} == {"journal", "journal-journal"}
        assert journal.stat().st_mode & 0o077 == 0
    kept = contents(journal)
    assert b"rec_" in kept
    for secret in (bota_emulator.api_key, "X-Amz", bota_emulator.storage_url, "Signature"):
        assert secret.encode() not in kept


def test_a_recording_that_is_not_found_is_not_created_for_ever(
    bota: Bota, bota_emulator: Emulator, journal: Path | str, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(AUDIO)
    bota_emulator.add_fault(ApiStatus(status=404, operation="createUploadUrl", times=5))
    report = bota.upload_many([path], end_user_id="eu_1", journal=journal)
    assert report.failed == 1
    operations = [record.operation for record in bota_emulator.requests]
    assert operations.count("createRecording") == 1

"""An item that is not as it was: its twin, its file, its name, or the response to its creation."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import ApiReset, ApiStatus, Emulator
from bota_sdk import (
    Bota,
    CancelToken,
    SourceChangedError,
    SourceError,
    UploadItem,
    journal_status,
    unfinished_items,
)
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.store import location_of
from bota_sdk._shared import waiting
from bota_sdk._upload.source import open_source

from tests.postgres import Postgres
from tests.sdk.test_journal import AUDIO, Results, operations, recordings
from tests.sdk.test_journal_file import audio

Ends = Callable[[Bota, str, Path], int]


def upload_again(bota: Bota, journal: str, path: Path) -> int:
    return bota.upload_many(unfinished_items(journal), journal=journal).uploaded


def work_again(bota: Bota, journal: str, path: Path) -> int:
    return bota.work(journal=journal).uploaded


@pytest.mark.parametrize("again", [upload_again, work_again])
def test_what_was_left_to_another_hosts_file_is_uploaded_if_that_one_changes(
    bota: Bota,
    bota_emulator: Emulator,
    postgres: Postgres,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    again: Ends,
) -> None:
    journal, token = postgres.journal(), CancelToken()
    (path,) = audio(tmp_path, 1)
    with monkeypatch.context() as there:
        there.setattr(socket, "gethostname", lambda: "another")
        bota.upload_many([], journal=journal)
        host = Journal(location_of(journal))
    with closing(host), closing(open_source(path)) as source:
        item = UploadItem(tmp_path / "only there.wav")
        _, entry = host.claim(str(item.audio), item, {"end_user_id": "eu_1"})
        known: dict[str, Any] = {"size": source.size, "sample": source.sample()}
        assert host.first_with(entry, **known, sha256="", fingerprint=None) is None
        monkeypatch.setattr(waiting, "wait_blocking", lambda _: token.drain())
        report = bota.upload_many([path], end_user_id="eu_1", journal=journal, cancel=token)
        assert (report.skipped, report.not_started) == (0, 1)
        status = journal_status(journal)
        assert (status.left, status.duplicates) == (2, 0)
        host.release(entry, state="uploaded", sha256="of another content", recording_id="rec_1")
    assert again(bota, journal, path) == 1
    (id,) = recordings(bota)
    assert bota_emulator.object_bytes(id) == path.read_bytes()


@pytest.mark.parametrize("status", [401, 429])
@pytest.mark.parametrize("lost", ["reset", "error"])
def test_a_create_in_doubt_keeps_its_key_whatever_is_refused_after_it(
    bota: Bota,
    bota_emulator: Emulator,
    journal: Path | str,
    tmp_path: Path,
    sleeps: list[float],
    status: int,
    lost: str,
) -> None:
    (path,) = audio(tmp_path, 1)
    bota_emulator.add_fault(
        ApiReset(at="after", operation="createRecording")
        if lost == "reset"
        else ApiStatus(status=500, operation="createRecording", done=True)
    )
    refused = ApiStatus(status=status, operation="createRecording", times=20)
    bota_emulator.add_fault(refused)
    assert bota.upload_many([path], end_user_id="eu_1", journal=journal).uploaded == 0
    bota_emulator.clear_faults()
    sleeps.append(600)  # the client's own pause after a 429 is over too
    assert len(recordings(bota)) == 1
    bota_emulator.clock.advance(25 * 3600)  # the service has forgotten the key by then
    assert bota.upload_many([path], end_user_id="eu_1", journal=journal).uploaded == 1
    (id,) = recordings(bota)
    assert bota_emulator.object_bytes(id) == path.read_bytes()


def test_a_create_that_was_only_refused_is_not_looked_for(
    bota: Bota, bota_emulator: Emulator, journal: Path | str, tmp_path: Path, sleeps: list[float]
) -> None:
    (path,) = audio(tmp_path, 1)
    bota_emulator.add_fault(ApiStatus(status=429, operation="createRecording", times=20))
    assert bota.upload_many([path], end_user_id="eu_1", journal=journal).failed == 1
    bota_emulator.clear_faults()
    assert bota.upload_many([path], end_user_id="eu_1", journal=journal).uploaded == 1
    assert operations(bota_emulator)["listRecordings"] == 0


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """`unreadable(path)`: from now on its bytes cannot be read, whoever runs the test."""

    def lock(path: Path) -> None:
        from bota_sdk._upload import source

        def file(given: Any, *arguments: Any) -> Any:
            if given == path:
                raise PermissionError(13, "Permission denied")
            return real(given, *arguments)

        real = source.io.FileIO
        monkeypatch.setattr(source.io, "FileIO", file)

    return lock


def test_a_file_that_cannot_be_read_now_has_not_changed(
    bota: Bota,
    journal: Path | str,
    tmp_path: Path,
    unreadable: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, twin = tmp_path / "a.wav", tmp_path / "b.wav"
    for path in (first, twin):
        path.write_bytes(AUDIO)
        assert bota.upload_many([path], end_user_id="eu_1", journal=journal).ok
        path.touch()
        unreadable(path)
        report = bota.upload_many([path], end_user_id="eu_1", journal=journal)
        (failure,) = report.failures
        assert isinstance(failure.error, SourceError)
        assert not isinstance(failure.error, SourceChangedError)
        assert "Permission denied" in str(failure.reason)
        monkeypatch.undo()
    status = journal_status(journal)
    assert (status.uploaded, status.duplicates, status.failed) == (1, 1, 0)
    assert bota.upload_many([first, twin], end_user_id="eu_1", journal=journal).skipped == 2
    assert len(recordings(bota)) == 1


def test_a_failure_is_kept_for_the_item_that_its_sidecar_makes(
    bota: Bota, journal: Path | str, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    path.touch()
    path.with_suffix(".json").write_text(json.dumps({"end_user_id": "eu_9"}))
    items = [UploadItem(path, sidecar=True)]
    assert bota.upload_many(items, end_user_id="eu_1", journal=journal).failed == 1
    (failure,) = journal_status(journal).failures
    assert failure.key == str(path)
    assert "is empty" in failure.reason


NAMELESS = {
    "NUL in a key": lambda path: UploadItem(path, key="a\0b"),
    "half a character in a key": lambda path: UploadItem(path, key="a\ud800b"),
    "NUL in a path": lambda path: UploadItem(f"{path}\0"),
    "half a character in a path": lambda path: UploadItem(f"{path}\ud800"),
    "half a character in a path with a key": lambda path: UploadItem(f"{path}\ud800", key="k"),
    "NUL in a field": lambda path: UploadItem(path, name="a\0b"),
    "half a character in a field": lambda path: UploadItem(path, name="a\ud800b"),
}


@pytest.mark.parametrize("kind", NAMELESS)
def test_a_name_that_no_journal_can_keep_fails_its_item_alone(
    bota: Bota, bota_emulator: Emulator, journal: Path | str, tmp_path: Path, kind: str
) -> None:
    wrong, right = audio(tmp_path, 2)
    items = [NAMELESS[kind](wrong), right]
    results = Results()
    given: dict[str, Any] = {"end_user_id": "eu_1", "journal": journal}
    done = bota.enqueue(items, **given)
    assert (done.added, done.failed) == (1, 1)
    assert bota_emulator.requests == []
    report = bota.upload_many(items, **given, on_progress=results)
    assert (report.uploaded, report.failed) == (1, 1)
    for failure in (*done.failures, *report.failures):
        assert any(sign in str(failure.reason) for sign in (r"\x00", r"\ud800"))
    assert len(recordings(bota)) == 1


def test_a_reason_that_no_database_can_keep_is_kept_all_the_same(
    bota: Bota, bota_emulator: Emulator, journal: Path | str, tmp_path: Path
) -> None:
    _, right = audio(tmp_path, 2)

    def broken() -> Any:
        raise OSError("half a \ud800 and a \0")
        yield b""

    items = [UploadItem(broken(), key="a"), right]
    report = bota.upload_many(items, end_user_id="eu_1", journal=journal, concurrency=1)
    assert (report.uploaded, report.failed) == (1, 1)
    (failure,) = journal_status(journal).failures
    assert r"half a \ud800 and a \x00" in failure.reason


def test_a_sidecar_that_is_missing_fails_its_item_alone(
    bota: Bota, journal: Path | str, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 3)
    for path in paths[::2]:
        path.with_suffix(".json").write_text("{}")
    items = [UploadItem(path, sidecar=True) for path in paths]
    done = bota.enqueue(items, end_user_id="eu_1", journal=journal)
    (failure,) = done.failures
    assert (done.added, done.known, done.failed, failure.key) == (2, 0, 1, str(paths[1]))
    assert "has no sidecar" in str(failure.reason)
    paths[1].with_suffix(".json").write_text('{"name": "late"}')
    done = bota.enqueue(items, end_user_id="eu_1", journal=journal)
    assert (done.added, done.known, done.failures) == (1, 2, ())
    assert bota.work(journal=journal).uploaded == 3

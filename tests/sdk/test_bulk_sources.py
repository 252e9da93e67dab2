"""Which items are one upload: what names them, and what has the same bytes."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import ApiDelay, Emulator
from bota_sdk import Bota, SourceChangedError, UploadItem

from tests.sdk.test_journal import AUDIO, Results, recordings


@pytest.fixture
def at_once(bota_emulator: Emulator) -> None:
    """Every upload is still under way when the next ones begin."""
    bota_emulator.add_fault(ApiDelay(before=0.3, operation="createRecording", times=9))


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("kind", ["bytes", "file", "pieces"])
def test_the_same_bytes_without_a_path_are_one_upload(
    bota: Bota, tmp_path: Path, kind: str, is_named: bool
) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(AUDIO)
    with contextlib.ExitStack() as stack:
        make: dict[str, Callable[[], Any]] = {
            "bytes": lambda: AUDIO,
            "file": lambda: stack.enter_context(path.open("rb")),
            "pieces": lambda: iter([AUDIO]),
        }
        keys = ["a", "b", "c"] if is_named else [None] * 3
        report = bota.upload_many(
            [UploadItem(make[kind](), key=key) for key in keys], end_user_id="eu_1"
        )
    assert (report.uploaded, report.skipped, report.failed) == (1, 2, 0)
    assert len(recordings(bota)) == 1


@pytest.mark.usefixtures("at_once")
def test_one_key_for_two_files_loses_neither_in_silence(
    bota: Bota, bota_emulator: Emulator, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{name}.wav" for name in "ab"]
    for path in paths:
        path.write_bytes(AUDIO + path.name.encode())
    report = bota.upload_many([UploadItem(path, key="k") for path in paths], end_user_id="eu_1")
    assert (report.uploaded, report.failed) == (1, 1)
    assert isinstance(report.failures[0].error, SourceChangedError)


def test_a_key_that_looks_like_an_items_number(bota: Bota) -> None:
    report = bota.upload_many(
        [UploadItem(iter([AUDIO])), UploadItem(AUDIO + b"other", key="item 1")],
        end_user_id="eu_1",
        concurrency=1,
    )
    assert report.uploaded == 2


def test_a_duplicate_that_changed_is_an_upload_of_its_own(
    bota: Bota, bota_emulator: Emulator, journal: Path | str, tmp_path: Path
) -> None:
    paths = [tmp_path / "a.wav", tmp_path / "b.wav"]
    paths[0].write_bytes(AUDIO)
    shutil.copy(*paths)
    first = Results()
    bota.upload_many(paths, end_user_id="eu_1", journal=journal, on_progress=first)
    (copy,) = (Path(result.key) for result in first if result.outcome == "skipped")
    copy.write_bytes(AUDIO + b"new")
    again = bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    assert (again.uploaded, again.skipped) == (1, 1)
    stored = {bota_emulator.object_bytes(id) for id in recordings(bota)}
    assert stored == {AUDIO, AUDIO + b"new"}
    assert bota.upload_many(paths, end_user_id="eu_1", journal=journal).skipped == 2


def test_other_bytes_under_the_key_of_finished_ones(bota: Bota, journal: Path | str) -> None:
    def upload(audio: bytes) -> Any:
        return bota.upload_many(
            [UploadItem(audio, key="call-7")], end_user_id="eu_1", journal=journal
        )

    assert upload(AUDIO).uploaded == 1
    assert upload(AUDIO).skipped == 1
    (failure,) = upload(AUDIO + b"new").failures
    assert isinstance(failure.error, SourceChangedError)
    assert len(recordings(bota)) == 1

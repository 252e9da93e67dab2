"""A run over a journal that knows its items: one look at many of them decides as one at each."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import ApiStatus, Emulator
from bota_sdk import (
    Bota,
    BulkEvent,
    BulkReport,
    ItemResult,
    JournalError,
    UploadItem,
    journal_status,
)
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.rows import fingerprint_now
from bota_sdk._bulk.store import location_of
from bota_sdk._bulk.worker import Worker
from bota_sdk._upload.source import open_source

from tests.sdk.test_journal import AUDIO, Results, Run, contents, recordings, run
from tests.sdk.test_journal_file import assert_each_stored_once, audio

__all__ = ["run"]  # a fixture


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was not ended by one look at the journal."""
    found: list[Any] = []
    work = Worker.work

    def counted(worker: Worker, item: UploadItem, number: int) -> ItemResult:
        found.append(item.audio)
        return work(worker, item, number)

    monkeypatch.setattr(Worker, "work", counted)
    return found


def break_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each item be looked at by itself."""

    def fail(_: Journal, __: Sequence[bytes]) -> Any:
        raise JournalError("the look failed")

    monkeypatch.setattr(Journal, "finished", fail)


def leave_to_its_twin(path: Path, journal: Path | str) -> None:
    """Leave a file to the one that has its bytes, as if that had been under way."""
    with closing(Journal(location_of(journal))) as kept, closing(open_source(path)) as source:
        _, entry = kept.claim(str(path), UploadItem(path), {"end_user_id": "eu_1"})
        known: dict[str, Any] = {"size": source.size, "sample": source.sample()}
        known |= {
            "sha256": source.digests().sha256,
            "fingerprint": fingerprint_now(UploadItem(path)),
        }
        first = kept.first_with(entry, **known)
        assert first is not None
        kept.release(entry, duplicate_of=first.id)


@pytest.fixture
def items(
    run: Run, bota_emulator: Emulator, journal: Path | str, tmp_path: Path
) -> list[UploadItem]:
    """Items of every kind, of which a journal knows the most; then some of their files change."""
    names = (
        *("same", "touched", "changed", "gone", "left out", "keyed", "named", "with fields"),
        *("twin", "touched twin", "changed twin", "gone twin", "left twin", "failed", "new"),
    )
    paths = {name: tmp_path / f"{name}.wav" for name in names}
    for name, path in paths.items():
        path.write_bytes(AUDIO + name.removesuffix(" twin").removesuffix("twin").encode())
    shutil.copy(paths["same"], paths["twin"])
    shutil.copy(paths["same"], paths["gone twin"])
    shutil.copy(paths["same"], paths["left twin"])
    paths["named"].with_suffix(".json").write_text(json.dumps({"name": "a name"}))
    later = ("new", "keyed", "named", "left twin", "failed")
    known = [
        *(UploadItem(paths[name]) for name in names if name not in later),
        UploadItem(paths["keyed"], key="a key"),
        UploadItem(paths["named"], sidecar=True),
        UploadItem(paths["same"], end_user_id="eu_2"),
        UploadItem(AUDIO + b"bytes", key="bytes"),
        UploadItem(AUDIO + b"nameless bytes"),
    ]
    first = run(known, concurrency=1)
    assert (first.uploaded, first.skipped) == (len(known) - 4, 4)
    bota_emulator.add_fault(ApiStatus(status=422, operation="createUploadUrl"))
    assert run([paths["failed"]]).failed == 1
    leave_to_its_twin(paths["left twin"], journal)
    paths["same"].with_suffix(".json").write_text(json.dumps({"end_user_id": "eu_4"}))
    for name in ("touched", "touched twin"):
        os.utime(paths[name], (1, 1))
    for name in ("changed", "changed twin"):
        paths[name].write_bytes(AUDIO + b"other")
    for name in ("gone", "gone twin"):
        paths[name].unlink()
    wrong: Any = {"no_such_field": 1}
    return [
        *known,
        UploadItem(paths["same"]),
        UploadItem(paths["same"], end_user_id="eu_3"),
        UploadItem(paths["with fields"], **wrong),
        UploadItem(paths["same"], sidecar=True),
        *(UploadItem(paths[name]) for name in ("left twin", "failed", "new")),
        UploadItem(tmp_path / "nowhere.wav"),
        UploadItem(f"{paths['same']}\0"),
    ]


def outcomes(results: Results) -> list[tuple[Any, ...]]:
    return sorted(
        (
            *(str(each) for each in (result.key, result.outcome, result.reason, result.sha256)),
            *(str(each) for each in (result.bytes, result.verified, type(result.error))),
        )
        for result in results
    )


@pytest.mark.parametrize("concurrency", [1, 64])
def test_one_look_at_many_decides_as_one_at_each(
    run: Run,
    items: list[UploadItem],
    journal: Path | str,
    tmp_path: Path,
    worked: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    concurrency: int,
) -> None:
    found: list[tuple[Any, ...]] = []
    kept = contents(journal)
    for is_broken in (False, True):
        with monkeypatch.context() as alone:
            if is_broken:
                break_look(alone)
            results = Results()
            given: dict[str, Any] = {"concurrency": concurrency, "on_progress": results}
            report = run(iter(items), dry_run=True, **given)
        counts = (report.uploaded, report.skipped, report.failed, report.not_started)
        assert sum(counts) == len(results) == len(items)
        found.append((counts, outcomes(results)))
        assert is_broken == (tmp_path / "left out.wav" in worked)
        worked.clear()
    assert found[0] == found[1]
    assert contents(journal) == kept
    results = Results()
    report = run(items, concurrency=concurrency, on_progress=results)
    assert (report.uploaded, report.skipped, report.failed, report.not_started) == found[0][0]
    assert journal_status(journal).left == 0
    keys = [(result.key, result.outcome) for result in results]
    assert sorted(keys) == [each[:2] for each in found[0][1]]


def test_what_is_done_is_looked_at_many_at_a_time(
    run: Run, tmp_path: Path, worked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = audio(tmp_path, 30)
    assert run(paths).uploaded == 30
    worked.clear()
    sizes: list[int] = []
    finished = Journal.finished

    def counted(journal: Journal, identities: Sequence[bytes]) -> Any:
        sizes.append(len(identities))
        return finished(journal, identities)

    monkeypatch.setattr(Journal, "finished", counted)
    results = Results()
    assert run(paths, on_progress=results).skipped == 30
    assert sorted(result.key for result in results) == [str(path) for path in paths]
    assert sum(sizes) == 30
    assert max(sizes) <= 10  # no more than may be under way
    assert worked == []


def test_an_upload_by_another_after_the_look_is_not_made_again(
    run: Run,
    bota: Bota,
    bota_emulator: Emulator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = audio(tmp_path, 12)
    assert run(paths[:1]).uploaded == 1
    finished = Journal.finished
    others: list[BulkReport] = []

    def late(journal: Journal, identities: Sequence[bytes]) -> Any:
        found = finished(journal, identities)
        if not others:
            with monkeypatch.context() as real:
                real.setattr(Journal, "finished", finished)
                others.append(run(paths))
        return found

    monkeypatch.setattr(Journal, "finished", late)
    report = run(iter(paths), concurrency=6)
    assert (report.uploaded, report.skipped) == (0, 12)
    assert others[0].uploaded == 11
    assert_each_stored_once(bota, bota_emulator, paths)


def test_what_another_has_under_way_is_left_to_it(
    run: Run, tmp_path: Path, journal: Path | str, worked: list[Any]
) -> None:
    paths = audio(tmp_path, 3)
    assert run(paths[:2]).uploaded == 2
    worked.clear()

    def during(event: BulkEvent) -> None:
        if not isinstance(event, ItemResult) and not seen:
            seen.append(run([paths[0]]))

    seen: list[BulkReport] = []
    report = run(paths, on_progress=during)
    assert (report.uploaded, report.skipped) == (1, 2)
    assert seen[0].skipped == 1
    assert worked == [paths[2]]


@pytest.mark.parametrize("known", [True, False])
def test_an_iterable_that_waits_for_each_result_gets_it(
    run: Run, tmp_path: Path, known: bool
) -> None:
    paths = audio(tmp_path, 6)
    assert run(paths if known else paths[:1]).ok
    results = Results()

    def items() -> Iterator[Path]:
        for number, path in enumerate(paths):
            assert len(results) == number
            yield path

    report = run(items(), concurrency=1, on_progress=results)
    assert (report.skipped, report.uploaded) == ((6, 0) if known else (1, 5))


def test_an_item_does_not_wait_for_the_next_one(
    run: Run, bota: Bota, tmp_path: Path, worked: list[Any]
) -> None:
    paths = audio(tmp_path, 4)
    assert run(paths[:1]).uploaded == 1

    def items() -> Iterator[Path]:
        yield paths[0]
        for number, path in enumerate(paths[1:], 1):
            yield path
            for _ in range(1000):
                if len(recordings(bota)) > number:
                    break
            else:
                pytest.fail("an item was held up by the next one")

    assert run(items()).uploaded == 3

"""Many uploads: each ends in one result, whatever becomes of the others."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import ApiDelay, ApiStatus, Emulator, StorageError
from bota_sdk import (
    AsyncBota,
    AuthenticationError,
    BulkEvent,
    BulkReport,
    CancelToken,
    ConfigurationError,
    ItemProgress,
    ItemResult,
    SourceError,
    UploadCancelledError,
    UploadItem,
    errors,
)
from bota_sdk import Bota as _Bota

from tests.sdk.conftest import steps
from tests.sdk.test_journal import Results
from tests.ticks import Ticks

HEAD = b"RIFF\0\0\0\0WAVE"
UploadMany = Callable[..., BulkReport]


@pytest.fixture(params=["sync", "async"])
def upload_many(request: pytest.FixtureRequest, bota_emulator: Emulator) -> UploadMany:
    """`upload_many(items, **options)` with Bota or with AsyncBota."""

    def with_bota(items: Any, **options: Any) -> BulkReport:
        key = options.pop("api_key", bota_emulator.api_key)
        with _Bota(base_url=bota_emulator.base_url, api_key=key) as bota:
            return bota.upload_many(items, **{"end_user_id": "eu_1", **options})

    async def with_async_bota(items: Any, **options: Any) -> BulkReport:
        key = options.pop("api_key", bota_emulator.api_key)
        async with AsyncBota(base_url=bota_emulator.base_url, api_key=key) as bota:
            return await bota.upload_many(items, **{"end_user_id": "eu_1", **options})

    if request.param == "sync":
        return with_bota
    return lambda items, **options: asyncio.run(with_async_bota(items, **options))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve recordings, no two alike."""
    for number in range(12):
        (tmp_path / f"{number:02}.wav").write_bytes(HEAD + bytes([number]) * (500 + number))
    return tmp_path


def test_a_folder(upload_many: UploadMany, bota_emulator: Emulator, folder: Path) -> None:
    paths = sorted(folder.iterdir())
    ended = Results()
    report = upload_many(paths, on_progress=ended)
    assert (report.uploaded, report.skipped, report.failed, report.not_started) == (12, 0, 0, 0)
    assert (report.ok, report.stopped, report.failures) == (True, None, ())
    assert report.bytes == sum(path.stat().st_size for path in paths)
    results = {result.key: result for result in ended}
    assert len(ended) == 12 and set(results) == {str(path) for path in paths}
    for path in paths:
        result = results[str(path)]
        assert result.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert result.sha256 == bota_emulator.object_sha256(result.recording_id or "")
        assert (result.verified, result.attempts) == (True, 1)
    assert "eu_1" not in repr(report)


def test_every_kind_of_item(
    upload_many: UploadMany, bota: _Bota, bota_emulator: Emulator, folder: Path
) -> None:
    ended = Results()
    existing = bota.recordings.create(end_user_id="eu_9")
    with (folder / "00.wav").open("rb") as file:
        report = upload_many(
            [
                str(folder / "01.wav"),
                UploadItem(HEAD + b"bytes", name="Stand-up", metadata={"room": "4"}),
                UploadItem(file),
                UploadItem(iter([HEAD, b"pieces"]), key="pieces", end_user_id="eu_2"),
                UploadItem(folder / "02.wav", recording_id=existing.id),
                UploadItem(b"no head", content_type="audio/mpeg"),
            ],
            on_progress=ended,
        )
    assert report.ok, ended
    results = {result.key: result for result in ended}
    named = bota.recordings.get(results[f"sha256:{sha256(HEAD + b'bytes')}"].recording_id or "")
    assert named.name == "Stand-up" and named.end_user_id == "eu_1"
    # Without a journal nothing of ours is in what the caller sees.
    assert named.metadata and named.metadata.to_dict() == {"room": "4"}
    assert bota.recordings.get(results["pieces"].recording_id or "").end_user_id == "eu_2"
    assert results[str(folder / "02.wav")].recording_id == existing.id
    assert bota_emulator.object_sha256(existing.id) == sha256((folder / "02.wav").read_bytes())


def test_an_asynchronous_iterable(bota_emulator: Emulator, folder: Path) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield HEAD
        await asyncio.sleep(0)
        yield b"more"

    paths = sorted(folder.iterdir())

    async def items() -> AsyncIterator[Any]:
        for path in paths:
            await asyncio.sleep(0)
            yield path
        yield UploadItem(pieces(), key="pieces")

    async def go() -> BulkReport:
        key = bota_emulator.api_key
        async with AsyncBota(base_url=bota_emulator.base_url, api_key=key) as bota:
            return await bota.upload_many(items(), end_user_id="eu_1")

    report = asyncio.run(go())
    assert (report.uploaded, report.ok) == (13, True)


def test_an_item_that_is_listed_twice_goes_on_where_its_first_time_failed(
    upload_many: UploadMany, bota: _Bota, bota_emulator: Emulator, folder: Path
) -> None:
    bota_emulator.add_fault(ApiStatus(status=422, operation="completeUpload", done=True))
    report = upload_many([folder / "00.wav"] * 2, concurrency=1)
    assert (report.failed, report.uploaded) == (1, 1)
    assert [each.status for each in bota.recordings.list()] == ["uploaded"]


def test_one_failure_stops_no_other(
    upload_many: UploadMany, bota_emulator: Emulator, folder: Path
) -> None:
    (folder / "03.wav").write_bytes(b"")
    (folder / "04.wav").unlink()
    (folder / "05.wav").write_bytes(b"text")
    (folder / "06.wav").unlink()
    (folder / "06.wav").mkdir()
    paths: list[Any] = [folder / f"{number:02}.wav" for number in range(12)]
    loop = folder / "loop.wav"
    loop.symlink_to(loop)
    results = Results()
    report = upload_many(
        [
            *(None, *paths, loop, 5, UploadItem(b"?"), UploadItem(b"x", key="")),
            UploadItem(b"x", key=b"k"),  # type: ignore[arg-type]
        ],
        on_progress=results,
    )
    assert (report.uploaded, report.failed, report.stopped) == (8, 10, None)
    words = {Path(failure.key).name: failure.reason or "" for failure in report.failures}
    assert "is empty" in words["03.wav"]
    assert "No such file" in words["04.wav"]
    assert "is a directory" in words["06.wav"]
    assert "symbolic links" in words["loop.wav"]
    assert words["item 1"] == "items are paths or UploadItems, not NoneType"
    assert words["item 15"] == "items are paths or UploadItems, not int"
    assert words["item 17"] == "an item's key is a text, not ''"
    assert words["item 18"] == "an item's key is a text, not b'k'"
    kinds = {Path(failure.key).name: type(failure.error) for failure in report.failures}
    assert (kinds["03.wav"], kinds["item 15"]) == (SourceError, TypeError)
    assert all(str(failure.error) == failure.reason for failure in report.failures)
    assert [result for result in results if result.outcome == "failed"] == [*report.failures]


def test_a_refused_put_fails_one(
    upload_many: UploadMany, bota_emulator: Emulator, folder: Path
) -> None:
    bota_emulator.add_fault(StorageError(code="SignatureDoesNotMatch", times=1))
    report = upload_many(sorted(folder.iterdir()))
    assert (report.uploaded, report.failed) == (11, 1)
    failure = report.failures[0]
    assert failure.recording_id is not None
    assert isinstance(failure.error, errors.StorageError)
    assert (failure.error.code, failure.error.status_code) == ("SignatureDoesNotMatch", 403)


@pytest.mark.parametrize("allowed", [False, True])
def test_the_same_bytes_are_one_upload(
    upload_many: UploadMany, bota_emulator: Emulator, tmp_path: Path, allowed: bool
) -> None:
    for number in range(30):
        (tmp_path / f"{number}.wav").write_bytes(HEAD + bytes([number % 3]) * 300)
    results = Results()
    report = upload_many(
        sorted(tmp_path.iterdir()), allow_duplicates=allowed, concurrency=30, on_progress=results
    )
    assert (report.uploaded, report.skipped) == ((30, 0) if allowed else (3, 27))
    assert report.ok
    for result in results:
        assert result.sha256 == sha256(Path(result.key).read_bytes())
        assert result.recording_id is not None
    if not allowed:
        skipped = [result for result in results if result.outcome == "skipped"]
        assert all((result.reason or "").startswith("has the same bytes as") for result in skipped)
        assert len({result.recording_id for result in results}) == 3


def test_files_that_differ_in_a_few_bytes_are_uploads_of_their_own(
    upload_many: UploadMany, bota_emulator: Emulator, tmp_path: Path
) -> None:
    # Alike in size, beginning and middle, as recordings that begin in silence may be.
    for number in range(12):
        (tmp_path / f"{number}.wav").write_bytes(HEAD + bytes(20_000) + bytes([number % 4]))
    results = Results()
    report = upload_many(sorted(tmp_path.iterdir()), concurrency=12, on_progress=results)
    assert (report.uploaded, report.skipped) == (4, 8)
    for result in results:
        assert result.recording_id is not None
        stored = bota_emulator.object_sha256(result.recording_id)
        assert stored == result.sha256 == sha256(Path(result.key).read_bytes())


def test_the_same_bytes_of_two_people_are_two_uploads(upload_many: UploadMany) -> None:
    items = [UploadItem(HEAD, end_user_id=user, key=user) for user in ("eu_1", "eu_2", "eu_3")]
    assert upload_many(items).uploaded == 3


def test_a_duplicate_takes_over_where_the_first_one_fails(
    upload_many: UploadMany, bota_emulator: Emulator, tmp_path: Path
) -> None:
    for name in "ab":
        (tmp_path / f"{name}.wav").write_bytes(HEAD + b"same")
    bota_emulator.add_fault(StorageError(code="SignatureDoesNotMatch", times=1))
    report = upload_many(sorted(tmp_path.iterdir()))
    assert (report.uploaded, report.failed, report.skipped) == (1, 1, 0)


def test_the_same_path_twice(upload_many: UploadMany, folder: Path) -> None:
    report = upload_many(
        [folder / "00.wav", str(folder / "00.wav"), folder / ".." / folder.name / "00.wav"]
    )
    assert (report.uploaded, report.skipped) == (1, 2)


def test_items_are_taken_as_uploads_get_free(
    upload_many: UploadMany, bota_emulator: Emulator
) -> None:
    given: list[int] = []
    ended: list[int] = []
    ahead: list[int] = []

    def items() -> Iterator[UploadItem]:
        for number in itertools.count():
            given.append(number)
            ahead.append(len(given) - len(ended))
            yield UploadItem(HEAD + number.to_bytes(4, "big"))

    def on_progress(event: BulkEvent) -> None:
        if isinstance(event, ItemResult):
            ended.append(1)
            if len(ended) == 40:
                token.drain()

    token = CancelToken()
    report = upload_many(items(), cancel=token, concurrency=5, on_progress=on_progress)
    assert max(ahead) <= 6
    assert report.stopped == "asked to finish"
    assert report.uploaded == len(given) >= 40
    assert report.not_started == 0


def test_progress_comes_one_at_a_time_in_the_callers_thread(
    upload_many: UploadMany, folder: Path
) -> None:
    inside: list[int] = []
    threads: set[int] = set()
    events: list[BulkEvent] = []

    def on_progress(event: BulkEvent) -> None:
        assert not inside
        inside.append(1)
        threads.add(threading.get_ident())
        events.append(event)
        inside.pop()

    upload_many(sorted(folder.iterdir()), on_progress=on_progress)
    assert threads == {threading.get_ident()}
    for path in folder.iterdir():
        mine = [event for event in events if event.key == str(path)]
        assert isinstance(mine[-1], ItemResult)
        assert all(isinstance(event, ItemProgress) for event in mine[:-1])
        phases = [event.progress.phase for event in mine[:-1] if isinstance(event, ItemProgress)]
        assert phases[0] == "preparing"
        assert phases[-1] == "completing"


@pytest.mark.parametrize("where", ["progress", "items"])
def test_what_the_caller_raises_ends_the_run(
    upload_many: UploadMany, folder: Path, where: str, ticks: Ticks
) -> None:
    def items() -> Iterator[Path]:
        yield from sorted(folder.iterdir())[:6]
        if where == "items":
            raise LookupError("mine")

    def on_progress(event: BulkEvent) -> None:
        if where == "progress" and isinstance(event, ItemResult):
            raise LookupError("mine")

    before = threading.active_count()
    with pytest.raises(LookupError, match="mine"):
        upload_many(items(), on_progress=on_progress)
    end = ticks() + 5
    while threading.active_count() > before and ticks() < end:
        time.sleep(0.01)
    assert threading.active_count() <= before


def test_cancelled(
    upload_many: UploadMany, bota_emulator: Emulator, folder: Path, ticks: Ticks
) -> None:
    token = CancelToken()
    bota_emulator.add_fault(ApiDelay(before=60, operation="completeUpload", times=100))

    def on_progress(event: BulkEvent) -> None:
        if isinstance(event, ItemProgress) and event.progress.phase == "completing":
            token.cancel()

    started = ticks()
    report = upload_many(
        sorted(folder.iterdir()), cancel=token, concurrency=3, on_progress=on_progress
    )
    assert ticks() - started < 3
    assert report.stopped == "cancelled"
    assert (report.uploaded, report.ok) == (0, False)
    assert report.failed + report.not_started == 12
    assert {type(failure.error) for failure in report.failures} == {UploadCancelledError}


def test_a_cancelled_task(bota_emulator: Emulator, folder: Path, ticks: Ticks) -> None:
    bota_emulator.add_fault(ApiDelay(before=60, operation="completeUpload", times=100))
    paths = sorted(folder.iterdir())

    async def go() -> None:
        key = bota_emulator.api_key
        async with AsyncBota(base_url=bota_emulator.base_url, api_key=key) as bota:
            completing = asyncio.Event()

            def on_progress(event: BulkEvent) -> None:
                if isinstance(event, ItemProgress) and event.progress.phase == "completing":
                    completing.set()

            task = asyncio.create_task(
                bota.upload_many(paths, end_user_id="eu_1", on_progress=on_progress)
            )
            await completing.wait()
            task.cancel()
            started = ticks()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert ticks() - started < 3

    asyncio.run(go())


def test_max_failures(upload_many: UploadMany, folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(b"")
    report = upload_many(sorted(folder.iterdir()), max_failures=3, concurrency=1)
    assert (report.failed, report.not_started) == (3, 9)
    assert report.stopped == "3 items have failed"


def test_a_refused_key_ends_the_run(
    upload_many: UploadMany, bota_emulator: Emulator, folder: Path
) -> None:
    report = upload_many(sorted(folder.iterdir()), api_key="sk_test_wrong", concurrency=2)
    assert report.stopped is not None and report.stopped.startswith("no item can be uploaded: 401")
    assert isinstance(report.failures[0].error, AuthenticationError)
    assert report.failed <= 2
    assert report.failed + report.not_started == 12


def test_a_missing_end_user_is_said_once(upload_many: UploadMany, folder: Path) -> None:
    report = upload_many(sorted(folder.iterdir()), end_user_id=None, concurrency=1)
    assert isinstance(report.failures[0].error, ConfigurationError | ValueError)
    assert "end_user_id" in str(report.failures[0].reason)


@pytest.mark.parametrize(
    ("items", "options", "kind"),
    [
        ("a.wav", {}, TypeError),
        (b"bytes", {}, TypeError),
        (Path("a.wav"), {}, TypeError),
        (5, {}, TypeError),
        ([], {"concurrency": 0}, ValueError),
        ([], {"concurrency": 65}, ValueError),
        ([], {"concurrency": "5"}, TypeError),
        ([], {"concurrency": True}, TypeError),
        ([], {"max_failures": 0}, ValueError),
        ([], {"checksum": "never"}, ValueError),
        ([], {"cancel": 5}, TypeError),
        ([], {"on_progress": 5}, TypeError),
        ([], {"end_user_id": 5}, TypeError),
    ],
)
def test_wrong_arguments(
    upload_many: UploadMany,
    bota_emulator: Emulator,
    items: Any,
    options: dict[str, Any],
    kind: type[Exception],
) -> None:
    with pytest.raises(kind):
        upload_many(items, **options)
    assert bota_emulator.requests == []


def test_nothing_to_do(upload_many: UploadMany) -> None:
    report = upload_many([])
    assert (report.ok, report.uploaded) == (True, 0)


def test_load_is_answered_by_fewer_at_a_time(
    upload_many: UploadMany, bota_emulator: Emulator, folder: Path
) -> None:
    bota_emulator.add_fault(StorageError(code="SlowDown", times=5))
    report = upload_many(sorted(folder.iterdir()), concurrency=12)
    assert (report.uploaded, report.ok) == (12, True)
    assert [status for step, status in steps(bota_emulator) if step == "PUT object"].count(503) == 5


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

"""An outage holds a run and fails no item; what fails for a reason of its own fails."""

from __future__ import annotations

import asyncio
import dataclasses
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import ApiReset, Emulator, Fault, StorageReset
from bota_sdk import (
    AsyncBota,
    Bota,
    BulkEvent,
    BulkPaused,
    CancelToken,
    ConnectionFailedError,
    ItemResult,
    UploadItem,
)
from bota_sdk._bulk.outage import OWN_FAILURES, Outage

from tests.sdk.test_journal import AUDIO, operations, recordings
from tests.sdk.test_journal_file import assert_each_stored_once, audio


class Events(list[BulkEvent]):
    """All that a run told."""

    def __call__(self, event: BulkEvent) -> None:
        self.append(event)

    @property
    def pauses(self) -> list[BulkPaused]:
        return [event for event in self if isinstance(event, BulkPaused)]

    @property
    def results(self) -> list[ItemResult]:
        return [event for event in self if isinstance(event, ItemResult)]


@pytest.fixture
def events() -> Events:
    return Events()


@pytest.fixture
def impatient(bota_emulator: Emulator) -> Iterator[Bota]:
    """A client whose calls try once, so that each connection that fails is one item's."""
    with Bota(
        base_url=bota_emulator.base_url, api_key=bota_emulator.api_key, max_retries=0
    ) as bota:
        yield bota


BREAKS = [
    ApiReset(operation="createRecording"),
    ApiReset(at="after", operation="createRecording"),
    ApiReset(operation="createUploadUrl"),
    StorageReset(bytes=100),
    ApiReset(operation="completeUpload"),
]


@pytest.mark.parametrize("fault", BREAKS, ids=lambda fault: f"{fault.kind} {fault.operation}")
@pytest.mark.parametrize("has_journal", [True, False])
def test_a_run_outlasts_an_outage_at_each_step(
    impatient: Bota,
    bota_emulator: Emulator,
    events: Events,
    tmp_path: Path,
    sleeps: list[float],
    fault: Fault,
    *,
    has_journal: bool,
) -> None:
    paths = audio(tmp_path, 5)
    # An iterator's bytes are there only once.
    items = [*paths[:4], UploadItem(iter([paths[4].read_bytes()]), key="once")]
    bota_emulator.add_fault(dataclasses.replace(fault, times=9, skip=1))
    report = impatient.upload_many(
        items,
        end_user_id="eu_1",
        concurrency=1,
        journal=tmp_path / "journal" if has_journal else None,
        on_progress=events,
    )
    assert (report.uploaded, report.ok, report.failures) == (5, True, ())
    # Where a list finds the recording that was created without a response, each one pauses once.
    is_found = has_journal and getattr(fault, "at", "") == "after"
    pauses = [0.5] * 4 if is_found else [0.5, 1, 2, 4, 8, 16, 20, 20, 20]
    assert [pause.seconds for pause in events.pauses] == pauses
    assert sum(sleeps) >= sum(pause.seconds for pause in events.pauses)
    assert all("127.0.0.1" not in pause.reason for pause in events.pauses)
    assert_each_stored_once(impatient, bota_emulator, paths)
    if fault.operation == "completeUpload":
        assert operations(bota_emulator)["PUT object"] == 5


def test_many_at_once_outlast_it_and_one_at_a_time_tries(
    impatient: Bota, bota_emulator: Emulator, events: Events, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 30)
    bota_emulator.add_fault(ApiReset(times=12, skip=1))
    report = impatient.upload_many(paths, end_user_id="eu_1", concurrency=10, on_progress=events)
    assert (report.uploaded, report.ok) == (30, True)
    # The fewer meet the outage at once, the more probes it takes; each one fails alone.
    pauses = [pause.seconds for pause in events.pauses]
    assert len(pauses) > 1
    assert pauses == [0.5, 1, 2, 4, 8, 16, *[20] * 6][: len(pauses)]
    assert_each_stored_once(impatient, bota_emulator, paths)


def test_a_limit_ends_it_as_stopped(
    impatient: Bota, bota_emulator: Emulator, events: Events, tmp_path: Path, sleeps: list[float]
) -> None:
    paths = audio(tmp_path, 6)
    journal = tmp_path / "journal"
    bota_emulator.add_fault(StorageReset(bytes=100, times=1000, skip=2))
    options: dict[str, Any] = {"end_user_id": "eu_1", "journal": journal}
    report = impatient.upload_many(
        paths, concurrency=1, max_outage=300, on_progress=events, **options
    )
    assert (report.uploaded, report.failed, report.not_started) == (2, 0, 4)
    assert report.stopped and "nothing could be reached for 3" in report.stopped
    assert 300 <= sum(sleeps) < 400
    put_off = events.results[2]
    assert (put_off.outcome, put_off.recording_id) == ("not_started", recordings(impatient)[0])
    bota_emulator.clear_faults()
    report = impatient.upload_many(paths, **options)
    assert (report.uploaded, report.skipped, report.ok) == (4, 2, True)
    assert_each_stored_once(impatient, bota_emulator, paths)


def test_what_never_had_a_response_ends_soon(events: Events, sleeps: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with Bota(base_url=f"http://127.0.0.1:{port}", api_key="sk_test_1") as bota:
        report = bota.upload_many(
            [UploadItem(AUDIO)], end_user_id="eu_1", concurrency=1, on_progress=events
        )
    assert (report.failed, report.not_started) == (0, 1)
    assert report.stopped and "Connection refused" in report.stopped
    (put_off,) = events.results
    assert put_off.recording_id is None
    assert "may have been created" not in f"{report.stopped} {put_off.reason}"
    assert 30 <= sum(sleeps) < 100 and events.pauses


def test_what_fails_alone_fails_for_itself() -> None:
    outage = Outage(900, lambda: False, lambda _: None)
    tries: list[int] = []

    def step() -> None:
        tries.append(len(tries))
        outage.outlast(lambda: None)  # meanwhile another one gets through
        raise ConnectionFailedError("reset by the peer")

    with pytest.raises(ConnectionFailedError):
        outage.outlast(step)
    assert len(tries) == OWN_FAILURES
    assert outage.gave_up is None


@pytest.mark.parametrize("kind", ["drain", "cancel"])
def test_it_is_stopped_in_an_outage(
    impatient: Bota, bota_emulator: Emulator, tmp_path: Path, kind: str
) -> None:
    bota_emulator.add_fault(ApiReset(times=1000))
    token = CancelToken()

    def on_progress(event: BulkEvent) -> None:
        if isinstance(event, BulkPaused):
            getattr(token, kind)()

    report = impatient.upload_many(
        audio(tmp_path, 5), end_user_id="eu_1", cancel=token, on_progress=on_progress
    )
    assert report.stopped == ("cancelled" if kind == "cancel" else "asked to finish")
    assert report.uploaded == 0
    assert kind == "cancel" or report.failed == 0


def test_an_asynchronous_client_is_told_in_its_loop(
    bota_emulator: Emulator, tmp_path: Path
) -> None:
    bota_emulator.add_fault(ApiReset(times=2))
    told: list[int] = []

    async def main() -> bool:
        async with AsyncBota(
            base_url=bota_emulator.base_url, api_key=bota_emulator.api_key, max_retries=0
        ) as bota:
            report = await bota.upload_many(
                audio(tmp_path, 3),
                end_user_id="eu_1",
                on_progress=lambda event: (
                    isinstance(event, BulkPaused) and told.append(threading.get_ident())
                ),
            )
            return report.ok

    assert asyncio.run(main())
    assert set(told) == {threading.get_ident()}


@pytest.mark.parametrize(
    ("given", "error"), [(-1, ValueError), (float("nan"), ValueError), ("9", TypeError)]
)
def test_a_wrong_limit(bota: Bota, given: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="max_outage is"):
        bota.upload_many([], max_outage=given)

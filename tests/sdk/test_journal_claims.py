"""Whose an item is: one run's at a time, and nobody writes who has lost it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
from bota_sdk import (
    Bota,
    JournalError,
    UploadItem,
    journal_status,
    remembered_commands,
    unfinished_items,
)
from bota_sdk._bulk import store
from bota_sdk._bulk.journal import Journal, LeaseLostError
from bota_sdk._bulk.queue import Queue
from bota_sdk._bulk.rows import listed_item
from bota_sdk._bulk.store import LEASE, location_of

from tests.emulator.test_emulator_jobs import wav
from tests.sdk.test_journal import contents


def open_journal(journal: Path | str) -> Journal:
    return Journal(location_of(journal))


def claim(journal: Journal, key: str) -> Any:
    return journal.claim(key, UploadItem(key.encode()), {"end_user_id": "eu_1"})


@pytest.fixture
def two(journal: Path | str) -> Iterator[tuple[Journal, Journal]]:
    with closing(open_journal(journal)) as one, closing(open_journal(journal)) as other:
        yield one, other


def be_silent(journal: Journal, seconds: float = LEASE + 1) -> None:
    """Let who has an item look as if it had been stopped for longer than its lease."""
    # This process is alive, so only its last sign of life tells.
    old = (
        "UPDATE bota_runs SET heartbeat=heartbeat-? "
        "WHERE id IN (SELECT owner FROM bota_items WHERE owner IS NOT NULL)"
    )
    journal.store.transact(lambda: journal.store.execute(old, seconds))


def test_one_run_has_an_item_until_it_lets_go(two: tuple[Journal, Journal]) -> None:
    one, other = two
    assert claim(one, "a")[0] == "ours"
    assert [claim(each, "a")[0] for each in two] == ["busy", "busy"]
    _, entry = claim(one, "b")
    one.release(entry, state="new")
    assert claim(other, "b")[0] == "ours"
    one.close()
    assert claim(other, "a")[0] == "ours"


def test_a_run_that_was_silent_for_too_long_can_write_nothing_more(
    two: tuple[Journal, Journal],
) -> None:
    one, other = two
    _, lost = claim(one, "a")
    one.write(lost, state="creating", create_key="k")
    be_silent(one)
    found, taken = claim(other, "a")
    assert (found, taken.state, taken.create_key) == ("ours", "creating", "k")
    for write in (one.write, one.release):
        with pytest.raises(LeaseLostError):
            write(lost, state="stored")
    with pytest.raises(LeaseLostError):
        one.first_with(lost, size=1, sample=1, sha256="", fingerprint=None)
    other.release(taken, state="uploaded", recording_id="rec_1")
    with pytest.raises(LeaseLostError):
        one.release(lost, state="new")
    # Nor does it get it back by being alive again.
    assert claim(one, "a")[0] == "finished"


def test_a_token_is_of_one_claim_and_not_of_a_run(two: tuple[Journal, Journal]) -> None:
    one, other = two
    _, first = claim(one, "a")
    be_silent(one)
    other.release(claim(other, "a")[1])
    _, again = claim(one, "a")
    with pytest.raises(LeaseLostError):
        one.write(first, state="stored")
    one.write(again, state="creating")


def test_what_nobody_took_is_still_its_own_after_a_pause(two: tuple[Journal, Journal]) -> None:
    one, other = two
    _, entry = claim(one, "a")
    be_silent(one)
    one.runs._beaten -= LEASE
    one.write(entry, state="creating")  # which is a sign of life too
    assert claim(other, "a")[0] == "busy"


def test_a_run_that_others_forgot_is_remembered_by_its_next_sign(
    two: tuple[Journal, Journal], journal: Path | str
) -> None:
    one, other = two
    _, entry = claim(one, "a")
    be_silent(one)
    open_journal(journal).close()
    one.runs._beaten -= LEASE
    one.write(entry, state="creating")
    assert claim(other, "a")[0] == "busy"


def test_who_was_cut_off_with_all_others_takes_nothing_from_them(
    two: tuple[Journal, Journal],
) -> None:
    one, other = two
    claim(one, "a")
    # The database was away, or the machine slept: nobody could give a sign of life.
    one.store.execute("UPDATE bota_runs SET heartbeat=heartbeat-?", LEASE + 1)
    assert claim(other, "a")[0] == "busy"
    other.store.transact(other.runs.beat)
    assert claim(other, "a")[0] == "busy"
    one.store.transact(one.runs.beat)
    assert claim(other, "a")[0] == "busy"


def test_who_wakes_up_keeps_what_it_claims_and_reserves(two: tuple[Journal, Journal]) -> None:
    one, other = two

    def sleep() -> None:
        asleep = "UPDATE bota_runs SET heartbeat=heartbeat-? WHERE id=?"
        one.store.execute(asleep, LEASE + 1, one.runs.run_id)
        one.runs._beaten -= LEASE + 1

    sleep()
    assert claim(one, "a")[0] == "ours"
    assert claim(other, "a")[0] == "busy"
    one.insert([listed_item("b", UploadItem("/calls/b.wav"), {}, one.place)])
    sleep()
    assert len(Queue(one).reserve(1)) == 1
    assert Queue(other).reserve(1) == []


def test_a_clock_that_was_set_back_lets_nobody_keep_an_item(two: tuple[Journal, Journal]) -> None:
    one, other = two
    claim(one, "a")
    be_silent(one, -3600)
    assert claim(other, "a")[0] == "ours"


def test_a_search_that_failed_keeps_nobody_from_writing(journal: Path | str) -> None:
    # What SQLite reads from an open cursor cannot be written to once another process has written.
    alike: Any = {"size": 1, "sample": 1, "sha256": "", "fingerprint": None}
    one, other = open_journal(journal), open_journal(journal)
    try:
        entries = [one.claim(key, UploadItem(key.encode()), {})[1] for key in "abc"]
        for entry in entries[:2]:
            one.write(entry, **alike)
        lost = attrs.evolve(entries[2], token="of another claim")
        with pytest.raises(LeaseLostError) as kept:
            one.first_with(lost, **alike)
        assert other.claim("d", UploadItem(b"d"), {})[0] == "ours"
        assert one.claim("e", UploadItem(b"e"), {})[0] == "ours"
        assert kept.traceback
    finally:
        one.close()
        other.close()


def test_a_duplicate_of_what_changed_meanwhile_is_none(journal: Path | str) -> None:
    alike: Any = {"size": 1, "sample": 1, "fingerprint": None}
    kept = open_journal(journal)
    items = {key: UploadItem(key.encode()) for key in "ab"}
    try:
        _, first = kept.claim("a", items["a"], {})
        assert kept.first_with(first, **alike, sha256="") is None
        _, same = kept.claim("b", items["b"], {})
        kept.write_sha256(first, "read by b")
        found = kept.first_with(same, **alike, sha256="read by b")
        assert found is not None and found.id == first.id
        kept.release(same, state="duplicate", duplicate_of=first.id)
        assert kept.claim("b", items["b"], {})[0] == "busy"
        kept.release(first, state="uploaded", sha256="sent by a")
        claim, same = kept.claim("b", items["b"], {})
        assert (claim, same.state) == ("ours", "new")
        assert kept.first_with(same, **alike, sha256="read by b") is None
    finally:
        kept.close()


def test_a_newer_format_is_refused_and_an_older_one_brought_up_to_date_once(
    journal: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_journal(journal)) as one:
        one.release(claim(one, "a")[1], state="uploaded")
    with monkeypatch.context() as newer:
        step = ("ALTER TABLE bota_items ADD COLUMN length BIGINT",)
        newer.setattr(store, "STEPS", (*store.STEPS, step))
        for _ in range(2):
            with closing(open_journal(journal)) as one:
                assert claim(one, "a")[0] == "finished"
                assert one.store.rows("SELECT length FROM bota_items")[0]["length"] is None
    with pytest.raises(JournalError, match="written by another version of bota-sdk"):
        open_journal(journal)


def make_in_format_5(journal: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a journal of an older version, which has left two items to two others."""
    with monkeypatch.context() as older:
        older.setattr(store, "STEPS", store.STEPS[:1])
        with closing(open_journal(journal)) as one:
            for first, same in (("a", "b"), ("c", "d")):
                _, entry = claim(one, first)
                _, twin = claim(one, same)
                one.release(entry, state="uploaded" if first == "c" else "new")
                one.release(twin, state="duplicate", duplicate_of=entry.id)


def test_format_5_is_brought_up_to_date_and_leaves_no_item_to_one_that_was_not_uploaded(
    journal: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_in_format_5(journal, monkeypatch)
    # Even who only looks finds it.
    assert journal_status(str(journal)).duplicates == 1
    with closing(open_journal(journal)) as one:
        assert [claim(one, key)[0] for key in "bd"] == ["ours", "finished"]


def test_a_dry_run_leaves_an_older_format_as_it_is_and_decides_by_the_newest(
    bota: Bota, journal: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_in_format_5(journal, monkeypatch)
    kept = contents(journal)
    options: dict[str, Any] = {"content_type": "audio/wav", "end_user_id": "eu_1"}
    items = [UploadItem(wav(1) + key.encode(), key=key, **options) for key in "bd"]
    outcomes = []
    for is_dry in (True, False):
        assert [*unfinished_items(journal)] == [] and remembered_commands(journal) == []
        assert contents(journal) == kept
        report = bota.upload_many(items, journal=journal, dry_run=is_dry)
        outcomes.append((report.uploaded, report.skipped, report.failed))
    # What b was left to was never uploaded; d's bytes are not those that were.
    assert outcomes == [(1, 0, 1)] * 2
    assert contents(journal) != kept


@pytest.mark.parametrize("found", [b"", b"no journal"])
def test_a_dry_run_makes_nothing_of_what_is_no_journal(
    bota: Bota, tmp_path: Path, found: bytes
) -> None:
    journal = tmp_path / "journal"
    journal.write_bytes(found)
    with suppress(JournalError):
        bota.upload_many([], journal=journal, dry_run=True)
    assert contents(journal) == found

"""Limits that are kept together by all that share a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bota_sdk._api.rate_limit import Pacer
from bota_sdk._bulk.store import LEASE, Store, location_of, open_store
from bota_sdk._bulk.store.slots import UPLOADS, JournalRateLog, UploadSlots
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import CancelToken, stoppable
from bota_sdk.errors import JournalError, UploadCancelledError

from tests.postgres import Postgres


@pytest.fixture
def stores(journal: Path | str) -> Iterator[list[Store]]:
    """Of two workers with one journal."""
    location = location_of(journal)
    with closing(open_store(location)) as one, closing(open_store(location)) as other:
        yield [one, other]


def taken(log: JournalRateLog, limit: int, *, most: int = 1000) -> int:
    """Take as many requests as there is room for."""
    count = 0
    while count < most and log.take({"requests": limit}, waiting.monotonic())[0] is not None:
        count += 1
    return count


def test_all_together_keep_a_limit(stores: list[Store]) -> None:
    logs = [JournalRateLog(store) for store in stores]
    assert taken(logs[0], 30, most=12) == 12
    assert taken(logs[1], 30) == 18
    assert taken(logs[0], 30) == 0
    assert [log.count("requests", waiting.monotonic()) for log in logs] == [30, 30]


def test_both_classes_or_none(stores: list[Store]) -> None:
    log = JournalRateLog(stores[0])
    classes = {"requests": 5, "upload_urls": 2}
    now = waiting.monotonic()
    assert [log.take(classes, now)[0] is not None for _ in range(3)] == [True, True, False]
    assert log.count("requests", now) == 2


def test_a_limit_that_shrinks_counts_what_is_beyond(stores: list[Store]) -> None:
    logs = [JournalRateLog(store) for store in stores]
    now = waiting.monotonic()
    tickets = [logs[0].take({"requests": 20}, now)[0] for _ in range(20)]
    for ticket in tickets[:8]:  # twelve are still held, beyond the new limit too
        # Each log takes the database's clock as late as a busy machine lets it see it.
        logs[0].count_until(ticket, now - 1000)
    assert taken(logs[1], 10) == 0
    assert taken(logs[1], 14) == 2
    assert logs[1].count("requests", now) == 14


def test_what_one_learns_the_others_heed(stores: list[Store]) -> None:
    logs = [JournalRateLog(store) for store in stores]
    now = waiting.monotonic()
    logs[0].learn("requests", 5, now, 0.0)
    assert taken(logs[1], 30) == 5
    logs[0].learn("requests", 30, now, now + 7.0)
    ticket, wait = logs[1].take({"requests": 30}, now)
    assert (ticket, wait) == (None, pytest.approx(7.0, abs=5.0))


def test_what_one_has_learned_is_not_forgotten_by_who_knows_less(stores: list[Store]) -> None:
    logs = [JournalRateLog(store) for store in stores]
    now = waiting.monotonic()
    logs[0].learn("requests", 5, now, 0.0)
    logs[1].learn("requests", None, now, 0.0)
    assert taken(logs[1], 30) == 5


def test_a_429_that_one_gets_stops_all(stores: list[Store]) -> None:
    pacers = [Pacer(), Pacer()]
    for pacer in pacers:
        pacer.assume_documented()
    now = waiting.monotonic()
    with (
        pacers[0].sharing(JournalRateLog(stores[0])),
        pacers[1].sharing(JournalRateLog(stores[1])),
    ):
        pacers[0].refused(("requests",), 40.0, now, {})
        ticket, wait = pacers[1].take(("requests",), now)
    assert ticket is None
    assert 0 < wait <= 40.0


def test_a_high_limit_is_kept_too(stores: list[Store]) -> None:
    """100 a second are 6,000 a minute, which a fleet can reach."""
    pacer = Pacer()
    headers = {"x-ratelimit-limit": "6000", "x-ratelimit-remaining": "5999"}
    with pacer.sharing(JournalRateLog(stores[0])):
        for _ in range(2):
            ticket, _ = pacer.take(("requests",), waiting.monotonic())
            pacer.responded(
                ticket, ("requests",), headers, now=waiting.monotonic(), server_now=None
            )
        assert JournalRateLog(stores[1]).count("requests", waiting.monotonic()) == 1


def test_the_slot_of_a_dead_upload_gets_free(postgres: Postgres) -> None:
    url = postgres.journal()
    with closing(open_store(location_of(url))) as store:
        dead, other = UploadSlots(store, 1), UploadSlots(store, 1)
        token = CancelToken()
        with dead.held():
            dead.extend()
            token.cancel()
            with stoppable(token.check), pytest.raises(UploadCancelledError), other.held():
                raise AssertionError
            postgres.set_clock(url, LEASE + 1)
            with other.held():
                # What is another's by now is not given back by whoever was thought dead.
                dead.extend()
                held = store.rows("SELECT token FROM bota_slots WHERE kind=?", UPLOADS)
        assert len({row["token"] for row in held}) == 1


def held(store: Store) -> int:
    """Return how many uploads count."""
    count = "SELECT count(*) AS n FROM bota_slots WHERE kind=? AND free_at>journal_now()"
    return int(store.rows(count, UPLOADS)[0]["n"])


def test_an_upload_whose_sign_of_life_came_late_still_counts(postgres: Postgres) -> None:
    url = postgres.journal()
    with closing(open_store(location_of(url))) as store:
        slots = UploadSlots(store, 2)
        with slots.held(), slots.held():
            postgres.set_clock(url, LEASE + 1)  # as when the database was away
            assert held(store) == 0
            slots.extend()
            assert held(store) == 2
        slots.extend()
        assert held(store) == 0


def commit_without_response(
    store: Store, monkeypatch: pytest.MonkeyPatch, between: Callable[[], object] = lambda: None
) -> None:
    """Let a store do its next work again, as it does when it cannot know whether it was done."""
    transact = store.transact

    def twice(work: Callable[[], Any], *, is_urgent: bool = False) -> Any:
        monkeypatch.setattr(store, "transact", transact)
        transact(work, is_urgent=is_urgent)
        between()
        return transact(work, is_urgent=is_urgent)

    monkeypatch.setattr(store, "transact", twice)


def test_a_slot_whose_taking_got_no_response_is_taken_once(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(location_of(postgres.journal()))) as store:
        commit_without_response(store, monkeypatch)
        with UploadSlots(store, 2).held():
            assert held(store) == 1
        assert held(store) == 0


def test_a_request_whose_commit_got_no_response_counts_once(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    log, limits, now = (
        JournalRateLog(stores[0]),
        {"requests": 3, "upload_urls": 1},
        waiting.monotonic(),
    )
    commit_without_response(stores[0], monkeypatch)
    # Its own slot would be the last one that is free.
    ticket, _ = log.take(limits, now)
    assert ticket is not None
    assert [JournalRateLog(stores[1]).count(kind, now) for kind in limits] == [1, 1]
    log.count_until(ticket, now)
    assert [log.count(kind, now) for kind in limits] == [0, 0]


def test_a_slot_that_is_given_back_again_is_anothers_by_then(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(location_of(postgres.journal()))) as store:
        slots = UploadSlots(store, 1)
        one, other = slots.held(), slots.held()
        one.__enter__()
        commit_without_response(store, monkeypatch, lambda: other.__enter__())
        one.__exit__(None, None, None)
        assert held(store) == 1
        other.__exit__(None, None, None)
        assert held(store) == 0


def test_a_slot_that_cannot_be_given_back_is_not_renewed(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise JournalError("the database is away")

    url = postgres.journal()
    with closing(open_store(location_of(url))) as store:
        slots = UploadSlots(store, 2)
        with slots.held(), monkeypatch.context() as away:
            with slots.held():
                away.setattr(store, "transact", fails)
            away.undo()
            postgres.set_clock(url, LEASE - 1)
            slots.extend()
            postgres.set_clock(url, LEASE + 1)
            assert held(store) == 1


def test_a_machine_that_was_started_anew_finds_its_slots_free(tmp_path: Path) -> None:
    """Monotonic seconds begin at 0 there: what is held is held until a time far ahead."""
    with closing(open_store(tmp_path / "journal")) as store:
        log = JournalRateLog(store)
        assert log.take({"requests": 1}, 1_000_000.0)[0] is not None
        assert log.take({"requests": 1}, 5.0)[0] is not None


def test_what_was_closed_before_a_machine_was_started_anew(tmp_path: Path) -> None:
    # Its monotonic clock begins again; only an SQLite journal has it.
    with closing(open_store(tmp_path / "journal")) as store:
        log = JournalRateLog(store)
        log.learn("requests", 30, 1_000_000.0, 1_000_030.0)
        assert log.take({"requests": 30}, 100.0)[0] is not None
        log.learn("requests", 30, 100.0, 130.0)
        assert log.take({"requests": 30}, 101.0) == (None, 29.0)

"""What another run does to a journal between two statements of one: PostgreSQL keeps nobody out."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack, closing
from typing import Any

import pytest
from bota_sdk import UploadItem
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.queue import Queue
from bota_sdk._bulk.rows import listed_item
from bota_sdk._bulk.store import LEASE, Store, location_of, open_store
from bota_sdk._bulk.store import postgres as postgres_store

from tests.postgres import Postgres
from tests.unit.test_slots import commit_without_response

ITEM = UploadItem("/calls/a.wav")


@pytest.fixture
def journal(postgres: Postgres) -> str:
    return postgres.journal()


@pytest.mark.parametrize("what", ["begins", "wakes up"])
def test_who_begins_forgets_nobody_who_shows_up_meanwhile(
    journal: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[Journal] = []
    with ExitStack() as stack:

        def begin() -> Journal:
            others.append(stack.enter_context(closing(Journal(location_of(journal)))))
            return others[-1]

        def bind(store: Store) -> None:
            rows = store.rows

            def rows_and_another(query: str, *values: Any) -> Any:
                found = rows(query, *values)
                if "process" in query:
                    monkeypatch.setattr(store, "rows", rows)
                    other = others[0] if others else begin()
                    other.store.transact(other.runs.beat)
                return found

            monkeypatch.setattr(store, "rows", rows_and_another)

        if what == "wakes up":
            begin().store.execute("UPDATE bota_runs SET heartbeat=heartbeat-?", LEASE + 1)
        run = stack.enter_context(closing(Journal(location_of(journal), bind)))
        assert others[0].claim("a", ITEM, {})[0] == "ours"
        assert run.claim("a", ITEM, {})[0] == "busy"


def test_what_a_run_reserves_that_just_began_stays_its_own(
    journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        run = stack.enter_context(closing(Journal(location_of(journal))))
        live = run.runs.live
        others: list[Journal] = []

        def live_and_another() -> list[int]:
            found = live()
            other = stack.enter_context(closing(Journal(location_of(journal))))
            other.insert([listed_item("a", ITEM, {}, other.place)])
            assert len(Queue(other).reserve(1)) == 1
            others.append(other)
            return found

        monkeypatch.setattr(run.runs, "live", live_and_another)
        assert Queue(run).reserve(1) == []
        assert len(others) == 1
        monkeypatch.setattr(run.runs, "live", live)
        # When that one has ended without a word, the item is anybody's.
        others[0].close()
        assert len(Queue(run).reserve(1)) == 1


def test_what_is_given_back_meanwhile_is_left(
    journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        closing(Journal(location_of(journal))) as one,
        closing(Journal(location_of(journal))) as other,
    ):
        one.insert([listed_item("a", ITEM, {}, one.place)])
        queue = Queue(other)
        assert len(queue.reserve(1)) == 1
        rows = one.store.rows

        def rows_and_given_back(query: str, *values: Any) -> Any:
            found = rows(query, *values)
            queue.give_back()
            return found

        monkeypatch.setattr(one.store, "rows", rows_and_given_back)
        assert Queue(one).left() == 1


def test_what_is_reserved_without_a_response_is_handed_out(
    journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Journal(location_of(journal))) as run:
        run.insert([listed_item(key, ITEM, {}, run.place) for key in "abcd"])
        queue = Queue(run)
        commit_without_response(run.store, monkeypatch)
        assert sorted(row["key"] for row in queue.reserve(2)) == ["a", "b"]
        assert sorted(row["key"] for row in queue.reserve(2)) == ["c", "d"]


def test_what_is_read_behind_a_lock_is_no_older_than_the_lock(journal: str) -> None:
    default = "%20-cdefault_transaction_isolation%3Drepeatable%5C%20read"
    with closing(open_store(location_of(journal + default))) as store:
        show = "SELECT current_setting(?) AS level"
        for name, level in (
            ("default_transaction_isolation", "repeatable read"),
            ("transaction_isolation", "read committed"),
        ):
            assert store.rows(show, name)[0]["level"] == level


def test_two_threads_may_close_the_connections_at_once(
    journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class TakenByAnother(deque[Any]):
        def __bool__(self) -> bool:
            found = len(self) > 0
            while len(self):
                self.pop().close()
            return found

    monkeypatch.setattr(postgres_store, "deque", TakenByAnother)
    with closing(Journal(location_of(journal))) as run:
        run.store.close()
        assert run.claim("a", ITEM, {})[0] == "ours"

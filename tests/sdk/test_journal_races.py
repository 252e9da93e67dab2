"""What another run does to a journal between two statements of one: PostgreSQL keeps nobody out."""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import Any

import pytest
from bota_sdk import UploadItem
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.queue import Queue
from bota_sdk._bulk.rows import listed_item
from bota_sdk._bulk.store import LEASE, Store, location_of

from tests.postgres import Postgres

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
                if "FROM bota_runs" in query:
                    monkeypatch.setattr(store, "rows", rows)
                    other = others[0] if others else begin()
                    other.store.transact(other._write_heartbeat)
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
        live_runs = run.live_runs
        others: list[Journal] = []

        def live_runs_and_another() -> list[int]:
            found = live_runs()
            other = stack.enter_context(closing(Journal(location_of(journal))))
            other.insert([listed_item("a", ITEM, {}, other.place)])
            assert len(Queue(other).reserve(1)) == 1
            others.append(other)
            return found

        monkeypatch.setattr(run, "live_runs", live_runs_and_another)
        assert Queue(run).reserve(1) == []
        assert len(others) == 1
        monkeypatch.setattr(run, "live_runs", live_runs)
        # When that one has ended without a word, the item is anybody's.
        others[0].close()
        assert len(Queue(run).reserve(1)) == 1

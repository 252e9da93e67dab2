"""What a journal says of all that share it: how much is done, by whom, and what failed."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from typing import Final

import attrs

from bota_sdk._bulk.store import BYTES, RESERVED, WAITING, location_of, open_store
from bota_sdk._bulk.store.runs import is_alive
from bota_sdk._shared import waiting

_WINDOW: Final = 600.0
"""Seconds that the rate is measured over."""

_NEWEST: Final = 10
"""Failures that a status names."""


# Each is counted in an index, and in no transaction that others would wait for.
_COUNTS: Final = f"""
    SELECT (SELECT count(*) FROM bota_items WHERE state='uploaded') AS uploaded,
        (SELECT count(*) FROM bota_items WHERE state='duplicate') AS duplicates,
        (SELECT count(*) FROM bota_items WHERE failure IS NOT NULL) AS failed,
        (SELECT count(*) FROM bota_items WHERE {BYTES}) AS others
"""  # noqa: S608 - our own text

_BACKLOG: Final = f"""
    SELECT place, CAST(sum(n) AS BIGINT) AS n FROM (
        SELECT place, count(*) AS n FROM bota_items WHERE {WAITING} GROUP BY place
        UNION ALL SELECT place, count(*) FROM bota_items WHERE {RESERVED} GROUP BY place
    ) AS queued GROUP BY place ORDER BY place
"""  # noqa: S608 - our own texts

_WORKERS: Final = """
    SELECT host, process, journal_now() - heartbeat AS age,
        (SELECT count(*) FROM bota_items WHERE owner=bota_runs.id) AS n
    FROM bota_runs ORDER BY host, id
"""

_RATE: Final = """
    SELECT count(*) AS n, journal_now() - min(ended_at) AS seconds FROM bota_items
    WHERE ended_at>journal_now() - ? AND state='uploaded'
"""

_FAILURES: Final = """
    SELECT key, failure, ended_at FROM bota_items WHERE failure IS NOT NULL
    ORDER BY ended_at DESC LIMIT ?
"""


_SLOTS: Final = "SELECT kind, count(*) AS n FROM bota_slots WHERE free_at>? GROUP BY kind"


@attrs.frozen
class JournalWorker:
    """A run that works on a journal.

    Attributes:
        host: the name of its machine.
        under_way: items that it has under way.
        silent_for: seconds since its last sign of life, by the journal's clock.
        is_alive: whether it keeps its items; others take those of one that was silent for too long.

    """

    host: str
    under_way: int
    silent_for: float
    is_alive: bool


@attrs.frozen
class JournalFailure:
    """An item that failed, and waits for `retry_failed`."""

    key: str
    reason: str
    at: datetime


@attrs.frozen
class JournalStatus:
    """Where all that share a journal stand.

    Attributes:
        waiting: items that nobody works on yet.
        under_way: items that a worker has.
        uploaded: items that are in the service.
        duplicates: items whose bytes another one has.
        failed: items that failed.
        backlog: items of the queue that have not ended, by the place whose workers can open them:
            a machine's name or its `BOTA_PLACE`; empty for URLs, and in a file's journal.
        per_minute: uploads a minute over the last ten minutes, or since the first of them.
        seconds_left: until all is uploaded at that rate; None while there is none.
        slots: requests, by their class, and uploads that count against the service's limits now.
        workers: those that have given a sign of life and have not ended.
        failures: the newest ones, the newest first.

    """

    waiting: int
    under_way: int
    uploaded: int
    duplicates: int
    failed: int
    backlog: dict[str, int]
    per_minute: float
    seconds_left: float | None
    slots: dict[str, int]
    workers: tuple[JournalWorker, ...]
    failures: tuple[JournalFailure, ...]

    @property
    def left(self) -> int:
        """Items that are neither in the service nor failed."""
        return self.waiting + self.under_way


def journal_status(journal: str | os.PathLike[str]) -> JournalStatus:
    """Return where all that share a journal stand. Sends nothing, and needs no key.

    Raises:
        JournalError: there is no journal, or it cannot be read.

    """
    with closing(open_store(location_of(journal), "write")) as store:
        (counts,) = store.rows(_COUNTS)
        backlog: dict[str, int] = {row["place"]: row["n"] for row in store.rows(_BACKLOG)}
        left = sum(backlog.values()) + counts["others"]
        workers = tuple(
            JournalWorker(
                row["host"], row["n"], max(row["age"], 0.0), is_alive(row["process"], row["age"])
            )
            for row in store.rows(_WORKERS)
        )
        under_way = sum(worker.under_way for worker in workers if worker.is_alive)
        (late,) = store.rows(_RATE, _WINDOW)
        per_minute = late["n"] / max(late["seconds"], 1.0) * 60 if late["n"] else 0.0
        # By the clock of the machine, or of the database, that slots are held by.
        clock = "SELECT journal_now() AS now"
        now = store.rows(clock)[0]["now"] if store.is_shared else waiting.monotonic()
        return JournalStatus(
            waiting=max(left - under_way, 0),
            under_way=under_way,
            uploaded=counts["uploaded"],
            duplicates=counts["duplicates"],
            failed=counts["failed"],
            backlog=backlog,
            per_minute=per_minute,
            seconds_left=left / per_minute * 60 if per_minute else None,
            slots={row["kind"]: row["n"] for row in store.rows(_SLOTS, now)},
            workers=workers,
            failures=tuple(
                JournalFailure(
                    row["key"], row["failure"], datetime.fromtimestamp(row["ended_at"], UTC)
                )
                for row in store.rows(_FAILURES, _NEWEST)
            ),
        )


def retry_failed(journal: str | os.PathLike[str]) -> int:
    """Let the items that failed be uploaded again, and return how many there are.

    Raises:
        JournalError: there is no journal, or it cannot be written.

    """
    again = "UPDATE bota_items SET failure=NULL, reserved=NULL WHERE failure IS NOT NULL"
    with closing(open_store(location_of(journal), "write")) as store:
        return store.execute(again)

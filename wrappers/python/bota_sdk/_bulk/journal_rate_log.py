"""The requests of all processes that share a journal, so that together they keep the limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bota_api.rate_limits import WINDOW

from bota_sdk._api.rate_limit import RESPONSE_WITHIN
from bota_sdk._bulk.database import JournalFile


class JournalRateLog:
    """A RateLog in a journal; monotonic seconds are the same in every process of a machine."""

    def __init__(self, file: JournalFile) -> None:
        self._file = file

    def take(self, limits: Mapping[str, int], now: float) -> tuple[object, float]:
        """Count one more request. See RateLog."""
        last = now + RESPONSE_WITHIN + WINDOW
        with self._file.transaction() as db:
            # Ends that lie further ahead than any can are from before the machine's last start;
            # a little further are those of whoever looked at the clock later, but came first.
            db.execute("DELETE FROM requests WHERE ends<=? OR ends>?", (now, last + WINDOW))
            for rate_class, limit in limits.items():
                count, first = db.execute(
                    "SELECT count(*), min(ends) FROM requests WHERE rate_class=?", (rate_class,)
                ).fetchone()
                if count >= limit:
                    return None, max(first - now, 0.0)
            inserted = [
                db.execute(
                    "INSERT INTO requests (rate_class, ends) VALUES (?, ?)", (rate_class, last)
                )
                for rate_class in limits
            ]
            return [cursor.lastrowid for cursor in inserted], 0.0

    def count_until(self, ticket: object, end: float) -> None:
        """Let a request count until then. See RateLog."""
        rows: Any = ticket
        with self._file.transaction() as db:
            db.executemany("UPDATE requests SET ends=? WHERE id=?", [(end, row) for row in rows])

    def count(self, rate_class: str, now: float) -> int:
        """Return how many requests of a class count. See RateLog."""
        query = "SELECT count(*) FROM requests WHERE rate_class=? AND ends>?"
        return int(self._file.rows(query, rate_class, now)[0][0])

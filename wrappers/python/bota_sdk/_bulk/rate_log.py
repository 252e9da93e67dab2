"""Which requests count against the service's limits, where all that share a journal see it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from bota_api.rate_limits import WINDOW

from bota_sdk._api.rate_limit import RESPONSE_WITHIN
from bota_sdk._bulk.store import Store


class JournalRateLog:
    """A RateLog in a journal.

    The monotonic seconds of one machine are kept as they are: they are the same in every process of
    it. For several machines they are turned into those of the database's clock.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ahead = 0.0

    def take(self, limits: Mapping[str, int], now: float) -> tuple[object, float]:
        """Count one more request. See RateLog."""
        ticket = secrets.randbits(63)

        def work() -> Any:
            self._store.lock("requests")
            at = now + self._look_at_the_clock(now)
            last = at + RESPONSE_WITHIN + WINDOW
            # Ends that lie further ahead than any can are from before the machine's last start;
            # a little further are those of whoever looked at the clock later, but came first.
            old = "DELETE FROM bota_requests WHERE ends<=? OR ends>? OR ticket=?"
            self._store.execute(old, at, last + WINDOW, ticket)
            for rate_class, limit in limits.items():
                count = "SELECT count(*) AS n, min(ends) AS first FROM bota_requests "
                (found,) = self._store.rows(f"{count} WHERE rate_class=?", rate_class)
                if found["n"] >= limit:
                    return max(found["first"] - at, 0.0)
            insert = "INSERT INTO bota_requests (ticket, rate_class, ends) VALUES (?, ?, ?)"
            for rate_class in limits:
                self._store.execute(insert, ticket, rate_class, last)
            return None

        wait = self._store.transact(work)
        return (ticket, 0.0) if wait is None else (None, wait)

    def count_until(self, ticket: Any, end: float) -> None:
        """Let a request count until then. See RateLog."""
        update = "UPDATE bota_requests SET ends=? WHERE ticket=?"
        self._store.transact(lambda: self._store.execute(update, end + self._ahead, ticket))

    def count(self, rate_class: str, now: float) -> int:
        """Return how many requests of a class count. See RateLog."""
        query = "SELECT count(*) AS n FROM bota_requests WHERE rate_class=? AND ends>?"
        return int(self._store.rows(query, rate_class, now + self._ahead)[0]["n"])

    def _look_at_the_clock(self, now: float) -> float:
        if self._store.is_shared:
            self._ahead = self._store.rows("SELECT journal_now() AS now")[0]["now"] - now
        return self._ahead

"""The service's limits, kept together by all that share a journal: as slots in its database.

A request holds one slot of each class that it counts in, until 60 seconds after its response; a
limit of 30 is 30 slots. A slot is taken with SKIP LOCKED, so that nobody waits for another's
transaction, and no two hold the same one: no more requests count at a time than the limit,
whatever the number of workers. The slot of a dead worker gets free by itself. A token bucket would
let twice the limit through in a minute: what it holds, and what comes in meanwhile.
"""

from __future__ import annotations

import random
import secrets
import threading
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any, Final

from bota_api.rate_limits import WINDOW

from bota_sdk._api.rate_limit import RESPONSE_WITHIN
from bota_sdk._bulk.store import LEASE, Row, Store
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import stop_if_asked
from bota_sdk.errors import JournalError

UPLOADS: Final = "uploads"
"""The kind of slot that an upload holds while it is under way."""

_LOOK: Final = 0.5
"""Seconds between two looks for a free slot of an upload, on average."""

_BATCH: Final = 100
"""Slots that are made at a time."""

_LONGEST: Final = 2 * (RESPONSE_WITHIN + WINDOW)
"""Seconds: a slot that is held for longer is from before the machine's last start."""


_MAKE: Final = """
    WITH RECURSIVE numbers (number) AS (
        SELECT CAST(? AS INTEGER) UNION ALL SELECT number + 1 FROM numbers WHERE number + 1<?
    )
    INSERT INTO bota_slots (kind, number, free_at, token)
    SELECT CAST(? AS TEXT), number, 0, '' FROM numbers WHERE TRUE ON CONFLICT DO NOTHING
"""


class _FullError(Exception):
    """No slot is free, and in `wait` seconds there may be one."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = max(wait, 0.0)


class _Slots:
    """The slots of a journal, of every kind. Its methods belong into a transaction of the store.

    The monotonic seconds of one machine are kept as they are: they are the same in every process of
    it. For several machines they are turned into those of the database's clock.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.ahead = 0.0
        self._limits: dict[str, Row] = {}

    def look(self, kinds: Iterable[str], now: float) -> float:
        """Read what is known of some kinds, and return the time."""
        while True:
            rows = self._store.rows("SELECT *, journal_now() AS clock FROM bota_limits")
            self._limits |= {row["kind"]: row for row in rows}  # another thread may just read one
            if not (missing := sorted({*kinds} - {*self._limits})):
                break
            for kind in missing:
                insert = "INSERT INTO bota_limits (kind) VALUES (?) ON CONFLICT DO NOTHING"
                self._store.execute(insert, kind)
        if rows and self._store.is_shared:
            self.ahead = rows[0]["clock"] - now
        return now + self.ahead

    def take(self, kind: str, room: int, at: float, until: float, token: str) -> int:
        """Take a slot until then, and return its number.

        Raises:
            _FullError: none of the first `room` ones is free.

        """
        known = self._limits[kind]
        # One of a machine's time before it was started anew is as good as none.
        if at < known["closed_until"] <= at + _LONGEST:
            raise _FullError(known["closed_until"] - at)
        room = min(room, known["most"] or room)
        made = known["made"]
        end = room if room >= made else self._end_below(kind, room, at)
        take = f"""
            UPDATE bota_slots SET free_at=?, token=? WHERE kind=? AND number=(
                SELECT number FROM bota_slots WHERE kind=? AND number<? AND free_at<=?
                ORDER BY free_at LIMIT 1 {self._store.skip_locked}
            ) RETURNING number
        """  # noqa: S608 - our own words
        while not (taken := self._store.rows(take, until, token, kind, kind, end, at)):
            stale = "UPDATE bota_slots SET free_at=0 WHERE kind=? AND free_at>?"
            if made < room:
                made = self._make(kind, made, min(made + _BATCH, room))
            elif not self._store.execute(stale, kind, at + _LONGEST):
                find = "SELECT min(free_at) AS first FROM bota_slots WHERE kind=? AND number<?"
                first = self._store.rows(find, kind, room)[0]["first"]
                raise _FullError(WINDOW if first is None else first - at)
        return int(taken[0]["number"])

    def hold_until(self, kind: str, number: int, token: str, until: float) -> None:
        """Hold a slot until then and no longer, if it is not another's by now."""
        hold = "UPDATE bota_slots SET free_at=? WHERE kind=? AND number=? AND token=?"
        self._store.execute(hold, until, kind, number, token)

    def free(self, kinds: Iterable[str], token: str) -> None:
        """Give back what a transaction has taken whose commit got no response."""
        for kind in kinds:
            free = "UPDATE bota_slots SET free_at=0 WHERE kind=? AND token=?"
            self._store.execute(free, kind, token)

    def _end_below(self, kind: str, room: int, at: float) -> int:
        """Return how many of the first slots may be taken when a limit is smaller than it was.

        Those beyond that are still held count too.
        """
        find = "SELECT number FROM bota_slots WHERE kind=? AND free_at>?"
        held = [row["number"] for row in self._store.rows(find, kind, at)]
        end = room
        while end > 0 and end + sum(number >= end for number in held) > room:
            end -= 1
        return end

    def _make(self, kind: str, first: int, end: int) -> int:
        self._store.execute(_MAKE, first, end, kind)
        # Another process may have made more meanwhile.
        self._store.execute("UPDATE bota_limits SET made=? WHERE kind=? AND made<?", end, kind, end)
        return end


class JournalRateLog:
    """A RateLog in a journal."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._slots = _Slots(store)

    def take(self, limits: Mapping[str, int], now: float) -> tuple[Any, float]:
        """Count one more request. See RateLog."""
        token, tries = secrets.token_hex(8), count()

        def work() -> list[tuple[str, int]]:
            at = self._slots.look(limits, now)
            if next(tries):  # not each time: no index has the token
                self._slots.free(limits, token)
            until = at + RESPONSE_WITHIN + WINDOW
            return [
                (kind, self._slots.take(kind, room, at, until, token))
                for kind, room in limits.items()
            ]

        try:
            return (token, self._store.transact(work)), 0.0
        except _FullError as full:
            return None, full.wait

    def count_until(self, ticket: Any, end: float) -> None:
        """Let a request count until then. See RateLog."""
        token, taken = ticket

        def work() -> None:
            for kind, number in taken:
                self._slots.hold_until(kind, number, token, end + self._slots.ahead)

        self._store.transact(work)

    def count(self, rate_class: str, now: float) -> int:
        """Return how many requests of a class count. See RateLog."""
        query = "SELECT count(*) AS n FROM bota_slots WHERE kind=? AND free_at>?"
        return int(self._store.rows(query, rate_class, now + self._slots.ahead)[0]["n"])

    def learn(self, rate_class: str, limit: int | None, now: float, closed_until: float) -> None:
        """Let the others know what a response has said. See RateLog."""

        def work() -> None:
            at = self._slots.look((rate_class,), now)
            closed = closed_until + at - now if closed_until > now else 0.0
            self._store.execute(
                "UPDATE bota_limits SET most=coalesce(?, most), "  # others may know more
                "closed_until=CASE WHEN closed_until BETWEEN ? AND ? THEN closed_until ELSE ? END "
                "WHERE kind=?",
                limit,
                closed,
                at + _LONGEST,
                closed,
                rate_class,
            )

        self._store.transact(work)


class UploadSlots:
    """The uploads under way of all that share a journal: at most `limit` of them at a time.

    Each holds a slot for a lease, which `extend` renews; a dead process's gets free by itself. A
    journal that no other machine can share leaves that to each of its runs.
    """

    def __init__(self, store: Store, limit: int) -> None:
        self._store, self._limit = store, limit
        self._slots = _Slots(store)
        self._tokens: set[str] = set()  # one of each upload that is under way
        self._first = threading.Lock()

    @contextmanager
    def held(self) -> Generator[None]:
        """Hold a slot during the `with` block; wait for one first."""
        if not self._store.is_shared:
            yield
            return
        token = secrets.token_hex(8)
        number = self._taken(token)
        self._tokens.add(token)
        try:
            yield
        finally:
            # One that cannot be given back now is not renewed, and gets free by itself.
            self._tokens.remove(token)
            with suppress(JournalError):  # whoever cannot write is noticed by the item itself
                self._slots.hold_until(UPLOADS, number, token, 0.0)

    def extend(self) -> None:
        """Hold the slots of this process for another lease."""
        if not (tokens := [*self._tokens]):
            return
        extend = (
            "UPDATE bota_slots SET free_at=journal_now() + ? "  # noqa: S608 - our own text
            "WHERE kind=? AND free_at>0 "  # not one that is given back; a late one is held again
            f"AND token IN ({', '.join('?' * len(tokens))})"
        )
        self._store.transact(
            lambda: self._store.execute(extend, LEASE, UPLOADS, *tokens), is_urgent=True
        )

    def _taken(self, token: str) -> int:
        def work() -> int:
            at = self._slots.look((UPLOADS,), waiting.monotonic())
            self._slots.free((UPLOADS,), token)
            return self._slots.take(UPLOADS, self._limit, at, at + LEASE, token)

        while True:
            # One thread of the process looks, and the others wait behind it.
            while not self._first.acquire(timeout=_LOOK):
                stop_if_asked()
            try:
                return self._store.transact(work)
            except _FullError:
                waiting.wait_blocking(_LOOK * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
            finally:
                self._first.release()

"""Keeps requests under the service's rate limits, so that none gets a 429.

The contract gives the limits of a project (`x-bota-rate-limit`: requests a minute over all
operations, and fewer for some) and `X-RateLimit-Limit`, `-Remaining`, `-Reset` on every response,
but not how the service measures its minute. A limit is therefore kept over every 60 seconds, each
request counted until 60 seconds after its response: that holds for fixed, sliding and leaking
windows alike.

The limiter libraries that were looked at (pyrate-limiter, limits, aiolimiter) count by rates that
are fixed beforehand: none takes them, and the use by others, from the service's responses.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final, Protocol, TypeAlias

import attrs
from bota_api.rate_limits import LIMITS, WINDOW

from bota_sdk._shared.retry import header_number

ANSWER_WITHIN: Final = 90.0
"""Seconds after which a request whose answer nobody told of no longer counts as under way."""

UNPACED: Final = 6_000
"""Requests in a window: a limit from here on is above what a client can do, and not kept."""

POLL: Final = 0.1
"""Seconds between two looks while every request that counts is still under way."""

RateClass: TypeAlias = str
"""A class of limits of the contract (`x-bota-rate-limit`), whose figures are in `LIMITS`."""


class RateLog(Protocol):
    """Which requests count at a moment. Safe to share over threads."""

    def take(self, limits: Mapping[RateClass, int], now: float) -> tuple[object, float]:
        """Count one more request in every class, if there is room in all of them.

        Args:
            limits: how many may count at a time.
            now: monotonic seconds.

        Returns:
            A ticket for `count_until` and 0, or None and the seconds until there may be room.

        """
        ...

    def count_until(self, ticket: object, end: float) -> None:
        """Let a request count until then, and no longer; in monotonic seconds."""
        ...

    def count(self, kind: RateClass, now: float) -> int:
        """Return how many requests of a class count."""
        ...


class MemoryRateLog:
    """The requests of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Each is the moment from which it no longer counts.
        self._ends: dict[RateClass, list[list[float]]] = {kind: [] for kind in LIMITS}

    def take(self, limits: Mapping[RateClass, int], now: float) -> tuple[object, float]:
        """Count one more request. See RateLog."""
        with self._lock:
            for kind, limit in limits.items():
                counting = self._counting(kind, now)
                if len(counting) >= limit:
                    return None, max(min(end[0] for end in counting) - now, 0.0)
            ticket = [now + ANSWER_WITHIN + WINDOW]
            for kind in limits:
                self._ends[kind].append(ticket)
            return ticket, 0.0

    def count_until(self, ticket: object, end: float) -> None:
        """Let a request count until then. See RateLog."""
        if isinstance(ticket, list):
            ticket[0] = end

    def count(self, kind: RateClass, now: float) -> int:
        """Return how many requests of a class count."""
        with self._lock:
            return len(self._counting(kind, now))

    def _counting(self, kind: RateClass, now: float) -> list[list[float]]:
        self._ends[kind] = [end for end in self._ends[kind] if end[0] > now]
        return self._ends[kind]


@attrs.define
class _Limit:
    """What is known of one class.

    Attributes:
        told: by the service's headers.
        assumed: the documented number, for a run that begins with it.
        others: requests of other clients that count, until `others_end`.
        closed_until: monotonic seconds; after a 429.
        refused: whether there was a 429.

    """

    told: int | None = None
    assumed: int | None = None
    others: int = 0
    others_end: float = 0.0
    closed_until: float = 0.0
    refused: bool = False

    def room(self, now: float) -> int | None:
        limit = self.told if self.told is not None else self.assumed
        if limit is None or limit >= UNPACED:
            return None
        return max(limit - (self.others if now < self.others_end else 0), 1)


@attrs.frozen
class _Ticket:
    """One request in each log that counts it."""

    taken: tuple[tuple[RateLog, object], ...]


class Pacer:
    """Says when a request may be sent. Safe to share over threads.

    Knows no limit until an answer names one, or `assume_documented` is called.
    """

    def __init__(self, log: RateLog | None = None) -> None:
        self._lock = threading.Lock()
        self._taking = threading.Lock()
        self.log: RateLog = log or MemoryRateLog()
        self._shared: tuple[RateLog, ...] = ()
        self._limits: dict[RateClass, _Limit] = {kind: _Limit() for kind in LIMITS}

    @contextmanager
    def sharing(self, log: RateLog) -> Generator[None]:
        """Inside the `with` block keep the limits also together with all that share a log.

        Several blocks may overlap, and end in any order: each request counts in every log.
        """
        with self._lock:
            self._shared = (*self._shared, log)
        try:
            yield
        finally:
            with self._lock:
                self._shared = tuple(other for other in self._shared if other is not log)

    def assume_documented(self) -> None:
        """Keep the documented limits until the service names others."""
        with self._lock:
            for kind, limit in LIMITS.items():
                self._limits[kind].assumed = limit

    def take(self, kinds: tuple[RateClass, ...], now: float) -> tuple[object, float]:
        """Ask to send a request.

        Args:
            kinds: the classes that it counts in.
            now: monotonic seconds.

        Returns:
            A ticket for `answered` and 0, or None and the seconds to wait before asking again.

        """
        with self._lock:
            closed = max((self._limits[kind].closed_until for kind in kinds), default=0.0)
            if closed > now:
                return None, closed - now
            limits: dict[RateClass, int] = {
                kind: room for kind in kinds if (room := self._limits[kind].room(now)) is not None
            }
        if not limits:
            return True, 0.0
        taken: tuple[tuple[RateLog, object], ...] = ()
        # One thread at a time, so that none waits for what another gives back at once.
        with self._taking:
            for log in (self.log, *self._shared):
                ticket, wait = log.take(limits, now)
                if ticket is None:
                    for other, its in taken:
                        other.count_until(its, now)
                    # Those under way count until they are answered, which nobody can foretell.
                    return None, min(max(wait, POLL), WINDOW)
                taken = (*taken, (log, ticket))
        return _Ticket(taken), 0.0

    def answered(
        self,
        ticket: object,
        kinds: tuple[RateClass, ...],
        headers: Mapping[str, str],
        *,
        now: float,
        server_now: float | None,
    ) -> None:
        """Take note of an answer, or of its absence.

        Args:
            ticket: of the request.
            kinds: the classes that it counted in.
            headers: the answer's, names in lower case; none when there was no answer.
            now: monotonic seconds.
            server_now: the server's time in epoch seconds; None when unknown.

        """
        limit, remaining, reset = (
            header_number(headers.get(f"x-ratelimit-{name}", ""))
            for name in ("limit", "remaining", "reset")
        )
        # One under a limit that nobody can reach is not held against the next process either.
        counts = limit is None or limit < UNPACED
        logs = (self.log, *self._shared)
        for log, its in ticket.taken if isinstance(ticket, _Ticket) else ():
            if log in logs:  # else it has been closed meanwhile
                log.count_until(its, now + WINDOW if counts else now)
        if not kinds or limit is None or remaining is None:
            return
        if not 0 <= remaining <= limit or limit < 1:
            return
        kind = self._learn(kinds, int(limit), int(remaining))
        if limit < UNPACED and reset is not None and server_now is not None:
            others = int(limit - remaining) - max(log.count(kind, now) for log in logs)
            with self._lock:
                self._limits[kind].others = max(others, 0)
                self._limits[kind].others_end = now + min(reset - server_now, WINDOW)

    def refused(self, kinds: tuple[RateClass, ...], wait: float, now: float) -> None:
        """Take note of a 429: nobody sends for `wait` seconds, and what was guessed is forgotten.

        Args:
            kinds: the classes of the request.
            wait: seconds that the service asks for.
            now: monotonic seconds.

        """
        if not kinds:
            return
        with self._lock:
            kind = kinds[-1]
            limit = self._limits[kind]
            limit.closed_until = max(limit.closed_until, now + min(wait, WINDOW))
            # One that the service itself calls out of reach was not what refused.
            if limit.told is None or limit.told < UNPACED:
                limit.told = min(limit.told or LIMITS[kind], LIMITS[kind])
                limit.refused = True

    def _learn(self, kinds: tuple[RateClass, ...], limit: int, remaining: int) -> RateClass:
        # The headers name the class that has least left, but not which one that is.
        with self._lock:
            widest, own = self._limits[kinds[0]], self._limits[kinds[-1]]
            if widest is own:
                widest.told = limit
                return kinds[0]
            if limit == widest.told:
                # Its own class has at least as many left, unless the service never names that one.
                if not own.refused:
                    own.told = max(own.told or own.assumed or 0, remaining) or None
                return kinds[0]
            own.told = limit
            return kinds[-1]

"""Keeps requests under the service's rate limits, so that none gets a 429.

The contract gives the limits of a project (`x-bota-rate-limit`) and `X-RateLimit-Limit`,
`-Remaining` and `-Reset` on every response, but not how the service measures its minute. A limit is
therefore kept over every 60 seconds, each request counted until 60 seconds after its response: that
holds for fixed, sliding and leaking windows alike.

The limiter libraries that were looked at (pyrate-limiter, limits, aiolimiter) count by rates that
are fixed beforehand: none takes them, and the use by others, from the service's responses.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Protocol

import attrs
from bota_api.rate_limits import LIMITS, WINDOW

from bota_sdk._shared import waiting
from bota_sdk._shared.fork import renew_after_fork
from bota_sdk._shared.retry import header_number

RESPONSE_WITHIN: Final = 90.0
"""Seconds after which a request without a known response no longer counts as under way."""

UNPACED: Final = 60_000
"""Requests in a window: a limit from here on is above what a fleet can do, and not kept.

The highest one that is documented, 100 a second, is 6,000."""

POLL: Final = 0.1
"""Seconds between two looks while every request that counts is still under way."""

LOOK: Final = 5.0
"""Seconds between two looks of who waits: a response may have named a larger limit by then, also
to another process that shares the log."""


class RateLog(Protocol):
    """Which requests count at a moment, in which class of limits. Safe to share over threads.

    All times are monotonic seconds. `take` counts one more request in every class, if that leaves
    each within its limit: it returns a ticket for `count_until` and 0, or None and the seconds
    until there may be room. `count_until` lets a request count until then, and no longer. `learn`
    lets all that share the log know a limit, and the moment before which nothing is sent.
    """

    def take(self, limits: Mapping[str, int], now: float) -> tuple[Any, float]: ...

    def count_until(self, ticket: Any, end: float) -> None: ...

    def count(self, rate_class: str, now: float) -> int: ...

    def learn(
        self, rate_class: str, limit: int | None, now: float, closed_until: float
    ) -> None: ...


class MemoryRateLog:
    """The requests of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Each is the moment from which it no longer counts.
        self._ends: defaultdict[str, list[list[float]]] = defaultdict(list)
        renew_after_fork(self)

    def renew(self) -> None:
        self._lock = threading.Lock()
        # Nobody here hears of the responses to what the parent has under way.
        latest = waiting.monotonic() + WINDOW
        for ends in self._ends.values():
            for end in ends:
                end[0] = min(end[0], latest)

    def take(self, limits: Mapping[str, int], now: float) -> tuple[Any, float]:
        with self._lock:
            for rate_class, limit in limits.items():
                if len(self._ends[rate_class]) < limit:
                    continue  # not even with those that count no longer
                counting = self._counting(rate_class, now)
                if len(counting) >= limit:
                    return None, max(min(end[0] for end in counting) - now, 0.0)
            ticket = [now + RESPONSE_WITHIN + WINDOW]
            for rate_class in limits:
                self._ends[rate_class].append(ticket)
            return ticket, 0.0

    def count_until(self, ticket: Any, end: float) -> None:
        ticket[0] = end

    def count(self, rate_class: str, now: float) -> int:
        with self._lock:
            return len(self._counting(rate_class, now))

    def learn(self, rate_class: str, limit: int | None, now: float, closed_until: float) -> None:
        """Do nothing: the Pacer itself knows."""

    def _counting(self, rate_class: str, now: float) -> list[list[float]]:
        self._ends[rate_class] = [end for end in self._ends[rate_class] if end[0] > now]
        return self._ends[rate_class]


@attrs.define
class _Limit:
    """What is known of one class: its number as the service's headers name it, or as documented.

    `others` counts the requests of other clients, until `others_end`. A 429 means `refused`, and
    that nothing is sent before `closed_until`. Both times are monotonic seconds.
    """

    named: int | None = None
    assumed: int | None = None
    others: int = 0
    others_end: float = 0.0
    closed_until: float = 0.0
    refused: bool = False

    def room(self, now: float) -> int | None:
        limit = self.named if self.named is not None else self.assumed
        if limit is None or limit >= UNPACED:
            return None
        return max(limit - (self.others if now < self.others_end else 0), 1)


class Pacer:
    """Says when a request may be sent. Safe to share over threads.

    Knows no limit until a response names one, or `assume_documented` is called.
    """

    def __init__(self, log: RateLog | None = None) -> None:
        self.logs: tuple[RateLog, ...] = (log or MemoryRateLog(),)
        self._limits: dict[str, _Limit] = {rate_class: _Limit() for rate_class in LIMITS}
        self.renew()
        renew_after_fork(self)

    def renew(self) -> None:
        self._lock = threading.Lock()
        self._taking = threading.Lock()
        # For each, until when, and when the logs are asked again.
        self._full: dict[tuple[str, ...], tuple[float, float]] = {}
        self.logs = self.logs[:1]  # the shared ones are in use by the parent

    @contextmanager
    def sharing(self, log: RateLog) -> Generator[None]:
        """Inside the `with` block keep the limits also together with all that share a log.

        Several blocks may overlap, and end in any order: each request counts in every log.
        """
        with self._lock:
            self.logs = (*self.logs, log)
        try:
            yield
        finally:
            with self._lock:
                self.logs = tuple(other for other in self.logs if other is not log)

    def assume_documented(self) -> None:
        """Keep the documented limits until the service names others."""
        with self._lock:
            for rate_class, limit in LIMITS.items():
                self._limits[rate_class].assumed = limit

    def take(self, classes: tuple[str, ...], now: float) -> tuple[Any, float]:
        """Ask to send a request that counts in these classes, the widest one first.

        Returns a ticket for `responded` and 0, or None and the seconds to wait before asking again.
        """
        with self._lock:
            closed = max((self._limits[each].closed_until for each in classes), default=0.0)
            if closed > now:
                return None, closed - now
            rooms = {each: self._limits[each].room(now) for each in classes}
        limits = {each: room for each, room in rooms.items() if room is not None}
        taken: list[tuple[RateLog, Any]] = []
        # One thread at a time, so that none waits for what another gives back at once.
        with self._taking:
            # One thread has asked the logs: what it was told holds for the others that wait.
            full_until, asked_again = self._full.get(classes, (0.0, 0.0))
            if limits and now < asked_again:
                return None, full_until - now
            for log in self.logs if limits else ():
                ticket, wait = log.take(limits, now)
                if ticket is None:
                    for other, its in taken:
                        other.count_until(its, now)
                    # Those under way count until their responses, which nobody can foretell.
                    wait = min(max(wait, POLL), WINDOW)
                    full_until = min(now + wait, self._next_window(classes, now))
                    self._full[classes] = full_until, min(full_until, now + LOOK)
                    return None, wait
                taken.append((log, ticket))
        return taken, 0.0

    def responded(
        self,
        ticket: Any,
        classes: tuple[str, ...],
        headers: Mapping[str, str],
        *,
        now: float,
        server_now: float | None,
    ) -> None:
        """Take note of a response, or with no headers of its absence.

        `server_now` is the server's time in epoch seconds, None when it is unknown.
        """
        limit, remaining, reset = (
            header_number(headers.get(f"x-ratelimit-{name}", ""))
            for name in ("limit", "remaining", "reset")
        )
        # One under a limit that nobody can reach is not held against the next process either.
        counts = limit is None or limit < UNPACED
        logs = self.logs
        for log, its in ticket:
            if log in logs:  # else it has been closed meanwhile
                log.count_until(its, now + WINDOW if counts else now)
        if not counts:
            self._full.clear()
        if not classes or limit is None or remaining is None:
            return
        if not 0 <= remaining <= limit or limit < 1:
            return
        before = [self._limits[each].named for each in classes]
        rate_class = self._learn(classes, int(limit), int(remaining))
        if before != [self._limits[each].named for each in classes]:
            self._full.clear()  # there may be more room
            self._share(classes, now)
        if limit < UNPACED and reset is not None and server_now is not None:
            others = int(limit - remaining) - max(log.count(rate_class, now) for log in logs)
            with self._lock:
                self._limits[rate_class].others = max(others, 0)
                self._limits[rate_class].others_end = now + min(reset - server_now, WINDOW)

    def refused(
        self, classes: tuple[str, ...], wait: float, now: float, headers: Mapping[str, str]
    ) -> None:
        """Take note of a 429: nobody sends for `wait` seconds what counts in the class it is of.

        That is the widest one if its limit is the one that the headers name, else the narrowest.
        What was guessed of it is forgotten.
        """
        if not classes:
            return
        with self._lock:
            widest = self._limits[classes[0]].named or LIMITS[classes[0]]
            said = header_number(headers.get("x-ratelimit-limit", ""))
            # One that the service itself calls out of reach was not what refused.
            is_widest = said == widest and widest < UNPACED
            rate_class = classes[0 if is_widest else -1]
            documented, limit = LIMITS[rate_class], self._limits[rate_class]
            limit.closed_until = max(limit.closed_until, now + min(wait, WINDOW))
            if limit.named is None or limit.named < UNPACED:
                limit.named = min(limit.named or documented, documented)
                limit.refused = True
        self._share((rate_class,), now)

    def _next_window(self, classes: tuple[str, ...], now: float) -> float:
        # From then on what other clients have used counts no longer.
        ends = (self._limits[each].others_end for each in classes)
        return min((end for end in ends if end > now), default=now + WINDOW)

    def _share(self, classes: tuple[str, ...], now: float) -> None:
        for rate_class in classes:
            limit = self._limits[rate_class]
            for log in self.logs[1:]:
                log.learn(rate_class, limit.named, now, limit.closed_until)

    def _learn(self, classes: tuple[str, ...], limit: int, remaining: int) -> str:
        # The headers name the class that has least left, but not which one that is.
        with self._lock:
            wide, narrow = self._limits[classes[0]], self._limits[classes[-1]]
            if wide is narrow:
                wide.named = limit
                return classes[0]
            if limit == wide.named:
                # Of the narrow class there are at least as many left, unless the service never
                # names its limit.
                if not narrow.refused:
                    narrow.named = max(narrow.named or narrow.assumed or 0, remaining) or None
                return classes[0]
            narrow.named = limit
            return classes[-1]

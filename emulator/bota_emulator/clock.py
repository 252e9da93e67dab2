"""The one clock of the emulator: signatures, expiry, rate limits and `Date` all read it."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable

MAX_SKEW = 50 * 365 * 86_400
"""Seconds: dates further away than these 50 years do not fit where dates are written."""

MAX_SPEED = 1000


class Clock:
    """The machine's clock with an offset that tests choose."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._advanced = 0.0
        self._skew = 0.0
        self._speed = 1.0
        self._since = time.time()
        self.changes = 0
        """How often it was moved, or given another speed."""
        self.on_change: Callable[[], None] = lambda: None
        """Called when it was moved, or goes at another speed."""

    def __repr__(self) -> str:
        return f"Clock(offset={self.offset:+.1f} s)"

    @property
    def offset(self) -> float:
        """Seconds by which this clock is ahead of the machine's (negative: behind)."""
        with self._lock:
            return self._advanced + self._skew + self._gained(time.time())

    def time(self) -> float:
        """Return the seconds since the epoch by this clock."""
        with self._lock:
            # In this order a clock that stands still gives the same number each time.
            passed = (time.time() - self._since) * self._speed
            return self._since + passed + self._advanced + self._skew

    def now(self) -> datetime.datetime:
        """Return the present moment by this clock, in UTC."""
        return datetime.datetime.fromtimestamp(self.time(), datetime.UTC)

    def advance(self, seconds: float) -> None:
        """Let time pass.

        Args:
            seconds: How much later it is now; may be negative. Adds up over calls.

        Raises:
            ValueError: It would be more than 50 years away.

        """
        with self._lock:
            self._check(self._advanced + seconds, self._skew)
            self._advanced += seconds
        self._changed()

    def set_skew(self, seconds: float) -> None:
        """Make the service's clock wrong compared with the machine's.

        Args:
            seconds: Ahead of the machine's clock when positive, behind when negative. Replaces the
                skew set before; what `advance` added stays.

        Raises:
            ValueError: It would be more than 50 years away.

        """
        with self._lock:
            self._check(self._advanced, seconds)
            self._skew = seconds
        self._changed()

    @property
    def speed(self) -> float:
        """Seconds that pass on this clock in one of the machine's."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Let time pass faster from now on, or stand still.

        Args:
            speed: Seconds on this clock in one of the machine's, 1 to 1000; or 0, and then only
                `advance` and `set_skew` move it.

        Raises:
            ValueError: It is out of range.

        """
        if speed != 0 and not 1 <= speed <= MAX_SPEED:
            raise ValueError(
                f"the clock's speed must be from 1 to {MAX_SPEED}, or 0, not {speed!r}"
            )
        with self._lock:
            now = time.time()
            self._advanced += self._gained(now)
            self._speed, self._since = float(speed), now
        self._changed()

    def _gained(self, now: float) -> float:
        return (now - self._since) * (self._speed - 1)

    def _check(self, advanced: float, skew: float) -> None:
        if not -MAX_SKEW <= advanced + skew <= MAX_SKEW:
            raise ValueError("the clock cannot be moved by more than 50 years")

    def reset(self) -> None:
        """Go back to the machine's clock."""
        with self._lock:
            self._advanced = self._skew = 0.0
            self._speed, self._since = 1.0, time.time()
        self._changed()

    def _changed(self) -> None:
        self.changes += 1
        self.on_change()


def rfc3339(moment: datetime.datetime) -> str:
    """Write a UTC moment as the contract's `date-time` (RFC 3339), to the millisecond."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

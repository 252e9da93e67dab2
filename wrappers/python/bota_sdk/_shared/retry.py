"""When a request is repeated, after how long, and how many repetitions a client can afford."""

from __future__ import annotations

import functools
import math
import random
import threading
from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from bota_sdk._shared.fork import renew_after_fork

BACKOFF_BASE: Final = 0.5
"""Seconds: the first retry waits up to this long, each further one up to twice as long."""

BACKOFF_CAP: Final = 20.0
"""Seconds: the longest wait that we choose ourselves."""

SERVER_WAIT_CAP: Final = 65.0
"""Seconds: the longest wait that a server can ask of us; the documented window is a minute."""

CAPACITY: Final = 500
PRICE: Final = 5
TIMEOUT_PRICE: Final = 10
"""What a client's quota holds, and what a retry takes, also one after a timeout; all as in the AWS
SDKs' standard retry mode (AWS SDKs and Tools Reference Guide: "Retry behavior")."""

# 408 is also what a server says that closes an idle connection, whatever came over it just then.
_RETRIED_STATUSES: Final = frozenset({408, 429, 500, 502, 503, 504})
# RFC 9110, section 9.2.2.
_IDEMPOTENT_METHODS: Final = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})


def may_repeat(method: str, headers: Mapping[str, str]) -> bool:
    """Return whether sending a request twice does no more than sending it once."""
    return method.upper() in _IDEMPOTENT_METHODS or "idempotency-key" in headers


def is_transient(status: int) -> bool:
    return status in _RETRIED_STATUSES


def backoff(attempt: int, jitter: Callable[[], float]) -> float:
    """Return the seconds to wait after failed attempt number `attempt` (from 1).

    Exponential with full jitter: evenly between nothing and min(cap, base * 2^(attempt-1)).
    """
    # A job may be looked at for so long that the power is no float any more.
    return jitter() * min(BACKOFF_CAP, BACKOFF_BASE * 2.0 ** min(attempt - 1, 60))


def retry_wait(attempt: int, asked: float | None) -> float:
    """Return the seconds to wait after failed attempt number `attempt`, by what a server asks.

    A little more than was asked, so that a crowd of clients does not come back at once.
    """
    wait = backoff(attempt, random.random)
    return wait if asked is None else asked + min(wait, 1.0)


def server_wait(headers: Mapping[str, str], *, now: float | None, limited: bool) -> float | None:
    """Return the seconds that a response asks to wait; None when it asks nothing.

    `Retry-After` (RFC 9110, section 10.2.3) in seconds or as a date counts first, then, for a 429,
    `X-RateLimit-Reset` (the contract: epoch seconds). Never more than SERVER_WAIT_CAP. No date
    counts where the server's time, `now` in epoch seconds, is unknown.
    """
    retry_after = headers.get("retry-after", "")
    wait = header_number(retry_after)
    if wait is None and now is not None:
        date = parse_http_date(retry_after)
        if date is None and limited:
            date = header_number(headers.get("x-ratelimit-reset", ""))
        wait = None if date is None else date - now
    return None if wait is None else min(max(wait, 0.0), SERVER_WAIT_CAP)


def header_number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


@functools.lru_cache(16)  # a server names the same second in many responses
def parse_http_date(value: str) -> float | None:
    """Return the epoch seconds of an HTTP date (RFC 9110, section 5.6.7); None if it is none."""
    try:
        date = parsedate_to_datetime(value)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


class RetryQuota:
    """A quota that all retries of a client are paid from, so that a dead service is not hammered.

    A success gives back what its last retry cost, or 1. Safe to share over threads.
    """

    def __init__(self) -> None:
        self._left = CAPACITY
        self.renew()
        renew_after_fork(self)

    def renew(self) -> None:
        self._lock = threading.Lock()

    def take(self, price: int) -> bool:
        """Pay for a retry; False when the quota does not suffice, and then nothing is retried."""
        with self._lock:
            if self._left < price:
                return False
            self._left -= price
            return True

    def refund(self, spent: int) -> None:
        """Take note of a success whose last retry cost `spent`; 0 when it needed none."""
        with self._lock:
            self._left = min(CAPACITY, self._left + (spent or 1))

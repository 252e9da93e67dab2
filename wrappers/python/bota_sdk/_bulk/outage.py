"""Holds a run back: while nothing can be reached, and while less than it sends is asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from bota_sdk._bulk.items import BulkPaused
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import stop_if_asked
from bota_sdk._shared.requests import RequestRecord
from bota_sdk._shared.retry import backoff
from bota_sdk.errors import (
    ApiError,
    AuthenticationError,
    ClientClosedError,
    ConfigurationError,
    ConnectionFailedError,
    JournalError,
    PermissionDeniedError,
    StorageError,
    UploadCancelledError,
)

FATAL: Final = (AuthenticationError, PermissionDeniedError, ConfigurationError, ClientClosedError)
"""Errors of an item that every other one would meet too."""

NOT_ITS_OWN: Final = (*FATAL, JournalError, UploadCancelledError)
"""Errors of an item that say nothing of the item itself."""

OWN_FAILURES: Final = 3
"""Failures of one item, while others got through, that are its own."""

NEVER_REACHED: Final = 30.0
"""Seconds until a run gives up that had no response at all: its base URL may be wrong."""

_LOOK: Final = 0.25
"""Seconds between two looks at whether somebody got through."""

PAUSE: Final = 1.0
"""Seconds in which several push backs count as one."""

PUSH_BACK: Final = frozenset({429, 503})
"""Statuses by which the service or S3 (SlowDown) asks for less."""

T = TypeVar("T")


class Concurrency:
    """A fixed number of uploads at a time, halved on a push back and restored step by step."""

    def __init__(self, limit: int) -> None:
        self.allowed = self._limit = limit
        self._done = 0
        self._pushed_back = -PAUSE
        self._lock = threading.Lock()

    def upload_done(self) -> None:
        """Allow one more after as many uploads in a row as are allowed."""
        with self._lock:
            self._done += 1
            if self._done >= self.allowed:
                self._done = 0
                self.allowed = min(self.allowed + 1, self._limit)

    def request_done(self, request: RequestRecord) -> None:
        """Allow half as many, but at least one, if a request was pushed back."""
        if request.status_code not in PUSH_BACK:
            return
        with self._lock:
            self._done = 0
            now = time.monotonic()
            if now - self._pushed_back >= PAUSE:
                self._pushed_back = now
                self.allowed = max(self.allowed // 2, 1)


class OutageError(Exception):
    """The run has given up before there was a connection for an item."""


class Outage:
    """Whether anything can be reached, as the items of a run find it.

    Args:
        limit: seconds without a connection after which the run gives up.
        is_stopping: whether the run is to end with what is under way.
        notify: is told before each wait.

    Attributes:
        gave_up: why the run has given up, when it has.

    """

    def __init__(
        self,
        limit: float,
        is_stopping: Callable[[], bool],
        notify: Callable[[BulkPaused], object],
    ) -> None:
        self.gave_up: str | None = None
        self._limit, self._is_stopping, self._notify = limit, is_stopping, notify
        self._was_reached = False
        self._got_through = 0  # how often
        self._since: float | None = None
        self._probes = 0
        self._next = 0.0
        self._lock = threading.Lock()
        self._probing = threading.Lock()

    def request_done(self, request: RequestRecord) -> None:
        """Learn from a request whether there is a service at all."""
        self._was_reached |= request.status_code is not None

    def outlast(self, step: Callable[[], T]) -> T:
        """Return what a step returns, repeated after each outage that breaks it.

        Raises:
            ConnectionFailedError: it fails again and again where others get through.
            OutageError: the run has given up, or is to end.

        """
        own, is_probe = 0, False
        while True:
            seen = self._got_through
            try:
                result = step()
            except ConnectionFailedError as error:
                own += self._got_through != seen
                if own >= OWN_FAILURES:
                    raise
                failure = error
            except (ApiError, StorageError):
                self._reached()
                raise
            else:
                self._reached()
                return result
            finally:
                if is_probe:
                    self._probing.release()
            is_probe = self._wait(failure, seen)
            del failure  # it holds this frame

    def _reached(self) -> None:
        with self._lock:
            self._got_through += 1
            self._since, self._probes, self._next = None, 0, 0.0

    def _wait(self, error: ConnectionFailedError, seen: int) -> bool:
        """Return when somebody got through, or with True when it is this item's turn to probe."""
        paused = self._fail(error, seen)
        if paused is not None:
            self._notify(paused)
        while self._got_through == seen:
            stop_if_asked()
            if self.gave_up is not None or self._is_stopping():
                raise OutageError(str(error)) from error
            if waiting.monotonic() >= self._next and self._probing.acquire(blocking=False):
                return True
            waiting.wait_blocking(_LOOK)
        return False

    def _fail(self, error: ConnectionFailedError, seen: int) -> BulkPaused | None:
        with self._lock:
            now = waiting.monotonic()
            if self._got_through != seen:
                return None
            self._since = now if self._since is None else self._since
            lasts = now - self._since
            limit = self._limit if self._was_reached else min(self._limit, NEVER_REACHED)
            if lasts >= limit:
                self.gave_up = f"nothing could be reached for {lasts:.0f} seconds: {error}"
            if now < self._next or self.gave_up is not None:
                return None
            self._probes += 1
            seconds = backoff(self._probes, lambda: 1.0)
            self._next = now + seconds
            return BulkPaused(str(error), seconds)

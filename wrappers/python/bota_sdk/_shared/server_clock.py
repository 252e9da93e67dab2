"""The servers' time, learnt from their responses: the local wall clock is never trusted."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from bota_sdk._shared.retry import parse_http_date


class ServerClock:
    """A server's time, by its last `Date` header and the monotonic time since.

    It knows nothing until the first response. Safe to share over threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._offset: float | None = None

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take the time from a response's `Date` header, if it has a good one."""
        date = parse_http_date(headers.get("date", ""))
        if date is not None:
            self.learn_time(date)

    def learn_time(self, epoch_seconds: float) -> None:
        """Take `epoch_seconds` for the server's time at this moment."""
        with self._lock:
            self._offset = epoch_seconds - time.monotonic()

    def now(self) -> float | None:
        """Return the server's time in epoch seconds; None when no response has named it yet."""
        with self._lock:
            return None if self._offset is None else time.monotonic() + self._offset


class Clocks:
    """The time of the API, which dates the signatures, and of S3, which checks them."""

    def __init__(self) -> None:
        self.api = ServerClock()
        self.storage = ServerClock()

    def now(self) -> float | None:
        """Return the time by which a URL expires: S3's, else the API's, else None."""
        return self.storage.now() or self.api.now()

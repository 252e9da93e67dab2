"""The server's time, learnt from its answers: the local wall clock is never trusted."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from bota_sdk._retry import parse_http_date


class ServerClock:
    """Tells the server's time by its last `Date` header and the monotonic time since.

    Until the first answer it falls back to the local wall clock. Safe to share over threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._offset: float | None = None

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take the time from an answer's `Date` header, if it has a good one."""
        date = parse_http_date(headers.get("date", ""))
        if date is not None:
            self.learn_time(date)

    def learn_time(self, epoch_seconds: float) -> None:
        """Take `epoch_seconds` for the server's time at this moment."""
        with self._lock:
            self._offset = epoch_seconds - time.monotonic()

    def now(self) -> float:
        """Return the server's time in epoch seconds."""
        with self._lock:
            offset = self._offset
        return time.time() if offset is None else time.monotonic() + offset

"""The servers' time, learnt from their answers: the local wall clock is never trusted."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from bota_sdk._shared.retry import parse_http_date


class ServerClock:
    """Tells a server's time by its last `Date` header and the monotonic time since.

    Knows nothing until the first answer. Safe to share over threads.
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

    def now(self) -> float | None:
        """Return the server's time in epoch seconds; None when no answer has told it yet."""
        with self._lock:
            return None if self._offset is None else time.monotonic() + self._offset


class Clocks:
    """The time of the API, which dates the signatures, and of S3, which judges them."""

    def __init__(self) -> None:
        self.api = ServerClock()
        self.storage = ServerClock()

    def judge(self) -> float | None:
        """Return the time by which a URL's life is judged: S3's, else the API's, else None."""
        return self.storage.now() or self.api.now()

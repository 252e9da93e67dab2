"""How many uploads run at a time."""

from __future__ import annotations

import threading
import time
from typing import Final

from bota_sdk._shared.requests import RequestRecord

PAUSE: Final = 1.0
"""Seconds in which several push backs count as one."""

PUSH_BACK: Final = frozenset({429, 503, None})
"""Statuses by which the service or S3 asks for less; None: there was no response."""


class Concurrency:
    """A fixed number of uploads at a time, halved on a push back and restored step by step."""

    def __init__(self, limit: int) -> None:
        self.allowed = limit
        self._limit = limit
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

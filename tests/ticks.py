"""Time as a busy machine lets it pass: for bounds that hold whatever else runs on it."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

HANG = 300.0
"""Seconds after which a test takes something for hanging: far more than a busy machine needs."""

_NAP = 0.01


class Ticks:
    """A clock that counts the naps of a thread, each as the 10 ms that it should have taken.

    Where the machine, or the process, has no time for what is measured, it has none for this
    thread either, and the clock stands still. Calling it gives the seconds since it began.
    """

    def __init__(self) -> None:
        self._seconds = 0.0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ticks", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopped.set()
        self._thread.join()

    def __call__(self) -> float:
        return self._seconds

    def _run(self) -> None:
        while not self._stopped.is_set():
            time.sleep(_NAP)
            self._seconds += _NAP

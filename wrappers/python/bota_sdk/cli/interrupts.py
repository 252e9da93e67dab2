"""Ctrl-C and SIGTERM: once to finish what is under way, twice to stop it, three times to leave."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from bota_sdk._shared.cancel import CancelToken


class Interrupts:
    """Counts the requests to stop and passes them on.

    Args:
        on_first: called within the signal's handler, so it must not wait for a lock.
        on_second: likewise.

    Attributes:
        cancel: the token for `upload_many`.
        count: requests so far.

    """

    def __init__(self, on_first: Callable[[], object], on_second: Callable[[], object]) -> None:
        self.cancel = CancelToken()
        self.count = 0
        self._on_first = on_first
        self._on_second = on_second

    def asked(self) -> bool:
        """Tell whether somebody has asked to stop."""
        return self.count > 0

    @contextmanager
    def watched(self) -> Generator[None]:
        """Take the signals inside the `with` block."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, self._handle) for number in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def _handle(self, *_: Any) -> None:
        self.count += 1
        if self.count == 1:
            self._on_first()
            self.cancel.drain()
        elif self.count == 2:
            self._on_second()
            self.cancel.cancel()
        else:
            raise KeyboardInterrupt

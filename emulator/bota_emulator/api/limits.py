"""The rate limits of the contract: so many requests a minute, of all and of each class."""

from __future__ import annotations

import dataclasses
import math
import threading

from bota_emulator.api.errors import ApiError
from bota_emulator.clock import Clock
from bota_emulator.contract.document import Contract
from bota_emulator.contract.operations import Operation
from bota_emulator.settings import Settings

WINDOW_SECONDS = 60
ALL = "requests"
# What the headers say when nothing is limited: they are on every response, and a client that paces
# itself by them should not.
UNLIMITED = 1_000_000


@dataclasses.dataclass
class _Window:
    limit: int
    began: float = 0.0
    used: int = 0

    def roll(self, now: float) -> None:
        if not self.began <= now < self.began + WINDOW_SECONDS:
            self.began, self.used = now, 0

    @property
    def left(self) -> int:
        return self.limit - self.used

    def headers(self) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(self.left, 0)),
            "X-RateLimit-Reset": str(math.ceil(self.began + WINDOW_SECONDS)),
        }


class RateLimiter:
    """Counts the requests of the one project in fixed windows of a minute.

    Args:
        contract: Has the limits (`x-bota-rate-limit`).
        clock: Ends the windows.
        settings: Whether limits are on.

    """

    def __init__(self, contract: Contract, clock: Clock, settings: Settings) -> None:
        self._limits = contract.rate_limits
        self._clock = clock
        self._settings = settings
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Begin new windows."""
        self._by_class = {name: _Window(limit) for name, limit in self._limits.items()}

    def headers(self, operation: Operation | None) -> dict[str, str]:
        """Return `X-RateLimit-...` for a response.

        Args:
            operation: The operation; None for a path that is none.

        """
        with self._lock:
            if self._settings.rate_limits == "off":
                return _Window(UNLIMITED, self._clock.time()).headers()
            return min(self._windows(operation), key=lambda w: w.left).headers()

    def count(self, operation: Operation) -> None:
        """Count a request.

        Args:
            operation: What it asks for. One that is open to everyone is of no project.

        Raises:
            ApiError: 429, the window is full.

        """
        if self._settings.rate_limits == "off" or not operation.security:
            return
        with self._lock:
            windows = self._windows(operation)
            if any(window.left <= 0 for window in windows):
                raise ApiError(429, "Too many requests")
            for window in windows:
                window.used += 1

    def _windows(self, operation: Operation | None) -> list[_Window]:
        classes = (ALL, *(operation.rate_classes if operation else ()))
        windows = [self._by_class[name] for name in classes if name in self._by_class]
        for window in windows:
            window.roll(self._clock.time())
        return windows

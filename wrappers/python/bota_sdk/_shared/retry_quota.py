"""A quota of retries that all calls of a client share, so that a dead service is not hammered.

The rule and its figures are those of the AWS SDKs' standard retry mode (AWS SDKs and Tools
Reference Guide: "Retry behavior"): a retry costs 5 of 500, one after a timeout 10; a success gives
back what its last retry cost, or 1.
"""

from __future__ import annotations

import threading
from typing import Final

CAPACITY: Final = 500
PRICE: Final = 5
TIMEOUT_PRICE: Final = 10


class RetryQuota:
    """The quota of one client. Safe to share over threads."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._lock = threading.Lock()
        self._capacity = capacity
        self._left = capacity

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
            self._left = min(self._capacity, self._left + (spent or 1))

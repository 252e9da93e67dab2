"""How many uploads run at a time: as many as make it faster, and half as many when pushed back."""

from __future__ import annotations

from typing import Final

import attrs

START: Final = 5
"""Uploads at a time that a run begins with: half of the documented ten."""

EPOCH: Final = 0.1
"""Seconds: the shortest time over which a throughput is measured."""

EPOCH_END: Final = 2.0
"""Seconds after which it is measured even if few uploads have ended."""

GAIN: Final = 1.05
"""A larger number is kept if the throughput grew by this factor."""

HOLD: Final = 8
"""Epochs without a try after one that brought nothing, or after a push back."""

ITEM_WORK: Final = 256 << 10
"""Bytes: what one upload costs beside its own, so that tiny files count for what they are."""


@attrs.define
class AdaptiveConcurrency:
    """Knows no clock and no thread: told what happens, it says how many uploads may run.

    Attributes:
        limit: never more than so many.
        allowed: so many now.

    """

    limit: int
    allowed: int = attrs.field(init=False)
    _before: int = attrs.field(init=False)
    _best: float = 0.0
    _doubling: bool = True
    _hold: int = 0
    _work: int = 0
    _ended: int = 0
    _done: int = 0
    _busy: float = 0.0
    _since: float | None = None
    _full: bool = False
    _settling: bool = False

    def __attrs_post_init__(self) -> None:
        self.allowed = self._before = min(START, self.limit)

    def sent(self, count: int) -> None:
        """Take note of bytes that went out."""
        self._work += count

    def ended(self, size: int, seconds: float) -> None:
        """Take note of an upload that is done.

        Args:
            size: bytes of it.
            seconds: that it took.

        """
        self._work += ITEM_WORK
        self._done += size + ITEM_WORK
        self._busy += seconds
        self._ended += 1

    def look(self, active: int, now: float) -> None:
        """Judge the last epoch, if it is over.

        Args:
            active: uploads under way.
            now: monotonic seconds.

        """
        if self._since is None:
            self._since = now
        self._full |= active >= self.allowed
        passed = now - self._since
        if passed < EPOCH or (self._ended < self.allowed and passed < EPOCH_END):
            return
        if self._ended >= self.allowed and self._busy:
            # By how long each took: how many happen to end within so short a time says little.
            rate = self.allowed * self._done / self._busy
        else:
            rate = self._work / passed
        full = self._full
        self._begin(now)
        if not full:
            return  # with nothing to do there is nothing to learn
        if self._settling:
            self._settling = False
            return  # those that were added have had to connect first
        if self._hold:
            self._hold -= 1
            self._best = max(self._best, rate) if self._hold else 0.0
        elif rate > self._best * GAIN:
            self._best, self._before = rate, self.allowed
            # Always by so much that, if it helps, the throughput grows by more than GAIN.
            more = self.allowed if self._doubling else max(round(self.allowed / 8), 1)
            self.allowed = min(self.allowed + more, self.limit)
            self._settling = self.allowed > self._before
        else:
            self.allowed, self._doubling, self._hold = self._before, False, HOLD

    def push_back(self, now: float) -> None:
        """Take note of a 429, a `SlowDown` or a stall; several in one epoch count once."""
        if self._hold == HOLD and self._since is not None and now - self._since < EPOCH:
            return
        self.allowed = self._before = max(self.allowed // 2, 1)
        self._doubling, self._hold, self._best = False, HOLD, 0.0
        self._settling = False
        self._begin(now)

    def _begin(self, now: float) -> None:
        self._since, self._work, self._full = now, 0, False
        self._ended, self._done, self._busy = 0, 0, 0.0

"""What a fork waits for, and what the child makes anew.

A child has one thread, and a lock that another thread of its parent held stays locked in it. Locks
and connections of ours are made anew. Those of OpenSSL and of the system's resolver cannot be: the
child's first use of TLS would wait for ever. So a fork waits until no thread of ours is in them.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol
from weakref import WeakSet

PATIENCE: Final = 0.5
"""Seconds that a fork waits for each of the two: a server may be slow to connect to."""


class Renewable(Protocol):
    """Something with state that belongs to one process."""

    def renew(self) -> None:
        """Begin anew in a process that was just forked, whose only thread calls this."""
        ...


_owners: Final[WeakSet[Renewable]] = WeakSet()


def renew_after_fork(owner: Renewable) -> None:
    """Have its `renew` called in each process that is forked while it lives."""
    _owners.add(owner)


class _ForeignLocks:
    """Which threads are, or will be at their end, in a library that a fork must not interrupt."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.inside: set[int] = set()
        self.threads: deque[int] = deque(maxlen=256)

    def before_fork(self) -> None:
        self.changed.acquire()  # until after the fork: nobody begins now
        self.changed.wait_for(lambda: not self.inside, PATIENCE)
        end = time.monotonic() + PATIENCE
        while self._is_one_ending() and time.monotonic() < end:
            time.sleep(0.001)

    def _is_one_ending(self) -> bool:
        # A thread that Python knows no more is still in what libraries do at a thread's end, as
        # OpenSSL does under a lock, as long as Linux lists it.
        known = {thread.native_id for thread in threading.enumerate()}
        return any(Path(f"/proc/self/task/{one}").exists() for one in {*self.threads} - known)


_foreign_locks = _ForeignLocks()


@contextmanager
def before_any_fork() -> Generator[None]:
    """Have a fork wait for the end of the block: it connects, or reads certificates."""
    ends_before_any_fork()
    thread, locks = threading.get_native_id(), _foreign_locks
    with locks.changed:
        locks.inside.add(thread)
    try:
        yield
    finally:
        with locks.changed:
            locks.inside.discard(thread)
            locks.changed.notify_all()


def ends_before_any_fork() -> None:
    """Have a fork wait for the end of this thread once it is ending: it uses TLS."""
    _foreign_locks.threads.append(threading.get_native_id())


def _after_in_parent() -> None:
    _foreign_locks.changed.release()


def _after_in_child() -> None:
    _foreign_locks.__init__()  # type: ignore[misc]
    for owner in list(_owners):
        owner.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_foreign_locks.before_fork,
        after_in_parent=_after_in_parent,
        after_in_child=_after_in_child,
    )

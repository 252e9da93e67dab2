"""What a fork waits for, and what the child makes anew.

A child has one thread, and a lock that another thread of its parent held stays locked in it. Locks
and connections of ours are made anew. Those of OpenSSL and of the system's resolver cannot be: the
child's first use of TLS would wait for ever. So a fork waits until no thread of ours is in them.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol
from weakref import WeakSet

PATIENCE: Final = 0.5
"""Seconds that forks wait for a thread, for each of the two: a server may be slow to connect to."""

_MANY: Final = 1000
"""Threads that are remembered before those that are gone are forgotten."""


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
    """Which threads are, or will be at their end, in a library that a fork must not interrupt.

    Threads are known by the numbers that the system gives them.
    """

    def __init__(self) -> None:
        self.renew()
        renew_after_fork(self)

    def renew(self) -> None:
        self.changed = threading.Condition()
        self.inside: set[int] = set()
        self.forks = 0
        self._users: set[int] = set()
        self._most = _MANY

    def add(self, thread: int) -> None:
        """Remember a thread whose end takes a lock."""
        self._users.add(thread)
        if len(self._users) > self._most:
            self._forget(self._users.copy() - self._there())
            self._most = max(_MANY, 2 * len(self._users))

    def before_fork(self) -> None:
        """Wait, and hold `changed` until after the fork: nobody comes in or goes out."""
        this = threading.get_native_id()
        self.changed.acquire()
        self.forks += 1
        self.changed.wait_for(lambda: self.inside <= {this}, PATIENCE)
        end = time.monotonic() + PATIENCE
        while (ending := self._ending(this)) and time.monotonic() < end:
            time.sleep(0.001)
        # The next fork does not wait for the same ones again.
        self.inside.clear()
        self._forget(ending)

    def after_fork(self) -> None:
        """Let others come in and go out again, in the parent."""
        self.forks = max(self.forks - 1, 0)  # Ctrl-C may have come before it rose
        self.changed.notify_all()
        self.changed.release()

    def _ending(self, this: int) -> set[int]:
        # A thread that Python knows no more is still in what libraries do at a thread's end, as
        # OpenSSL does under a lock, as long as Linux lists it. It is listed for longer than it is
        # known: who ends between the two looks is found. A child knows its thread by an old number.
        there = self._there()
        return there - {this, *(thread.native_id for thread in threading.enumerate())}

    def _there(self) -> set[int]:
        return {one for one in self._users.copy() if Path(f"/proc/self/task/{one}").exists()}

    def _forget(self, threads: set[int]) -> None:
        for thread in threads:
            self._users.discard(thread)


_foreign_locks = _ForeignLocks()


@contextmanager
def before_any_fork() -> Generator[None]:
    """Have a fork wait for the end of the block: it connects, or reads certificates."""
    ends_before_any_fork()
    thread, locks = threading.get_native_id(), _foreign_locks
    with locks.changed:
        locks.changed.wait_for(lambda: not locks.forks, PATIENCE)
        locks.inside.add(thread)
    try:
        yield
    finally:
        with locks.changed:
            locks.inside.discard(thread)
            locks.changed.notify_all()


def ends_before_any_fork() -> None:
    """Have a fork wait for the end of this thread once it is ending: it uses TLS."""
    threading.current_thread()  # makes one known to Python that Python did not start
    _foreign_locks.add(threading.get_native_id())


def _renew_all() -> None:
    for owner in list(_owners):
        owner.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_foreign_locks.before_fork,
        after_in_parent=_foreign_locks.after_fork,
        after_in_child=_renew_all,
    )

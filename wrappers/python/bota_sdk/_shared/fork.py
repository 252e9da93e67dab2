"""What a forked process makes anew: locks that a thread of its parent may hold, and connections."""

from __future__ import annotations

import os
from typing import Final, Protocol
from weakref import WeakSet


class Renewable(Protocol):
    """Something with state that belongs to one process."""

    def renew(self) -> None:
        """Begin anew in a process that was just forked, whose only thread calls this."""
        ...


_owners: Final[WeakSet[Renewable]] = WeakSet()


def renew_after_fork(owner: Renewable) -> None:
    """Have its `renew` called in each process that is forked while it lives."""
    _owners.add(owner)


def _renew_all() -> None:
    for owner in list(_owners):
        owner.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)

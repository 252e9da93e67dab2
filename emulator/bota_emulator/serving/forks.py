"""Keeps the sockets of a running emulator from the children that its process forks.

A child that held a copy of a connection would keep it open after the emulator has closed or reset
it, and the client would wait for an end that does not come.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Protocol


class Inheritable(Protocol):
    """A socket, or asyncio's view of one."""

    def fileno(self) -> int:
        """Return its descriptor; -1 once it is closed."""


_SOCKETS: set[Inheritable] = set()


def keep_from_children(sock: Inheritable | None) -> None:
    """Note a socket that is this process's alone."""
    if sock is not None:
        _SOCKETS.add(sock)


def let_go(sock: Inheritable | None) -> None:
    """Forget a socket that is about to be closed."""
    if sock is not None:
        _SOCKETS.discard(sock)


@contextlib.contextmanager
def kept_from_children(sock: Inheritable) -> Iterator[None]:
    """Keep a socket for this process alone until the block ends."""
    keep_from_children(sock)
    try:
        yield
    finally:
        let_go(sock)


def _leave_to_the_parent() -> None:
    if not _SOCKETS:
        return
    nothing = os.open(os.devnull, os.O_RDWR)
    try:
        for sock in _SOCKETS:
            if (descriptor := sock.fileno()) >= 0:
                # In its place rather than closed: what the child still has of the parent's event
                # loop can then close it once more without harm to another file of that number.
                os.dup2(nothing, descriptor, inheritable=False)
    finally:
        os.close(nothing)
    _SOCKETS.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_the_parent)

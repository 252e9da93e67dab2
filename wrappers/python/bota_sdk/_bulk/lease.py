"""Tells whether the process that works on an item still does."""

from __future__ import annotations

import os
import socket
import sys
import time
from typing import Final

LEASE: Final = 15.0
"""Seconds after its last sign of life in which a run keeps its items."""


def this_process() -> str:
    """Return what names this process among all that may share a file with it."""
    return f"{_place()} {os.getpid()}"


def is_alive(process: str, heartbeat: float) -> bool:
    """Tell whether a run still holds its items.

    Args:
        process: as `this_process` named it there.
        heartbeat: epoch seconds of its last sign of life.

    """
    # A sign from the future is one from before the clock was set back.
    if not -LEASE < time.time() - heartbeat < LEASE:
        return False
    place, _, number = process.rpartition(" ")
    if place != _place() or sys.platform == "win32":
        return True  # out of sight: only its heartbeat tells
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _place() -> str:
    # In a container the same number is another process.
    try:
        namespace = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - it points nowhere
    except OSError:
        namespace = "-"
    return f"{socket.gethostname()} {namespace}"

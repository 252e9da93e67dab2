"""What processes that share a journal know of each other: who works on what, and which requests."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any, Final

from bota_api.rate_limits import WINDOW

from bota_sdk._api.rate_limit import RESPONSE_WITHIN
from bota_sdk._bulk.database import JournalFile
from bota_sdk.errors import JournalError

LEASE: Final = 15.0
"""Seconds after its last sign of life in which a run keeps its items."""

HEARTBEAT: Final = LEASE / 3
"""Seconds between two signs of life."""


class LeaseLostError(Exception):
    """Another run has taken the item over: this one was silent too long, or its clock jumped."""


class Lease:
    """A run's row in a journal, whose id owns its items, kept alive by a thread until `close`."""

    def __init__(self, file: JournalFile) -> None:
        self._file = file
        with file.transaction() as db:
            self.run = db.execute(
                "INSERT INTO runs (process, heartbeat) VALUES (?, ?)",
                (f"{_place()} {os.getpid()}", time.time()),
            ).lastrowid
        self._ended = threading.Event()
        self._beating = threading.Thread(target=self._beat, name="bota-sdk-journal", daemon=True)
        self._beating.start()

    def is_held(self, db: sqlite3.Connection, owner: int | None) -> bool:
        """Return whether the owner of an item is a run that still works on it."""
        found = db.execute("SELECT process, heartbeat FROM runs WHERE id=?", (owner,)).fetchone()
        return found is not None and (owner == self.run or _is_alive(*found))

    def close(self) -> None:
        """Give up what the run still holds."""
        self._ended.set()
        self._beating.join()
        with contextlib.suppress(JournalError), self._file.transaction() as db:
            db.execute("UPDATE items SET owner=NULL WHERE owner=?", (self.run,))
            db.execute("DELETE FROM runs WHERE id=?", (self.run,))

    def _beat(self) -> None:
        while not self._ended.wait(HEARTBEAT):
            # Whoever cannot write is noticed by the next step of an item.
            with contextlib.suppress(JournalError), self._file.transaction() as db:
                db.execute("UPDATE runs SET heartbeat=? WHERE id=?", (time.time(), self.run))


def _is_alive(process: str, heartbeat: float) -> bool:
    # A sign from the future is one from before the clock was set back.
    if not -LEASE < time.time() - heartbeat < LEASE:
        return False
    place, _, number = process.rpartition(" ")
    if place == _place() and sys.platform != "win32":
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True  # it is another user's
    return True


def _place() -> str:
    # In a container the same number is another process.
    try:
        namespace = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - it points nowhere
    except OSError:
        namespace = "-"
    return f"{socket.gethostname()} {namespace}"


class JournalRateLog:
    """A RateLog in a journal; monotonic seconds are the same in every process of a machine."""

    def __init__(self, file: JournalFile) -> None:
        self._file = file

    def take(self, limits: Mapping[str, int], now: float) -> tuple[object, float]:
        """Count one more request. See RateLog."""
        last = now + RESPONSE_WITHIN + WINDOW
        with self._file.transaction() as db:
            # Ends that lie further ahead than any can are from before the machine's last start;
            # a little further are those of whoever looked at the clock later, but came first.
            db.execute("DELETE FROM requests WHERE ends<=? OR ends>?", (now, last + WINDOW))
            for rate_class, limit in limits.items():
                count, first = db.execute(
                    "SELECT count(*), min(ends) FROM requests WHERE rate_class=?", (rate_class,)
                ).fetchone()
                if count >= limit:
                    return None, max(first - now, 0.0)
            insert = "INSERT INTO requests (rate_class, ends) VALUES (?, ?)"
            return [db.execute(insert, (each, last)).lastrowid for each in limits], 0.0

    def count_until(self, ticket: object, end: float) -> None:
        """Let a request count until then. See RateLog."""
        rows: Any = ticket
        with self._file.transaction() as db:
            db.executemany("UPDATE requests SET ends=? WHERE id=?", [(end, row) for row in rows])

    def count(self, rate_class: str, now: float) -> int:
        """Return how many requests of a class count. See RateLog."""
        query = "SELECT count(*) FROM requests WHERE rate_class=? AND ends>?"
        return int(self._file.rows(query, rate_class, now)[0][0])

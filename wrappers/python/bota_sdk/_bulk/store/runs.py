"""The runs that share a journal: their signs of life, and which of them are dead."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from bota_sdk._bulk.store import LEASE, Row, Store
from bota_sdk.errors import JournalError

HEARTBEAT: Final = LEASE / 3
"""Seconds between two signs of life."""

_RUNS: Final = "SELECT id, process, heartbeat, journal_now() - heartbeat AS age FROM bota_runs"


class Runs:
    """A run among all those of a journal: one of them from `begin` to `end`.

    Attributes:
        run_id: what owns the items of this one.
        on_beat: is called with each sign of life that its thread gives.

    """

    def __init__(self, store: Store) -> None:
        self.run_id = secrets.randbits(63)
        self.on_beat: Callable[[], object] = lambda: None
        self._store = store
        self._beaten = time.monotonic()
        self._trusts_from = 0.0
        self._ended = threading.Event()
        self._beating = threading.Thread(target=self._beat, name="bota-sdk-journal", daemon=True)

    def begin(self) -> None:
        """Be one of the runs that are alive, and forget those that are not."""
        self._store.transact(self._begin)

    def keep_alive(self) -> None:
        """Give signs of life in a thread, until `end`."""
        with suppress(RuntimeError):  # no thread is to be had
            self._beating.start()

    def end(self) -> None:
        """Be none of the runs any more: what this one still has is anybody's."""
        self._ended.set()
        if self._beating.is_alive():
            self._beating.join()
        end = "DELETE FROM bota_runs WHERE id=?"
        with suppress(JournalError):
            self._store.transact(lambda: self._store.execute(end, self.run_id), is_urgent=True)

    def beat_if_due(self) -> None:
        """Give a sign of life, if the last one is long ago: there may be no thread that does."""
        if time.monotonic() - self._beaten > HEARTBEAT:
            self._store.transact(self.beat)

    def beat(self) -> None:
        """Give a sign of life. Others forget a run that was silent for too long."""
        look = "SELECT journal_now() AS now, (SELECT heartbeat FROM bota_runs WHERE id=?) AS last"
        (row,) = self._store.rows(look, self.run_id)
        self._notice_gap(row["now"] - (row["last"] or 0.0), row["now"])
        self._store.execute(
            "INSERT INTO bota_runs (id, host, process, heartbeat) VALUES (?, ?, ?, journal_now()) "
            "ON CONFLICT (id) DO UPDATE SET heartbeat=excluded.heartbeat",
            *(self.run_id, socket.gethostname(), this_process()),
        )
        self._beaten = time.monotonic()

    def live(self) -> list[int]:
        """Return the runs that still work on their items, this one among them."""
        found = self._store.rows(_RUNS)
        for row in found:
            if row["id"] == self.run_id:
                self._notice_gap(row["age"], row["heartbeat"] + row["age"])
        return [self.run_id, *(row["id"] for row in found if self._is_alive(row))]

    def _begin(self) -> None:
        self.beat()
        self._trusts_from = 0.0  # it was not there before
        # Others may begin, or give a new sign of life, between these two statements.
        forget = "DELETE FROM bota_runs WHERE id=? AND heartbeat=?"
        for row in self._store.rows(_RUNS):
            if not self._is_alive(row):
                self._store.execute(forget, row["id"], row["heartbeat"])

    def _beat(self) -> None:
        while not self._ended.wait(HEARTBEAT):
            # Whoever cannot write is noticed by the next step of an item.
            with suppress(JournalError):
                self._store.transact(self.beat, is_urgent=True)
                self.on_beat()

    def _is_alive(self, row: Row) -> bool:
        is_trusted = row["heartbeat"] + row["age"] >= self._trusts_from
        return is_alive(row["process"], row["age"] if is_trusted else 0.0)

    def _notice_gap(self, age: float, now: float) -> None:
        # What kept this run from its signs of life, a database that was away or a machine that
        # slept, kept others from theirs: they get a lease to give the next one.
        if not -LEASE < age < LEASE:
            self._trusts_from = now + LEASE


def this_process() -> str:
    """Return what names this process among those of all machines.

    Of two machines the same number is another process, and so it is in two containers.
    """
    return _name_of(os.getpid())  # which a fork changes


@lru_cache(1)
def _name_of(number: int) -> str:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - it points nowhere
    except OSError:
        boot, namespace = socket.gethostname(), "-"
    return f"{boot} {namespace} {number}"


def is_alive(process: str, age: float) -> bool:
    """Return whether a run still works on its items, by the seconds since its last sign of life."""
    # A sign from the future is one from before the clock was set back.
    if not -LEASE < age < LEASE:
        return False
    where, _, number = process.rpartition(" ")
    if where == this_process().rpartition(" ")[0] and sys.platform != "win32":
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True  # it is another user's
    return True

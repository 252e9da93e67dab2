"""The journal's file: an SQLite database that several processes of one machine may share.

What was committed is in the file itself, and in no log beside it that could be lost: it outlives
`kill -9` and, by `synchronous=FULL`, a power cut (SQLite: "PRAGMA journal_mode", "PRAGMA
synchronous"). It never holds a key or a URL.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bota_api.rate_limits import WINDOW

from bota_sdk._api.rate_limit import RESPONSE_WITHIN
from bota_sdk.errors import JournalError

APPLICATION_ID: Final = 0x424F5441
"""What marks an SQLite file as a journal of ours: "BOTA"."""

VERSION: Final = 4
"""Of the tables."""

BUSY: Final = 30.0
"""Seconds to wait for another process that is writing."""

LEASE: Final = 15.0
"""Seconds after its last sign of life in which a run keeps its items."""

_MAKING: Final = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE commands (id INTEGER PRIMARY KEY, command TEXT NOT NULL UNIQUE)",
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        process TEXT NOT NULL,      -- machine, process namespace and process id
        heartbeat REAL NOT NULL     -- epoch seconds of this machine's clock
    )
    """,
    """
    CREATE TABLE items (
        id INTEGER PRIMARY KEY,
        identity TEXT NOT NULL UNIQUE,
        key TEXT NOT NULL,
        path BLOB,                  -- of an item that is a file; the bytes of its name
        given TEXT,                 -- JSON: what its recording is created with
        state TEXT NOT NULL DEFAULT 'new',
        owner INTEGER,              -- the run that works on it
        fingerprint TEXT,           -- of the file when it was last looked at
        size INTEGER,
        create_key TEXT,            -- the Idempotency-Key of its createRecording
        recording_id TEXT,
        verified INTEGER NOT NULL DEFAULT 0,
        among TEXT,                 -- JSON: whose items are searched for the same bytes
        sample INTEGER,             -- checksum of some bytes, of the first item that has them all
        sha256 TEXT,                -- of all bytes; empty until they are read
        duplicate_of INTEGER        -- the first item that has the same bytes
    )
    """,
    # Of all that have the same bytes it finds the one that is uploaded or under way.
    """
    CREATE INDEX items_by_bytes ON items (among, size, sample, sha256)
    WHERE owner IS NOT NULL OR state='uploaded'
    """,
    "CREATE TABLE requests (id INTEGER PRIMARY KEY, rate_class TEXT NOT NULL, ends REAL NOT NULL)",
    "CREATE INDEX requests_by_class ON requests (rate_class, ends)",
    f"PRAGMA application_id={APPLICATION_ID}",
    f"PRAGMA user_version={VERSION}",
)


class JournalFile:
    """An open journal, safe to share over threads: whatever fails raises JournalError.

    Without a path it is a temporary one, which nobody else sees. What is refused is left as it is.
    """

    def __init__(self, path: Path | None) -> None:
        self.name = "the temporary journal" if path is None else f"the journal {str(path)!r}"
        self._lock = threading.RLock()
        with self._explained("opened"):
            file = None if path is None else _made(path)
            is_sound = file is not None and self._is_sound(file)
            # SQLite makes a temporary database where the name is empty.
            self._db = sqlite3.connect(
                file or "", timeout=BUSY, isolation_level=None, check_same_thread=False
            )
            try:
                self._db.row_factory = sqlite3.Row
                self._db.execute("PRAGMA synchronous=FULL")
                # A commit waits for fewer writes where the rollback journal stays.
                self._db.execute("PRAGMA journal_mode=PERSIST")
                if not is_sound:
                    self._prepare()
            except BaseException:
                self._db.close()
                raise

    @classmethod
    def copy_of(cls, path: Path | None) -> JournalFile:
        """Return a temporary journal that knows what another one does; that one is left as it is.

        Nobody works on its items.
        """
        copy = cls(None)
        if path is not None and path.exists():
            with contextlib.closing(cls(path)) as original, original._explained("read"):
                original._db.backup(copy._db)
            with copy.transaction() as db:
                db.execute("DELETE FROM runs")
        return copy

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """Do all of the block or none, alone among all threads and processes.

        One inside another belongs to it.
        """
        with self._lock, self._explained("written"):
            if self._db.in_transaction:
                yield self._db
                return
            self._db.execute("BEGIN IMMEDIATE")
            with self._db:  # commits it, or rolls back what a full disk has not ended already
                yield self._db

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """Return what a query finds, without keeping others from writing."""
        with self._lock, self._explained("read"):
            return self._db.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            # Without it the file would keep its empty rollback journal beside it.
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("PRAGMA journal_mode=DELETE")
            self._db.close()

    def _is_sound(self, file: Path) -> bool:
        """Check a file without a change to it; False if it has nothing to check yet."""
        # Only one that cannot write leaves another program's as it is, with the log beside it.
        reading = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=BUSY)
        with contextlib.closing(reading):
            try:
                return self._check(reading)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_READONLY_ROLLBACK:
                    return False  # somebody was killed while making it: first that is undone
                raise

    def _check(self, db: sqlite3.Connection) -> bool:
        """Return whether it is a sound journal of this version; False if it is still empty."""
        # Both at one moment: another process may just be making it.
        application, tables = db.execute(
            "SELECT application_id, (SELECT count(*) FROM sqlite_master) FROM pragma_application_id"
        ).fetchone()
        if not application and not tables:
            return False
        if application != APPLICATION_ID:
            raise JournalError(f"{self.name} is another program's database, not a journal")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version != VERSION:
            raise JournalError(
                f"{self.name} was written by another version of bota-sdk (format {version}, this "
                f"one knows {VERSION}); go on with that version, or give a new journal"
            )
        runs = db.execute("SELECT process, heartbeat FROM runs").fetchall()
        if any(is_alive(*run) for run in runs):
            return True  # which has checked it, and could not write during another check
        # Who was killed while it wrote may have left half of it, if the rollback journal is lost.
        check = "integrity_check" if runs else "quick_check"
        problem = db.execute(f"PRAGMA {check}(1)").fetchone()[0]
        if problem != "ok":
            raise sqlite3.DatabaseError(problem)
        return True

    def _prepare(self) -> None:
        with self.transaction() as db:
            if not self._check(db):
                for statement in _MAKING:
                    db.execute(statement)

    @contextmanager
    def _explained(self, what: str) -> Generator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise JournalError(
                f"{self.name} cannot be {what}: {reason}. What it holds is kept; make room or "
                "mend its folder, and run the same again"
            ) from error
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
                raise JournalError(
                    f"{self.name} is no journal; give the journal another name"
                ) from error
            raise JournalError(
                f"{self.name} is damaged and was left as it is: {error}. Restore it from a "
                "backup, or give a new journal: what it knew as finished would be uploaded again"
            ) from error


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


def _made(path: Path) -> Path:
    """Return the file that a path leads to, made if it was missing."""
    file = Path(os.path.realpath(path))
    # One that is there is opened by SQLite alone: to close any other descriptor of it would drop
    # all locks that this process has on it (SQLite: "How To Corrupt An SQLite Database File", 2.2).
    if not file.exists():
        with contextlib.suppress(FileExistsError):
            # It names people's files and recordings: nobody else's to read.
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if not file.is_file():
        raise OSError("it is no regular file")
    return file


def is_alive(process: str, heartbeat: float) -> bool:
    """Return whether a run still works on its items, by what it has written down."""
    # A sign from the future is one from before the clock was set back.
    if not -LEASE < time.time() - heartbeat < LEASE:
        return False
    where, _, number = process.rpartition(" ")
    if where == place() and sys.platform != "win32":
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True  # it is another user's
    return True


def place() -> str:
    """Return what a process id is of: in a container the same number is another process."""
    try:
        namespace = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - it points nowhere
    except OSError:
        namespace = "-"
    return f"{socket.gethostname()} {namespace}"

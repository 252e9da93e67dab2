"""The journal's file: an SQLite database that several processes of one machine may share.

What was committed is in the file itself, and in no log beside it that could be lost: it outlives
`kill -9` and, by `synchronous=FULL`, a power cut (SQLite: "PRAGMA journal_mode", "PRAGMA
synchronous"). It never holds a key or a URL.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bota_sdk._bulk.store import (
    LISTED,
    Access,
    NoJournalError,
    Row,
    T,
    check_format,
    missing_steps,
    version,
)
from bota_sdk._bulk.store.runs import is_alive
from bota_sdk.errors import JournalError

APPLICATION_ID: Final = 0x424F5441
"""What marks an SQLite file as a journal of ours: "BOTA"."""

BUSY: Final = 30.0
"""Seconds to wait for another process that is writing."""

_TYPES: Final = {"id": "INTEGER PRIMARY KEY", "bytes": "BLOB"}


class SqliteStore:
    """A journal in a file; without a path in a temporary one, which nobody else sees. See `Store`.

    What is refused is left as it is.
    """

    is_shared, for_update, skip_locked = False, "", ""

    def __init__(
        self, path: Path | None, access: Access = "make", *, format: int | None = None
    ) -> None:
        self.format = version() if format is None else format
        self.name = "the temporary journal" if path is None else f"the journal {str(path)!r}"
        if access != "make" and not (path and path.exists()):
            raise NoJournalError(f"there is no journal {str(path)!r}")
        self.on_wait: Callable[[str, float], object] | None = None  # a file is always there
        self._lock = threading.RLock()
        with self._explained("opened"):
            file = None if path is None else _made(path)
            found = None if file is None else self._found(file)
            is_read = access == "read" and found is not None
            # SQLite makes a temporary database where the name is empty.
            self._db = sqlite3.connect(
                f"{file.as_uri()}?mode=ro" if file and is_read else file or "",
                uri=is_read,
                timeout=BUSY,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                self._db.row_factory = sqlite3.Row
                self._db.create_function("journal_now", 0, time.time)
                if not is_read:
                    self._db.execute("PRAGMA synchronous=FULL")
                    # A commit waits for fewer writes where the rollback journal stays.
                    self._db.execute("PRAGMA journal_mode=PERSIST")
                if access == "read":
                    self.format = self._check(self._db) if found is None else found
                    if not self.format:
                        raise NoJournalError(f"there is no journal in {str(path)!r}")
                elif found != self.format:
                    self.upgrade(self.format)
            except BaseException:
                self._db.close()
                raise

    def transact(self, work: Callable[[], T], *, is_urgent: bool = False) -> T:  # noqa: ARG002
        """Do all of the work or none, alone among all threads and processes."""
        with self._lock, self._explained("written"):
            if self._db.in_transaction:
                return work()
            self._db.execute("BEGIN IMMEDIATE")
            with self._db:  # commits it, or rolls back what a full disk has not ended already
                return work()

    def rows(self, query: str, *values: Any) -> Sequence[Row]:
        """Return what a query finds, without keeping others from writing."""
        with self._lock, self._explained("read"):
            return self._db.execute(query, values).fetchall()

    def execute(self, statement: str, *values: Any) -> int:
        """Run a statement, and return how many rows it has changed."""
        with self._lock, self._explained("written"):
            return self._db.execute(statement, values).rowcount

    def insert(self, items: Sequence[tuple[Any, ...]]) -> int:
        """Insert items that are not known yet, and return how many that are."""
        insert = f"INSERT INTO bota_items ({LISTED}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
        with self._lock, self._explained("written"):
            return self._db.executemany(f"{insert} ON CONFLICT DO NOTHING", items).rowcount

    def lock(self, words: str) -> None:
        """Do nothing: whoever writes is alone."""

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            # Without it the file would keep its empty rollback journal beside it.
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("PRAGMA journal_mode=DELETE")
            self._db.close()

    def upgrade(self, wanted: int) -> None:
        """Make the tables of a format, out of those that there are."""

        def work() -> None:
            for statement in missing_steps(self._check(self._db), wanted):
                self._db.execute(statement.format(**_TYPES))
            self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            self._db.execute(f"PRAGMA user_version={wanted}")

        self.transact(work)
        self.format = wanted

    def _found(self, file: Path) -> int | None:
        """Check a file without a change to it, and return its format; None if none can be seen."""
        # Only one that cannot write leaves another program's as it is, with the log beside it.
        reading = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=BUSY)
        with contextlib.closing(reading):
            try:
                return self._check(reading)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_READONLY_ROLLBACK:
                    return None  # somebody was killed while writing: first that is undone
                raise

    def _check(self, db: sqlite3.Connection) -> int:
        """Return the format of a sound journal; 0 if it is still empty."""
        # Both at one moment: another process may just be making it.
        application, tables = db.execute(
            "SELECT application_id, (SELECT count(*) FROM sqlite_master) FROM pragma_application_id"
        ).fetchone()
        if not application and not tables:
            return 0
        if application != APPLICATION_ID:
            raise JournalError(f"{self.name} is another program's database, not a journal")
        found = check_format(self.name, db.execute("PRAGMA user_version").fetchone()[0])
        runs = db.execute("SELECT process, ? - heartbeat FROM bota_runs", (time.time(),)).fetchall()
        if any(is_alive(*run) for run in runs):
            return found  # which has checked it, and could not write during another check
        # Who was killed while it wrote may have left half of it, if the rollback journal is lost.
        check = "integrity_check" if runs else "quick_check"
        problem = db.execute(f"PRAGMA {check}(1)").fetchone()[0]
        if problem != "ok":
            raise sqlite3.DatabaseError(problem)
        return found

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

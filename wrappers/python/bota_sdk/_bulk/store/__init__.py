"""Where a journal lies: in an SQLite file, or in a PostgreSQL database that machines share.

The journal is written in the SQL that both have, with `?` for a value and `journal_now()` for the
time, in epoch seconds, by the one clock that all who share it look at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Literal, Protocol, TypeAlias, TypeVar

from bota_sdk._shared.redact import Secret
from bota_sdk.errors import ConfigurationError, JournalError

LEASE: Final = 15.0
"""Seconds after its last sign of life in which a run keeps its items."""

_OPEN: Final = "failure IS NULL AND state NOT IN ('uploaded', 'duplicate')"

WAITING: Final = f"reserved IS NULL AND path IS NOT NULL AND {_OPEN}"
"""What holds of an item that waits in the queue; as in the index, or that is not used."""

RESERVED: Final = f"reserved IS NOT NULL AND path IS NOT NULL AND {_OPEN}"
"""What holds of an item that a run has taken out of the queue, and that has not ended."""

BYTES: Final = f"path IS NULL AND {_OPEN}"
"""What holds of an item that is no file, which no queue has, and that has not ended."""

STEPS: Final = (
    (
        "CREATE TABLE bota_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE bota_commands (id {id}, digest {bytes} NOT NULL UNIQUE, command TEXT)",
        """
        CREATE TABLE bota_runs (
            id BIGINT PRIMARY KEY,
            host TEXT NOT NULL,
            process TEXT NOT NULL,      -- start of the machine, process namespace and process id
            heartbeat DOUBLE PRECISION NOT NULL
        )
        """,
        """
        CREATE TABLE bota_items (
            id {id},
            identity {bytes} NOT NULL UNIQUE, -- a hash: an index takes no text of any length
            key TEXT NOT NULL,
            place TEXT NOT NULL,        -- where the path leads to the file; empty: on this machine
            path {bytes},               -- of an item that is a file; the bytes of its name
            given TEXT,                 -- JSON: what its recording is created with
            state TEXT NOT NULL DEFAULT 'new',
            owner BIGINT,               -- the run that works on it
            token TEXT,                 -- of the last claim: nobody without it writes
            fingerprint TEXT,           -- of the file when it was last looked at
            size BIGINT,
            create_key TEXT,            -- the Idempotency-Key of its createRecording
            created_after DOUBLE PRECISION, -- by the service's clock: when that was first sent
            recording_id TEXT,
            verified BOOLEAN NOT NULL DEFAULT FALSE,
            among TEXT,                 -- JSON: whose items are searched for the same bytes
            sample BIGINT,              -- checksum of some bytes, of the first item that has all
            sha256 TEXT,                -- of all bytes; empty until they are read
            duplicate_of BIGINT,        -- the first item that has the same bytes
            reserved BIGINT,            -- the run that took it out of the queue
            failure TEXT,               -- why it failed when it was last tried
            ended_at DOUBLE PRECISION   -- when it was uploaded, or failed
        )
        """,
        # What waits in the queue of a place, in the order in which it came.
        f"CREATE INDEX bota_items_waiting ON bota_items (place, id) WHERE {WAITING}",
        f"CREATE INDEX bota_items_reserved ON bota_items (reserved) WHERE {RESERVED}",
        "CREATE INDEX bota_items_owned ON bota_items (owner) WHERE owner IS NOT NULL",
        "CREATE INDEX bota_items_uploaded ON bota_items (ended_at) WHERE state='uploaded'",
        "CREATE INDEX bota_items_twins ON bota_items (duplicate_of) WHERE state='duplicate'",
        "CREATE INDEX bota_items_failed ON bota_items (ended_at) WHERE failure IS NOT NULL",
        # Of all that have the same bytes it finds the one that is uploaded or under way.
        """
        CREATE INDEX bota_items_by_bytes ON bota_items (among, size, sample, sha256)
        WHERE owner IS NOT NULL OR state='uploaded'
        """,
        # What the service's responses said of its limits, and how many slots there are for them.
        """
        CREATE TABLE bota_limits (
            kind TEXT PRIMARY KEY,
            made INTEGER NOT NULL DEFAULT 0,
            most INTEGER,
            closed_until DOUBLE PRECISION NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE bota_slots (
            kind TEXT NOT NULL,
            number INTEGER NOT NULL,
            free_at DOUBLE PRECISION NOT NULL,
            token TEXT NOT NULL,        -- of whoever holds it until then
            PRIMARY KEY (kind, number)
        )
        """,
        "CREATE INDEX bota_slots_by_time ON bota_slots (kind, free_at)",
    ),
    (
        f"CREATE INDEX bota_items_bytes ON bota_items (id) WHERE {BYTES}",
        # Format 5 left an item to another one that was not uploaded yet, and may never be.
        """
        UPDATE bota_items SET state='new' WHERE state='duplicate'
        AND duplicate_of IN (SELECT id FROM bota_items WHERE state<>'uploaded')
        """,
    ),
)
"""What makes the tables, and then each newer format of them out of the one before."""

LISTED: Final = "identity, key, place, path, given, among"
"""The columns of an item that is new."""

FIRST: Final = 5
"""The format that the first step makes; those before were never released."""

Row: TypeAlias = Any
"""What a query finds: `row["column"]`."""

Location: TypeAlias = Path | Secret | None
"""Where a journal is: a file, the URL of a database, or nowhere when it is a temporary one."""

Access: TypeAlias = Literal["make", "write", "read"]
"""What may be done to a journal: made where there is none, brought up to date, or only read, in
whatever format it is."""

T = TypeVar("T")


class NoJournalError(JournalError):
    """There is no journal where one was said to be."""


class Store(Protocol):
    """An open database, safe to share over threads: whatever fails raises JournalError.

    `transact` does all of `work` or nothing, and may do it again when it cannot know whether it was
    done; one inside another belongs to it. An urgent one waits neither for other threads nor for a
    database that is away. `rows` and `execute` are a transaction of their own where they are in
    none; `execute` returns how many rows it has changed, and `insert`, which is in one, how many of
    some items, with the columns LISTED, are new. `lock` lets nobody else hold the same words until
    the transaction ends.

    Attributes:
        name: what messages call it, without a password.
        format: of its tables.
        is_shared: whether other machines may use it too.
        for_update: what ends a SELECT that keeps others from writing what it finds.
        skip_locked: the same, of one that passes over what others keep so.
        on_wait: is called with a reason and seconds when a database is away and waited for.

    """

    name: str
    format: int
    is_shared: bool
    for_update: str
    skip_locked: str
    on_wait: Callable[[str, float], object] | None

    def transact(self, work: Callable[[], T], *, is_urgent: bool = False) -> T: ...

    def rows(self, query: str, *values: Any) -> Sequence[Row]: ...

    def execute(self, statement: str, *values: Any) -> int: ...

    def insert(self, items: Sequence[tuple[Any, ...]]) -> int: ...

    def lock(self, words: str) -> None: ...

    def close(self) -> None: ...


def location_of(journal: str | os.PathLike[str] | Location) -> Location:
    """Return where a journal is, as a value that shows no password.

    Raises:
        ConfigurationError: it is the URL of something that no journal can be kept in.

    """
    if journal is None or isinstance(journal, Path | Secret):
        return journal
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://", os.fspath(journal))
    if found is None:
        return Path(journal)
    if found[1] not in ("postgresql", "postgres"):
        raise ConfigurationError(
            f"a journal is a file or the URL of a database, postgresql://…, and not {found[0]}…"
        )
    return Secret(os.fspath(journal))


def open_store(location: Location, access: Access = "make") -> Store:
    """Open the store of a journal.

    Raises:
        NoJournalError: there is none, and none may be made.
        JournalError: what is there is none, or it cannot be opened.
        ConfigurationError: what PostgreSQL needs is not installed, or the URL is none.

    """
    if isinstance(location, Secret):
        from bota_sdk._bulk.store.postgres import PostgresStore

        return PostgresStore(location, access)
    from bota_sdk._bulk.store.sqlite import SqliteStore

    return SqliteStore(location, access)


def version() -> int:
    """Return the format that this version of bota-sdk makes."""
    return FIRST + len(STEPS) - 1


def check_format(name: str, found: int) -> int:
    """Return the format that was found, 0 where there are no tables yet.

    Raises:
        JournalError: another version of bota-sdk made it, which knows more or other tables.

    """
    if found and not FIRST <= found <= version():
        raise JournalError(
            f"{name} was written by another version of bota-sdk (format {found}, this one knows "
            f"{version()}); go on with that version, or give a new journal"
        )
    return found


def missing_steps(found: int, wanted: int) -> list[str]:
    """Return the statements that make the tables of one format out of those of another."""
    steps = STEPS[max(found - FIRST + 1, 0) : wanted - FIRST + 1]
    return [text for step in steps for text in step]


def copy_of(location: Location) -> Store:
    """Return a temporary journal that knows what another one does; that one is left as it is.

    Nobody works on its items.
    """
    from bota_sdk._bulk.store.sqlite import SqliteStore

    if location is None:
        return SqliteStore(None)
    try:
        original = open_store(location, "read")
    except NoJournalError:
        return SqliteStore(None)
    with closing(original):
        copy = SqliteStore(None, format=original.format)
        _insert(copy, "bota_meta", original.rows("SELECT * FROM bota_meta"))
        page, last = "SELECT * FROM bota_items WHERE id>? ORDER BY id LIMIT 1000", 0
        while rows := original.rows(page, last):
            _insert(copy, "bota_items", rows)
            last = rows[-1]["id"]
    copy.upgrade(version())
    return copy


def _insert(store: Store, table: str, rows: Sequence[Row]) -> None:
    def work() -> None:
        for row in rows:
            names, marks = ", ".join(row.keys()), ", ".join("?" * len(row.keys()))
            store.execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - our own names
                *(row[name] for name in row.keys()),  # noqa: SIM118 - a row yields its values
            )

    store.transact(work)

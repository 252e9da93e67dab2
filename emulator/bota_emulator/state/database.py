"""All that outlives a request, in one SQLite file. Tokens are known by their hashes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import pathlib
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS resources (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT UNIQUE NOT NULL, due REAL,
    document TEXT NOT NULL, facts TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS resources_of_a_kind ON resources (kind, seq);
CREATE INDEX IF NOT EXISTS resources_due ON resources (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS objects (
    key TEXT PRIMARY KEY, file TEXT NOT NULL, size INTEGER NOT NULL, md5 TEXT NOT NULL,
    sha256 TEXT NOT NULL, content_type TEXT);
CREATE TABLE IF NOT EXISTS replays (
    name TEXT PRIMARY KEY, at REAL NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
    hash TEXT PRIMARY KEY, owner TEXT NOT NULL, facts TEXT NOT NULL, ends REAL);
"""
_COLUMNS = "kind, document, facts, due, seq"
# Held around all that SQLite does here, and by a thread that forks: a child would inherit SQLite's
# own locks as another thread holds them, and then wait for ever where it opens a database.
_LOCK = threading.RLock()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )


@dataclasses.dataclass
class Row:
    """Something that the API has: a recording, a transcription, a device and so on.

    Attributes:
        kind: What it is.
        document: What the API returns.
        facts: What the service knows of it besides.
        due: When it changes by itself, in seconds since the epoch; None for never.
        seq: The order of creation; 0 before it is stored.

    """

    kind: str
    document: dict[str, Any]
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)
    due: float | None = None
    seq: int = 0

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.document["id"])

    @property
    def status(self) -> str:
        """Where it stands."""
        return str(self.document["status"])


@dataclasses.dataclass(frozen=True)
class ObjectRow:
    """An object in the emulator's own bucket; digests in lower-case hex, size in bytes."""

    key: str
    file: str
    size: int
    md5: str
    sha256: str
    content_type: str | None


def token_hash(token: str) -> str:
    """Return what stands for a token in the database."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class State:
    """The database, for use from any thread; every method is one committed transaction.

    Args:
        path: The file; made when missing.

    """

    def __init__(self, path: pathlib.Path) -> None:
        with _LOCK:
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            # A write-ahead log keeps committed rows through kill -9.
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with _LOCK:
            self._db.close()

    @property
    def changes(self) -> int:
        """How many rows were written so far."""
        return self._db.total_changes

    def clear(self) -> None:
        """Forget everything."""
        with _LOCK:
            self._db.executescript(
                "DELETE FROM resources; DELETE FROM objects; DELETE FROM replays; "
                "DELETE FROM tokens;"
            )

    def _all(self, sql: str, values: Iterable[Any] = ()) -> list[Any]:
        with _LOCK:
            return self._db.execute(sql, tuple(values)).fetchall()

    def _one(self, sql: str, values: Iterable[Any] = ()) -> Any:
        rows = self._all(sql, values)
        return rows[0] if rows else None

    def add(self, row: Row) -> None:
        """Store something new."""
        self._all(
            "INSERT INTO resources (kind, id, due, document, facts) VALUES (?, ?, ?, ?, ?)",
            (row.kind, row.id, row.due, json.dumps(row.document), json.dumps(row.facts)),
        )

    def save(self, row: Row) -> None:
        """Store what has changed of something."""
        self._all(
            "UPDATE resources SET due = ?, document = ?, facts = ? WHERE id = ?",
            (row.due, json.dumps(row.document), json.dumps(row.facts), row.id),
        )

    def get(self, kind: str, id: str) -> Row | None:
        """Return something by its id; None when there is none of that kind."""
        found = self._all(
            f"SELECT {_COLUMNS} FROM resources WHERE id = ? AND kind = ?",  # noqa: S608 - ours
            (id, kind),
        )
        return _row(found[0]) if found else None

    def find(
        self,
        kind: str,
        filters: dict[str, Any] | None = None,
        *,
        limit: int = -1,
        offset: int = 0,
        before: int | None = None,
    ) -> list[Row]:
        """Return what there is of a kind, newest first.

        Args:
            kind: Of which kind.
            filters: Exact values by the names of fields.
            limit: How many at most; -1 for all.
            offset: How many to skip.
            before: Only those created before the one of this `seq`.

        """
        conditions, values = ["kind = ?"], list[Any]([kind])
        for name, value in (filters or {}).items():
            conditions.append("json_extract(document, ?) = ?")
            values += [f'$."{name}"', value]
        if before is not None:
            conditions.append("seq < ?")
            values.append(before)
        found = self._all(
            f"SELECT {_COLUMNS} FROM resources WHERE {' AND '.join(conditions)} "  # noqa: S608 - ours
            "ORDER BY seq DESC LIMIT ? OFFSET ?",
            [*values, limit, offset],
        )
        return [_row(row) for row in found]

    def count(self, kind: str) -> int:
        """Return how many there are of a kind."""
        return int(self._one("SELECT COUNT(*) FROM resources WHERE kind = ?", (kind,))[0])

    def due(self, kinds: Sequence[str], now: float) -> list[Row]:
        """Return what was to change by itself until `now`, the earliest first.

        Args:
            kinds: Of which kinds.
            now: Seconds since the epoch.

        """
        found = self._all(
            f"SELECT {_COLUMNS} FROM resources WHERE due <= ? "  # noqa: S608 - ours
            f"AND kind IN ({', '.join('?' * len(kinds))}) ORDER BY due, seq",
            (now, *kinds),
        )
        return [_row(row) for row in found]

    def next_due(self) -> float | None:
        """Return when something changes by itself next, in seconds since the epoch."""
        found = self._one("SELECT MIN(due) FROM resources WHERE due IS NOT NULL")
        return None if found[0] is None else float(found[0])

    def remove(self, row: Row) -> None:
        """Forget something."""
        self._all("DELETE FROM resources WHERE id = ?", (row.id,))

    def put_object(self, row: ObjectRow) -> ObjectRow | None:
        """Store an object's row and return the one that it replaces."""
        with _LOCK:
            before = self.object(row.key)
            self._all(
                "INSERT OR REPLACE INTO objects (key, file, size, md5, sha256, content_type) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                dataclasses.astuple(row),
            )
            return before

    def object(self, key: str) -> ObjectRow | None:
        """Return an object's row; None when there is none."""
        found = self._one(
            "SELECT key, file, size, md5, sha256, content_type FROM objects WHERE key = ?", (key,)
        )
        return None if found is None else ObjectRow(*found)

    def object_files(self) -> set[str]:
        """Return the file names that rows know."""
        return {row[0] for row in self._all("SELECT file FROM objects")}

    def delete_object(self, key: str) -> ObjectRow | None:
        """Forget an object's row and return what it was."""
        with _LOCK:
            before = self.object(key)
            self._all("DELETE FROM objects WHERE key = ?", (key,))
            return before

    def add_replay(self, name: str, at: float, status: int, body: str) -> None:
        """Keep a response for requests that repeat an `Idempotency-Key`; `at` is epoch seconds."""
        self._all("INSERT OR REPLACE INTO replays VALUES (?, ?, ?, ?)", (name, at, status, body))

    def replay(self, name: str, since: float) -> tuple[int, str] | None:
        """Return a kept response that is not older than `since` (epoch seconds)."""
        self._all("DELETE FROM replays WHERE at < ?", (since,))
        found = self._one("SELECT status, body FROM replays WHERE name = ?", (name,))
        return None if found is None else (int(found[0]), str(found[1]))

    def add_token(self, token: str, owner: str, facts: dict[str, Any], ends: float | None) -> None:
        """Keep what a token stands for.

        Args:
            token: The token, of which the hash is kept.
            owner: The id of what it belongs to.
            facts: What it stands for.
            ends: Until when, in seconds since the epoch; None for always.

        """
        self._all(
            "INSERT INTO tokens VALUES (?, ?, ?, ?)",
            (token_hash(token), owner, json.dumps(facts), ends),
        )

    def token(self, token: str, now: float) -> dict[str, Any] | None:
        """Return what a token stands for; None where it is unknown or has ended."""
        found = self._one(
            "SELECT facts FROM tokens WHERE hash = ? AND (ends IS NULL OR ends >= ?)",
            (token_hash(token), now),
        )
        return found and dict(json.loads(found[0]))

    def revoke_tokens(self, owner: str) -> None:
        """Forget the tokens that belong to something, by its id."""
        self._all("DELETE FROM tokens WHERE owner = ?", (owner,))


def _row(found: Any) -> Row:
    kind, document, facts, due, seq = found
    return Row(kind, json.loads(document), json.loads(facts), due, seq)

"""All that outlives a request, in one SQLite file. Tokens are kept as hashes only."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import pathlib
import sqlite3
import threading
from collections.abc import Iterable
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS recordings (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, status TEXT NOT NULL,
    device_id TEXT, end_user_id TEXT, document TEXT NOT NULL, upload TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS objects (
    key TEXT PRIMARY KEY, file TEXT NOT NULL, size INTEGER NOT NULL, md5 TEXT NOT NULL,
    sha256 TEXT NOT NULL, content_type TEXT);
CREATE TABLE IF NOT EXISTS replays (
    name TEXT PRIMARY KEY, at REAL NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS upload_tokens (
    hash TEXT PRIMARY KEY, recording_id TEXT NOT NULL, expires_at REAL NOT NULL);
"""
_FILTERS = ("device_id", "end_user_id", "status")


@dataclasses.dataclass
class RecordingRow:
    """A recording.

    Attributes:
        document: What the API returns.
        upload: What the service knows about its upload: `key`, `content_type`, `size`, `pending`.
        seq: The order of creation; 0 before it is stored.

    """

    document: dict[str, Any]
    upload: dict[str, Any] = dataclasses.field(default_factory=dict)
    seq: int = 0

    @property
    def id(self) -> str:
        """The recording's id."""
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
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        # A write-ahead log keeps committed rows through kill -9.
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._db.executescript(
                "DELETE FROM recordings; DELETE FROM objects; DELETE FROM replays; "
                "DELETE FROM upload_tokens;"
            )

    def _all(self, sql: str, values: Iterable[Any] = ()) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, tuple(values)).fetchall()

    def _one(self, sql: str, values: Iterable[Any] = ()) -> Any:
        rows = self._all(sql, values)
        return rows[0] if rows else None

    def add_recording(self, row: RecordingRow) -> None:
        """Store a new recording."""
        d = row.document
        self._all(
            "INSERT INTO recordings (id, status, device_id, end_user_id, document, upload) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                row.id,
                row.status,
                d.get("device_id"),
                d.get("end_user_id"),
                json.dumps(d),
                json.dumps(row.upload),
            ),
        )

    def save_recording(self, row: RecordingRow) -> None:
        """Store the changed document and upload facts of a recording."""
        self._all(
            "UPDATE recordings SET status = ?, document = ?, upload = ? WHERE id = ?",
            (row.status, json.dumps(row.document), json.dumps(row.upload), row.id),
        )

    def recording(self, id: str) -> RecordingRow | None:
        """Return a recording; None when there is none of that id."""
        found = self._one("SELECT document, upload, seq FROM recordings WHERE id = ?", (id,))
        return None if found is None else _recording(found)

    def recordings(
        self, filters: dict[str, str], *, limit: int, offset: int, before: int | None
    ) -> list[RecordingRow]:
        """Return recordings, newest first.

        Args:
            filters: Exact values by `device_id`, `end_user_id` and `status`.
            limit: How many at most.
            offset: How many to skip.
            before: Only those created before the one of this `seq`.

        """
        conditions, values = ["1"], list[Any]()
        for name in _FILTERS:
            if name in filters:
                conditions.append(f"{name} = ?")
                values.append(filters[name])
        if before is not None:
            conditions.append("seq < ?")
            values.append(before)
        found = self._all(
            "SELECT document, upload, seq FROM recordings "  # noqa: S608 - names are ours
            f"WHERE {' AND '.join(conditions)} ORDER BY seq DESC LIMIT ? OFFSET ?",
            [*values, limit, offset],
        )
        return [_recording(row) for row in found]

    def delete_recording(self, id: str) -> None:
        """Forget a recording."""
        self._all("DELETE FROM recordings WHERE id = ?", (id,))

    def put_object(self, row: ObjectRow) -> ObjectRow | None:
        """Store an object's row and return the one that it replaces."""
        with self._lock:
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
        with self._lock:
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

    def add_upload_token(self, token: str, recording_id: str, expires_at: float) -> None:
        """Keep an upload token until `expires_at` (epoch seconds)."""
        self._all(
            "INSERT INTO upload_tokens VALUES (?, ?, ?)",
            (token_hash(token), recording_id, expires_at),
        )

    def upload_token(self, token: str) -> tuple[str, float] | None:
        """Return the recording and the end (epoch seconds) of an upload token."""
        found = self._one(
            "SELECT recording_id, expires_at FROM upload_tokens WHERE hash = ?",
            (token_hash(token),),
        )
        return None if found is None else (str(found[0]), float(found[1]))


def _recording(found: Any) -> RecordingRow:
    return RecordingRow(json.loads(found[0]), json.loads(found[1]), int(found[2]))

"""What a bulk upload has done and is about to do, so that any run can go on where one ended."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import attrs

from bota_sdk._bulk_item import UploadItem
from bota_sdk._journal_file import JournalFile
from bota_sdk._lease import LEASE, is_alive, this_process
from bota_sdk._source import Fingerprint
from bota_sdk.errors import JournalError

HEARTBEAT: Final = LEASE / 3
"""Seconds between two signs of life."""

State: TypeAlias = Literal[
    "new", "creating", "created", "sending", "stored", "uploaded", "duplicate"
]
"""Where an item stands. `creating` and `sending` are written before they begin: whether they were
done is then unknown; the others when they are known. A failed item stays where it got to."""


class LeaseLostError(Exception):
    """Another run has taken the item over; it was silent for too long, or its clock jumped."""


@attrs.frozen
class Entry:
    """What the journal knows of one item.

    Attributes:
        id: its row.
        state: where it stands.
        fingerprint: of the file when it was last looked at; None for what is no file.
        size: bytes; None when unknown.
        create_key: the Idempotency-Key of its createRecording, from before that was sent.
        recording_id: its recording.
        sha256: of the bytes that it has or had.
        verified: whether the service confirmed it.
        duplicate_of: the recording of the item whose bytes it has.

    """

    id: int
    state: State
    fingerprint: Fingerprint | None
    size: int | None
    create_key: str | None
    recording_id: str | None
    sha256: str | None
    verified: bool
    duplicate_of: str | None


@attrs.frozen
class Claim:
    """Whether an item may be worked on.

    Attributes:
        kind: `ours`: it is this run's until its end; `finished`; `busy`: another worker has it.
        entry: what is known of it.

    """

    kind: Literal["ours", "finished", "busy"]
    entry: Entry


@attrs.frozen
class Peer:
    """Another item of the same size, uploaded or under way.

    Attributes:
        id: its row.
        path: of its file, in bytes; None for what is no file.

    """

    id: int
    path: bytes | None


class Journal:
    """One run's view of a journal.

    Args:
        path: the file; made when missing.
        service: the base URL that the items go to.
        durable: False for one that nobody reads after this process.

    Raises:
        JournalError: it is damaged, of another service, or cannot be opened.

    """

    def __init__(self, path: Path, service: str, *, durable: bool = True) -> None:
        self.file = JournalFile(path, durable=durable)
        try:
            self._bind(service)
            with self.file.transaction() as db:
                cursor = db.execute(
                    "INSERT INTO runs (process, heartbeat) VALUES (?, ?)",
                    (this_process(), time.time()),
                )
                self.run = cursor.lastrowid
        except BaseException:
            self.file.close()
            raise
        self._ended = threading.Event()
        self._beating = threading.Thread(target=self._beat, name="bota-sdk-journal", daemon=True)
        self._beating.start()

    def close(self) -> None:
        """Give up what this run still holds, and close the file."""
        self._ended.set()
        self._beating.join()
        with contextlib.suppress(JournalError), self.file.transaction() as db:
            db.execute("UPDATE items SET owner=NULL WHERE owner=?", (self.run,))
            db.execute("DELETE FROM runs WHERE id=?", (self.run,))
        self.file.close()

    def claim(
        self, key: str, item: UploadItem, recording_id: str | None, end_user_id: str | None
    ) -> Claim:
        """Take an item for this run, if nobody else has it and it is not finished.

        Args:
            key: names the item.
            item: the item.
            recording_id: the recording that the caller names for it.
            end_user_id: whose it is.

        """
        # The same file for another end user is another upload.
        identity = json.dumps([key, recording_id, end_user_id])
        given = json.dumps(
            {
                "recording_id": recording_id,
                "content_type": item.content_type,
                "end_user_id": end_user_id,
                "name": item.name,
                "metadata": None if item.metadata is None else dict(item.metadata),
            }
        )
        with self.file.transaction() as db:
            db.execute(
                "INSERT INTO items (identity, key, path, fields, state) VALUES (?, ?, ?, ?, 'new') "
                "ON CONFLICT (identity) DO NOTHING",
                (identity, key, _path_of(item), given),
            )
            row = db.execute("SELECT * FROM items WHERE identity=?", (identity,)).fetchone()
            kind: Literal["ours", "finished", "busy"] = "ours"
            if row["state"] == "uploaded":
                kind = "finished"
            elif self._is_held(db, row["owner"]):
                kind = "busy"
            elif row["state"] == "duplicate":
                kind = self._duplicate(db, row)
            if kind == "ours":
                state = "new" if row["state"] == "duplicate" else row["state"]
                db.execute(
                    "UPDATE items SET owner=?, state=?, path=?, fields=?, duplicate_of=NULL "
                    "WHERE id=?",
                    (self.run, state, _path_of(item), given, row["id"]),
                )
                row = db.execute("SELECT * FROM items WHERE id=?", (row["id"],)).fetchone()
            return Claim(kind, self._entry(db, row))

    def write(self, entry_id: int, **columns: Any) -> None:
        """Write down what is known of an item of this run, or is about to happen to it.

        Raises:
            LeaseLostError: it is no longer this run's.
            JournalError: it could not be written; what was about to happen must not.

        """
        names = ", ".join(f"{name}=?" for name in columns)
        with self.file.transaction() as db:
            changed = db.execute(
                f"UPDATE items SET {names} WHERE id=? AND owner=?",  # noqa: S608 - our own names
                (*columns.values(), entry_id, self.run),
            )
            if changed.rowcount != 1:
                raise LeaseLostError

    def release(self, entry_id: int, **columns: Any) -> None:
        """Write down how an item of this run ended, and let go of it. Raises as `write` does."""
        self.write(entry_id, **columns, owner=None)

    def note_file(
        self, entry_id: int, fingerprint: Fingerprint | None, size: int, end_user_id: str | None
    ) -> list[Peer] | None:
        """Write down the file of an item of this run, and return what might have the same bytes.

        Only what has no SHA-256 yet: the rest is for `note_bytes` to find. None if nothing might;
        this item is then the original of its bytes. Raises as `write` does.
        """
        columns = attrs.asdict(fingerprint) if fingerprint else {}
        with self.file.transaction() as db:
            self.write(entry_id, **{**columns, "size": size, "sha256": None, "is_original": 0})
            unread = list(self._peers(db, entry_id, size, end_user_id, "sha256 IS NULL"))
            if unread:
                return unread
            if any(self._peers(db, entry_id, size, end_user_id, "sha256 IS NOT NULL")):
                return []
            self.write(entry_id, is_original=1)
            return None

    def note_bytes(
        self, entry_id: int, size: int, sha256: str, end_user_id: str | None, same: Sequence[int]
    ) -> int | None:
        """Write down the SHA-256 of an item of this run, and return the row that has the same.

        If there is none, this item is the original of its bytes. Raises as `write` does.

        Args:
            entry_id: the item's row.
            size: of its bytes.
            sha256: of its bytes.
            end_user_id: whose it is.
            same: rows known to have these bytes, though they have no SHA-256 yet.

        """
        with self.file.transaction() as db:
            self.write(entry_id, sha256=sha256)
            is_same = f"is_original AND (sha256=? OR id IN ({', '.join('?' * len(same))}))"
            for peer in self._peers(db, entry_id, size, end_user_id, is_same, sha256, *same):
                return peer.id
            self.write(entry_id, is_original=1)
            return None

    def _peers(
        self,
        db: sqlite3.Connection,
        entry_id: int,
        size: int,
        end_user_id: str | None,
        condition: str,
        *values: Any,
    ) -> Iterator[Peer]:
        # Ten thousand files of one size have each other as peers: one by one, and only those
        # that matter.
        found = db.execute(
            "SELECT id, path, state, owner FROM items "  # noqa: S608 - our own conditions
            f"WHERE size=? AND id<>? AND state<>'duplicate' AND {condition} "
            "AND json_extract(fields, '$.recording_id') IS NULL "
            "AND json_extract(fields, '$.end_user_id') IS ? ORDER BY id",
            (size, entry_id, *values, end_user_id),
        )
        for row in found:
            if row["state"] == "uploaded" or self._is_held(db, row["owner"]):
                yield Peer(row["id"], row["path"])

    def item(self, entry_id: int) -> UploadItem:
        """Return the item of a row that is a file."""
        return _item(self.file.rows("SELECT * FROM items WHERE id=?", entry_id)[0])

    def _bind(self, service: str) -> None:
        with self.file.transaction() as db:
            db.execute("INSERT OR IGNORE INTO meta VALUES ('service', ?)", (service,))
            bound = db.execute("SELECT value FROM meta WHERE name='service'").fetchone()[0]
        if bound != service:
            raise JournalError(
                f"the journal {str(self.file.path)!r} is of uploads to {bound}, not to {service}; "
                "give each service a journal of its own"
            )

    def _is_held(self, db: sqlite3.Connection, owner: int | None) -> bool:
        if owner is None:
            return False
        found = db.execute("SELECT process, heartbeat FROM runs WHERE id=?", (owner,)).fetchone()
        return found is not None and (
            owner == self.run or is_alive(found["process"], found["heartbeat"])
        )

    def _duplicate(
        self, db: sqlite3.Connection, row: sqlite3.Row
    ) -> Literal["ours", "finished", "busy"]:
        original = db.execute("SELECT * FROM items WHERE id=?", (row["duplicate_of"],)).fetchone()
        if original["state"] == "uploaded":
            return "finished"
        return "busy" if self._is_held(db, original["owner"]) else "ours"

    def _entry(self, db: sqlite3.Connection, row: sqlite3.Row) -> Entry:
        original = None
        if row["duplicate_of"] is not None:
            original = db.execute(
                "SELECT recording_id FROM items WHERE id=?", (row["duplicate_of"],)
            ).fetchone()["recording_id"]
        return Entry(
            id=row["id"],
            state=row["state"],
            fingerprint=Fingerprint(row["size"], row["mtime_ns"], row["device"], row["inode"])
            if row["inode"] is not None
            else None,
            size=row["size"],
            create_key=row["create_key"],
            recording_id=row["recording_id"],
            sha256=row["sha256"],
            verified=bool(row["verified"]),
            duplicate_of=original,
        )

    def _beat(self) -> None:
        while not self._ended.wait(HEARTBEAT):
            # Whoever cannot write is noticed by the next step of an item.
            with contextlib.suppress(JournalError), self.file.transaction() as db:
                db.execute("UPDATE runs SET heartbeat=? WHERE id=?", (time.time(), self.run))


def unfinished_items(journal: str | os.PathLike[str]) -> Iterator[UploadItem]:
    """Yield the files that a journal knows and that are not uploaded yet, for another run.

    Args:
        journal: the file, which must exist.

    Raises:
        JournalError: there is none, or it cannot be read.

    """
    path = Path(journal)
    if not path.exists():
        raise JournalError(f"there is no journal {str(path)!r}")
    file = JournalFile(path)
    try:
        query = (
            "SELECT * FROM items WHERE id>? AND path IS NOT NULL "
            "AND state NOT IN ('uploaded', 'duplicate') ORDER BY id"
        )
        for row in file.pages(query):
            yield _item(row)
    finally:
        file.close()


def _item(row: sqlite3.Row) -> UploadItem:
    fields: dict[str, Any] = json.loads(row["fields"])
    return UploadItem(os.fsdecode(row["path"]), key=row["key"], **fields)


def _path_of(item: UploadItem) -> bytes | None:
    source: Any = item.source
    if isinstance(source, str) or hasattr(source, "__fspath__"):
        return os.fsencode(os.path.abspath(source))  # noqa: PTH100 - without following links
    return None

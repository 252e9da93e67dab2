"""What a bulk upload has done and is about to do, so that any run can go on where one ended."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import attrs

from bota_sdk._bulk.database import JournalFile
from bota_sdk._bulk.items import UploadItem
from bota_sdk._bulk.lease import LEASE, is_alive, this_process
from bota_sdk._upload.source import Fingerprint
from bota_sdk.errors import JournalError

_ALIKE: Final = (
    "JOIN items AS mine ON mine.id=? AND items.id<>mine.id AND items.among=mine.among "
    "WHERE items.size=? AND items.sample=?"
)

_HALF: Final = 1 << 63

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
        path: of its file, in bytes; None for what is no file.
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
    path: bytes | None
    state: State = "new"
    fingerprint: Fingerprint | None = None
    size: int | None = None
    create_key: str | None = None
    recording_id: str | None = None
    sha256: str | None = None
    verified: bool = False
    duplicate_of: str | None = None


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
    """Another item of the same size and sample, uploaded or under way.

    Attributes:
        id: its row.
        path: of its file, in bytes; None for what is no file.
        sha256: of its bytes; None while nobody knows it.
        is_original: whether it is known to have bytes that no item before it had.

    """

    id: int
    path: bytes | None
    sha256: str | None
    is_original: bool


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
            _bind(self.file, service)
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
        self,
        key: str,
        item: UploadItem,
        recording_id: str | None,
        recording: Mapping[str, Any],
        *,
        is_named: bool = True,
    ) -> Claim:
        """Take an item for this run, if nobody else has it and it is not finished.

        Args:
            key: names the item.
            item: the item.
            recording_id: the recording that the caller names for it.
            recording: the fields of its recording.
            is_named: whether the key is the item's own; else no other item has it.

        """
        # The same file for another end user is another upload.
        end_user_id = recording.get("end_user_id")
        identity = json.dumps([key if is_named else [key], recording_id, end_user_id])
        # What goes to a given recording goes there, whatever has the same bytes.
        among = None if recording_id else json.dumps(end_user_id)
        given = json.dumps(
            {
                "recording_id": recording_id,
                "content_type": item.content_type,
                "recording": dict(recording),
            },
            default=_to_json,
        )
        with self.file.transaction() as db:
            made = db.execute(
                "INSERT INTO items (identity, key, path, fields, among, state, owner) "
                "VALUES (?, ?, ?, ?, ?, 'new', ?) ON CONFLICT (identity) DO NOTHING",
                (identity, key, path_of(item), given, among, self.run),
            )
            if made.rowcount == 1 and made.lastrowid is not None:
                return Claim("ours", Entry(id=made.lastrowid, path=path_of(item)))
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
                    (self.run, state, path_of(item), given, row["id"]),
                )
                row = db.execute("SELECT * FROM items WHERE id=?", (row["id"],)).fetchone()
            return Claim(kind, self._entry(db, row))

    def reopen(self, entry_id: int) -> bool:
        """Take an item that was a duplicate and is none any more; tell whether nobody else did."""
        with self.file.transaction() as db:
            changed = db.execute(
                "UPDATE items SET owner=?, state='new', duplicate_of=NULL "
                "WHERE id=? AND owner IS NULL AND state='duplicate'",
                (self.run, entry_id),
            )
            return changed.rowcount == 1

    def write(self, entry_id: int, **columns: Any) -> None:
        """Write down what is known of an item of this run, or is about to happen to it.

        Raises:
            LeaseLostError: it is no longer this run's.
            JournalError: it could not be written; what was about to happen must not.

        """
        names = ", ".join(f"{name}=?" for name in columns)
        with self.file.statement() as db:
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
        self,
        entry_id: int,
        fingerprint: Fingerprint | None,
        size: int,
        sample: int,
        sha256: str | None = None,
    ) -> list[Peer] | None:
        """Write down the file of an item of this run.

        Args:
            entry_id: the item's row.
            fingerprint: None for what is no file.
            size: bytes.
            sample: the same wherever the bytes are the same.
            sha256: of its bytes, if it is known already.

        Returns:
            None if no other item can have the same bytes: this one is then the original of its
            own. Else those under way whose bytes nobody has told yet. Raises as `write` does.

        """
        columns = _columns(fingerprint) if fingerprint else {}
        with self.file.transaction() as db:
            under_way = self._under_way(db, entry_id, size, sample)
            uploaded = db.execute(
                f"SELECT 1 FROM items {_ALIKE} AND items.state='uploaded' LIMIT 1",  # noqa: S608
                (entry_id, size, sample),
            ).fetchone()
            is_alone = not under_way and not uploaded
            known = {"size": size, "sample": sample, "sha256": sha256, "is_original": is_alone}
            self.write(entry_id, **{**columns, **known})
            return None if is_alone else [peer for peer in under_way if peer.sha256 is None]

    def note_bytes(
        self, entry_id: int, size: int, sample: int, sha256: str, same: Sequence[int]
    ) -> int | None:
        """Write down the SHA-256 of an item of this run, and return the row that has the same.

        If there is none, this item is the original of its bytes. Raises as `write` does.

        Args:
            entry_id: the item's row.
            size: as in `note_file`.
            sample: as in `note_file`.
            sha256: of its bytes.
            same: rows known to have these bytes, though they have no SHA-256 yet.

        """
        with self.file.transaction() as db:
            self.write(entry_id, sha256=sha256)
            uploaded = db.execute(
                f"SELECT items.id FROM items {_ALIKE} "  # noqa: S608 - our own words
                "AND items.sha256=? AND items.state='uploaded' AND items.is_original LIMIT 1",
                (entry_id, size, sample, sha256),
            ).fetchone()
            if uploaded:
                return int(uploaded["id"])
            for peer in self._under_way(db, entry_id, size, sample):
                if peer.is_original and (peer.sha256 == sha256 or peer.id in same):
                    return peer.id
            self.write(entry_id, is_original=1)
            return None

    def _under_way(
        self, db: sqlite3.Connection, entry_id: int, size: int, sample: int
    ) -> list[Peer]:
        found = db.execute(
            f"SELECT items.* FROM items {_ALIKE} AND items.owner IS NOT NULL "  # noqa: S608
            "AND items.state NOT IN ('uploaded', 'duplicate') ORDER BY items.id",
            (entry_id, size, sample),
        ).fetchall()
        return [
            Peer(row["id"], row["path"], row["sha256"], bool(row["is_original"]))
            for row in found
            if self._is_held(db, row["owner"])
        ]

    def item(self, entry_id: int) -> UploadItem:
        """Return the item of a row that is a file."""
        return _item(self.file.rows("SELECT * FROM items WHERE id=?", entry_id)[0])

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
            path=row["path"],
            state=row["state"],
            fingerprint=_fingerprint(row) if row["inode"] is not None else None,
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


def remember_command(journal: str | os.PathLike[str], service: str, command: str) -> None:
    """Write down what somebody asked for as a whole, before any of it is done.

    Args:
        journal: the file; made when missing.
        service: the base URL that the items go to.
        command: whatever whoever asked can go on from.

    Raises:
        JournalError: as Journal.

    """
    with contextlib.closing(JournalFile(Path(journal))) as file:
        _bind(file, service)
        with file.transaction() as db:
            db.execute("INSERT OR IGNORE INTO commands (command) VALUES (?)", (command,))


def remembered_commands(journal: str | os.PathLike[str]) -> list[str]:
    """Return what `remember_command` has written down, the first first.

    Raises:
        JournalError: as `unfinished_items`.

    """
    with _existing(journal) as file:
        return [row["command"] for row in file.rows("SELECT command FROM commands ORDER BY id")]


def unfinished_items(journal: str | os.PathLike[str]) -> Iterator[UploadItem]:
    """Yield the files that a journal knows and that are not uploaded yet, for another run.

    Args:
        journal: the file, which must exist.

    Raises:
        JournalError: there is none, or it cannot be read.

    """
    query = (
        "SELECT * FROM items WHERE id>? AND path IS NOT NULL "
        "AND state NOT IN ('uploaded', 'duplicate') ORDER BY id"
    )
    with _existing(journal) as file:
        for row in file.pages(query):
            yield _item(row)


def _existing(journal: str | os.PathLike[str]) -> contextlib.closing[JournalFile]:
    path = Path(journal)
    if not path.exists():
        raise JournalError(f"there is no journal {str(path)!r}")
    return contextlib.closing(JournalFile(path))


def _bind(file: JournalFile, service: str) -> None:
    with file.transaction() as db:
        db.execute("INSERT OR IGNORE INTO meta VALUES ('service', ?)", (service,))
        bound = db.execute("SELECT value FROM meta WHERE name='service'").fetchone()[0]
    if bound != service:
        raise JournalError(
            f"the journal {str(file.path)!r} is of uploads to {bound}, not to {service}; "
            "give each service a journal of its own"
        )


def _item(row: sqlite3.Row) -> UploadItem:
    fields: dict[str, Any] = json.loads(row["fields"])
    return UploadItem(
        os.fsdecode(row["path"]),
        key=row["key"],
        recording_id=fields["recording_id"],
        content_type=fields["content_type"],
        **from_json(fields["recording"]),
    )


def _columns(fingerprint: Fingerprint) -> dict[str, int]:
    # SQLite's integers are signed; a file system may use all 64 bits of a device or an inode.
    return {
        name: (value + _HALF) % (2 * _HALF) - _HALF
        for name, value in attrs.asdict(fingerprint).items()
    }


def _fingerprint(row: sqlite3.Row) -> Fingerprint:
    device, inode = row["device"] % (2 * _HALF), row["inode"] % (2 * _HALF)
    return Fingerprint(row["size"], row["mtime_ns"], device, inode)


def path_of(item: UploadItem) -> bytes | None:
    """Return the absolute path of an item that is a file, in bytes; None for any other."""
    source: Any = item.audio
    if isinstance(source, str) or hasattr(source, "__fspath__"):
        return os.fsencode(os.path.abspath(source))  # noqa: PTH100 - without following links
    return None


def _to_json(value: object) -> object:
    # What JSON has no word for: date-times, and models of the contract.
    if isinstance(value, datetime):
        return {"$date-time": value.isoformat()}
    return value.to_dict()  # type: ignore[attr-defined]


def from_json(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a recording as they were before they were written down."""
    return {
        name: datetime.fromisoformat(value["$date-time"])
        if isinstance(value, dict) and value.keys() == {"$date-time"}
        else value
        for name, value in fields.items()
    }

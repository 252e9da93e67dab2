"""What a bulk upload has done and is about to do, so that any run can go on where one ended."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import attrs

from bota_sdk._bulk.database import JournalFile
from bota_sdk._bulk.items import UploadItem, path_of
from bota_sdk._bulk.lease import Lease, LeaseLostError
from bota_sdk._upload.source import fingerprint
from bota_sdk.errors import JournalError

Claim: TypeAlias = Literal["ours", "finished", "busy"]
"""Whether an item may be worked on: it is this run's until its end, or is finished, or another
worker has it."""

_WITH_FIRST: Final = (
    "SELECT items.*, first.state AS first_state, first.owner AS first_owner, "
    "first.sha256 AS first_sha256, first.recording_id AS first_recording "
    "FROM items LEFT JOIN items AS first ON first.id=items.duplicate_of WHERE items.identity=?"
)

_SAME_SAMPLE: Final = (
    "SELECT * FROM items WHERE among=(SELECT among FROM items WHERE id=?) AND size=? AND sample=? "
    "AND (owner IS NOT NULL OR state='uploaded') AND id<>?"
)


@attrs.frozen
class Entry:
    """What the journal knows of one item.

    Attributes:
        path: of its file, in bytes; None for what is no file.
        state: `new`, `uploaded`, `duplicate`, or the Stage of its upload; `creating` and
            `sending` are written before they begin. A failed item stays where it got to.
        fingerprint: of the file when it was last looked at; None for what is no file.
        create_key: the Idempotency-Key of its createRecording, from before that was sent.
        sha256: of the bytes that it has or had.
        verified: whether the service confirmed it.
        duplicate_of: the recording of the item whose bytes it has.

    """

    id: int
    path: bytes | None
    state: str
    fingerprint: str | None
    size: int | None
    create_key: str | None
    recording_id: str | None
    sha256: str | None
    verified: int
    duplicate_of: str | None

    @classmethod
    def of(cls, row: sqlite3.Row, duplicate_of: str | None = None) -> Entry:
        """Return the entry of a row."""
        names = [field.name for field in attrs.fields(cls) if field.name != "duplicate_of"]
        return cls(**{name: row[name] for name in names}, duplicate_of=duplicate_of)


class Journal:
    """One run's view of a journal of uploads to a service; see `JournalFile`."""

    def __init__(self, path: Path, service: str, *, durable: bool = True) -> None:
        self.file = JournalFile(path, durable=durable)
        try:
            _bind(self.file, service)
            self._lease = Lease(self.file)
        except BaseException:
            self.file.close()
            raise

    def close(self) -> None:
        """Give up what this run still holds, and close the file."""
        self._lease.close()
        self.file.close()

    def claim(
        self, key: str, item: UploadItem, recording: Mapping[str, Any], *, reopen: bool = False
    ) -> tuple[Claim, Entry]:
        """Take an item for this run, if nobody else has it and it is not finished.

        `reopen` takes it also if it was a duplicate, because its bytes are others now.
        """
        # The same file for another end user is another upload.
        end_user_id = recording.get("end_user_id")
        identity = json.dumps([key, item.recording_id, end_user_id])
        # What goes to a given recording goes there, whatever has the same bytes.
        among = None if item.recording_id else json.dumps(end_user_id)
        path = path_of(item)
        values = (
            self._lease.run,
            None if path is None else os.fsencode(os.path.abspath(path)),  # noqa: PTH100 - no links
            _given_json(item, recording),
        )
        with self.file.transaction() as db:
            db.execute(
                "INSERT INTO items (identity, key, among) VALUES (?, ?, ?) "
                "ON CONFLICT (identity) DO NOTHING",
                (identity, key, among),
            )
            row = db.execute(_WITH_FIRST, (identity,)).fetchone()
            claim = self._standing(db, row, reopen=reopen)
            if claim == "ours":
                db.execute(
                    "UPDATE items SET owner=?, path=?, given=?, duplicate_of=NULL, "
                    "state=CASE state WHEN 'duplicate' THEN 'new' ELSE state END WHERE id=?",
                    (*values, row["id"]),
                )
                row = db.execute(_WITH_FIRST, (identity,)).fetchone()
            return claim, Entry.of(row, row["first_recording"])

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
                (*columns.values(), entry_id, self._lease.run),
            )
            if changed.rowcount != 1:
                raise LeaseLostError

    def release(self, entry_id: int, **columns: Any) -> None:
        """Write down how an item of this run ended, and let go of it. Raises as `write` does."""
        self.write(entry_id, **columns, owner=None)

    def first_with(
        self, entry_id: int, *, size: int, sample: int, sha256: str, fingerprint: str | None
    ) -> Entry | None:
        """Return another item, uploaded or under way, that has the same bytes or may have them.

        With an empty `sha256` that is any of the same size and sample; else one that has it, or
        whose own is not known yet. If there is none, the item of this run becomes the first with
        its bytes. Raises as `write` does.
        """
        query: str = _SAME_SAMPLE
        values: list[Any] = [entry_id, size, sample, entry_id]
        if sha256:
            query, values = f"{query} AND sha256 IN (?, '')", [*values, sha256]
        known = {"size": size, "sha256": sha256, "fingerprint": fingerprint}
        # One row of the index is enough, however many are of the same size and sample. A cursor
        # that stays open keeps the snapshot that it reads, from which nobody can write again.
        with self.file.transaction() as db, contextlib.closing(db.execute(query, values)) as rows:
            for row in rows:
                if row["state"] == "uploaded" or self._lease.is_held(db, row["owner"]):
                    self.write(entry_id, **known, sample=None)
                    return Entry.of(row)
            self.write(entry_id, **known, sample=sample)
            return None

    def write_sha256(self, entry_id: int, sha256: str | None) -> None:
        """Write down the SHA-256 of another run's item, or None if nobody can read it any more."""
        with self.file.transaction() as db:
            db.execute("UPDATE items SET sha256=? WHERE id=? AND sha256=''", (sha256, entry_id))

    def _standing(self, db: sqlite3.Connection, row: sqlite3.Row, *, reopen: bool) -> Claim:
        if row["state"] == "uploaded":
            return "finished"
        if self._lease.is_held(db, row["owner"]):
            return "busy"
        if row["state"] != "duplicate" or reopen:
            return "ours"
        if row["first_state"] == "uploaded":
            # It may have changed after its bytes were compared.
            return "finished" if row["first_sha256"] == row["sha256"] else "ours"
        return "busy" if self._lease.is_held(db, row["first_owner"]) else "ours"


def remember_command(journal: str | os.PathLike[str], service: str, command: str) -> None:
    """Write down what somebody asked for as a whole, before any of it is done.

    Args:
        journal: the file; made when missing.
        service: the base URL that the items go to.
        command: whatever the one who asked can go on from.

    Raises:
        JournalError: it is damaged, of another service, or cannot be opened.

    """
    with contextlib.closing(JournalFile(Path(journal))) as file:
        _bind(file, service)
        with file.transaction() as db:
            db.execute("INSERT OR IGNORE INTO commands (command) VALUES (?)", (command,))


def remembered_commands(journal: str | os.PathLike[str]) -> list[str]:
    """Return what `remember_command` has written down, the first first.

    Raises:
        JournalError: there is no journal, or it cannot be read.

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
        "AND state NOT IN ('uploaded', 'duplicate') ORDER BY id LIMIT 500"
    )
    last = 0
    with _existing(journal) as file:
        while rows := file.rows(query, last):
            yield from map(_item, rows)
            last = rows[-1]["id"]


def fingerprint_text(found: os.stat_result) -> str:
    """Return a fingerprint as it is written down: as a text, which no size of a number breaks."""
    return json.dumps(fingerprint(found))


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


def _given_json(item: UploadItem, recording: Mapping[str, Any]) -> str:
    return json.dumps(
        {
            "recording_id": item.recording_id,
            "content_type": item.content_type,
            "recording": {**recording},
            "date_times": [name for name, at in recording.items() if isinstance(at, datetime)],
        },
        default=_plain,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if hasattr(value, "to_dict"):  # a model of the contract
        return value.to_dict()
    return dict(value)  # a mapping of another kind


def _item(row: sqlite3.Row) -> UploadItem:
    given = json.loads(row["given"])
    recording: Any = given["recording"]
    for name in given["date_times"]:
        recording[name] = datetime.fromisoformat(recording[name])
    return UploadItem(
        os.fsdecode(row["path"]),
        key=row["key"],
        recording_id=given["recording_id"],
        content_type=given["content_type"],
        **recording,
    )

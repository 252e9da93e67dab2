"""What a bulk upload has done and is about to do, so that any run can go on where one ended."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import attrs

from bota_sdk._bulk.database import LEASE, JournalFile, is_alive, place
from bota_sdk._bulk.items import UploadItem, absolute_bytes, path_of
from bota_sdk.errors import JournalError

HEARTBEAT: Final = LEASE / 3
"""Seconds between two signs of life."""

Claim: TypeAlias = Literal["ours", "finished", "busy"]
"""Whose an item is: this run's until its end, nobody's any more, or another worker's."""

_SAME_SAMPLE: Final = (
    "SELECT * FROM items WHERE among=(SELECT among FROM items WHERE id=:id) AND size=:size "
    "AND sample=:sample AND (owner IS NOT NULL OR state='uploaded') AND id<>:id"
)

_UNFINISHED: Final = (
    "SELECT * FROM items WHERE id>? AND path IS NOT NULL "
    "AND state NOT IN ('uploaded', 'duplicate') ORDER BY id LIMIT 500"
)


class LeaseLostError(Exception):
    """Another run has taken the item over: this one was silent too long, or its clock jumped."""


@attrs.frozen
class Entry:
    """A row of the table of items, where `duplicate_of` is the other item's recording.

    Its state is `new`, `uploaded`, `duplicate`, or the Stage of its upload, of which `creating` and
    `sending` are written before they begin. A failed item stays where it got to.
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
        known = cls(**{field.name: row[field.name] for field in attrs.fields(cls)})
        return attrs.evolve(known, duplicate_of=duplicate_of)


class Journal:
    """One run's view of a journal, which `bind` may refuse, or of a copy of it; see `JournalFile`.

    The id of the run owns its items, and a thread keeps the run alive until `close`.
    """

    def __init__(
        self,
        path: Path | None,
        bind: Callable[[JournalFile], object] = lambda _: None,
        *,
        is_copy: bool = False,
    ) -> None:
        self.file = JournalFile.copy_of(path) if is_copy else JournalFile(path)
        try:
            bind(self.file)
            with self.file.transaction() as db:
                self._run = db.execute(
                    "INSERT INTO runs (process, heartbeat) VALUES (?, ?)",
                    (f"{place()} {os.getpid()}", time.time()),
                ).lastrowid
            self._ended = threading.Event()
            self._beating = threading.Thread(
                target=self._beat, name="bota-sdk-journal", daemon=True
            )
            with contextlib.suppress(RuntimeError):  # no thread is to be had
                self._beating.start()
        except BaseException:
            self.file.close()
            raise

    def close(self) -> None:
        """Give up what this run still holds, and close the file."""
        self._ended.set()
        if self._beating.is_alive():
            self._beating.join()
        with contextlib.suppress(JournalError), self.file.transaction() as db:
            db.execute("DELETE FROM runs WHERE id=?", (self._run,))
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
        file = path_of(item)
        path = None if file is None else absolute_bytes(file)
        with self.file.transaction() as db:
            db.execute(
                "INSERT OR IGNORE INTO items (identity, key, among) VALUES (?, ?, ?)",
                (identity, key, among),
            )
            find = "SELECT * FROM items WHERE identity=?"
            row = db.execute(find, (identity,)).fetchone()
            first = db.execute("SELECT * FROM items WHERE id=?", (row["duplicate_of"],)).fetchone()
            claim = self._standing(row, first, reopen=reopen)
            if claim == "ours":
                db.execute(
                    "UPDATE items SET owner=?, path=?, given=?, duplicate_of=NULL, "
                    "state=CASE state WHEN 'duplicate' THEN 'new' ELSE state END WHERE id=?",
                    (self._run, path, _given_json(item, recording), row["id"]),
                )
                row, first = db.execute(find, (identity,)).fetchone(), None
            return claim, Entry.of(row, first["recording_id"] if first else None)

    def write(self, entry_id: int, **columns: Any) -> None:
        """Write down what is known of an item of this run, or is about to happen to it.

        It must not happen where this raises: LeaseLostError, if the item is no longer this run's.
        """
        names = ", ".join(f"{name}=?" for name in columns)
        with self.file.transaction() as db:
            changed = db.execute(
                f"UPDATE items SET {names} WHERE id=? AND owner=?",  # noqa: S608 - our own names
                (*columns.values(), entry_id, self._run),
            )
            if changed.rowcount != 1:
                raise LeaseLostError
            self._write_heartbeat(db)

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
        query = f"{_SAME_SAMPLE} AND sha256 IN (:sha256, '')" if sha256 else _SAME_SAMPLE
        known = {"size": size, "sha256": sha256, "fingerprint": fingerprint}
        values = {**known, "id": entry_id, "sample": sample}
        # One row of the index is enough, however many are of the same size and sample. A cursor
        # that stays open keeps the snapshot that it reads, from which nobody can write again.
        with self.file.transaction() as db, contextlib.closing(db.execute(query, values)) as rows:
            for row in rows:
                if row["state"] == "uploaded" or self._is_held(row["owner"]):
                    self.write(entry_id, **known, sample=None)
                    return Entry.of(row)
            self.write(entry_id, **known, sample=sample)
            return None

    def write_sha256(self, entry_id: int, sha256: str | None) -> None:
        """Write down the SHA-256 of another run's item, or None if nobody can read it any more."""
        with self.file.transaction() as db:
            db.execute("UPDATE items SET sha256=? WHERE id=? AND sha256=''", (sha256, entry_id))

    def _standing(self, row: sqlite3.Row, first: Any, *, reopen: bool) -> Claim:
        if row["state"] == "uploaded":
            return "finished"
        if self._is_held(row["owner"]):
            return "busy"
        if row["state"] != "duplicate" or reopen:
            return "ours"
        if first["state"] == "uploaded":
            # It may have changed after its bytes were compared.
            return "finished" if first["sha256"] == row["sha256"] else "ours"
        return "busy" if self._is_held(first["owner"]) else "ours"

    def _is_held(self, owner: int | None) -> bool:
        """Return whether the owner of an item is a run that still works on it."""
        found = self.file.rows("SELECT process, heartbeat FROM runs WHERE id=?", owner)
        return bool(found) and (owner == self._run or is_alive(*found[0]))

    def _beat(self) -> None:
        while not self._ended.wait(HEARTBEAT):
            # Whoever cannot write is noticed by the next step of an item.
            with contextlib.suppress(JournalError), self.file.transaction() as db:
                self._write_heartbeat(db)

    def _write_heartbeat(self, db: sqlite3.Connection) -> None:
        db.execute("UPDATE runs SET heartbeat=? WHERE id=?", (time.time(), self._run))


def remember_command(journal: str | os.PathLike[str], command: str) -> None:
    """Write down what somebody asked for as a whole, in a journal that there is.

    Raises:
        JournalError: there is no journal, or it cannot be written.

    """
    with _existing(journal) as file, file.transaction() as db:
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

    Raises:
        JournalError: there is no journal, or it cannot be read.

    """
    last = 0
    with _existing(journal) as file:
        while rows := file.rows(_UNFINISHED, last):
            yield from map(_item, rows)
            last = rows[-1]["id"]


def fingerprint_text(found: os.stat_result) -> str:
    """Return what is looked at before a file's bytes are: as a text, which holds any number.

    Inode and device are no content: a share that is mounted anew has others.
    """
    return json.dumps([found.st_size, found.st_mtime_ns])


def _existing(journal: str | os.PathLike[str]) -> contextlib.closing[JournalFile]:
    path = Path(journal)
    if not path.exists():
        raise JournalError(f"there is no journal {str(path)!r}")
    return contextlib.closing(JournalFile(path))


def _given_json(item: UploadItem, recording: Mapping[str, Any]) -> str:
    given = {
        "recording_id": item.recording_id,
        "content_type": item.content_type,
        "recording": recording,
        "date_times": [name for name, at in recording.items() if isinstance(at, datetime)],
    }
    return json.dumps(given, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value)  # a mapping


def _item(row: sqlite3.Row) -> UploadItem:
    given = json.loads(row["given"])
    recording = given["recording"]
    for name in given["date_times"]:
        recording[name] = datetime.fromisoformat(recording[name])
    return UploadItem(
        os.fsdecode(row["path"]),
        key=row["key"],
        recording_id=given["recording_id"],
        content_type=given["content_type"],
        **recording,
    )

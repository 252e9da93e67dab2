"""What a bulk upload has done and is about to do, so that any run can go on where one ended."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

from bota_sdk._bulk.items import UploadItem
from bota_sdk._bulk.rows import Entry, Listed, identity_of, item_of, kept_text, listed_item
from bota_sdk._bulk.store import Access, Location, Row, Store, copy_of, location_of, open_store
from bota_sdk._bulk.store.runs import Runs
from bota_sdk._shared.redact import Secret, redact

Claim: TypeAlias = Literal["ours", "finished", "busy"]
"""Whose an item is: this run's until its end, nobody's any more, or another worker's."""

_UNFINISHED: Final = (
    "SELECT * FROM bota_items WHERE id>? AND place IN (?, '') AND path IS NOT NULL "
    "AND state NOT IN ('uploaded', 'duplicate') ORDER BY id LIMIT 500"
)


class LeaseLostError(Exception):
    """Another run has taken the item over: this one was silent too long, or its clock jumped."""


class Journal:
    """One run's view of a journal, which `bind` may refuse, or of a copy of it.

    The id of the run owns its items, and a thread keeps the run alive until `close`. Each claim has
    a token: a run that was silent for too long, and whose item another one has claimed since, can
    write nothing of it any more.

    Attributes:
        place: where the paths of its items lead to their files.
        runs: this run, among all those of the journal.

    """

    def __init__(
        self,
        location: Location,
        bind: Callable[[Store], object] = lambda _: None,
        *,
        is_copy: bool = False,
    ) -> None:
        self.place = place_of(location)
        self.store = copy_of(location) if is_copy else open_store(location)
        self.runs = Runs(self.store)
        try:
            bind(self.store)
            self.runs.begin()
            # Until others could see this run, they may have bound what nobody had used yet.
            bind(self.store)
            self.runs.keep_alive()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give up what this run still holds, and close the store."""
        self.runs.end()
        self.store.close()

    def claim(
        self, key: str, item: UploadItem, recording: Mapping[str, Any], *, reopen: bool = False
    ) -> tuple[Claim, Entry]:
        """Take an item for this run, if nobody else has it and it is not finished.

        `reopen` takes it also if it was a duplicate, because its bytes are others now.
        """
        listed, token = listed_item(key, item, recording, self.place), secrets.token_hex(8)

        def work() -> tuple[Claim, Entry]:
            self.runs.beat_if_due()
            self.store.insert([listed])
            ((row, first),) = self._known([listed.identity], self.store.for_update)
            claim = self._standing(row, first, reopen=reopen)
            if claim == "finished" and row["state"] not in ("uploaded", "duplicate"):
                finish = "state='duplicate', failure=NULL, ended_at=journal_now()"
                self.store.execute(f"UPDATE bota_items SET {finish} WHERE id=?", row["id"])  # noqa: S608
            if claim == "ours" or row["token"] == token:  # it was, and nobody said so
                claim, first = "ours", None
                (row,) = self.store.rows(
                    "UPDATE bota_items SET owner=?, token=?, place=?, path=?, given=?, "
                    "failure=NULL, duplicate_of=NULL, state=CASE state WHEN 'duplicate' "
                    "THEN 'new' ELSE state END WHERE id=? RETURNING *",
                    *(self.runs.run_id, token, listed.place, listed.path, listed.given, row["id"]),
                )
            return claim, Entry.of(row, first["recording_id"] if first else None)

        return self.store.transact(work)

    def finished(self, identities: Sequence[bytes]) -> dict[bytes, Entry]:
        """Return the entries of those of some items that are finished, as a claim would find them.

        It keeps nobody from writing: what is finished stays so.
        """
        return {
            row["identity"]: Entry.of(row, first["recording_id"] if first else None)
            for row, first in self._known(identities)
            if row["state"] in ("uploaded", "duplicate") and _is_finished(row, first)
        }

    def has_uploaded(self) -> bool:
        """Return whether any item is uploaded."""
        return bool(self.store.rows("SELECT 1 FROM bota_items WHERE state='uploaded' LIMIT 1"))

    def write(self, entry: Entry, **columns: Any) -> None:
        """Write down what is known of an item of this run, or is about to happen to it.

        It must not happen where this raises: LeaseLostError, if the item is no longer this run's.
        """
        names = ", ".join(f"{name}=?" for name in columns)
        if "owner" in columns:
            names += ", ended_at=journal_now()"
        update = f"UPDATE bota_items SET {names} WHERE id=? AND token=?"  # noqa: S608 - our own names
        self.runs.beat_if_due()
        if not self.store.execute(update, *columns.values(), entry.id, entry.token):
            raise LeaseLostError

    def release(self, entry: Entry, **columns: Any) -> None:
        """Write down how an item of this run ended, and let go of it. Raises as `write` does."""
        self.write(entry, **columns, owner=None)

    def first_with(
        self, entry: Entry, *, size: int, sample: int, sha256: str, fingerprint: str | None
    ) -> Entry | None:
        """Return another item, uploaded or under way, that has the same bytes or may have them.

        With an empty `sha256` that is any of the same size and sample; else one that has it, or
        whose own is not known yet. If there is none, the item of this run becomes the first with
        its bytes. Raises as `write` does.
        """
        known = {"size": size, "sha256": sha256, "fingerprint": fingerprint}

        def work() -> Entry | None:
            self.store.lock(f"bytes {size} {sample}")
            same = (sha256, "") if sha256 else ()
            # One row of the index is enough, however many are of the same size and sample.
            find = (
                "SELECT * FROM bota_items "  # noqa: S608 - our own texts
                "WHERE among=(SELECT among FROM bota_items WHERE id=?) AND size=? AND sample=? "
                "AND (owner IS NOT NULL OR state='uploaded') AND id<>? "
                f"{'AND sha256 IN (?, ?) ' if sha256 else ''}"
            )
            values = (entry.id, size, sample, entry.id, *same)
            found = self.store.rows(f"{find} LIMIT 1", *values)
            if found:  # as it is of few files
                runs = self.runs.live()
                alive = f"AND (state='uploaded' OR owner IN ({', '.join('?' * len(runs))}))"
                found = self.store.rows(f"{find} {alive} LIMIT 1", *values, *runs)
            self.write(entry, **known, sample=None if found else sample)
            return Entry.of(found[0]) if found else None

        return self.store.transact(work)

    def write_failure(
        self, key: str, item: UploadItem, recording: Mapping[str, Any], reason: str
    ) -> None:
        """Write down why an item failed that nobody works on; a worker leaves it in the queue."""
        update = (
            "UPDATE bota_items SET failure=?, ended_at=journal_now(), reserved=NULL "
            "WHERE identity=? AND owner IS NULL AND state NOT IN ('uploaded', 'duplicate')"
        )
        try:
            identity = identity_of(key, item, recording, self.place)
        except (TypeError, UnicodeEncodeError):
            return  # no text, or half a character: no row has such a key or path
        self.store.execute(update, kept_text(reason), identity)

    def insert(self, items: Sequence[Listed]) -> int:
        """Write down items that are not known yet, and return how many that are."""
        return self.store.transact(lambda: self.store.insert(items))

    def write_sha256(self, entry: Entry, sha256: str | None) -> None:
        """Write down the SHA-256 of another run's item, or None if nobody can read it any more."""
        update = "UPDATE bota_items SET sha256=? WHERE id=? AND sha256=''"
        self.store.execute(update, sha256, entry.id)

    def write_fingerprint(self, entry: Entry, fingerprint: str) -> None:
        """Write down that a finished item's file has the same bytes, whatever its date says now."""
        update = "UPDATE bota_items SET fingerprint=? WHERE id=? AND fingerprint=?"
        self.store.execute(update, fingerprint, entry.id, entry.fingerprint)

    def _known(
        self, identities: Sequence[bytes], for_update: str = ""
    ) -> Iterator[tuple[Row, Row | None]]:
        """Return the rows of some items, each with that of the first item that has its bytes."""
        rows = self._rows("identity", identities, for_update)
        firsts = {row["duplicate_of"] for row in rows} - {None}
        found = {row["id"]: row for row in self._rows("id", [*firsts])} if firsts else {}
        return ((row, found.get(row["duplicate_of"])) for row in rows)

    def _rows(self, column: str, values: Sequence[Any], for_update: str = "") -> Sequence[Row]:
        find = f"SELECT * FROM bota_items WHERE {column} IN ({', '.join('?' * len(values))})"  # noqa: S608
        return self.store.rows(find + for_update, *values)

    def _standing(self, row: Row, first: Row | None, *, reopen: bool) -> Claim:
        if _is_finished(row, None if reopen else first):
            return "finished"
        owners = {row["owner"], first["owner"] if first and not reopen else None} - {None}
        return "busy" if owners and not owners.isdisjoint(self.runs.live()) else "ours"


def _is_finished(row: Row, first: Row | None) -> bool:
    """Return whether an item is uploaded, or a first one that has its bytes is."""
    if row["state"] == "uploaded":
        return True
    # That one may have changed after the bytes were compared.
    return first is not None and (first["state"], first["sha256"]) == ("uploaded", row["sha256"])


def place_of(location: Location) -> str:
    """Return what the paths in a journal are paths of: of this machine, where others share it."""
    if not isinstance(location, Secret):
        return ""
    # Machines that mount the same folders under the same paths say so by this.
    return kept_text(os.environ.get("BOTA_PLACE") or socket.gethostname())


def remember_command(journal: str | os.PathLike[str], command: str) -> None:
    """Write down what somebody asked for as a whole, in a journal that there is.

    Raises:
        JournalError: there is no journal, or it cannot be written.

    """
    command = redact(command)  # a URL that it names may be a signed one
    insert = "INSERT INTO bota_commands (digest, command) VALUES (?, ?) ON CONFLICT DO NOTHING"
    digest = hashlib.sha256(command.encode()).digest()
    with _existing(journal, "write") as store:
        store.execute(insert, digest, command)


def remembered_commands(journal: str | os.PathLike[str]) -> list[str]:
    """Return what `remember_command` has written down, the first first.

    Raises:
        JournalError: there is no journal, or it cannot be read.

    """
    with _existing(journal, "read") as store:
        found = store.rows("SELECT command FROM bota_commands ORDER BY id")
        return [row["command"] for row in found]


def unfinished_items(journal: str | os.PathLike[str]) -> Iterator[UploadItem]:
    """Yield the files that a journal knows and that are not uploaded yet, for another run.

    Args:
        journal: the file or the URL, as `upload_many` takes it. Of a database's files those are
            meant that lie on this machine.

    Raises:
        JournalError: there is no journal, or it cannot be read.

    """
    last, place = 0, place_of(location_of(journal))
    with _existing(journal, "read") as store:
        while rows := store.rows(_UNFINISHED, last, place):
            yield from map(item_of, rows)
            last = rows[-1]["id"]


def _existing(journal: str | os.PathLike[str], access: Access) -> contextlib.closing[Store]:
    return contextlib.closing(open_store(location_of(journal), access))

"""One item of a bulk upload, from what the journal knows of it to its result. Runs in a thread."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from bota_sdk._bulk.items import ItemProgress, ItemResult, UploadItem, key_of, path_of
from bota_sdk._bulk.journal import Claim, Entry, Journal, fingerprint_text, path_bytes
from bota_sdk._bulk.lease import LeaseLostError
from bota_sdk._bulk.recovery import find_lost_recording, with_create_key
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import stop_if_asked
from bota_sdk._storage.put import hash_source
from bota_sdk._upload.completion import complete
from bota_sdk._upload.options import UploadOptions, check_options
from bota_sdk._upload.progress import OnProgress, Phase, Progress, Receipt
from bota_sdk._upload.runtime import Runtime
from bota_sdk._upload.source import Fingerprint, Source
from bota_sdk._upload.upload import Upload, make_upload
from bota_sdk.errors import (
    BotaError,
    ConflictError,
    NotFoundError,
    SourceChangedError,
    UnprocessableContentError,
)

if TYPE_CHECKING:
    from bota_sdk._bulk.run import BulkOptions

_LOOK: Final = 0.2
"""Seconds between two looks at the item whose bytes another one has."""


@attrs.frozen
class Deferred:
    """Another worker has the item, or the one whose bytes it has, under way.

    Attributes:
        key: names the item.
        row: the item's, if it is a file, which the journal can name again; else None.

    """

    key: str
    row: int | None


@attrs.frozen
class Worker:
    """Works on items, one in each thread.

    Attributes:
        runtime: what it runs on.
        journal: the run's.
        options: what `upload_many` was called with.
        on_progress: takes the progress of all items, if anybody wants it.
        open_source: returns the Source for the audio of an item.

    """

    runtime: Runtime
    journal: Journal
    options: BulkOptions
    on_progress: Callable[[ItemProgress], object] | None
    open_source: Callable[[Any], Source]

    def work(self, item: UploadItem, number: int) -> ItemResult | Deferred:
        """Do what there is to do for an item.

        Args:
            item: the item, or whatever was given for one.
            number: its place among the items, which names it where nothing else does.

        """
        started = time.monotonic()
        key = f"item {number}"
        try:
            name = self._name(item)
            key = name or key
            result = _Job(self, item, key, is_named=name is not None).run()
        except LeaseLostError:
            return ItemResult(key, "skipped", "another process has taken it over")
        except Exception as error:
            # Also what the caller's own source raises: it ends this item, and no other.
            left = getattr(error, "recording_id", None)
            result = ItemResult(key, "failed", str(error), recording_id=left, error=error)
        if isinstance(result, Deferred):
            return result
        return attrs.evolve(result, seconds=time.monotonic() - started)

    def _name(self, item: UploadItem) -> str | None:
        if not isinstance(item, UploadItem):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"items are paths or UploadItems, not {type(item).__name__}")
        key = key_of(item)
        if key is None and self.options.journal is not None:
            raise ValueError(
                "the item has neither a path nor a key: with a journal, give it a key, by which "
                "another run finds it: UploadItem(..., key=...)"
            )
        if key is not None and (not isinstance(key, str) or not key):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ValueError(f"an item's key is a text, not {key!r}")
        return key


class _Job:
    """The work on one item."""

    def __init__(self, worker: Worker, item: UploadItem, key: str, *, is_named: bool) -> None:
        self._worker, self._journal = worker, worker.journal
        self._item, self._key, self._is_named = item, key, is_named
        self._path = path_of(item)
        self._recording: Mapping[str, Any] = {**item.recording}
        if item.recording_id is None:
            self._recording = {**worker.options.recording, **item.recording}
        self._options = UploadOptions(
            recording_id=item.recording_id,
            content_type=item.content_type,
            checksum=worker.options.checksum,
            deadline=None,
            cancel=None,
            on_progress=self._on_progress(),
            recording=self._recording,
        )
        self._fields = check_options(worker.runtime.settings, self._options)
        self._entry: Entry

    def run(self) -> ItemResult | Deferred:
        claim = self._claim()
        if claim == "finished" and self._entry.duplicate_of and self._has_changed():
            # What it was is uploaded for another item; what it is now is not.
            claim = self._claim(reopen=True)
        if claim != "ours":
            return self._skipped_or_deferred(claim)
        try:
            return self._ours()
        except LeaseLostError:
            raise
        except BaseException as error:
            with suppress(LeaseLostError):  # it had been released, or the error says more
                self._journal.release(self._entry.id)
            if isinstance(error, BotaError) and error.recording_id is None:
                error.recording_id = self._entry.recording_id
            raise

    def _claim(self, *, reopen: bool = False) -> Claim:
        claim, self._entry = self._journal.claim(
            self._key, self._item, self._recording, is_named=self._is_named, reopen=reopen
        )
        return claim

    def _skipped_or_deferred(self, claim: Claim) -> ItemResult | Deferred:
        entry = self._entry
        if claim == "busy":
            # Another file may go by the same key.
            is_file = self._path is not None and path_bytes(self._item) == entry.path
            return Deferred(self._key, entry.id if is_file else None)
        if entry.duplicate_of:
            return self._result("skipped", f"has the same bytes as {entry.duplicate_of}")
        self._check_unchanged()
        return self._result("skipped", f"is uploaded already, as {entry.recording_id}")

    def _ours(self) -> ItemResult | Deferred:
        entry = self._entry
        if entry.state == "stored" and entry.sha256 and self._is_completed():
            self._check_unchanged()
            return self._result("uploaded", "was stored by an earlier run")
        fingerprint = self._fingerprint()
        with closing(self._worker.open_source(self._item.audio)) as source:
            while (first := self._first_with_same_bytes(source, fingerprint)) is not None:
                self._journal.release(entry.id, state="duplicate", duplicate_of=first)
                claim = self._claim()
                while claim == "busy" and self._path is None:
                    # Its bytes may be there only once, so it is not put off to be read again.
                    waiting.wait_blocking(_LOOK)
                    stop_if_asked()
                    claim = self._claim()
                if claim != "ours":
                    return self._skipped_or_deferred(claim)
            receipt = self._receipt(source)
        self._release_uploaded(
            recording_id=receipt.recording_id,
            sha256=receipt.sha256,
            verified=receipt.verified,
            size=receipt.bytes,
        )
        return self._result("uploaded", attempts=receipt.attempts)

    def _is_completed(self) -> bool:
        """Complete an item whose bytes S3 has; return False if they have to be sent once more."""
        entry = self._entry
        recording_id, size = entry.recording_id or "", entry.size or 0

        def notify(phase: Phase) -> None:
            if self._options.on_progress is not None:
                self._options.on_progress(Progress(phase, recording_id, 0, size, size))

        try:
            recording = complete(self._worker.runtime, recording_id, entry.sha256, notify)
        except (NotFoundError, ConflictError, UnprocessableContentError):
            return False
        if recording is None:
            return False
        is_same = recording.content_sha256 == entry.sha256
        self._release_uploaded(verified=is_same and bool(recording.content_sha256_verified_at))
        return True

    def _first_with_same_bytes(self, source: Source, fingerprint: str | None) -> int | None:
        """Return the row of the item that has the same bytes, if another one has."""
        known: dict[str, Any] = {
            "size": source.size,
            "sample": source.sample(),
            "fingerprint": fingerprint,
        }
        entry_id, sha256 = self._entry.id, ""
        is_compared = not self._worker.options.allow_duplicates and not self._item.recording_id
        if is_compared and self._path is None:
            # Nobody else can read it, so whoever has the same bytes has to find this.
            sha256 = hash_source(source).sha256
        if not is_compared or self._entry.recording_id:
            self._journal.write(entry_id, **known, sha256=sha256)
            return None
        while (first := self._journal.first_with(entry_id, **known, sha256=sha256)) is not None:
            if not sha256:
                # Only now: most files are the only one of their size and sample, and need no
                # reading before they are sent.
                sha256 = hash_source(source).sha256
            elif not first.sha256:
                self._journal.write_sha256(first.id, _sha256_of(first.path))
            else:
                return first.id
        return None

    def _receipt(self, source: Source) -> Receipt:
        try:
            return self._upload(source)
        except NotFoundError:
            if self._entry.recording_id is None or self._item.recording_id is not None:
                raise
            # Somebody has deleted the recording that an earlier run had created.
            gone: dict[str, Any] = {"create_key": None, "recording_id": None}
            self._journal.write(self._entry.id, state="new", **gone)
            self._entry = attrs.evolve(self._entry, **gone)
            with closing(self._worker.open_source(self._item.audio)) as again:
                return self._upload(again)

    def _upload(self, source: Source) -> Receipt:
        runtime, entry, fields = self._worker.runtime, self._entry, self._fields
        keeps_journal = self._worker.options.journal is not None
        recording_id = entry.recording_id or self._item.recording_id
        create_key = entry.create_key or secrets.token_hex(16)
        if recording_id is None and entry.create_key is not None:
            recording_id = find_lost_recording(runtime, create_key, fields)
        if recording_id is None and keeps_journal:
            fields = with_create_key(fields, create_key)
        options = attrs.evolve(self._options, recording_id=recording_id)
        upload = make_upload(runtime, self._item.audio, source, options, fields)

        def on_stage(upload: Upload) -> None:
            known: dict[str, Any] = {"recording_id": upload.recording_id}
            if upload.stage == "creating":
                known["create_key"] = create_key
            elif upload.stage == "stored":
                known["sha256"] = upload.sha256
            self._journal.write(entry.id, state=upload.stage, **known)

        if keeps_journal:
            upload.on_stage = on_stage
        return upload.run()

    def _release_uploaded(self, **known: Any) -> None:
        self._journal.release(self._entry.id, state="uploaded", **known)
        self._entry = attrs.evolve(self._entry, **known)

    def _result(
        self, outcome: Literal["uploaded", "skipped"], reason: str | None = None, attempts: int = 0
    ) -> ItemResult:
        entry = self._entry
        return ItemResult(
            self._key,
            outcome,
            reason,
            recording_id=entry.duplicate_of or entry.recording_id,
            bytes=entry.size,
            sha256=entry.sha256,
            verified=entry.verified,
            attempts=attempts,
        )

    def _on_progress(self) -> OnProgress | None:
        notify = self._worker.on_progress
        return notify and (lambda progress: notify(ItemProgress(self._key, progress)))

    def _fingerprint(self) -> str | None:
        if self._path is None:
            return None
        try:
            return fingerprint_text(Fingerprint.of(self._path.stat()))
        except (OSError, ValueError):
            return None  # opening it says why

    def _has_changed(self) -> bool:
        audio, entry = self._item.audio, self._entry
        if isinstance(audio, bytes | bytearray | memoryview):
            return hashlib.sha256(audio).hexdigest() != entry.sha256
        now = self._fingerprint()
        # A file that is gone cannot be uploaded again: what was uploaded of it stands.
        if now is None or now == entry.fingerprint:
            return False
        return _sha256_of(path_bytes(self._item)) != entry.sha256

    def _check_unchanged(self) -> None:
        if self._has_changed():
            error = SourceChangedError(
                f"the source has changed since it was uploaded as {self._entry.recording_id}, "
                "which was left as it is; to upload the new contents too, give them another name, "
                "key or journal"
            )
            error.recording_id = self._entry.recording_id
            raise error


def _sha256_of(path: bytes | None) -> str | None:
    try:
        with open(os.fsdecode(path or b""), "rb") as file:  # noqa: PTH123 - any bytes
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None

"""One item of a bulk upload, from the journal's word on it to its result. Runs in a thread."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import attrs

from bota_sdk._bulk.items import ItemProgress, ItemResult, UploadItem, key_of
from bota_sdk._bulk.journal import Claim, Entry, Journal, LeaseLostError, Peer, path_of
from bota_sdk._bulk.recovery import CREATE_KEY, find_lost_recording
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import stop_if_asked
from bota_sdk._storage.put import hash_source
from bota_sdk._upload.completion import complete
from bota_sdk._upload.options import Checksum, UploadOptions, check_options
from bota_sdk._upload.progress import Phase, Progress, Receipt
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

_LOOK: Final = 0.2
"""Seconds between two looks at the item whose bytes another one has."""


@attrs.frozen
class Deferred:
    """Another worker has the item, or the one whose bytes it has, under way.

    Attributes:
        row: the item's, if it is a file, which the journal can name again; else None.

    """

    row: int | None


@attrs.frozen
class Worker:
    """Works on items, one in each thread.

    Attributes:
        runtime: what it runs on.
        journal: the run's.
        keeps_journal: whether another run may read it.
        recording: fields of the recordings of items that name none.
        checksum: as for a single upload.
        allow_duplicates: upload the same bytes as often as they come.
        tell: takes the progress.
        open_source: gives the Source for what a caller gave.

    """

    runtime: Runtime
    journal: Journal
    keeps_journal: bool
    recording: Mapping[str, Any]
    checksum: Checksum
    allow_duplicates: bool
    tell: Callable[[ItemProgress], object]
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
            result = self._claimed(key, item, is_named=name is not None)
        except LeaseLostError:
            return ItemResult(key, "skipped", "another process has taken it over")
        except Exception as error:
            # Also what the caller's own source raises: it ends this item, and no other.
            result = ItemResult(
                key,
                "failed",
                str(error),
                recording_id=getattr(error, "recording_id", None),
                error=error,
            )
        if isinstance(result, Deferred):
            return result
        return attrs.evolve(result, seconds=time.monotonic() - started)

    def _name(self, item: UploadItem) -> str | None:
        if not isinstance(item, UploadItem):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"items are paths or UploadItems, not {type(item).__name__}")
        key = key_of(item)
        if key is None and self.keeps_journal:
            raise ValueError(
                "the item has neither a path nor a key: with a journal, give it a key, by which "
                "another run finds it: UploadItem(..., key=...)"
            )
        if key is not None and (not isinstance(key, str) or not key):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ValueError(f"an item's key is a text, not {key!r}")
        return key

    def _claimed(self, key: str, item: UploadItem, *, is_named: bool) -> ItemResult | Deferred:
        options = self._options(key, item)
        fields = check_options(self.runtime.settings, options)

        def claim() -> Claim:
            return self.journal.claim(
                key, item, options.recording_id, options.recording, is_named=is_named
            )

        claimed = claim()
        entry = claimed.entry
        if claimed.kind == "finished":
            if entry.duplicate_of is None or not _has_changed(item, entry):
                return _finished(key, item, entry)
            # What it was is uploaded for another item; what it is now is not.
            if not self.journal.reopen(entry.id):
                return _later(item, entry)
            entry = attrs.evolve(entry, state="new", duplicate_of=None)
        elif claimed.kind == "busy":
            return _later(item, entry)
        try:
            return self._ours(key, item, entry, options, fields, claim)
        except LeaseLostError:
            raise
        except BaseException as error:
            with suppress(LeaseLostError):  # it had been released, or the error says more
                self.journal.release(entry.id)
            if isinstance(error, BotaError) and error.recording_id is None:
                error.recording_id = entry.recording_id
            raise

    def _options(self, key: str, item: UploadItem) -> UploadOptions:
        recording: dict[str, Any] = {**item.recording}
        if item.recording_id is None:
            recording = {**self.recording, **recording}

        def on_progress(progress: Progress) -> None:
            self.tell(ItemProgress(key, progress))

        return UploadOptions(
            recording_id=item.recording_id,
            content_type=item.content_type,
            recording=recording,
            checksum=self.checksum,
            deadline=None,
            cancel=None,
            on_progress=on_progress,
        )

    def _ours(
        self,
        key: str,
        item: UploadItem,
        entry: Entry,
        options: UploadOptions,
        fields: Mapping[str, Any],
        claim: Callable[[], Claim],
    ) -> ItemResult | Deferred:
        if entry.state == "stored" and entry.sha256:
            done = self._only_complete(key, entry, options)
            if done is not None:
                if _has_changed(item, entry):
                    raise _later_change(entry)
                return done
        fingerprint = _fingerprint(item)
        source = self.open_source(item.audio)
        ours = False
        try:
            while (
                original := self._original(item, entry, source, fingerprint, options)
            ) is not None:
                self.journal.release(entry.id, state="duplicate", duplicate_of=original)
                again = claim()
                while again.kind == "busy" and _path(item) is None:
                    # Its bytes may be there only once, so it is not put off to be read again.
                    waiting.wait_blocking(_LOOK)
                    stop_if_asked()
                    again = claim()
                if again.kind == "finished":
                    return _finished(key, item, again.entry)
                if again.kind == "busy":
                    return _later(item, entry)
            ours = True
        finally:
            if not ours:
                source.close()
        try:
            receipt = self._upload(item.audio, source, entry, options, fields)
        except NotFoundError:
            if entry.recording_id is None or options.recording_id is not None:
                raise
            # Somebody has deleted the recording that an earlier run had created.
            self.journal.write(entry.id, state="new", create_key=None, recording_id=None)
            entry = attrs.evolve(entry, state="new", create_key=None, recording_id=None)
            receipt = self._upload(item.audio, self.open_source(item.audio), entry, options, fields)
        self.journal.release(
            entry.id,
            state="uploaded",
            recording_id=receipt.recording_id,
            sha256=receipt.sha256,
            verified=receipt.verified,
            size=receipt.bytes,
        )
        return ItemResult(
            key,
            "uploaded",
            recording_id=receipt.recording_id,
            bytes=receipt.bytes,
            sha256=receipt.sha256,
            verified=receipt.verified,
            attempts=receipt.attempts,
        )

    def _only_complete(self, key: str, entry: Entry, options: UploadOptions) -> ItemResult | None:
        """Complete an item whose bytes S3 has; None if it has to be sent once more."""
        recording_id, sha256 = entry.recording_id or "", entry.sha256 or ""

        def tell(phase: Phase) -> None:
            size = entry.size or 0
            if options.on_progress is not None:
                options.on_progress(Progress(phase, recording_id, 0, size, size))

        try:
            recording = complete(self.runtime, recording_id, sha256, tell)
        except (NotFoundError, ConflictError, UnprocessableContentError):
            return None
        if recording is None:
            return None
        verified = recording.content_sha256 == sha256 and bool(recording.content_sha256_verified_at)
        self.journal.release(entry.id, state="uploaded", verified=verified)
        return ItemResult(
            key,
            "uploaded",
            "was stored by an earlier run",
            recording_id=recording_id,
            bytes=entry.size,
            sha256=sha256,
            verified=verified,
        )

    def _original(
        self,
        item: UploadItem,
        entry: Entry,
        source: Source,
        fingerprint: Fingerprint | None,
        options: UploadOptions,
    ) -> int | None:
        """Return the row of the item that has the same bytes, if another one has."""
        is_compared = not self.allow_duplicates and not options.recording_id
        sha256 = None
        if is_compared and _path(item) is None:
            # Nobody else can read it, so whoever has the same bytes has to find this.
            sha256 = hash_source(source).sha256
        sample = source.sample()
        peers = self.journal.note_file(entry.id, fingerprint, source.size, sample, sha256)
        if peers is None or not is_compared or entry.recording_id:
            return None
        # Only now: most files are the only one of their size and sample, and need no reading
        # before they are sent.
        sha256 = sha256 or hash_source(source).sha256
        same = [peer.id for peer in peers if _sha256_of(peer) == sha256]
        return self.journal.note_bytes(entry.id, source.size, sample, sha256, same)

    def _upload(
        self,
        audio: object,
        source: Source,
        entry: Entry,
        options: UploadOptions,
        fields: Mapping[str, Any],
    ) -> Receipt:
        recording_id = entry.recording_id or options.recording_id
        create_key = entry.create_key or secrets.token_hex(16)
        try:
            if recording_id is None and entry.create_key is not None:
                recording_id = find_lost_recording(self.runtime, create_key, fields)
        except BaseException:
            source.close()
            raise
        if recording_id is None and self.keeps_journal:
            marked = {**fields.get("metadata", {}), CREATE_KEY: create_key}
            fields = {**fields, "metadata": marked, "idempotency_key": create_key}
        upload = make_upload(
            self.runtime, audio, source, attrs.evolve(options, recording_id=recording_id), fields
        )

        def on_stage(upload: Upload) -> None:
            known: dict[str, Any] = {"recording_id": upload.recording_id}
            if upload.stage == "creating":
                known["create_key"] = create_key
            elif upload.stage == "stored":
                known["sha256"] = upload.sha256
            self.journal.write(entry.id, state=upload.stage, **known)

        if self.keeps_journal:
            upload.on_stage = on_stage
        return upload.run()


def _finished(key: str, item: UploadItem, entry: Entry) -> ItemResult:
    if entry.duplicate_of is None and _has_changed(item, entry):
        raise _later_change(entry)
    recording_id = entry.duplicate_of or entry.recording_id
    reason = "has the same bytes as" if entry.duplicate_of else "is uploaded already, as"
    return ItemResult(
        key,
        "skipped",
        f"{reason} {recording_id}",
        recording_id=recording_id,
        bytes=entry.size,
        sha256=entry.sha256,
        verified=entry.verified,
    )


def _later(item: UploadItem, entry: Entry) -> Deferred:
    # Another file may go by the same key.
    path = path_of(item)
    return Deferred(entry.id if path is not None and path == entry.path else None)


def _later_change(entry: Entry) -> SourceChangedError:
    error = SourceChangedError(
        f"the source has changed since it was uploaded as {entry.recording_id}, which was left as "
        "it is; to upload the new contents too, give them another name, key or journal"
    )
    error.recording_id = entry.recording_id
    return error


def _path(item: UploadItem) -> Path | None:
    source: Any = item.audio
    return Path(source) if isinstance(source, str) or hasattr(source, "__fspath__") else None


def _fingerprint(item: UploadItem) -> Fingerprint | None:
    path = _path(item)
    try:
        return None if path is None else Fingerprint.of(path.stat())
    except (OSError, ValueError):
        return None  # opening it says why


def _has_changed(item: UploadItem, entry: Entry) -> bool:
    if isinstance(item.audio, bytes | bytearray | memoryview):
        return hashlib.sha256(item.audio).hexdigest() != entry.sha256
    path, now = _path(item), _fingerprint(item)
    # A file that is gone cannot be uploaded again: what was uploaded of it stands.
    if path is None or now is None or now == entry.fingerprint:
        return False
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != entry.sha256
    except OSError:
        return True


def _sha256_of(peer: Peer) -> str | None:
    try:
        with open(os.fsdecode(peer.path or b""), "rb") as file:  # noqa: PTH123 - any bytes
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None

"""One item of a bulk upload, from what the journal knows of it to its result. Runs in a thread."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, Final

import attrs

from bota_sdk._bulk.items import ItemProgress, ItemResult, Outcome, UploadItem, name_of, path_of
from bota_sdk._bulk.journal import Claim, Journal, LeaseLostError
from bota_sdk._bulk.manifest import with_sidecar
from bota_sdk._bulk.outage import NOT_ITS_OWN, Outage, OutageError
from bota_sdk._bulk.recovery import find_lost_recording, with_create_key
from bota_sdk._bulk.rows import (
    Entry,
    fields_of,
    fingerprint_now,
    identity_of,
    options_of,
    sha256_of,
)
from bota_sdk._bulk.store.slots import UploadSlots
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import stop_if_asked
from bota_sdk._shared.redact import redact
from bota_sdk._shared.requests import RequestRecord, watch_requests
from bota_sdk._upload.completion import complete
from bota_sdk._upload.options import check_options
from bota_sdk._upload.places import url_of
from bota_sdk._upload.progress import Progress
from bota_sdk._upload.runtime import Runtime
from bota_sdk._upload.source import Source
from bota_sdk._upload.upload import Upload
from bota_sdk.errors import (
    ApiError,
    BotaError,
    ConfigurationError,
    ConflictError,
    NotFoundError,
    SourceChangedError,
    SourceError,
    UnprocessableContentError,
)

if TYPE_CHECKING:
    from bota_sdk._bulk.run import BulkOptions

_NOTHING_DONE: Final = frozenset({400, 401, 403, 404, 422, 429})
"""Statuses of a createRecording that leave no doubt: it created nothing."""

_NEW: Final = "a new recording"
"""What a dry run knows of the recording that it does not create."""

_LOOK: Final = 0.2
"""Seconds between two looks at the item whose bytes another one has."""


@attrs.frozen
class Worker:
    """Works on items, one in each thread, and gives their progress to `on_progress`."""

    runtime: Runtime
    journal: Journal
    options: BulkOptions
    on_progress: Callable[[ItemProgress], object]
    outage: Outage
    slots: UploadSlots

    def finished(self, items: Sequence[UploadItem]) -> dict[int, ItemResult]:
        """Return how those of some items ended, by their index, that one look at each finds done.

        They are finished, and files of this machine that look as they did. The others are left to
        `work`, which decides by the same, and may take its time.
        """
        jobs: dict[int, _Job] = {}
        for index, item in enumerate(items):
            with suppress(Exception):  # which `work` meets too
                is_here = path_of(item) is not None and url_of(item.audio) is None
                if is_here and not item.sidecar and (name := name_of(item, has_journal=True)):
                    jobs[index] = _Job(self, item, name, name)
        known = self.journal.finished([job.identity for job in jobs.values()])
        return {
            index: result
            for index, job in jobs.items()
            if job.identity in known and (result := job.finished(known[job.identity]))
        }

    def work(self, item: UploadItem, number: int) -> ItemResult:
        """Do what there is to do for an item, and return how it ended.

        `not_started` means: not yet, because another worker has the item, or has the same bytes
        under way. The number names an item that has no name of its own.
        """
        started = time.monotonic()
        key, name = f"item {number}", None
        try:
            name = name_of(item, has_journal=self.options.journal is not None)
            key = name or key
            item = with_sidecar(item) if item.sidecar else item
            # No other item has a name by chance.
            result = _Job(self, item, key, name or secrets.token_hex(16)).run()
        except LeaseLostError:
            result = ItemResult(key, "skipped", "another process has taken it over")
        except Exception as error:  # also of the caller's own source: it ends no other item
            left = getattr(error, "recording_id", None)
            result = ItemResult(key, "failed", str(error), recording_id=left, error=error)
            # Or the key by which an earlier version put it into the queue.
            kept = name or getattr(item, "key", None)
            if kept is not None and not isinstance(error, NOT_ITS_OWN):
                fields = fields_of(item, self.options.recording)
                self.journal.write_failure(kept, item, fields, redact(str(error)))
        return attrs.evolve(result, seconds=time.monotonic() - started)


class _Job:
    """The work on one item, which `key` names in results and `name` in the journal."""

    def __init__(self, worker: Worker, item: UploadItem, key: str, name: str) -> None:
        self._worker, self._journal, self._item = worker, worker.journal, item
        self._key, self._name, self._path = key, name, path_of(item)
        shared = worker.options
        notify = self._notify if shared.on_progress is not None else None
        self._options = options_of(item, shared.recording, shared.checksum, notify)
        self._fields = check_options(worker.runtime.settings, self._options)
        self.identity = identity_of(name, item, self._options.recording, self._journal.place)
        self._entry: Entry
        self._holds = False
        self._attempts = 0
        self._started = time.monotonic()

    def finished(self, entry: Entry) -> ItemResult | None:
        self._entry = entry
        return None if self._new_fingerprint() else self._skipped()

    def run(self) -> ItemResult:
        claim = self._claim()
        if claim == "finished" and self._entry.duplicate_of and self._has_changed():
            # What it was is uploaded for another item; what it is now is not.
            claim = self._claim(reopen=True)
        if claim != "ours":
            return self._not_ours(claim)
        try:
            return self._ours()
        except LeaseLostError:
            raise
        except BaseException as error:
            if self._holds:  # and not another run, from which any error comes then
                self._journal.release(self._entry)
            if isinstance(error, OutageError):
                return self._result("not_started", str(error))
            if isinstance(error, BotaError) and error.recording_id is None:
                error.recording_id = self._entry.recording_id
            raise

    def _claim(self, *, reopen: bool = False) -> Claim:
        claim, self._entry = self._journal.claim(
            self._name, self._item, self._options.recording, reopen=reopen
        )
        self._holds = claim == "ours"
        return claim

    def _not_ours(self, claim: Claim) -> ItemResult:
        if claim == "busy":
            return ItemResult(self._key, "not_started", "left to another worker")
        if not self._entry.duplicate_of:
            self._check_unchanged()
        return self._skipped()

    def _skipped(self) -> ItemResult:
        same = self._entry.duplicate_of
        known = f"is uploaded already, as {self._entry.recording_id}"
        return self._result("skipped", f"has the same bytes as {same}" if same else known)

    def _ours(self) -> ItemResult:
        outlast = self._worker.outage.outlast
        if self._entry.state == "stored" and (completed := outlast(self._completed)):
            return completed
        with closing(self._worker.options.open_source(self._item.audio)) as source:
            while (first := self._first_with_same_bytes(source)) is not None:
                # It is none until the other one is uploaded, whose bytes may turn out to be others.
                self._journal.release(self._entry, duplicate_of=first)
                claim = self._claim()
                while claim == "busy" and self._path is None:
                    # Its bytes may be there only once, so it is not put off to be read again.
                    waiting.wait_blocking(_LOOK)
                    stop_if_asked()
                    claim = self._claim()
                if claim != "ours":
                    return self._not_ours(claim)
            return outlast(lambda: self._uploaded(source))

    def _completed(self) -> ItemResult | None:
        """Complete an item whose bytes S3 has; None if they have to be sent once more."""
        if self._worker.options.dry_run:
            self._journal.release(self._entry, state="uploaded")
            return self._result("uploaded", "was stored by an earlier run")
        recording_id, sha256 = self._entry.recording_id or "", self._entry.sha256 or ""
        size = self._entry.size or 0
        recording = None
        with suppress(NotFoundError, ConflictError, UnprocessableContentError):
            recording = complete(
                self._worker.runtime,
                recording_id,
                sha256,
                lambda phase: self._notify(Progress(phase, recording_id, 0, size, size)),
            )
        if recording is None:
            self._entry = attrs.evolve(self._entry, state="created")
            return None
        is_same = recording.content_sha256 == sha256
        self._release_uploaded(verified=is_same and bool(recording.content_sha256_verified_at))
        self._check_unchanged()
        return self._result("uploaded", None if self._attempts else "was stored by an earlier run")

    def _first_with_same_bytes(self, source: Source) -> int | None:
        """Return the row of the item that has the same bytes, if another one has."""
        known: dict[str, Any] = {"size": source.size, "sample": source.sample()}
        known["fingerprint"] = source.fingerprint or fingerprint_now(self._item)
        entry, sha256 = self._entry, ""
        is_compared = not self._worker.options.allow_duplicates and not self._item.recording_id
        if is_compared and self._path is None:
            # Nobody else can read it, so whoever has the same bytes has to find this.
            sha256 = source.digests().sha256
        if not is_compared or self._entry.recording_id:
            self._journal.write(entry, **known, sha256=sha256)
            return None
        while (first := self._journal.first_with(entry, **known, sha256=sha256)) is not None:
            if not sha256:
                # Only now: most files are the only one of their size and sample, and need no
                # reading before they are sent.
                sha256 = source.digests().sha256
            elif not first.sha256 and first.place in ("", self._journal.place):
                found = None
                with suppress(SourceError, ConfigurationError):
                    found = sha256_of(os.fsdecode(first.path or b""))
                self._journal.write_sha256(first, found)
            else:
                return first.id  # or may have them, which its own machine will know
        return None

    def _uploaded(self, source: Source) -> ItemResult:
        if self._entry.state == "stored" and (completed := self._completed()):
            return completed  # an outage came between
        if self._worker.options.dry_run:
            source.content_type(self._options.content_type)
            known = {"recording_id": self._entry.recording_id or _NEW, "size": source.size}
            self._release_uploaded(**known)
            return self._result("uploaded")
        is_first = self._entry.create_key is None
        requests: list[RequestRecord] = []
        upload = self._upload(source)
        try:
            with self._worker.slots.held(), watch_requests(requests.append):
                receipt = upload.run()
        except ApiError as error:
            # A recording may have been made by any request with its key, not only the last one.
            is_sure = all(not each.sent or each.status_code in _NOTHING_DONE for each in requests)
            if upload.stage == "creating" and is_first and is_sure:
                self._journal.write(self._entry, state="new", create_key=None)
            # One that was created just now and is not there is no reason to create another.
            is_begun = upload.options.recording_id and not self._item.recording_id
            if not isinstance(error, NotFoundError) or not is_begun:
                raise
            # Somebody has deleted the recording that an earlier run had created: from the start.
            self._journal.release(self._entry, state="new", create_key=None, recording_id=None)
            return self._not_ours("busy")
        finally:
            self._attempts += upload.attempt
        known = {"recording_id": receipt.recording_id, "sha256": receipt.sha256}
        self._release_uploaded(**known, verified=receipt.verified, size=receipt.bytes)
        return self._result("uploaded")

    def _upload(self, source: Source) -> Upload:
        runtime, entry, fields = self._worker.runtime, self._entry, self._fields
        keeps_journal = self._worker.options.journal is not None
        recording_id = entry.recording_id or self._item.recording_id
        create_key = entry.create_key or secrets.token_hex(16)
        if recording_id is None and entry.create_key is not None and keeps_journal:
            recording_id = find_lost_recording(runtime, create_key, fields, entry.created_after)
        if recording_id is None:
            fields = {**fields, "idempotency_key": create_key}
            fields = with_create_key(fields, create_key) if keeps_journal else fields
        options = attrs.evolve(self._options, recording_id=recording_id)
        upload = Upload(runtime, source, options, fields)

        def on_stage(upload: Upload) -> None:
            known: dict[str, Any] = {"recording_id": upload.recording_id, "create_key": create_key}
            if upload.stage == "creating" and self._entry.create_key is None:
                known["created_after"] = runtime.state.clocks.api.now()
            if upload.stage == "stored":
                known |= {"sha256": upload.sha256, "size": source.size}
            self._journal.write(entry, state=upload.stage, **known)
            self._entry = attrs.evolve(self._entry, state=upload.stage, **known)

        upload.on_stage = on_stage
        return upload

    def _release_uploaded(self, **known: Any) -> None:
        self._journal.release(self._entry, state="uploaded", **known)
        self._entry = attrs.evolve(self._entry, **known)

    def _result(self, outcome: Outcome, reason: str | None = None) -> ItemResult:
        recording_id = self._entry.duplicate_of or self._entry.recording_id
        return ItemResult(
            self._key,
            outcome,
            reason,
            recording_id=None if recording_id == _NEW else recording_id,
            bytes=self._entry.size,
            sha256=self._entry.sha256,
            verified=bool(self._entry.verified),
            attempts=self._attempts,
            seconds=time.monotonic() - self._started,
        )

    def _notify(self, progress: Progress) -> None:
        self._worker.on_progress(ItemProgress(self._key, progress))

    def _new_fingerprint(self) -> str | None:
        # A file that is gone cannot be uploaded again: what was uploaded of it stands.
        now = fingerprint_now(self._item)
        return None if now == self._entry.fingerprint else now

    def _has_changed(self) -> bool:
        audio, entry = self._item.audio, self._entry
        if isinstance(audio, bytes | bytearray | memoryview):
            return hashlib.sha256(audio).hexdigest() != entry.sha256
        now = self._new_fingerprint()
        if now is None or self._path is None:
            return False
        if sha256_of(self._path) != entry.sha256:
            return True
        self._journal.write_fingerprint(entry, now)  # so that no run reads it again
        return False

    def _check_unchanged(self) -> None:
        if self._has_changed():
            error = SourceChangedError(
                f"the source has changed since it was uploaded as {self._entry.recording_id}, "
                "which was left as it is; to upload the new contents too, give them another name, "
                "key or journal"
            )
            error.recording_id = self._entry.recording_id
            raise error

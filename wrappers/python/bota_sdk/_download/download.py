"""The audio of a recording, downloaded whole and checked, over as many requests as it takes."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from bota_sdk._download.target import OpenTarget, Target, check_target, open_target
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import CancelToken, checks_of, stop_if_asked, stoppable
from bota_sdk._shared.outcome import NoResponse
from bota_sdk._shared.redact import Secret
from bota_sdk._shared.requests import RequestRecord, add_refresh, add_request, add_retry
from bota_sdk._shared.retry import retry_wait
from bota_sdk._storage.client import PROGRESS_STEP
from bota_sdk._storage.decision import Budget, Refresh, Retry, decide
from bota_sdk._storage.explanation import download_error
from bota_sdk._storage.response import StorageOutcome, StorageResponse, parse_response
from bota_sdk._storage.signed_url import checked_url, end_of
from bota_sdk._upload.check import check_about, check_url
from bota_sdk._upload.runtime import Runtime
from bota_sdk._wire.pool import BrokenResponseError, StreamedResponse
from bota_sdk.errors import IntegrityError

if TYPE_CHECKING:
    from bota_api.models import DownloadUrl

OnDownload: TypeAlias = Callable[[int, int | None], object]
"""Called with the bytes that have come, and with how many there are, or None if not known."""

_CONTENT_RANGE: Final = re.compile(r"bytes (?:([0-9]{1,18})-[0-9]{1,18}|\*)/([0-9]{1,18})")


@attrs.frozen
class Download:
    """One finished download.

    Attributes:
        path: the file; None where the bytes went to a file object of the caller's.
        bytes: how many there are.
        sha256: of the bytes, 64 lower-case hex digits.
        verified: whether that is the SHA-256 that the service has; False where it has none.

    """

    path: Path | None
    bytes: int
    sha256: str
    verified: bool


@attrs.frozen
class DownloadOptions:
    """What `download` was called with, beside the recording and the target. See `Bota.download`."""

    overwrite: bool
    deadline: float | None
    cancel: CancelToken | None
    on_progress: OnDownload | None


def download(
    runtime: Runtime, recording_id: str, target: Target, options: DownloadOptions
) -> Download:
    """Download the audio of a recording. See `Bota.download`."""
    checks = checks_of("download", options.cancel, options.deadline)
    if options.on_progress is not None and not callable(options.on_progress):
        raise TypeError("on_progress must be callable with two arguments")
    check_target(target, overwrite=options.overwrite)
    with stoppable(*checks), waiting.patient():
        stop_if_asked()
        recording = runtime.api.recordings.get(recording_id)
        check_about(recording, recording_id, "getRecording")
        offered = runtime.api.recordings.get_download_url(recording_id)
        size = offered.file_size_bytes or recording.file_size_bytes
        sha256 = recording.content_sha256
        kind = offered.content_type or recording.mime_type
        url = _usable(offered, recording_id, runtime)
        with open_target(target, recording_id, kind, overwrite=options.overwrite) as opened:
            transfer = _Transfer(runtime, recording_id, opened, size, options.on_progress)
            transfer.run(url)
            found = transfer.digest.hexdigest()
            if not sha256 and not transfer.has_end:
                raise IntegrityError(
                    f"the download ended after {transfer.received} bytes, but neither the service "
                    "nor S3 says how many there are, so that it may have been cut short"
                )
            if sha256 and found != sha256:
                raise IntegrityError(
                    f"the download's SHA-256 is {found}, but the service says {sha256}"
                )
    return Download(opened.path, transfer.received, found, verified=bool(sha256))


@attrs.define
class _Transfer:
    """The bytes of one object on their way, over as many requests as it takes.

    Of the `size` that the service says, `received` are written, and `digest` is their SHA-256.
    `has_end` unless the end of the connection is all that ended them.
    """

    runtime: Runtime
    recording_id: str
    target: OpenTarget
    size: int | None
    on_progress: OnDownload | None
    received: int = 0
    digest: Any = attrs.field(factory=hashlib.sha256)
    has_end: bool = True
    _etag: str = ""
    _reported: int = 0

    def run(self, url: Secret) -> None:
        """Write all of the object to the target."""
        max_retries, quota = self.runtime.settings.max_retries, self.runtime.state.quota
        budget = Budget(max_retries)
        spent = attempts = 0
        while True:
            stop_if_asked()
            attempts += 1
            before = self.received
            failed = self._request(url, attempts)
            if failed is None:
                break
            if self.received - before >= PROGRESS_STEP:
                budget = Budget(max_retries)  # whatever brings as many bytes is not broken
            action = decide(StorageOutcome(failed, url_end=end_of(url)), budget)
            budget = budget.after(action)
            match action:
                case Refresh():
                    add_refresh(f"download of {self.recording_id}")
                    offered = self.runtime.api.recordings.get_download_url(self.recording_id)
                    url = _usable(offered, self.recording_id, self.runtime)
                case Retry() as retry if quota.take(retry.price):
                    spent = retry.price
                    number = max_retries - budget.retries
                    wait = retry_wait(number, retry.asked_wait)
                    add_retry(f"download of {self.recording_id}", number, wait)
                    waiting.wait_blocking(wait)
                case _:
                    raise download_error(failed, attempts=attempts)
        quota.refund(spent)
        if self.size is not None and self.received != self.size:
            raise self._wrong_size(self.received)

    def _request(self, url: Secret, attempt: int) -> StorageResponse | NoResponse | None:
        """Send one request for what is still to come; return None when all of it is there."""
        headers: dict[str, str] = {}
        if self.received and self._etag:
            headers = {"Range": f"bytes={self.received}-", "If-Range": self._etag}
        started = time.monotonic()
        status: int | None = None
        try:
            with self.runtime.storage.get(url, headers) as response:
                if isinstance(response, NoResponse):
                    return response
                status = response.status_code
                return self._receive(response)
        except BrokenResponseError as error:
            return error.outcome
        finally:
            request = RequestRecord("GET", "S3 object", status, time.monotonic() - started)
            add_request(request, url, attempt=attempt)

    def _receive(self, response: StreamedResponse) -> StorageResponse | NoResponse | None:
        status, headers = response.status_code, response.headers
        span = _CONTENT_RANGE.fullmatch(headers.get("content-range", ""))
        chunks = response.chunks()
        if status == 416 and span and int(span[2]) == self.received:
            return None  # the connection broke after the last byte
        if status not in (200, 206):
            return parse_response(status, headers, next(chunks, b""))
        etag = headers.get("etag", "")
        if status == 206:
            expected = (str(self.received), self._etag)
            if span is None or (span[1], etag or self._etag) != expected:
                self._etag = ""  # the next request is for all of it
                return NoResponse("S3 sent other bytes than asked for", timed_out=False, sent=True)
            total: int | None = int(span[2])
        else:
            # A weak one does not promise the same bytes (RFC 9110, section 8.8.3).
            self._etag = "" if etag.startswith("W/") else etag
            length = headers.get("content-length", "")
            total = int(length) if length.isdecimal() else None
            chunks = self._rest_of(chunks)
        is_chunked = "chunked" in headers.get("transfer-encoding", "").lower()
        self.has_end = is_chunked or not (total is None and self.size is None)
        if self.size is not None and total is not None and total > self.size:
            raise self._wrong_size(total)
        for chunk in chunks:
            self._write(chunk, total)
        if total is not None and self.received != total:
            return NoResponse("the response ended early", timed_out=False, sent=True)
        return None

    def _rest_of(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield what is new of a response that begins at the beginning."""
        if self.received and self.target.is_ours:
            self.target.clear()
            self.received, self._reported, self.digest = 0, 0, hashlib.sha256()
        skip, again = self.received, hashlib.sha256()
        for chunk in chunks:
            again.update(chunk[:skip])
            if skip and len(chunk) >= skip and again.digest() != self.digest.digest():
                raise IntegrityError(
                    f"the audio became another one after {self.received} bytes of its download "
                    "had been written"
                )
            yield chunk[skip:]
            skip -= min(skip, len(chunk))

    def _write(self, chunk: bytes, total: int | None) -> None:
        if self.size is not None and self.received + len(chunk) > self.size:
            raise self._wrong_size(self.received + len(chunk))
        self.target.write(chunk)
        self.digest.update(chunk)
        self.received += len(chunk)
        total = total if self.size is None else self.size
        is_due = self.received - self._reported >= PROGRESS_STEP or self.received == total
        if (on_progress := self.on_progress) is not None and is_due:
            self._reported = received = self.received
            self.runtime.notify(lambda: on_progress(received, total))

    def _wrong_size(self, found: int) -> IntegrityError:
        at_least = "at least " if self.size is not None and found > self.size else ""
        return IntegrityError(
            f"the download has {at_least}{found} bytes, but the service says {self.size}"
        )


def _usable(offered: DownloadUrl, recording_id: str, runtime: Runtime) -> Secret:
    what = "getDownloadUrl responded with a download URL"
    url = checked_url(offered.download_url, runtime.settings, what)
    check_url(url, recording_id, runtime.state.owners, "getDownloadUrl")
    return url

"""The upload of one source, from its recording to the verified audio."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import checks_of, stop_if_asked, stoppable
from bota_sdk._shared.requests import RequestRecord, add_refresh, add_retry, watch_requests
from bota_sdk._shared.retry import retry_wait
from bota_sdk._shared.telemetry import Attributes, upload_span
from bota_sdk._storage.client import put_once
from bota_sdk._storage.decision import Budget, Done, Refresh, Retry, decide
from bota_sdk._storage.explanation import put_error
from bota_sdk._storage.hashing import Digests
from bota_sdk._storage.response import StorageOutcome, StorageResponse
from bota_sdk._storage.signed_url import SignedUrl, needs_refresh, read_signed_url
from bota_sdk._upload.check import check_created, check_url
from bota_sdk._upload.completion import complete
from bota_sdk._upload.options import UploadOptions, check_options
from bota_sdk._upload.progress import (
    Phase,
    Progress,
    Receipt,
    Rewind,
    log_failed,
    log_uploaded,
)
from bota_sdk._upload.runtime import Runtime
from bota_sdk._upload.source import (
    AsyncUploadSource,
    Source,
    async_chunks,
    kept_source,
    open_source,
)
from bota_sdk._upload.spool import spool_async
from bota_sdk.errors import (
    BotaError,
    DeadlineExceededError,
    IntegrityError,
    SourceChangedError,
    UploadCancelledError,
)

if TYPE_CHECKING:
    from bota_api.models import Recording

Stage = Literal["nothing", "creating", "created", "sending", "stored"]
"""What an upload has left in the service, as far as is known."""

MAX_ROUNDS: Final = 2
"""Full rounds from URL to completion: a second one after an integrity failure."""

_ENDINGS: Final = {"creating": "/recordings", "stored": "/upload-complete"}


def upload(runtime: Runtime, audio: object, options: UploadOptions) -> Receipt:
    """Check, open and upload audio. See `Bota.upload`."""
    checks = checks_of("upload", options.cancel, options.deadline)
    fields = check_options(runtime.settings, options)
    with stoppable(*checks):
        stop_if_asked()
        with closing(open_source(audio)) as source:
            return Upload(runtime, source, options, fields).run()


async def upload_async(
    runtime: Runtime, audio: AsyncUploadSource, options: UploadOptions
) -> Receipt:
    """Check, open and upload audio, in a worker thread. See `AsyncBota.upload`."""
    checks = checks_of("upload", options.cancel, options.deadline)
    fields = check_options(runtime.settings, options)
    source: Source | None = None
    upload: Upload | None = None

    def work() -> Receipt:
        nonlocal upload
        with closing(source or open_source(audio)) as opened:
            upload = Upload(runtime, opened, options, fields)
            return upload.run()

    with stoppable(*checks):
        stop_if_asked()
        if (chunks := async_chunks(audio)) is not None:
            source = kept_source(await spool_async(chunks))
        try:
            return await runtime.threads.run(work)
        except BaseException as error:
            # What ended the upload itself says so already; what kept it from its thread, or took it
            # out of it, does not.
            if upload is None:
                _add_state(error, "no recording was created", None)
                if source is not None:
                    source.close()
            elif not isinstance(error, Exception):
                upload.describe(error, abandoned=True)
            raise


@attrs.define
class Upload:
    """One upload under way of a source.

    Attributes:
        fields: what to create the recording with when there is none.
        on_stage: called at every stage: at `creating` and `sending` before they begin, at the
            others as soon as they are known.
        sha256: of the stored bytes, from the stage `stored` on.
        attempt: the number of the PUT, from 1.

    """

    runtime: Runtime
    source: Source
    options: UploadOptions
    fields: Mapping[str, Any]
    on_stage: Callable[[Upload], object] | None = None
    stage: Stage = "nothing"
    recording_id: str | None = attrs.field(init=False)
    sha256: str = ""
    attempt: int = 0
    _budget: Budget = attrs.field(init=False)
    _content_type: str = ""
    _first_reading: Digests | None = None
    _bytes_sent: int = 0
    _may_be_stored: bool = False
    _requests: list[RequestRecord] = attrs.field(factory=list[RequestRecord])

    def __attrs_post_init__(self) -> None:
        self.recording_id = self.options.recording_id
        self._budget = Budget(self.runtime.settings.max_retries)

    def run(self) -> Receipt:
        """Do all of it. An error has its `recording_id` as soon as there is one."""
        started = time.monotonic()
        with (
            upload_span(self._attributes),
            watch_requests(self._requests.append),
            waiting.patient(),
        ):
            try:
                recording, etag = self._all_rounds()
            except BaseException as error:
                self.describe(error)
                seconds = time.monotonic() - started
                log_failed(self.recording_id, self.attempt, seconds, error)
                raise
        verified_at = recording.content_sha256_verified_at
        receipt = Receipt(
            recording=recording,
            bytes=self.source.size,
            sha256=self.sha256,
            verified=recording.content_sha256 == self.sha256 and bool(verified_at),
            etag=etag,
            content_type=self._content_type,
            attempts=self.attempt,
            requests=tuple(self._requests),
            seconds=time.monotonic() - started,
        )
        self.runtime.state.sha256_is_verified |= receipt.verified
        log_uploaded(receipt)
        return receipt

    def _all_rounds(self) -> tuple[Recording, str | None]:
        self._content_type = self.source.content_type(self.options.content_type)
        self._report("preparing")
        if self.options.checksum == "md5":
            self._first_reading = self.source.digests(with_md5=True)
        if self.recording_id is None:
            self._reach("creating")
            title = self.source.title
            fields = self.fields if title is None else {"name": title, **self.fields}
            recording = self.runtime.api.recordings.create(**fields)
            check_created(recording, fields, self.runtime.state.owners)
            self.recording_id = recording.id
        self._reach("created")
        for _ in range(MAX_ROUNDS):
            stored = self._store(self.recording_id)
            # S3 may have had the object already, and refused this body before its end.
            self.sha256 = (stored.digests or self.source.digests()).sha256
            self._reach("stored")
            completed = complete(self.runtime, self.recording_id, self.sha256, self._report)
            if completed is not None:
                response = stored.response
                return completed, response.etag if isinstance(response, StorageResponse) else None
        raise IntegrityError(
            f"the service stored other bytes than the {self.source.size} that were sent, "
            f"{MAX_ROUNDS} times in a row",
        )

    def _store(self, recording_id: str) -> StorageOutcome:
        clocks, quota = self.runtime.state.clocks, self.runtime.state.quota
        signed_url: SignedUrl | None = None
        size, spent = self.source.size, 0
        while True:
            stop_if_asked()
            self.attempt += 1
            if self._bytes_sent:
                lost, self._bytes_sent = self._bytes_sent, 0
                self._notify(Rewind("waiting", self.recording_id, self.attempt, 0, size, lost))
            self._report("uploading")
            # Looked at as late as possible: whatever took time since it was signed is over.
            if signed_url is not None and needs_refresh(signed_url, clocks.now()):
                add_refresh(f"PUT of {recording_id}")
                signed_url = None
            signed_url = signed_url or self._ask_for_url(recording_id)
            outcome = self._put(signed_url)
            action = decide(outcome, self._budget)
            self._budget = self._budget.after(action)
            match action:
                case Done():
                    quota.refund(spent)
                    return outcome
                case Refresh():
                    add_refresh(f"PUT of {recording_id}")
                    signed_url = None
                case Retry() as retry if quota.take(retry.price):
                    spent = retry.price
                    self._report("waiting")
                    number = self.runtime.settings.max_retries - self._budget.retries
                    wait = retry_wait(number, retry.asked_wait)
                    add_retry(f"PUT of {recording_id}", number, wait)
                    waiting.wait_blocking(wait)
                case _:
                    raise put_error(
                        outcome, signed_url, attempts=self.attempt, api_time=clocks.api.now()
                    )

    def _ask_for_url(self, recording_id: str) -> SignedUrl:
        # The service may take more types than the contract names.
        content_type: Any = self._content_type
        size = self.source.size
        response = self.runtime.api.uploads.create_url(
            recording_id, content_type=content_type, file_size_bytes=size
        )
        signed_url = read_signed_url(
            response, self.runtime.settings, content_type=content_type, size=size
        )
        owners = self.runtime.state.owners
        check_url(signed_url.url, recording_id, owners, "createUploadUrl")
        clock = self.runtime.state.clocks.api
        if signed_url.signed_at is not None and clock.now() is None:
            # An API that names no date has just named it in its signature.
            clock.learn_time(signed_url.signed_at)
        return signed_url

    def _put(self, signed_url: SignedUrl) -> StorageOutcome:
        def report(bytes_sent: int) -> None:
            # S3 stores nothing of a body that it has not had to the end.
            self._may_be_stored |= bytes_sent == self.source.size
            self._report("uploading", bytes_sent)

        first, was_in_doubt = self._first_reading, self._may_be_stored
        self._reach("sending")
        outcome = put_once(
            self.runtime.storage,
            signed_url,
            self.source.chunks,
            self.source.size,
            with_md5=not self.runtime.state.sha256_is_verified,
            with_thread=not self.source.is_remote,
            content_md5=first.md5 if first else None,
            attempt=self.attempt,
            on_bytes=report,
        )
        self._bytes_sent = outcome.bytes_sent
        if isinstance(outcome.response, StorageResponse):
            if 300 <= outcome.response.status_code < 500:
                self._may_be_stored = was_in_doubt
            if outcome.response.server_time is not None:
                self.runtime.state.clocks.storage.learn_time(outcome.response.server_time)
        if not self._may_be_stored:
            self._reach("created")
        if first and outcome.digests and outcome.digests.sha256 != first.sha256:
            raise SourceChangedError(
                "the source changed between its first reading and its upload; nothing was "
                "completed. Upload it again when nothing writes to it any more"
            )
        return outcome

    def _attributes(self) -> Attributes:
        """Return what the span of this upload says of it."""
        found: dict[str, str | int] = {
            "bota.upload.size": self.source.size,
            "bota.upload.attempts": self.attempt,
            "bota.upload.content_type": self._content_type,
            "bota.upload.stage": self.stage,
        }
        return found | ({"bota.recording.id": self.recording_id} if self.recording_id else {})

    def _reach(self, stage: Stage) -> None:
        self.stage = stage
        if self.on_stage is not None:
            self.on_stage(self)

    def _report(self, phase: Phase, bytes_sent: int = 0) -> None:
        size = self.source.size
        if phase in ("completing", "verifying"):
            bytes_sent = size
        self._notify(Progress(phase, self.recording_id, self.attempt, bytes_sent, size))
        stop_if_asked()

    def describe(self, error: BaseException, *, abandoned: bool = False) -> None:
        """Add to what ended the upload which recording it leaves, and in what state.

        Of one that was abandoned under way, nobody knows what became of its last request.
        """
        stage, of = self.stage, f"the recording {self.recording_id}"
        if stage == "sending" and not self._may_be_stored and not abandoned:
            stage = "created"
        # What was done with the request that made the difference, or all that is known of it.
        asked = [one for one in self._requests if one.target.endswith(_ENDINGS.get(stage, ""))]
        in_doubt = abandoned or any(one.is_in_doubt for one in asked)
        last = asked[-1].status_code if asked else None
        state = {
            "nothing": "no recording was created",
            "creating": "no recording was created",
            "created": f"{of} is there, without its audio",
            "sending": f"{of} is there; its audio may be stored or not, but is not completed",
            "stored": f"{of} has its audio stored, but is not completed",
        }[stage]
        if stage == "creating" and in_doubt:
            state = "a recording may have been created; no response says so"
        elif stage == "created" and self.options.recording_id is not None:
            state = f"nothing was stored in {of}"
        elif stage == "stored" and (in_doubt or last == 425):
            state = f"{of} has its audio stored, but its completion is not known"
        _add_state(error, state, self.recording_id)

    def _notify(self, progress: Progress) -> None:
        on_progress = self.options.on_progress
        if on_progress is not None:
            self.runtime.notify(lambda: on_progress(progress))


def _add_state(error: BaseException, state: str, recording_id: str | None) -> None:
    if isinstance(error, UploadCancelledError | DeadlineExceededError):
        error.args = (f"{error}; {state}",)
    else:
        error.add_note(state)
    if isinstance(error, BotaError):
        error.recording_id = recording_id

"""The upload of one source, from its recording to the verified audio."""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import stop_if_asked, stoppable
from bota_sdk._shared.outcome import NoResponse
from bota_sdk._shared.requests import record_requests
from bota_sdk._shared.retry import MAX_ATTEMPTS, backoff
from bota_sdk._shared.retry_quota import PRICE, TIMEOUT_PRICE
from bota_sdk._storage.decision import Verdict, classify
from bota_sdk._storage.hashing import Digests
from bota_sdk._storage.put import Sent, hash_source, put_once
from bota_sdk._storage.put_error import is_damaged, put_error
from bota_sdk._storage.response import StorageResponse
from bota_sdk._storage.signed_url import SignedUrl, plan, read_signed_url
from bota_sdk._upload.audio_type import content_type_of
from bota_sdk._upload.completion import complete
from bota_sdk._upload.options import Checksum, UploadOptions, check_options
from bota_sdk._upload.progress import OnProgress, Phase, Progress, Receipt, Rewind
from bota_sdk._upload.recording_fields import named
from bota_sdk._upload.runtime import Runtime
from bota_sdk._upload.source import Source, open_source
from bota_sdk.errors import (
    BotaError,
    DeadlineExceededError,
    IntegrityError,
    InvalidResponseError,
    SourceChangedError,
    UploadCancelledError,
)

if TYPE_CHECKING:
    from bota_api.models import Recording

Stage = Literal["nothing", "creating", "created", "sending", "stored"]
"""What an upload has left in the service, as far as is known."""

MAX_REFRESHES: Final = 2
"""New URLs that an upload asks for in place of expired ones."""

MAX_DOUBTFUL_REFRESHES: Final = 1
"""New URLs that an upload asks for after a refusal that a new one may not change."""

MAX_ROUNDS: Final = 2
"""Full rounds from URL to completion: a second one after an integrity failure."""


def upload(runtime: Runtime, audio: object, options: UploadOptions) -> Receipt:
    """Check, open and upload audio. See `Bota.upload`.

    Args:
        runtime: what it runs on.
        audio: what the caller gave.
        options: the other arguments.

    """
    checks = options.checks()
    fields = check_options(runtime.settings, options)
    with stoppable(*checks):
        stop_if_asked()
        return make_upload(runtime, audio, open_source(audio), options, fields).run()


def make_upload(
    runtime: Runtime,
    audio: object,
    source: Source,
    options: UploadOptions,
    fields: Mapping[str, Any],
) -> Upload:
    """Return the upload of an opened source, which it closes; also when this raises.

    Args:
        runtime: what it runs on.
        audio: what the caller gave.
        source: the same, opened.
        options: the other arguments.
        fields: what `check_options` returned for them.

    Raises:
        SourceError: the source is of an unknown type.

    """
    try:
        content_type = content_type_of(
            name=source.name, given=options.content_type, head=source.head()
        )
    except BaseException:
        source.close()
        raise
    return Upload(
        runtime=runtime,
        source=source,
        content_type=content_type,
        recording_id=options.recording_id,
        fields=named(audio, fields),
        checksum=options.checksum,
        on_progress=options.on_progress,
    )


@attrs.define
class Upload:
    """One upload under way.

    Attributes:
        runtime: what it runs on.
        source: what is uploaded.
        content_type: as which type.
        recording_id: the recording; None until it is created.
        fields: what to create the recording with when there is none.
        checksum: `md5` has S3 check an MD5 that a first reading of the source gave.
        on_progress: the caller's, if any.
        on_stage: told of every stage: of `creating` and `sending` before they begin, of the others
            as soon as they are known.
        stage: the present one.
        sha256: of the stored bytes, from the stage `stored` on.

    """

    runtime: Runtime
    source: Source
    content_type: str
    recording_id: str | None
    fields: Mapping[str, Any]
    checksum: Checksum
    on_progress: OnProgress | None
    on_stage: Callable[[Upload], object] | None = None
    stage: Stage = "nothing"
    sha256: str = ""
    attempt: int = 0
    _retries: int = MAX_ATTEMPTS - 1
    _refreshes: int = MAX_REFRESHES
    _doubtful_refreshes: int = MAX_DOUBTFUL_REFRESHES
    _first_reading: Digests | None = None
    _bytes_sent: int = 0

    def run(self) -> Receipt:
        """Do all of it.

        Raises:
            BotaError: with `recording_id` set as soon as there is one.

        """
        started = time.monotonic()
        with record_requests() as requests, waiting.patient():
            try:
                recording, etag, sha256 = self._all_rounds()
            except BaseException as error:
                self.describe(error)
                raise
            finally:
                self.source.close()
        verified = recording.content_sha256 == sha256 and bool(recording.content_sha256_verified_at)
        self.runtime.state.sha256_is_verified |= verified
        return Receipt(
            recording=recording,
            bytes=self.source.size,
            sha256=sha256,
            verified=verified,
            etag=etag,
            content_type=self.content_type,
            attempts=self.attempt,
            requests=tuple(requests),
            seconds=time.monotonic() - started,
        )

    def describe(self, error: BaseException) -> None:
        """Add to whatever ended the upload which recording it leaves, and in what state."""
        describe(error, self.stage, self.recording_id)

    def _all_rounds(self) -> tuple[Recording, str | None, str]:
        self._tell("preparing")
        if self.checksum == "md5":
            self._first_reading = hash_source(self.source, with_md5=True)
        if self.recording_id is None:
            self._reach("creating")
            self.recording_id = _checked_id(self.runtime.api.recordings.create(**self.fields))
        self._reach("created")
        for _ in range(MAX_ROUNDS):
            sent = self._put()
            sha256 = self.sha256 = self._sha256(sent)
            self._reach("stored")
            recording = complete(self.runtime, self._id, sha256, self._tell)
            if recording is not None:
                etag = sent.outcome.etag if isinstance(sent.outcome, StorageResponse) else None
                return recording, etag, sha256
        raise IntegrityError(
            f"the service stored other bytes than the {self.source.size} that were sent, "
            f"{MAX_ROUNDS} times in a row",
        )

    def _put(self) -> Sent:
        signed_url: SignedUrl | None = None
        spent = 0
        while True:
            stop_if_asked()
            self.attempt += 1
            if self._bytes_sent:
                self._rewind()
            self._tell("uploading")
            # Looked at as late as possible: whatever took time since it was signed is over.
            now = self.runtime.state.clocks.judge()
            if signed_url is None or plan(signed_url.expires_at, now) == "refresh":
                signed_url = self._ask_for_url()
            sent = self._send(signed_url)
            price = TIMEOUT_PRICE if getattr(sent.outcome, "timed_out", False) else PRICE
            verdict = self._verdict(sent)
            if verdict is Verdict.DONE:
                self.runtime.state.quota.refund(spent)
                return sent
            if verdict is Verdict.REFRESH and self._refreshes:
                self._refreshes -= 1
                signed_url = None
            elif verdict is Verdict.REFRESH_ONCE and self._doubtful_refreshes:
                self._doubtful_refreshes -= 1
                signed_url = None
            elif (
                verdict is Verdict.RETRY and self._retries and self.runtime.state.quota.take(price)
            ):
                self._retries -= 1
                spent = price
                self._wait(sent)
            else:
                raise put_error(
                    sent,
                    signed_url,
                    attempts=self.attempt,
                    api_time=self.runtime.state.clocks.api.now(),
                )

    def _ask_for_url(self) -> SignedUrl:
        answer = self.runtime.api.uploads.create_url(
            self._id, content_type=self.content_type, file_size_bytes=self.source.size
        )
        signed_url = read_signed_url(answer, content_type=self.content_type, size=self.source.size)
        if signed_url.signed_at is not None and self.runtime.state.clocks.api.now() is None:
            # An API that names no date has just told it in its signature.
            self.runtime.state.clocks.api.learn_time(signed_url.signed_at)
        return signed_url

    def _send(self, signed_url: SignedUrl) -> Sent:
        def on_bytes(count: int) -> None:
            self._tell("uploading", count)

        first = self._first_reading
        self._reach("sending")
        sent = put_once(
            self.runtime.storage,
            signed_url,
            self.source,
            with_md5=not self.runtime.state.sha256_is_verified,
            content_md5=_base64(first.md5) if first and first.md5 else None,
            on_bytes=on_bytes if self.on_progress else None,
        )
        self._bytes_sent = sent.bytes_sent
        if isinstance(sent.outcome, StorageResponse):
            if sent.outcome.status_code >= 300:
                self._reach("created")
            if sent.outcome.server_time is not None:
                self.runtime.state.clocks.storage.learn_time(sent.outcome.server_time)
        if first and sent.digests and sent.digests.sha256 != first.sha256:
            raise SourceChangedError(
                "the source changed between its first reading and its upload; nothing was "
                "completed. Upload it again when nothing writes to it any more"
            )
        return sent

    def _verdict(self, sent: Sent) -> Verdict:
        if isinstance(sent.outcome, NoResponse) or is_damaged(sent):
            return Verdict.RETRY
        return classify(sent.outcome, sent.phase)

    def _wait(self, sent: Sent) -> None:
        self._tell("waiting")
        asked = sent.outcome.retry_after if isinstance(sent.outcome, StorageResponse) else None
        wait = backoff(MAX_ATTEMPTS - 1 - self._retries, random.random)
        # A little more than was asked, so that a crowd of clients does not come back at once.
        waiting.wait_blocking(wait if asked is None else asked + min(wait, 1.0))

    def _sha256(self, sent: Sent) -> str:
        if sent.digests is None:
            # S3 had the object already, and refused this body before its end.
            return hash_source(self.source).sha256
        return sent.digests.sha256

    @property
    def _id(self) -> str:
        if self.recording_id is None:
            raise AssertionError("the recording is created before anything is uploaded for it")
        return self.recording_id

    def _reach(self, stage: Stage) -> None:
        self.stage = stage
        if self.on_stage is not None:
            self.on_stage(self)

    def _rewind(self) -> None:
        lost, self._bytes_sent = self._bytes_sent, 0
        self._notify(
            Rewind(
                phase="waiting",
                recording_id=self.recording_id,
                attempt=self.attempt,
                bytes_sent=0,
                total_bytes=self.source.size,
                bytes_lost=lost,
            )
        )

    def _tell(self, phase: Phase, bytes_sent: int | None = None) -> None:
        if bytes_sent is None:
            bytes_sent = self.source.size if phase in ("completing", "verifying") else 0
        self._notify(
            Progress(
                phase=phase,
                recording_id=self.recording_id,
                attempt=self.attempt,
                bytes_sent=bytes_sent,
                total_bytes=self.source.size,
            )
        )
        stop_if_asked()

    def _notify(self, progress: Progress) -> None:
        on_progress = self.on_progress
        if on_progress is not None:
            self.runtime.notify(lambda: on_progress(progress))


def describe(error: BaseException, stage: Stage, recording_id: str | None) -> None:
    """Add to what ended an upload which recording it leaves, and in what state."""
    state = {
        "nothing": "no recording was created",
        "creating": "a recording may have been created; no response says so",
        "created": f"the recording {recording_id} is there, without its audio",
        "sending": f"the recording {recording_id} is there; its audio may be stored or not, but "
        "is not completed",
        "stored": f"the recording {recording_id} has its audio stored, but its completion is not "
        "known",
    }[stage]
    if isinstance(error, UploadCancelledError | DeadlineExceededError):
        error.args = (f"{error}; {state}",)
    else:
        error.add_note(state)
    if isinstance(error, BotaError):
        error.recording_id = recording_id


def _checked_id(recording: Recording) -> str:
    # The generated code takes any JSON for a string.
    if not isinstance(recording.id, str) or not recording.id:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidResponseError(
            f"createRecording answered with the id {recording.id!r}, which is no id"
        )
    return recording.id


def _base64(hexadecimal: str) -> str:
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()

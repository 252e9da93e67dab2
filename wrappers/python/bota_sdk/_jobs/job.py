"""Transcriptions and summaries: jobs that the service begins at once and finishes later.

A step asks and does not wait: an asynchronous client holds no worker thread while a job runs.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import attrs
from bota_api.params import CreateSummaryParams, CreateTranscriptionParams

from bota_sdk._api.fields import checked_fields
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import CancelToken, checks_of, stop_if_asked, stoppable
from bota_sdk._shared.redact import redacted_excerpt
from bota_sdk._shared.requests import record_requests
from bota_sdk._shared.retry import backoff, server_wait
from bota_sdk._shared.text import check_path_id
from bota_sdk._upload.runtime import Runtime
from bota_sdk.errors import (
    ApiConnectionError,
    BotaError,
    DeadlineExceededError,
    InvalidResponseError,
    JobFailedError,
    ServerError,
    SummaryFailedError,
    TranscriptionFailedError,
    UploadCancelledError,
)

if TYPE_CHECKING:
    from bota_api.models import Recording, Summary, Transcription
    from bota_api.raw_response import RawResponse

JobT = TypeVar("JobT", "Transcription", "Summary")

PAUSE: Final = 1.0
"""Seconds: the shortest wait between two looks at a job."""

_UNDER_WAY: Final = frozenset({"pending", "processing"})


@attrs.frozen
class JobOptions(Generic[JobT]):
    """How a job is waited for. See `Bota.transcribe`."""

    wait: bool
    deadline: float | None
    cancel: CancelToken | None
    on_progress: Callable[[JobT], object] | None


@attrs.define
class Job(Generic[JobT]):
    """One job, from its creation on.

    Attributes:
        what: what it is, for messages.
        source_id: the id of what it is made of; `source_of` gives it as a response names it.
        newest: lists the jobs of the same source, newest first.
        found: the job as the last response describes it.

    """

    runtime: Runtime
    options: JobOptions[JobT]
    what: str
    source_id: str
    source_of: Callable[[JobT], object]
    create: Callable[[], RawResponse[JobT]]
    get: Callable[[str], RawResponse[JobT]]
    newest: Callable[[], Iterable[JobT]]
    failure: type[JobFailedError]
    found: JobT | None = None
    _looks: int = 0

    def run(self) -> JobT:
        """Do all of it, in this thread."""
        with self._limited():
            while (pause := self._step()) is not None:
                waiting.wait_blocking(pause)
        return self._known()

    async def run_async(self) -> JobT:
        """Do all of it, each request in a worker thread."""
        with self._limited():
            while (pause := await self.runtime.threads.run(self._step)) is not None:
                await waiting.wait_async(pause)
        return self._known()

    @contextmanager
    def _limited(self) -> Generator[None]:
        options = self.options
        checks = checks_of(self.what, options.cancel, options.deadline)
        try:
            with stoppable(*checks), waiting.patient():
                yield
        except (UploadCancelledError, DeadlineExceededError) as error:
            if self.found is not None:
                error.args = (f"{error}; {self.found.id} goes on, get it later",)
            raise

    def _step(self) -> float | None:
        """Ask once; return the seconds to wait before the next step, None when there is none."""
        stop_if_asked()
        asked = self._begin() if self.found is None else self._take(self.get(self.found.id))
        job, on_progress = self._known(), self.options.on_progress
        if on_progress is not None:
            self.runtime.notify(lambda: on_progress(job))
        if not self.options.wait or job.status == "completed":
            return None
        if job.status == "failed":
            raise self.failure(
                job_id=job.id,
                status=job.status,
                code=redacted_excerpt(str(job.error)) if job.error else None,
                message=redacted_excerpt(str(job.error_message or "the service says no more")),
            )
        self._looks += 1
        return max(PAUSE, asked or backoff(self._looks, random.random))

    def _begin(self) -> float | None:
        with record_requests() as requests:
            try:
                return self._take(self.create())
            except (ApiConnectionError, ServerError):
                # One that was begun all the same would be replaced by another one.
                if any(request.is_in_doubt for request in requests):
                    with suppress(BotaError):
                        self.found = next(iter(self.newest()), None)
                if self.found is None or self.found.status not in _UNDER_WAY:
                    raise
                return None

    def _take(self, response: RawResponse[JobT]) -> float | None:
        """Keep the job of a response, and return the seconds that it asks to wait, if it does."""
        job = response.parse()
        source = self.source_of(job) or self.source_id
        if source != self.source_id or (self.found is not None and job.id != self.found.id):
            raise InvalidResponseError(
                f"the API responded about the {self.what} {job.id!r} of {source!r}, not about "
                f"{self.found.id if self.found is not None else 'one'} of {self.source_id}"
            )
        self.found = job
        now = self.runtime.state.clocks.api.now()
        return server_wait(response.headers, now=now, limited=False)

    def _known(self) -> JobT:
        assert self.found is not None
        return self.found


def transcription_job(
    runtime: Runtime,
    recording: str | Recording,
    options: JobOptions[Transcription],
    given: Mapping[str, Any],
) -> Job[Transcription]:
    """Return the job that transcribes a recording. See `Bota.transcribe`."""
    source_id, api = _id_of("recording", recording), runtime.api.transcriptions
    fields = checked_fields(
        "createTranscription", CreateTranscriptionParams, given, first="recording_id"
    )
    return Job(
        runtime,
        options,
        "transcription",
        source_id,
        lambda job: job.recording_id,
        lambda: api.with_raw_response.create(recording_id=source_id, **fields),
        api.with_raw_response.get,
        lambda: api.list(recording_id=source_id),
        TranscriptionFailedError,
    )


def summary_job(
    runtime: Runtime,
    transcription: str | Transcription,
    options: JobOptions[Summary],
    given: Mapping[str, Any],
) -> Job[Summary]:
    """Return the job that summarises a transcription. See `Bota.summarize`."""
    source_id, api = _id_of("transcription", transcription), runtime.api.summaries
    fields = checked_fields("createSummary", CreateSummaryParams, given, first="transcription_id")
    return Job(
        runtime,
        options,
        "summary",
        source_id,
        lambda job: job.transcription_id,
        lambda: api.with_raw_response.create(transcription_id=source_id, **fields),
        api.with_raw_response.get,
        lambda: api.list(transcription_id=source_id),
        SummaryFailedError,
    )


def _id_of(name: str, given: object) -> str:
    found = given if isinstance(given, str) else getattr(given, "id", None)
    if not isinstance(found, str):
        raise TypeError(f"{name} is an id or a {name.title()}, not {type(given).__name__}")
    check_path_id(name, found)
    return found

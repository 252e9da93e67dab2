"""The upload from source to verified recording, written once for sync and async."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import attrs

from bota_sdk._completion import complete
from bota_sdk._http import StorageClient
from bota_sdk._put import Sent, put_once
from bota_sdk._receipt import OnProgress, Phase, Progress, Receipt
from bota_sdk._retry import MAX_ATTEMPTS, backoff
from bota_sdk._server_clock import ServerClock
from bota_sdk._source import Source
from bota_sdk._steps import record_steps
from bota_sdk._storage_verdict import StorageAnswer, Verdict, classify, is_expired
from bota_sdk._upload_grant import UploadGrant, plan, read_grant
from bota_sdk.errors import (
    BotaError,
    IntegrityError,
    StorageConnectionError,
    StorageError,
    UploadUrlExpiredError,
)

if TYPE_CHECKING:
    from bota_api.models import Recording, UploadUrl

T = TypeVar("T")

MAX_REFRESHES: Final = 2
"""New URLs asked for in one round, beside the first."""

MAX_ROUNDS: Final = 2
"""Full rounds from URL to completion: a second one after an integrity failure."""


class UploadIO(Protocol):
    """What an upload does to the world: the API's operations, the PUT, and waiting."""

    storage: StorageClient

    async def create_recording(self, fields: Mapping[str, Any]) -> Recording:
        """Create the recording."""
        ...

    async def create_upload_url(
        self, recording_id: str, *, content_type: str, size: int
    ) -> UploadUrl:
        """Ask for a signed URL."""
        ...

    async def complete_upload(self, recording_id: str, sha256: str | None) -> Recording:
        """Say that the PUT is done."""
        ...

    async def get_recording(self, recording_id: str) -> Recording:
        """Read the recording."""
        ...

    async def blocking(self, call: Callable[[Callable[[], bool]], T]) -> T:
        """Run a blocking call that is told how to see that it should stop."""
        ...

    def from_blocking(self, call: Callable[[], object]) -> None:
        """Run a call of the user's from inside `blocking`, where the user expects it to run."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


@attrs.define
class Upload:
    """One upload under way.

    Attributes:
        io: the world.
        clock: the server's time.
        source: what is uploaded.
        content_type: as which type.
        recording_id: the recording; None until it is created.
        fields: what to create the recording with when there is none.
        on_progress: the caller's, if any.

    """

    io: UploadIO
    clock: ServerClock
    source: Source
    content_type: str
    recording_id: str | None
    fields: Mapping[str, Any]
    on_progress: OnProgress | None
    attempt: int = 0

    async def run(self) -> Receipt:
        """Do all of it.

        Raises:
            BotaError: with `recording_id` set as soon as there is one.

        """
        started = time.monotonic()
        with record_steps() as steps:
            try:
                recording, sent = await self._all_rounds()
            except BotaError as error:
                error.recording_id = self.recording_id
                if self.recording_id:
                    error.add_note(f"the recording is {self.recording_id}")
                raise
        return Receipt(
            recording=recording,
            bytes=self.source.size,
            sha256=sent.sha256,
            verified=recording.content_sha256 == sent.sha256
            and bool(recording.content_sha256_verified_at),
            etag=sent.outcome.etag if isinstance(sent.outcome, StorageAnswer) else None,
            content_type=self.content_type,
            attempts=self.attempt,
            steps=tuple(steps),
            seconds=time.monotonic() - started,
        )

    async def _all_rounds(self) -> tuple[Recording, Sent]:
        self._tell("preparing")
        if self.recording_id is None:
            self.recording_id = (await self.io.create_recording(self.fields)).id
        for _ in range(MAX_ROUNDS):
            sent = await self._put()
            recording = await complete(
                self.io, self.clock, self.recording_id, sent.sha256, self._tell
            )
            if recording is not None:
                return recording, sent
        raise IntegrityError(
            f"the service stored other bytes than the {self.source.size} that were sent, "
            f"{MAX_ROUNDS} times in a row",
        )

    async def _put(self) -> Sent:
        grant = await self._ask_for_url()
        refreshes = 0
        retries = 0
        while True:
            self.attempt += 1
            self._tell("uploading")
            # Looked at as late as possible: whatever took time since the URL was signed is over.
            if plan(grant.expires_at, self.clock.now()) == "refresh" and refreshes < MAX_REFRESHES:
                grant = await self._ask_for_url()
                refreshes += 1
            sent = await self._send(grant)
            verdict = (
                classify(sent.outcome) if isinstance(sent.outcome, StorageAnswer) else Verdict.RETRY
            )
            if verdict is Verdict.DONE:
                return sent
            if verdict is Verdict.REFRESH and refreshes < MAX_REFRESHES:
                grant = await self._ask_for_url()
                refreshes += 1
            elif verdict is Verdict.RETRY and retries < MAX_ATTEMPTS - 1:
                retries += 1
                self._tell("waiting")
                await self.io.sleep(backoff(retries, random.random))
            else:
                raise self._storage_error(sent.outcome, grant)

    async def _ask_for_url(self) -> UploadGrant:
        answer = await self.io.create_upload_url(
            self._known_id, content_type=self.content_type, size=self.source.size
        )
        return read_grant(answer, content_type=self.content_type)

    async def _send(self, grant: UploadGrant) -> Sent:
        def on_bytes(count: int) -> None:
            self.io.from_blocking(lambda: self._tell("uploading", count))

        return await self.io.blocking(
            lambda cancelled: put_once(
                self.io.storage,
                grant,
                self.source,
                on_bytes=on_bytes if self.on_progress else None,
                cancelled=cancelled,
            ),
        )

    @property
    def _known_id(self) -> str:
        if self.recording_id is None:
            raise AssertionError("the recording is created before anything is uploaded for it")
        return self.recording_id

    def _tell(self, phase: Phase, bytes_sent: int | None = None) -> None:
        if self.on_progress is None:
            return
        if bytes_sent is None:
            bytes_sent = self.source.size if phase in ("completing", "verifying") else 0
        self.on_progress(
            Progress(
                phase=phase,
                recording_id=self.recording_id,
                attempt=self.attempt,
                bytes_sent=bytes_sent,
                total_bytes=self.source.size,
            ),
        )

    def _storage_error(self, outcome: object, grant: UploadGrant) -> BotaError:
        tries = f"after {self.attempt} {'attempt' if self.attempt == 1 else 'attempts'}"
        if not isinstance(outcome, StorageAnswer):
            reason = getattr(outcome, "reason", "no answer")
            return StorageConnectionError(f"PUT to S3: {reason}, {tries}")
        named = " ".join(filter(None, [str(outcome.status), outcome.code]))
        ticket = f" [S3 request {outcome.request_id}]" if outcome.request_id else ""
        text = f"S3 refused the PUT {tries}: {named}: {outcome.message or 'no message'}{ticket}"
        kind = StorageError
        if is_expired(outcome):
            kind = UploadUrlExpiredError
            if grant.expires_at is not None:
                ended = formatdate(grant.expires_at, usegmt=True)
                text += f"; by its own date the URL is good until {ended}"
        return kind(
            text,
            status=outcome.status,
            code=outcome.code,
            message=outcome.message,
            request_id=outcome.request_id,
            host_id=outcome.host_id,
        )

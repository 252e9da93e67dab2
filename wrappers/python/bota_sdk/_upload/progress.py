"""What an upload reports while it runs, and when it is done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import attrs

from bota_sdk._shared.redact import error_line
from bota_sdk._shared.requests import RequestRecord

if TYPE_CHECKING:
    from bota_api.models import Recording

_log: Final = logging.getLogger("bota_sdk")

Phase: TypeAlias = Literal["preparing", "waiting", "uploading", "completing", "verifying"]


@attrs.frozen
class Progress:
    """Where an upload stands.

    Attributes:
        phase: `preparing` (reading the source, creating the recording), `waiting` (before another
            attempt), `uploading`, `completing`, or `verifying` (the service checks the bytes).
        recording_id: the recording; None before it exists.
        attempt: the number of the PUT, from 1; 0 before the first.
        bytes_sent: bytes of this attempt given to the network; begins at 0 with each attempt.
        total_bytes: size of the source.

    """

    phase: Phase
    recording_id: str | None
    attempt: int
    bytes_sent: int
    total_bytes: int


@attrs.frozen
class Rewind(Progress):
    """The bytes of the last attempt were lost: all of them are sent again.

    Reported before the attempt that sends them; its `bytes_sent` is 0.

    Attributes:
        bytes_lost: how many the lost attempt had sent.

    """

    bytes_lost: int


OnProgress: TypeAlias = Callable[[Progress], object]


@attrs.frozen
class Receipt:
    """One finished upload.

    Attributes:
        recording: the recording as the last response describes it.
        bytes: size of the stored object.
        sha256: of the bytes that were sent, 64 lower-case hex digits.
        verified: whether the service confirmed that it stored bytes of this SHA-256.
        etag: S3's ETag of the object, without quotes; None when S3 gave none.
        content_type: the type that the audio was uploaded as.
        attempts: PUTs made.
        requests: every HTTP request made, in order.
        seconds: from the call to its return.

    """

    recording: Recording
    bytes: int
    sha256: str
    verified: bool
    etag: str | None
    content_type: str
    attempts: int
    requests: tuple[RequestRecord, ...]
    seconds: float

    @property
    def recording_id(self) -> str:
        """The recording's id."""
        return self.recording.id


def log_uploaded(receipt: Receipt) -> None:
    """Log the one line of an upload that went well."""
    _log.info(
        "uploaded %s: %d bytes, attempts: %d, %.1f s, verified: %s",
        receipt.recording_id,
        receipt.bytes,
        receipt.attempts,
        receipt.seconds,
        "yes" if receipt.verified else "no",
    )


def log_failed(
    recording_id: str | None, attempts: int, seconds: float, error: BaseException
) -> None:
    """Log the one line of an upload that did not."""
    _log.info(
        "not uploaded: %s, attempts: %d, %.1f s: %s: %s",
        recording_id or "no recording",
        attempts,
        seconds,
        type(error).__name__,
        error_line(error),
    )

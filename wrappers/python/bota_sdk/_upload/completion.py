"""Completing an upload: a state of its own, in which no byte is ever sent again."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from bota_api.types import UNSET

from bota_sdk._shared import waiting
from bota_sdk._shared.retry import backoff, server_wait
from bota_sdk._upload.check import check_about, check_completed, is_completed
from bota_sdk._upload.progress import Phase
from bota_sdk._upload.runtime import Runtime
from bota_sdk.errors import (
    BadRequestError,
    BotaError,
    ConflictError,
    TooEarlyError,
    UnprocessableContentError,
    VerificationTimeoutError,
)

if TYPE_CHECKING:
    from bota_api.models import Recording

VERIFICATION_DEADLINE: Final = 300.0
"""Seconds of waiting for the service to verify the stored bytes."""

VERIFICATION_PAUSE: Final = 0.5
"""Seconds: the shortest wait between two requests."""


def complete(
    runtime: Runtime, recording_id: str, sha256: str, report: Callable[[Phase], None]
) -> Recording | None:
    """Complete an upload and wait until the service has verified it.

    Contract: a 425 means that the service still verifies, and the identical request is repeated;
    a service that knows no `content_sha256` gets the documented request without a body. Returns
    None when the service holds other bytes than were sent.
    """
    report("completing")
    waited, attempt = 0.0, 0
    proof: str | None = sha256
    while True:
        attempt += 1
        try:
            recording = runtime.api.uploads.complete(recording_id, content_sha256=proof or UNSET)
        except TooEarlyError as pending:
            if waited >= VERIFICATION_DEADLINE:
                raise VerificationTimeoutError(
                    f"the bytes are stored, but the service has not verified them in "
                    f"{VERIFICATION_DEADLINE:.0f} seconds; ask for the recording later",
                ) from pending
            report("verifying")
            asked = server_wait(pending.headers, now=runtime.state.clocks.api.now(), limited=False)
            pause = max(VERIFICATION_PAUSE, asked or backoff(attempt, random.random))
            waiting.wait_blocking(pause)
            waited += pause
        except (BadRequestError, UnprocessableContentError) as refused:
            if proof is None or refused.param != "content_sha256":
                raise
            proof = None
        except ConflictError:
            # A completion that went through, but whose response was lost, can meet a 409 the second
            # time.
            found: Recording | None = None
            with suppress(BotaError):
                found = runtime.api.recordings.get(recording_id)
            if found is None or found.id != recording_id:
                raise
            if _is_damaged(found, sha256):
                return None
            if not is_completed(found):
                raise
            return found
        else:
            check_about(recording, recording_id, "completeUpload")
            if _is_damaged(recording, sha256):
                return None
            check_completed(recording)
            return recording


def _is_damaged(recording: Recording, sha256: str) -> bool:
    stored = recording.content_sha256
    return recording.status == "integrity_failure" or bool(stored and stored.lower() != sha256)

"""The error for a PUT that is given up, in words that say what to do."""

from __future__ import annotations

from bota_sdk._shared.outcome import NoResponse
from bota_sdk._storage.decision import is_expired
from bota_sdk._storage.explanation import explain
from bota_sdk._storage.put import Sent
from bota_sdk._storage.response import StorageResponse
from bota_sdk._storage.signed_url import SignedUrl
from bota_sdk.errors import (
    BotaError,
    IntegrityError,
    StorageConnectionError,
    StorageError,
    UploadUrlExpiredError,
)


def put_error(
    sent: Sent, signed_url: SignedUrl, *, attempts: int, api_time: float | None
) -> BotaError:
    """Return the error for the last PUT of an upload.

    Args:
        sent: what it came to.
        signed_url: the URL that it went to.
        attempts: how many there were.
        api_time: the API's time in epoch seconds; None when unknown.

    """
    tries = f"after {attempts} {'attempt' if attempts == 1 else 'attempts'}"
    answer = sent.outcome
    if isinstance(answer, NoResponse):
        return StorageConnectionError(
            f"PUT to S3: {answer.reason}, {tries} (the last one broke {sent.phase} the body, "
            f"{sent.bytes_sent} bytes of which were sent)"
        )
    if is_damaged(sent):
        return IntegrityError(
            f"S3 stored other bytes than were sent, {tries}: its MD5 is {answer.md5}, theirs "
            f"{sent.digests.md5 if sent.digests else None}; nothing was completed"
        )
    named = " ".join(filter(None, [str(answer.status_code), answer.code]))
    ids = ", ".join(filter(None, [answer.request_id, answer.host_id]))
    cause = explain(answer, signed_url, api_time=api_time)
    text = (
        f"S3 refused the PUT {tries}: {named}: {answer.message or 'no message'}"
        f"{f'; {cause}' if cause else ''}{f' [S3 request {ids}]' if ids else ''}"
    )
    kind = UploadUrlExpiredError if is_expired(answer) else StorageError
    return kind(
        text,
        status_code=answer.status_code,
        code=answer.code,
        message=answer.message,
        request_id=answer.request_id,
        host_id=answer.host_id,
    )


def is_damaged(sent: Sent) -> bool:
    """Tell whether S3 says that it stored other bytes than were sent."""
    answer, digests = sent.outcome, sent.digests
    if not isinstance(answer, StorageResponse) or not 200 <= answer.status_code < 300:
        return False
    return bool(digests and digests.md5 and answer.md5 and digests.md5 != answer.md5)

"""What an answer of S3 to a PUT means for the upload: decisions over data, no I/O.

The codes and their causes: AWS, Amazon S3 API Reference, "Error responses"; those of Cloudflare R2
and Google Cloud Storage where they spell the same thing otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final, Literal

from bota_sdk._storage.response import StorageResponse

BodyPhase = Literal["before", "during", "after"]
"""When an answer came: before a byte of the body was sent, while it was, or after its last."""


class Verdict(Enum):
    """What to do after a PUT."""

    DONE = "the object is stored: complete"
    RETRY = "send again to the same URL"
    REFRESH = "ask for a new URL and send again"
    REFRESH_ONCE = "ask for a new URL, but only once: another may not help"
    STOP = "sending again cannot help"


_BY_CODE: Final[Mapping[str, Verdict]] = {
    # It leads to a host that the signature in general does not cover.
    "TemporaryRedirect": Verdict.REFRESH,
    # A policy, as a rule; a signer that has just been mended, sometimes.
    "AccessDenied": Verdict.REFRESH_ONCE,
    "InvalidAccessKeyId": Verdict.REFRESH_ONCE,
    "RequestTimeTooSkewed": Verdict.REFRESH_ONCE,
    # The same request would be refused again.
    "SignatureDoesNotMatch": Verdict.STOP,
    "InvalidArgument": Verdict.STOP,
    "AuthorizationQueryParametersError": Verdict.STOP,
    "EntityTooLarge": Verdict.STOP,
    "MissingContentLength": Verdict.STOP,
    "NotImplemented": Verdict.STOP,
    "PermanentRedirect": Verdict.STOP,
    # With `If-None-Match: *`: the object is there, from an attempt whose answer was lost. The
    # SHA-256 of the completion says whether it is ours.
    "PreconditionFailed": Verdict.DONE,
    # The body was damaged or cut on its way.
    "BadDigest": Verdict.RETRY,
    "InvalidDigest": Verdict.RETRY,
    "IncompleteBody": Verdict.RETRY,
    "RequestTimeout": Verdict.RETRY,
    # Load and failures that pass.
    "SlowDown": Verdict.RETRY,
    "InternalError": Verdict.RETRY,
    "ServiceUnavailable": Verdict.RETRY,
    "OperationAborted": Verdict.RETRY,
    "ConditionalRequestConflict": Verdict.RETRY,
}

_EXPIRED: Final = frozenset(
    {"ExpiredToken", "ExpiredRequest", "InvalidToken", "TokenRefreshRequired"}
)

_BY_STATUS: Final[Mapping[int, Verdict]] = {
    307: Verdict.REFRESH,
    401: Verdict.REFRESH_ONCE,
    403: Verdict.REFRESH_ONCE,
    408: Verdict.RETRY,
    412: Verdict.DONE,
    417: Verdict.RETRY,
    429: Verdict.RETRY,
    501: Verdict.STOP,
    505: Verdict.STOP,
}


def classify(answer: StorageResponse, phase: BodyPhase) -> Verdict:
    """Return what to do after S3's answer to a PUT.

    Args:
        answer: the answer.
        phase: when it came. A success before the last byte cannot be about the whole body.

    """
    if 200 <= answer.status_code < 300:
        return Verdict.DONE if phase == "after" else Verdict.RETRY
    if is_expired(answer):
        return Verdict.REFRESH
    if is_unsigned_header(answer):
        return Verdict.STOP
    if answer.code is not None and answer.code in _BY_CODE:
        return _BY_CODE[answer.code]
    if answer.status_code in _BY_STATUS:
        return _BY_STATUS[answer.status_code]
    return Verdict.RETRY if answer.status_code >= 500 else Verdict.STOP


def is_expired(answer: StorageResponse) -> bool:
    """Tell whether the URL, or the credentials that signed it, had run out.

    S3 says `AccessDenied` for an expired URL, and only its message tells why; R2 says
    `ExpiredRequest`, and GCS `ExpiredToken`, which in S3 is a dead session of the signer.
    """
    if answer.code == "AccessDenied":
        return "expired" in answer.message.lower()
    return answer.code in _EXPIRED


def is_unsigned_header(answer: StorageResponse) -> bool:
    """Tell whether a header was sent that the signature does not cover."""
    return "not signed" in answer.message.lower() or answer.code == "HeadersNotSigned"

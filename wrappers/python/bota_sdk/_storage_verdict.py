"""What an answer of S3 to a PUT means for the upload: a decision over data, no I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from html import unescape
from typing import Final

import attrs

from bota_sdk._redact import redact


class Verdict(Enum):
    """What to do after a PUT."""

    DONE = "done"
    RETRY = "retry the same URL"
    REFRESH = "ask for a new URL"
    STOP = "stop"


@attrs.frozen
class StorageAnswer:
    """S3's answer in its own terms (AWS: "Error responses").

    Attributes:
        status: the HTTP status.
        code, message: of the XML body; None and "" when there was none.
        request_id, host_id: S3's ids of the request.
        etag: without its quotes; None when absent.
        server_time: the text of `ServerTime` in the XML body, if any.

    """

    status: int
    code: str | None
    message: str
    request_id: str | None
    host_id: str | None
    etag: str | None
    server_time: str | None


def read_answer(status: int, headers: Mapping[str, str], body: bytes) -> StorageAnswer:
    """Return S3's answer from its status, headers (names in lower case) and body of any kind."""
    text = body[:16384].decode("utf-8", "replace")
    return StorageAnswer(
        status=status,
        code=_element(text, "Code"),
        message=redact(_element(text, "Message") or ""),
        request_id=headers.get("x-amz-request-id") or _element(text, "RequestId"),
        host_id=headers.get("x-amz-id-2") or _element(text, "HostId"),
        etag=headers.get("etag", "").strip('"') or None,
        server_time=_element(text, "ServerTime"),
    )


def _element(text: str, name: str) -> str | None:
    # Five flat elements of a small document that may be damaged: no reason for an XML parser,
    # which would also have to be hardened against hostile documents.
    found = re.search(rf"<{name}>([^<]*)</{name}>", text)
    return unescape(found.group(1)).strip() or None if found else None


_EXPIRED_CODES: Final = frozenset({"ExpiredToken", "ExpiredRequest", "InvalidToken"})
_PASSING_CODES: Final = frozenset(
    {"RequestTimeout", "BadDigest", "SlowDown", "InternalError", "ServiceUnavailable"},
)
_PASSING_STATUSES: Final = frozenset({408, 429, 500, 502, 503, 504})


def is_expired(answer: StorageAnswer) -> bool:
    """Tell whether S3 refused a PUT since its URL, or the credentials behind it, had run out.

    R2 says `ExpiredRequest`; GCS and a signer's dead session say `ExpiredToken`; S3 says
    `AccessDenied`, and only its message tells expiry from a policy.
    """
    if answer.status not in (400, 401, 403):
        return False
    words = answer.message.lower()
    return answer.code in _EXPIRED_CODES or (
        answer.code == "AccessDenied" and "request has expired" in words
    )


def classify(answer: StorageAnswer) -> Verdict:
    """Return what to do after S3's answer to a PUT."""
    if 200 <= answer.status < 300:
        return Verdict.DONE
    if is_expired(answer) or answer.status == 307:
        # A 307 leads to a host that the signature in general does not cover.
        return Verdict.REFRESH
    if answer.code in _PASSING_CODES or answer.status in _PASSING_STATUSES:
        return Verdict.RETRY
    if answer.status == 409 and answer.code == "ConditionalRequestConflict":
        return Verdict.RETRY
    return Verdict.STOP

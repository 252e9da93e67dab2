"""What came of a request to S3, and S3's response in its own terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal, TypeAlias

import attrs

from bota_sdk._shared.outcome import NoResponse
from bota_sdk._shared.redact import redacted_excerpt
from bota_sdk._shared.retry import parse_http_date, server_wait
from bota_sdk._storage.hashing import Digests

BodyPhase: TypeAlias = Literal["before", "during", "after"]
"""When a response came: before a byte of the body was sent, while it was, or after its last."""

_MD5: Final = re.compile(r"[0-9a-f]{32}")

_CANONICAL_HEADER: Final = re.compile(r"^([a-z0-9-]+):(.*)$", re.MULTILINE)


@attrs.frozen
class StorageResponse:
    """A response of S3 (AWS, Amazon S3 API Reference: "Error responses").

    Attributes:
        md5: of what S3 stored, 32 hex digits; None when the ETag is no MD5.
        server_time: in epoch seconds, from the XML or the `Date` header.
        unsigned_headers: names that were sent without being signed, as S3 lists them.
        canonical_headers: the signed headers as S3 saw them; empty when it does not say.

    """

    status_code: int
    code: str | None
    message: str
    request_id: str | None
    host_id: str | None
    etag: str | None
    md5: str | None
    server_time: float | None
    retry_after: float | None
    unsigned_headers: str | None
    canonical_headers: Mapping[str, str]


@attrs.frozen
class StorageOutcome:
    """What came of one request to S3; the digests are None unless all of the body was sent.

    The URL that it went to ends at `url_end`, in epoch seconds; None where that is not known.
    """

    response: StorageResponse | NoResponse
    phase: BodyPhase = "after"
    bytes_sent: int = 0
    digests: Digests | None = None
    url_end: float | None = None


def parse_response(status_code: int, headers: Mapping[str, str], body: bytes) -> StorageResponse:
    """Return S3's response from its status, headers (names in lower case) and body of any kind."""
    text = body[:16384].decode("utf-8", "replace")
    etag = headers.get("etag", "").strip('"') or None
    server_time = _instant(_element(text, "ServerTime")) or parse_http_date(headers.get("date", ""))
    return StorageResponse(
        status_code=status_code,
        code=_element(text, "Code"),
        message=_element(text, "Message") or "",
        request_id=_shown(headers.get("x-amz-request-id")) or _element(text, "RequestId"),
        host_id=_shown(headers.get("x-amz-id-2")) or _element(text, "HostId"),
        etag=etag,
        md5=etag if etag and _MD5.fullmatch(etag) and _etag_is_md5(headers) else None,
        server_time=server_time,
        retry_after=server_wait(headers, now=server_time, limited=False),
        unsigned_headers=_element(text, "HeadersNotSigned"),
        canonical_headers=_canonical_headers(_element(text, "CanonicalRequest") or ""),
    )


def _etag_is_md5(headers: Mapping[str, str]) -> bool:
    # AWS, "Common response headers": not with SSE-KMS or with a key of the customer's.
    encryption = headers.get("x-amz-server-side-encryption", "AES256")
    customer = "x-amz-server-side-encryption-customer-algorithm" in headers
    return encryption == "AES256" and not customer


def _element(text: str, name: str) -> str | None:
    # A few flat elements of a small document that may be damaged: no reason for an XML parser,
    # which would also have to be hardened against hostile documents.
    found = re.search(rf"<{name}>([^<]*)</{name}>", text) if text else None
    if found is None:
        return None
    from html import unescape  # the names of all characters, for a response that few ever see

    return _shown(unescape(found.group(1)).strip())


def _shown(text: str | None) -> str | None:
    # Whatever a server echoes is shown to people.
    return redacted_excerpt(text) if text else None


def _instant(text: str | None) -> float | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None


def _canonical_headers(request: str) -> Mapping[str, str]:
    # AWS, "Create a signed AWS API request": method, path and query have a line each, then follow
    # the headers, one to a line, up to an empty line.
    lines = request.split("\n", 3)
    block = lines[3].partition("\n\n")[0] if len(lines) == 4 else ""
    return dict(_CANONICAL_HEADER.findall(block))

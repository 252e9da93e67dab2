"""A permission to PUT one object: the signed URL, and what can be read from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qs, urlsplit

import attrs

from bota_sdk._redact import Secret
from bota_sdk._settings import why_not_safe
from bota_sdk.errors import InvalidResponseError, StorageError

if TYPE_CHECKING:
    from bota_api.models import UploadUrl

MARGIN: Final = 60.0
"""Seconds of life that a URL must have left when its PUT starts."""

_AMZ_DATE = re.compile(r"\d{8}T\d{6}Z")


@attrs.frozen
class UploadGrant:
    """One signed URL and the headers that must go with it.

    Attributes:
        url: the URL; never shown.
        headers: the headers for the PUT, without `Host` and `Content-Length`.
        signed_headers: names in lower case that the signature covers; empty when the URL does not
            say.
        expires_at: epoch seconds on the server's clock; None when neither URL nor answer says.

    """

    url: Secret
    headers: Mapping[str, str]
    signed_headers: frozenset[str]
    expires_at: float | None


def read_grant(answer: UploadUrl, *, content_type: str) -> UploadGrant:
    """Return the grant in an answer of createUploadUrl.

    The URL's own `X-Amz-Date` and `X-Amz-Expires` (AWS: "Authenticating Requests: Using Query
    Parameters") count before the answer's `expires_at`, since they are what S3 goes by.

    Args:
        answer: the answer.
        content_type: the type that was asked for, sent when the answer names none.

    Raises:
        InvalidResponseError: the URL cannot be used: plain http to another machine, a password in
            it, no URL at all.

    """
    problem = why_not_safe(answer.upload_url)
    if problem:
        raise InvalidResponseError(f"createUploadUrl answered with an upload URL that {problem}")
    # Only what is no secret: a debugger's or a crash report's local variables show it.
    query = {
        name.lower(): values[-1]
        for name, values in parse_qs(urlsplit(answer.upload_url).query).items()
        if name.lower() in ("x-amz-date", "x-amz-expires", "x-amz-signedheaders")
    }
    headers = dict(answer.headers.additional_properties) if answer.headers else {}
    if not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = answer.content_type or content_type
    return UploadGrant(
        url=Secret(answer.upload_url),
        headers=headers,
        signed_headers=frozenset(filter(None, query.get("x-amz-signedheaders", "").split(";"))),
        expires_at=_url_expiry(query)
        or (answer.expires_at.timestamp() if answer.expires_at else None),
    )


def _url_expiry(query: Mapping[str, str]) -> float | None:
    date, life = query.get("x-amz-date", ""), query.get("x-amz-expires", "")
    if not _AMZ_DATE.fullmatch(date) or not life.isdecimal():
        return None
    try:
        signed = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return signed.timestamp() + int(life)


def plan(expires_at: float | None, now: float) -> Literal["keep", "refresh"]:
    """Say whether a PUT may start with a URL, or another one must be asked for first.

    Args:
        expires_at: when the URL ends, in epoch seconds; None when unknown, and then S3 decides.
        now: the server's time in epoch seconds.

    """
    return "keep" if expires_at is None or expires_at - now >= MARGIN else "refresh"


def check_signed_headers(grant: UploadGrant, sent: Mapping[str, str]) -> None:
    """Make sure, before the first byte, that the PUT carries each header that was signed.

    Raises:
        StorageError: one is missing; S3 would answer `SignatureDoesNotMatch`.

    """
    present = {name.lower() for name in sent} | {"host"}
    missing = sorted(grant.signed_headers - present)
    if missing:
        raise StorageError(
            f"the upload URL was signed with the header {', '.join(missing)}, but the service did "
            "not say what to send in it; S3 would refuse the PUT, so nothing was sent",
            status=0,
            code=None,
            message="",
        )

"""The URL that the service has signed for one PUT, and what can be read from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

import attrs

from bota_sdk._settings import (
    HEADER_NAME,
    HEADER_VALUE,
    Settings,
    is_loopback,
    why_not_safe,
)
from bota_sdk._shared.redact import Secret
from bota_sdk.errors import InvalidResponseError, SignedUrlError

if TYPE_CHECKING:
    from bota_api.models import UploadUrl

MARGIN: Final = 60.0
"""Seconds of life that a URL must have left when its PUT starts."""

_LATEST: Final = datetime(9999, 1, 1, tzinfo=UTC).timestamp()

# Ours to set, so that they fit the body and the connection.
_OURS: Final = frozenset({"host", "content-length"})
_REFUSED: Final = frozenset(
    {"authorization", "connection", "cookie", "expect", "te", "transfer-encoding", "upgrade"}
)


@attrs.frozen
class SignedUrl:
    """One signed URL and the headers that must go with it.

    Attributes:
        headers: those of the PUT, without `Host` and `Content-Length`.
        signed_headers: names in lower case that the signature covers; empty when the URL does not
            say.
        signed_at: epoch seconds on the signer's clock; None when the URL does not say.
        expires_at: epoch seconds on the server's clock; None when neither URL nor response says.

    """

    url: Secret
    headers: Mapping[str, str]
    signed_headers: frozenset[str]
    signed_at: float | None
    expires_at: float | None


def read_signed_url(
    response: UploadUrl, settings: Settings, *, content_type: str, size: int
) -> SignedUrl:
    """Return the signed URL in a response of createUploadUrl.

    The URL's own `X-Amz-Date` and `X-Amz-Expires` (AWS: "Authenticating Requests: Using Query
    Parameters") count before the response's `expires_at`, since they are what S3 goes by. The
    content type is what was asked for, and is sent when the response names none.
    """
    url = checked_url(response.upload_url, settings, "createUploadUrl responded with an upload URL")
    query = _open_query(url)
    signed_at, expires_at = _dates(query)
    if expires_at is None and (end := response.expires_at):
        expires_at = _known(end.timestamp())
    return SignedUrl(
        url=url,
        headers=_headers(response, content_type, size),
        signed_headers=frozenset(filter(None, query.get("x-amz-signedheaders", "").split(";"))),
        signed_at=signed_at,
        expires_at=expires_at,
    )


def checked_url(url: str, settings: Settings, what: str) -> Secret:
    """Return a URL that the service has signed, if it may be sent to.

    Plain http goes only to this machine, and nothing goes to this machine unless the API is there
    too: a service elsewhere has no business with what listens here. `allow_plain_http` lets plain
    http go anywhere. The text of an error begins with `what`, and does not repeat the URL.
    """
    problem = why_not_safe(url, allow_plain_http=settings.allow_plain_http)
    if problem is None and not _is_local(settings.base_url):
        is_plain = urlsplit(url).scheme == "http"
        if _is_local(url) and not (is_plain and settings.allow_plain_http):
            problem = "leads to this machine, but the API is another one"
    if problem is not None:
        raise InvalidResponseError(f"{what} that {problem}")
    return Secret(url)


def _is_local(url: str) -> bool:
    return is_loopback(urlsplit(url).hostname or "")


def _headers(response: UploadUrl, content_type: str, size: int) -> dict[str, str]:
    asked: Mapping[str, str] = response.headers or {}
    headers: dict[str, str] = {}
    for name, value in asked.items():
        # Of what the contract does not require, the generated code takes any JSON for a string.
        sendable = isinstance(value, str) and re.fullmatch(HEADER_VALUE, value)  # pyright: ignore[reportUnnecessaryIsInstance]
        problem = ""
        if not sendable or not re.fullmatch(HEADER_NAME, name):
            problem = f"the header {name!r}, which cannot be sent"
        elif name.lower() in _REFUSED:
            problem = f"the header {name}, which has no place on a PUT to S3"
        elif name.lower() == "content-length" and value.strip() != str(size):
            problem = f"a body of {value} bytes, but the source has {size}"
        if problem:
            raise InvalidResponseError(f"createUploadUrl asks for {problem}")
        if name.lower() not in _OURS:
            headers[name] = value.strip()
    if not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = response.content_type or content_type
    return headers


def end_of(url: Secret) -> float | None:
    """Return when a signed URL ends by its own dates, in epoch seconds; None if it has none."""
    return _dates(_open_query(url))[1]


def _open_query(url: Secret) -> dict[str, str]:
    # Only what is no secret: a debugger's or a crash report's local variables show it.
    return {
        name.lower(): values[-1]
        for name, values in parse_qs(urlsplit(url.reveal()).query).items()
        if name.lower() in ("x-amz-date", "x-amz-expires", "x-amz-signedheaders")
    }


def _dates(query: Mapping[str, str]) -> tuple[float | None, float | None]:
    try:
        date = datetime.strptime(query.get("x-amz-date", ""), "%Y%m%dT%H%M%SZ")
    except ValueError:
        return None, None
    signed_at = _known(date.replace(tzinfo=UTC).timestamp())
    life = re.fullmatch(r"[0-9]{1,9}", query.get("x-amz-expires", ""))
    return signed_at, _known(signed_at + int(life[0])) if signed_at is not None and life else None


def _known(seconds: float) -> float | None:
    # The least and the greatest dates of a platform stand for no date.
    return seconds if 0 < seconds < _LATEST else None


def needs_refresh(signed_url: SignedUrl, now: float | None) -> bool:
    """Return whether another URL must be asked for before a PUT starts, by the server's time.

    Where its end or the time is unknown, S3 decides.
    """
    end = signed_url.expires_at
    return end is not None and now is not None and end - now < MARGIN


def check_signed_headers(signed_url: SignedUrl, sent: Mapping[str, str]) -> None:
    """Make sure, before the first byte, that what the PUT carries is what was signed.

    S3 responds `SignatureDoesNotMatch` where a signed header is missing, and refuses an `x-amz-`
    header that is not signed (AWS: "Authenticating Requests: Using Query Parameters").
    """
    signed = signed_url.signed_headers
    if not signed:
        return
    present = {name.lower() for name in sent} | _OURS
    missing = ", ".join(sorted(signed - present))
    unsigned = ", ".join(sorted(name for name in present - signed if name.startswith("x-amz-")))
    problem = ""
    if missing:
        problem = (
            f"the upload URL was signed with the header {missing}, but the service did not say "
            "what to send in it"
        )
    elif unsigned:
        problem = (
            f"the service asks for the header {unsigned}, but did not sign the upload URL with it"
        )
    if problem:
        raise SignedUrlError(
            f"{problem}; S3 would refuse the PUT, so nothing was sent. The service has to mend it"
        )

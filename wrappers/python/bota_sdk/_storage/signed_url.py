"""A permission to PUT one object: the signed URL, and what can be read from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qs, urlsplit

import attrs

from bota_sdk._settings import why_not_safe
from bota_sdk._shared.redact import Secret
from bota_sdk.errors import InvalidResponseError, SignedUrlError

if TYPE_CHECKING:
    from bota_api.models import UploadUrl

MARGIN: Final = 60.0
"""Seconds of life that a URL must have left when its PUT starts."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t -~\x80-\xff]*")

# Ours to set, so that they fit the body and the connection.
_OURS: Final = frozenset({"host", "content-length"})
_REFUSED: Final = frozenset(
    {"authorization", "connection", "cookie", "expect", "te", "transfer-encoding", "upgrade"}
)


@attrs.frozen
class SignedUrl:
    """One signed URL and the headers that must go with it.

    Attributes:
        url: the URL; never shown.
        headers: the headers for the PUT, without `Host` and `Content-Length`.
        signed_headers: names in lower case that the signature covers; empty when the URL does not
            say.
        signed_at: epoch seconds on the signer's clock; None when the URL does not say.
        expires_at: epoch seconds on the server's clock; None when neither URL nor answer says.

    """

    url: Secret
    headers: Mapping[str, str]
    signed_headers: frozenset[str]
    signed_at: float | None
    expires_at: float | None


def read_signed_url(answer: UploadUrl, *, content_type: str, size: int) -> SignedUrl:
    """Return the signed_url in an answer of createUploadUrl.

    The URL's own `X-Amz-Date` and `X-Amz-Expires` (AWS: "Authenticating Requests: Using Query
    Parameters") count before the answer's `expires_at`, since they are what S3 goes by.

    Args:
        answer: the answer.
        content_type: the type that was asked for, sent when the answer names none.
        size: bytes that will be sent.

    Raises:
        InvalidResponseError: the URL cannot be used (plain http to another machine, a password in
            it, no URL at all), or a header cannot be sent.

    """
    # The generated code takes any JSON for a string.
    if not isinstance(answer.upload_url, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidResponseError("createUploadUrl answered with an upload URL that is no text")
    problem = why_not_safe(answer.upload_url)
    if problem:
        raise InvalidResponseError(f"createUploadUrl answered with an upload URL that {problem}")
    # Only what is no secret: a debugger's or a crash report's local variables show it.
    query = {
        name.lower(): values[-1]
        for name, values in parse_qs(urlsplit(answer.upload_url).query).items()
        if name.lower() in ("x-amz-date", "x-amz-expires", "x-amz-signedheaders")
    }
    signed_at = _date(query.get("x-amz-date", ""))
    life = query.get("x-amz-expires", "")
    expires_at = signed_at + int(life) if signed_at is not None and life.isdecimal() else None
    if expires_at is None and answer.expires_at:
        expires_at = answer.expires_at.timestamp()
    return SignedUrl(
        url=Secret(answer.upload_url),
        headers=_headers(answer, content_type, size),
        signed_headers=frozenset(filter(None, query.get("x-amz-signedheaders", "").split(";"))),
        signed_at=signed_at,
        expires_at=expires_at,
    )


def _headers(answer: UploadUrl, content_type: str, size: int) -> dict[str, str]:
    asked = dict(answer.headers.additional_properties) if answer.headers else {}
    headers: dict[str, str] = {}
    for name, value in asked.items():
        sendable = isinstance(value, str) and _HEADER_VALUE.fullmatch(value)  # pyright: ignore[reportUnnecessaryIsInstance]
        if not sendable or not _HEADER_NAME.fullmatch(name):
            raise InvalidResponseError(
                f"createUploadUrl asks for the header {name!r}, which cannot be sent"
            )
        if name.lower() in _REFUSED:
            raise InvalidResponseError(
                f"createUploadUrl asks for the header {name}, which has no place on a PUT to S3"
            )
        if name.lower() == "content-length" and value.strip() != str(size):
            raise InvalidResponseError(
                f"createUploadUrl asks for a body of {value} bytes, but the source has {size}"
            )
        if name.lower() not in _OURS:
            headers[name] = value.strip()
    if not any(name.lower() == "content-type" for name in headers):
        named = answer.content_type
        headers["Content-Type"] = named if isinstance(named, str) and named else content_type
    return headers


def _date(text: str) -> float | None:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def plan(expires_at: float | None, now: float | None) -> Literal["send", "refresh"]:
    """Say whether a PUT may start with a URL, or another one must be asked for first.

    Args:
        expires_at: when the URL ends, in epoch seconds of the server's clock; None when unknown,
            and then S3 decides.
        now: the server's time in epoch seconds; None when unknown.

    """
    if expires_at is None or now is None:
        return "send"
    return "send" if expires_at - now >= MARGIN else "refresh"


def check_signed_headers(signed_url: SignedUrl, sent: Mapping[str, str]) -> None:
    """Make sure, before the first byte, that what the PUT carries is what was signed.

    Args:
        signed_url: the URL and what its signature covers.
        sent: all headers of the PUT but `Host` and `Content-Length`.

    Raises:
        SignedUrlError: a signed header is missing, and S3 would answer `SignatureDoesNotMatch`; or
            an `x-amz-` header is not signed, and S3 would refuse it (AWS: "Authenticating Requests:
            Using Query Parameters").

    """
    if not signed_url.signed_headers:
        return
    present = {name.lower() for name in sent} | _OURS
    missing = sorted(signed_url.signed_headers - present)
    unsigned = sorted(
        name for name in present - signed_url.signed_headers if name.startswith("x-amz-")
    )
    if missing:
        raise _unfit(
            f"the upload URL was signed with the header {', '.join(missing)}, but the service did "
            "not say what to send in it"
        )
    if unsigned:
        raise _unfit(
            f"the service asks for the header {', '.join(unsigned)}, but did not sign the upload "
            "URL with it"
        )


def _unfit(text: str) -> SignedUrlError:
    return SignedUrlError(
        f"{text}; S3 would refuse the PUT, so nothing was sent. The service has to mend it"
    )

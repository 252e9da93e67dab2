"""Says in words why S3 refused a PUT, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formatdate

from bota_sdk._shared.redact import redact
from bota_sdk._storage.decision import is_expired, is_unsigned_header
from bota_sdk._storage.response import StorageResponse
from bota_sdk._storage.signed_url import SignedUrl

_POLICY = (
    "S3 does not allow this PUT: a bucket policy, its encryption or the rights of the key that "
    "signed the URL. A new URL did not help; only the service can"
)


def explain(answer: StorageResponse, signed_url: SignedUrl, *, api_time: float | None) -> str:
    """Return a sentence or two about the cause of a refusal; empty when there is none to tell.

    Args:
        answer: S3's refusal.
        signed_url: the URL and headers that it refused.
        api_time: the API's time when the answer came, in epoch seconds; None when unknown.

    """
    if is_expired(answer):
        return _expiry(answer, signed_url, api_time)
    if answer.code == "RequestTimeTooSkewed" or "not yet valid" in answer.message.lower():
        return f"the clocks do not agree{_skew(answer, api_time)}; only the service can mend that"
    if answer.code == "SignatureDoesNotMatch":
        return _signature(answer, signed_url)
    if is_unsigned_header(answer):
        names = answer.unsigned_headers or "an x-amz- header"
        signed = ", ".join(sorted(signed_url.signed_headers)) or "none that the URL names"
        return (
            f"{names} was sent, but is not signed (signed: {signed}); something on the way added "
            "it, or the service asked for it without signing it"
        )
    if answer.code == "InvalidAccessKeyId":
        return "S3 does not know the key that signed the URL; only the service can mend that"
    if answer.code == "EntityTooLarge":
        return "S3 takes 5 GiB at most in one PUT, and a bucket may allow less"
    if answer.status_code == 403:
        return (
            _POLICY
            if answer.code
            else (
                "the answer is not S3's: something on the way refused the PUT, such as a proxy or "
                "a firewall"
            )
        )
    if answer.status_code in (301, 307):
        return "the bucket is in another place than the URL says; only the service can mend that"
    return ""


def _expiry(answer: StorageResponse, signed_url: SignedUrl, api_time: float | None) -> str:
    if signed_url.expires_at is None:
        return "the upload URL had expired"
    ended = formatdate(signed_url.expires_at, usegmt=True)
    if answer.server_time is None:
        return f"by its own date the upload URL was good until {ended}"
    past = answer.server_time - signed_url.expires_at
    skew = _skew(answer, api_time)
    if past < 0:
        # The life of the URL was not over: the credentials that signed it had ended before.
        return (
            f"the upload URL was good until {ended}, {_duration(-past)} more{skew}, so the "
            "credentials that signed it have ended; only the service can mend that"
        )
    return (
        f"the upload URL had expired {_duration(past)} before S3 saw the PUT (good until "
        f"{ended}){skew}"
    )


def _skew(answer: StorageResponse, api_time: float | None) -> str:
    if answer.server_time is None or api_time is None:
        return ""
    skew = answer.server_time - api_time
    if abs(skew) < 5:  # whole seconds, and the time on the way
        return ""
    side = "ahead of" if skew > 0 else "behind"
    return f"; S3's clock is {_duration(abs(skew))} {side} the API's"


def _signature(answer: StorageResponse, signed_url: SignedUrl) -> str:
    sent = {name.lower(): value for name, value in signed_url.headers.items()}
    changed = [
        f"{name} was sent as {_shown(sent, name)}, but S3 saw {value!r}"
        for name, value in answer.canonical_headers.items()
        if name in sent and sent[name].strip() != value.strip()
    ]
    if changed:
        return f"{'; '.join(changed)}: something on the way changes requests, such as a proxy"
    signed = ", ".join(
        f"{name}={_shown(sent, name)}" if name in sent else name
        for name in sorted(signed_url.signed_headers)
    )
    return (
        f"the URL's signature covers {signed or 'headers that it does not name'}; that is what was "
        "sent, so the service signed something else (another content type or another key). "
        "Sending again cannot help"
    )


def _shown(headers: Mapping[str, str], name: str) -> str:
    return repr(redact(headers[name]))


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    if seconds < 7200:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours"

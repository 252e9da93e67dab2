"""The error for a request to S3 that is given up, in words that name the cause and what to do."""

from __future__ import annotations

from email.utils import formatdate

from bota_sdk._shared.outcome import NoResponse
from bota_sdk._shared.redact import redact
from bota_sdk._storage.decision import is_damaged, is_expired, is_unsigned_header
from bota_sdk._storage.response import StorageOutcome, StorageResponse
from bota_sdk._storage.signed_url import SignedUrl
from bota_sdk.errors import (
    BotaError,
    IntegrityError,
    StorageConnectionError,
    StorageError,
    StorageTimeoutError,
    UploadUrlExpiredError,
)

_POLICY = (
    "S3 does not allow this PUT: a bucket policy, its encryption or the rights of the key that "
    "signed the URL. A new URL did not help; only the service can"
)
_NOT_OF_S3 = (
    "the response is not S3's: something on the way refused the PUT, such as a proxy or a firewall"
)


def put_error(
    outcome: StorageOutcome, signed_url: SignedUrl, *, attempts: int, api_time: float | None
) -> BotaError:
    """Return the error for the last PUT of an upload; `api_time` is the API's in epoch seconds."""
    after = _after(attempts)
    response = outcome.response
    if isinstance(response, NoResponse):
        return _no_response(
            f"PUT to S3: {response.reason}, {after} (the last one broke {outcome.phase} the body, "
            f"after {outcome.bytes_sent} bytes of it)",
            response,
        )
    if is_damaged(outcome):
        ours = outcome.digests.md5 if outcome.digests else None
        return IntegrityError(
            f"S3 stored other bytes than were sent, {after}: its MD5 is {response.md5}, theirs "
            f"{ours}; nothing was completed"
        )
    cause = explain(response, signed_url, api_time=api_time)
    kind = UploadUrlExpiredError if is_expired(response, signed_url.expires_at) else StorageError
    return _refusal(kind, f"S3 refused the PUT {after}", response, cause)


def download_error(response: StorageResponse | NoResponse, *, attempts: int) -> BotaError:
    """Return the error for the last GET of a download."""
    after = _after(attempts)
    if isinstance(response, NoResponse):
        return _no_response(f"download from S3: {response.reason}, {after}", response)
    redirects = 300 <= response.status_code < 400
    cause = "the URL is signed for one place, so no redirect is followed" if redirects else ""
    return _refusal(StorageError, f"S3 refused the download {after}", response, cause)


def _after(attempts: int) -> str:
    return f"after {attempts} {'attempt' if attempts == 1 else 'attempts'}"


def _no_response(text: str, response: NoResponse) -> BotaError:
    return (StorageTimeoutError if response.timed_out else StorageConnectionError)(text)


def _refusal(
    kind: type[StorageError], what: str, response: StorageResponse, cause: str
) -> StorageError:
    named = " ".join(filter(None, [str(response.status_code), response.code]))
    ids = ", ".join(filter(None, [response.request_id, response.host_id]))
    return kind(
        f"{what}: {named}: {response.message or 'no message'}"
        f"{f'; {cause}' if cause else ''}{f' [S3 request {ids}]' if ids else ''}",
        status_code=response.status_code,
        code=response.code,
        message=response.message,
        request_id=response.request_id,
        host_id=response.host_id,
    )


def explain(response: StorageResponse, signed_url: SignedUrl, *, api_time: float | None) -> str:
    """Return a sentence or two about the cause of a refused PUT; empty when none is known."""
    if is_expired(response, signed_url.expires_at):
        return _expiry(response, signed_url, api_time)
    if response.code == "RequestTimeTooSkewed" or "not yet valid" in response.message.lower():
        return f"the clocks do not agree{_skew(response, api_time)}; only the service can mend that"
    if response.code == "SignatureDoesNotMatch":
        return _signature(response, signed_url)
    if is_unsigned_header(response):
        names = response.unsigned_headers or "an x-amz- header"
        signed = ", ".join(sorted(signed_url.signed_headers)) or "none that the URL names"
        return (
            f"{names} was sent, but is not signed (signed: {signed}); something on the way added "
            "it, or the service asked for it without signing it"
        )
    if response.code == "InvalidAccessKeyId":
        return "S3 does not know the key that signed the URL; only the service can mend that"
    if response.code == "EntityTooLarge":
        return "S3 takes 5 GiB at most in one PUT, and a bucket may allow less"
    if response.code == "QuotaExceeded":
        return "the storage is full, or the quota of the bucket is; only the service can mend that"
    if response.code == "AccessDenied":
        return _POLICY
    if response.status_code == 403 and not response.code:
        return _NOT_OF_S3
    if response.status_code in (301, 307):
        return "the bucket is in another place than the URL says; only the service can mend that"
    return ""


def _expiry(response: StorageResponse, signed_url: SignedUrl, api_time: float | None) -> str:
    if signed_url.expires_at is None:
        return "the upload URL had expired"
    end = formatdate(signed_url.expires_at, usegmt=True)
    if response.server_time is None:
        return f"by its own date the upload URL was good until {end}"
    past = response.server_time - signed_url.expires_at
    skew = _skew(response, api_time)
    if past < 0:
        # The life of the URL was not over: the credentials that signed it had ended before.
        return (
            f"the upload URL was good until {end}, {_duration(-past)} more{skew}, so the "
            "credentials that signed it have ended; only the service can mend that"
        )
    return (
        f"the upload URL had expired {_duration(past)} before S3 saw the PUT (good until "
        f"{end}){skew}"
    )


def _skew(response: StorageResponse, api_time: float | None) -> str:
    if response.server_time is None or api_time is None:
        return ""
    skew = response.server_time - api_time
    if abs(skew) < 5:  # whole seconds, and the time on the way
        return ""
    side = "ahead of" if skew > 0 else "behind"
    return f"; S3's clock is {_duration(abs(skew))} {side} the API's"


def _signature(response: StorageResponse, signed_url: SignedUrl) -> str:
    sent = {name.lower(): value for name, value in signed_url.headers.items()}
    shown = {name: repr(redact(value)) for name, value in sent.items()}
    changed = [
        f"{name} was sent as {shown[name]}, but S3 saw {value!r}"
        for name, value in response.canonical_headers.items()
        if name in sent and sent[name].strip() != value.strip()
    ]
    if changed:
        return f"{'; '.join(changed)}: something on the way changes requests, such as a proxy"
    signed = ", ".join(
        f"{name}={shown[name]}" if name in sent else name
        for name in sorted(signed_url.signed_headers)
    )
    return (
        f"the URL's signature covers {signed or 'headers that it does not name'}; that is what was "
        "sent, so the service signed something else (another content type or another key). "
        "Sending again cannot help"
    )


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    if seconds < 7200:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours"

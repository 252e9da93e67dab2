"""What follows a request to S3: one decision over data, without I/O.

The codes and their causes: AWS, Amazon S3 API Reference, "Error responses"; those of Cloudflare R2
and Google Cloud Storage where they spell the same thing otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

import attrs

from bota_sdk._shared.outcome import NoResponse
from bota_sdk._shared.retry import PRICE, TIMEOUT_PRICE
from bota_sdk._storage.response import StorageOutcome, StorageResponse


@attrs.frozen
class Done:
    """The object is stored: complete the upload."""


@attrs.frozen
class Retry:
    """Send the request again, to the same URL while it lives, after the seconds that S3 asks for.

    The price is what this takes from the client's retry quota.
    """

    price: int = PRICE
    asked_wait: float | None = None


@attrs.frozen
class Refresh:
    """Send the request to a new URL; a doubtful one may well be refused like the old."""

    is_doubtful: bool = False


@attrs.frozen
class Stop:
    """Give up: sending again cannot help, or has been tried often enough."""


Action: TypeAlias = Done | Retry | Refresh | Stop


@attrs.frozen
class Budget:
    """How many requests may still follow, and how many new URLs, of each kind, be asked for."""

    retries: int
    refreshes: int = 2
    doubtful_refreshes: int = 1

    def after(self, action: Action) -> Budget:
        """Return what is left once an action is taken; below 0 where it was not affordable."""
        match action:
            case Retry():
                return attrs.evolve(self, retries=self.retries - 1)
            case Refresh(is_doubtful=True):
                return attrs.evolve(self, doubtful_refreshes=self.doubtful_refreshes - 1)
            case Refresh():
                return attrs.evolve(self, refreshes=self.refreshes - 1)
            case _:
                return self


_REFRESH: Final = Refresh()
_DOUBTFUL_REFRESH: Final = Refresh(is_doubtful=True)

_BY_CODE: Final[Mapping[str, Action]] = {
    # It leads to a host that the signature in general does not cover.
    "TemporaryRedirect": _REFRESH,
    # A policy, as a rule; a signer that has just been mended, sometimes.
    "AccessDenied": _DOUBTFUL_REFRESH,
    "InvalidAccessKeyId": _DOUBTFUL_REFRESH,
    "RequestTimeTooSkewed": _DOUBTFUL_REFRESH,
    # The same request would be refused again.
    "SignatureDoesNotMatch": Stop(),
    "InvalidArgument": Stop(),
    "AuthorizationQueryParametersError": Stop(),
    "EntityTooLarge": Stop(),
    "QuotaExceeded": Stop(),
    "MissingContentLength": Stop(),
    "NotImplemented": Stop(),
    "PermanentRedirect": Stop(),
    # With `If-None-Match: *`: the object is there, from an attempt whose response was lost. The
    # SHA-256 of the completion says whether it is ours.
    "PreconditionFailed": Done(),
    # The body was damaged or cut on its way.
    "BadDigest": Retry(),
    "InvalidDigest": Retry(),
    "IncompleteBody": Retry(),
    "RequestTimeout": Retry(),
    # Load and transient failures.
    "SlowDown": Retry(),
    "InternalError": Retry(),
    "ServiceUnavailable": Retry(),
    "OperationAborted": Retry(),
    "ConditionalRequestConflict": Retry(),
}

_EXPIRED: Final = frozenset(
    {"ExpiredToken", "ExpiredRequest", "InvalidToken", "TokenRefreshRequired"}
)

_BY_STATUS: Final[Mapping[int, Action]] = {
    307: _REFRESH,
    401: _DOUBTFUL_REFRESH,
    403: _DOUBTFUL_REFRESH,
    408: Retry(),
    412: Done(),
    417: Retry(),
    429: Retry(),
    501: Stop(),
    505: Stop(),
}


def decide(outcome: StorageOutcome, budget: Budget) -> Action:
    """Return what follows a request.

    The codes of the tables decide, then the statuses, then the status's class: 5xx are retried.
    What the budget does not allow becomes `Stop`.
    """
    action = _wanted(outcome)
    return Stop() if min(attrs.astuple(budget.after(action))) < 0 else action


def _wanted(outcome: StorageOutcome) -> Action:
    response = outcome.response
    if isinstance(response, NoResponse):
        if not response.transient:
            return Stop()
        return Retry(TIMEOUT_PRICE if response.timed_out else PRICE)
    if 200 <= response.status_code < 300:
        # A success before the last byte cannot be about the whole body.
        is_whole = outcome.phase == "after" and not is_damaged(outcome)
        action: Action = Done() if is_whole else Retry()
    elif is_expired(response, outcome.url_end):
        action = _REFRESH
    elif is_unsigned_header(response):
        action = Stop()
    else:
        by_class = Retry() if response.status_code >= 500 else Stop()
        by_status = _BY_STATUS.get(response.status_code, by_class)
        action = _BY_CODE.get(response.code or "", by_status)
    return Retry(asked_wait=response.retry_after) if isinstance(action, Retry) else action


def is_damaged(outcome: StorageOutcome) -> bool:
    """Return whether S3 says, by an ETag that is an MD5, that it stored other bytes."""
    response, digests = outcome.response, outcome.digests
    if isinstance(response, NoResponse) or not 200 <= response.status_code < 300:
        return False
    return bool(digests and digests.md5 and response.md5 and digests.md5 != response.md5)


def is_expired(response: StorageResponse, url_end: float | None) -> bool:
    """Return whether the URL, or the credentials that signed it, had expired.

    S3 says `AccessDenied` for an expired URL, and only its message says why; where there is none,
    as in Ceph, the dates of the URL and of the response do. R2 says `ExpiredRequest`, and GCS
    `ExpiredToken`, which in S3 is a dead session of the signer.
    """
    if response.code == "AccessDenied":
        if not response.message and response.server_time is not None and url_end is not None:
            return response.server_time >= url_end
        return "expired" in response.message.lower()
    return response.code in _EXPIRED


def is_unsigned_header(response: StorageResponse) -> bool:
    """Return whether a header was sent that the signature does not cover."""
    return "not signed" in response.message.lower() or response.code == "HeadersNotSigned"

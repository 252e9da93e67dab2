"""The checks of `botactl doctor` that ask the service: the key, the clock, the rate limits."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Final

from bota_api.api.recordings import list_recordings

from bota_sdk import ApiError, AuthenticationError, BotaError, PermissionDeniedError
from bota_sdk._api.translate import response_guard
from bota_sdk._shared.retry import parse_http_date
from bota_sdk.cli.check import Check
from bota_sdk.cli.settings import Invocation

_MAX_SKEW: Final = 60.0
"""Seconds of difference between two clocks that harm nothing."""


def service_checks(invocation: Invocation) -> Iterator[Check]:
    """Yield what one request to the service shows. There must be a key."""
    error: BotaError | None = None
    headers: Mapping[str, str] = {}
    started = time.time()
    try:
        with invocation.client() as bota, response_guard():
            answer = list_recordings.sync_detailed(client=bota.api, limit=1)
            headers = {name.lower(): value for name, value in answer.headers.items()}
    except BotaError as raised:
        error = raised
        if isinstance(error, ApiError):
            headers = error.headers
    middle = (started + time.time()) / 2
    yield _answer(invocation.key_kind, error, (time.time() - started) * 1000)
    if headers:
        yield _clock(headers.get("date", ""), middle)
        yield from _limits(headers)


def _answer(key_kind: str, error: BotaError | None, milliseconds: float) -> Check:
    if error is None:
        return Check("request", "ok", f"the key may list recordings ({milliseconds:.0f} ms)")
    refused = isinstance(error, AuthenticationError | PermissionDeniedError)
    if refused and key_kind in ("dtok", "up"):
        return Check(
            "request",
            "ok",
            "the service answers; it lets such a token list nothing, so whether it is good "
            "is not known",
            "only an upload can show it",
        )
    if isinstance(error, PermissionDeniedError) and key_kind == "rk":
        return Check(
            "request",
            "warning",
            f"the key may not list recordings: {error}",
            "to upload it needs recordings:write; recordings:read is for list, get and download",
        )
    if refused:
        return Check(
            "request",
            "problem",
            f"the service refuses the key: {error}",
            "is it complete, not revoked, and for this host?",
            is_about_key=True,
        )
    return Check(
        "request", "problem", f"no good answer: {error}", "does the base URL lead to the Bota API?"
    )


def _clock(date: str, now: float) -> Check:
    there = parse_http_date(date)
    if there is None:
        return Check("clock", "warning", "the service does not tell its time")
    # The header has whole seconds, cut off.
    ahead = now - (there + 0.5)
    if abs(ahead) <= _MAX_SKEW:
        return Check("clock", "ok", "within a minute of the service's")
    word = "ahead of" if ahead > 0 else "behind"
    return Check(
        "clock",
        "warning",
        f"this machine's clock is {abs(ahead):.0f} s {word} the service's",
        "set it (timedatectl, w32tm): uploads do not depend on it, but TLS certificates do",
    )


def _limits(headers: Mapping[str, str]) -> Iterator[Check]:
    limit, left = headers.get("x-ratelimit-limit"), headers.get("x-ratelimit-remaining")
    if limit is None or left is None:
        return
    if left == "0":
        yield Check("rate limit", "warning", f"none of {limit} requests are left just now", "wait")
    else:
        yield Check("rate limit", "ok", f"{left} of {limit} requests are left just now")

"""Webhooks: whether the service sent what came to a URL of yours, and what it says.

from bota_sdk import webhooks

event = webhooks.verify(body, headers, secret)
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Final

from bota_api.webhooks import EventPayload, read_event

from bota_sdk._shared.redact import hides_arguments
from bota_sdk.errors import ConfigurationError, WebhookError, WebhookSignatureError

__all__ = ["TOLERANCE", "EventPayload", "WebhookError", "WebhookSignatureError", "verify"]

TOLERANCE: Final = 300.0
"""Seconds that a webhook's timestamp may differ from this machine's clock (contract: ±300 s)."""

_SIGNATURE: Final = "X-Bota-Signature"
_TIMESTAMP: Final = "X-Bota-Timestamp"


@hides_arguments
def verify(
    body: bytes | str,
    headers: Mapping[str, str],
    secret: str | Sequence[str],
    *,
    tolerance: float = TOLERANCE,
    now: float | None = None,
) -> EventPayload:
    """Return the event that a webhook brings, if the service sent it, and just now.

    The same event may come twice, and in another order: compare its `id` with those that you have.

    Args:
        body: the body as it came, before anything has read it as JSON.
        headers: those of the request; their names count in any case.
        secret: the secret of the endpoint, or several while one takes the place of another.
        tolerance: seconds that the timestamp may lie before and after now.
        now: seconds since the epoch; this machine's clock when left out.

    Returns:
        A model of the contract by the event's `type`; an `UnknownVariant`, which keeps all that
        came, of a type that is new.

    Raises:
        WebhookSignatureError: a header is missing or wrong, the signature is of another body or
            made with another secret, or the timestamp is too far from now.
        WebhookError: it is signed, but is no event that the contract describes.
        ConfigurationError: the secret is empty.
        TypeError: an argument has the wrong type.

    """
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogateescape")
    if not isinstance(body, bytes | bytearray | memoryview):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"body is the raw bytes of the request, not {type(body).__name__}")
    if not isinstance(headers, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"headers is a mapping of names to values, not {type(headers).__name__}")
    secrets = (secret,) if isinstance(secret, str) else tuple(secret or ())
    if not all(isinstance(each, str) for each in secrets):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError("secret is a str, or several of them")
    if not secrets or not all(secrets):
        raise ConfigurationError("a webhook's secret is empty: with it anybody could sign")
    sent = {name.lower(): value for name, value in headers.items()}
    timestamp = _header(sent, _TIMESTAMP)
    if not re.fullmatch("[0-9]{1,12}", timestamp):
        raise WebhookSignatureError(f"the header {_TIMESTAMP} is no number of seconds")
    signed = timestamp.encode() + b"." + bytes(body)
    ours = [hmac.new(each.encode(), signed, hashlib.sha256).hexdigest() for each in secrets]
    # While secrets change, the service may sign with both.
    theirs = [part.strip() for part in _header(sent, _SIGNATURE).split(",")]
    matches = [
        hmac.compare_digest(f"v1={digest}".encode(), part.encode("utf-8", "replace"))
        for digest in ours
        for part in theirs
    ]
    if not any(matches):
        raise WebhookSignatureError(
            f"the header {_SIGNATURE} does not match: the body was changed on its way or read as "
            "JSON and written anew, or the secret is another endpoint's"
        )
    age = (time.time() if now is None else now) - int(timestamp)
    if not abs(age) <= tolerance:
        when = f"{age:.0f} seconds ago" if age > 0 else f"{-age:.0f} seconds from now"
        raise WebhookSignatureError(
            f"it was sent {when}, which is more than {tolerance:g}: it is an old one that somebody "
            "sends again, or a clock is wrong"
        )
    try:
        return read_event(json.loads(bytes(body)))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        # Nothing of the body is repeated: it may hold what was said.
        kind = type(error).__name__
    raise WebhookError(f"the body is signed, but is no event that the contract describes ({kind})")


def _header(sent: Mapping[str, str], name: str) -> str:
    value = sent.get(name.lower())
    if not value:
        raise WebhookSignatureError(f"the header {name} is missing")
    return value

"""Keeps API keys and signatures out of everything a person or a log reader can see."""

from __future__ import annotations

import logging
import re
from typing import Final, final

REDACTED: Final = "[redacted]"

# Compiled at the first use, by `re` itself: most programs never meet a secret.
_SIGNED_QUERY = r"(?i)(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s\"'<>)\]]+"
_SIGNATURE_ELEMENT = (
    r"(?is)<(SignatureProvided|StringToSign|StringToSignBytes|CanonicalRequest|"
    r"CanonicalRequestBytes|AWSAccessKeyId|Token-\d+)>.*?</\1>"
)
_BEARER = r"(?i)(Bearer\s+)[^\s\"',;]+"
_KEY = r"\b((?:[sr]k_(?:live|test)|dtok|up)_)[A-Za-z0-9_\-]+"


def redact(text: str) -> str:
    """Return `text` with API keys, bearer tokens and the secret parts of signed URLs replaced."""
    if not text:
        return text
    text = re.sub(_SIGNED_QUERY, rf"\g<1>{REDACTED}", text)
    text = re.sub(_SIGNATURE_ELEMENT, rf"<\g<1>>{REDACTED}</\g<1>>", text)
    text = re.sub(_BEARER, rf"\g<1>{REDACTED}", text)
    return re.sub(_KEY, rf"\g<1>{REDACTED}", text)


@final
class Secret:
    """A string that shows itself only to `reveal()`.

    Its repr, str and format are fixed texts and it refuses to be pickled or copied into JSON, so a
    log line, a traceback with local variables or a crash report cannot hold what it protects.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the protected string, for the one place that puts it on the wire."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({REDACTED})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is never pickled; pass the settings that it was made from")


def redact_record(record: logging.LogRecord) -> bool:
    """Rewrite a record whose text holds a secret, as a filter that lets every record pass.

    httpx logs the whole URL of each request at INFO, httpcore logs response headers (a redirect's
    `Location` among them) and urllib3 whole URLs at DEBUG.
    """
    text = record.getMessage()
    safe = redact(text)
    if safe != text:
        record.msg, record.args = safe, ()
    return True


_LOGGERS_OF_THE_WIRE: Final = (
    "httpx",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
)


def protect_logs() -> None:
    """Put the redacting filter on each logger that writes what goes over the wire. Idempotent."""
    for name in _LOGGERS_OF_THE_WIRE:
        logging.getLogger(name).addFilter(redact_record)

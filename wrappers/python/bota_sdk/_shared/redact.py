"""Keeps API keys and signatures out of everything a person or a log reader can see."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar, final

P = ParamSpec("P")
T = TypeVar("T")

REDACTED: Final = "[redacted]"

# Compiled at the first use, by `re` itself: most programs never meet a secret.
# None looks at a text twice: a server may send a long one, and what goes before a cut is kept.
_SIGNED_QUERY = (
    r"(?i)((?:X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token)|\b(?:Signature|Credential|"
    r"AWSAccessKeyId|GoogleAccessId|sig))(?:=|%3D))(?!\[redacted\])[^&\s\"'<>,;)\]\\]+"
)
_SIGNATURE_ELEMENT = (
    r"(?i)<(SignatureProvided|StringToSign|StringToSignBytes|CanonicalRequest|"
    r"CanonicalRequestBytes|AWSAccessKeyId|Token-[0-9]{1,9})>[^<]+"
)
_BEARER = r"(?i)(Bearer\s+)[^\s\"',;]+"
_DATABASE = r"(?i)\b(postgres(?:ql)?://)[^\s'\"]{1,500}@"
_DATABASE_OPTION = r"(?i)([?&\s](?:ssl)?password=)[^&\s'\"]+"
_KEY = r"([sr]k_(?:live|test)_|\b(?:dtok|up|whsec)_)[A-Za-z0-9_\-]+"

_EXCERPT: Final = 4096


def redact(text: str) -> str:
    """Return `text` without API keys, bearer tokens, and the secret parts of URLs.

    These are those of signed URLs and of a database's.
    """
    if not text:
        return text
    text = re.sub(_SIGNED_QUERY, rf"\g<1>{REDACTED}", text)
    text = re.sub(_SIGNATURE_ELEMENT, rf"<\g<1>>{REDACTED}", text)
    text = re.sub(_DATABASE, rf"\g<1>{REDACTED}@", text)
    text = re.sub(_DATABASE_OPTION, rf"\g<1>{REDACTED}", text)
    text = re.sub(_BEARER, rf"\g<1>{REDACTED}", text)
    return re.sub(_KEY, rf"\g<1>{REDACTED}", text)


def error_line(error: BaseException) -> str:
    """Return what an error says in one line without secrets, also one that cannot be a text."""
    try:
        text = str(error)
    except Exception:
        return "an error without a text"
    # A server's words may be among them, and must not look like another line of a log.
    return redact(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text))


def redacted_excerpt(text: str) -> str:
    """Return what may be shown of a text that a server has sent, which may be of any length."""
    return redact(text[:_EXCERPT]) + ("…" if len(text) > _EXCERPT else "")


def hides_arguments(call: Callable[P, T]) -> Callable[P, T]:
    """Let what a function raises come without its frames, whose variables hold secrets.

    A crash report shows the variables of every frame.
    """

    @functools.wraps(call)
    def hiding(*args: P.args, **options: P.kwargs) -> T:
        try:
            return call(*args, **options)
        except Exception as error:
            del args, options
            raise error.with_traceback(None) from None

    return hiding


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
    "httpcore.socks",
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

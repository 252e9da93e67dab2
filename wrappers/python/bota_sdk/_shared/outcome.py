"""One HTTP request, and what came of it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from typing import NamedTuple

from bota_sdk._shared.redact import redacted_excerpt


class Response(NamedTuple):
    """An HTTP response, read to its end; its headers' names are in lower case."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        # A body or a Location can hold a signed URL.
        return f"Response({self.status_code}, {len(self.body)} bytes)"


class NoResponse(NamedTuple):
    """Why there was no response, in a sentence for people that is free of secrets.

    `sent` is False only when the request certainly never reached the server, and `transient` only
    when another attempt would end the same way.
    """

    reason: str
    timed_out: bool
    sent: bool
    transient: bool = True


def no_response(error: Exception, *, timed_out: bool, sent: bool) -> NoResponse:
    """Return what there is to say of an error of the network."""
    what = "no response in time" if timed_out else "the connection failed"
    detail = redacted_excerpt(str(error)) or type(error).__name__
    transient = not _is_about_certificates(error)
    return NoResponse(f"{what} ({detail})", timed_out=timed_out, sent=sent, transient=transient)


def _is_about_certificates(error: BaseException | None) -> bool:
    # urllib3 and httpx wrap what `ssl` raises.
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


class Exchange(NamedTuple):
    """One request to the API, which `send` sends once, as often as it is called.

    The path has no query, and that of the client's base URL in it; `template` is the same with the
    names of the ids in their place, and None where no operation of the contract is called.
    `timeout` is the seconds that one attempt may take.
    """

    method: str
    base_url: str
    path: str
    template: str | None
    is_repeatable: bool
    timeout: float
    send: Callable[[], Response | NoResponse]

"""Which HTTP requests a call really made."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

import attrs

from bota_sdk._shared import telemetry
from bota_sdk._shared.redact import Secret

if TYPE_CHECKING:
    from bota_api.response_headers import ResponseHeaders


@attrs.frozen
class RequestRecord:
    """One HTTP request as it was sent.

    Attributes:
        method: the HTTP method.
        target: the API path, or `S3 object` for the storage; never a query or a signature.
        status_code: the response's status; None when there was no response.
        seconds: from the request's start to its response.
        headers: those of the response that the contract documents, such as the rate limit's; None
            for the storage, and when there was no response.
        sent: False when the request certainly never reached the server.

    """

    method: str
    target: str
    status_code: int | None
    seconds: float
    headers: ResponseHeaders | None = None
    sent: bool = True

    @property
    def is_in_doubt(self) -> bool:
        """Whether the request may have done what it asks: neither refused nor certainly unsent."""
        refused = self.status_code is not None and 300 <= self.status_code < 500
        return self.sent and not refused


_log: Final = logging.getLogger("bota_sdk")

_watchers: Final[ContextVar[tuple[Callable[[RequestRecord], object], ...]]] = ContextVar(
    "bota_sdk_requests", default=()
)


@contextmanager
def watch_requests(on_request: Callable[[RequestRecord], object]) -> Generator[None]:
    """Call `on_request` for every request made inside the `with` block, after its response."""
    token = _watchers.set((*_watchers.get(), on_request))
    try:
        yield
    finally:
        _watchers.reset(token)


@contextmanager
def record_requests() -> Generator[list[RequestRecord]]:
    """Collect the requests made inside the `with` block, in the order of their responses.

    Only those of the same thread or task: the threads of `upload_many` are not among them.

    Example: `with record_requests() as requests: bota.recordings.get("rec_1")`, and then
    `requests[-1].headers.x_rate_limit_remaining`.
    """
    requests: list[RequestRecord] = []
    with watch_requests(requests.append):
        yield requests


def add_request(
    request: RequestRecord,
    url: Secret,
    *,
    attempt: int,
    template: str | None = None,
    body_size: int | None = None,
    timed_out: bool = False,
) -> None:
    """Log a request that has ended, trace it, and hand its record to all who watch this context.

    Args:
        request: its record.
        url: where it was sent to.
        attempt: its number, from 1.
        template: its path with the names of the ids in their place; None for no such path.
        body_size: bytes of a file that it has sent; None when it sends none.
        timed_out: whether there was no response in time.

    """
    status = request.status_code or "no response"
    _log.debug("%s %s: %s, %.3f s", request.method, request.target, status, request.seconds)
    for on_request in _watchers.get():
        on_request(request)
    telemetry.request_span(
        request,
        url,
        template=template,
        resends=attempt - 1,
        body_size=body_size,
        timed_out=timed_out,
    )


def add_retry(what: str, number: int, wait: float) -> None:
    """Log that `what` is done for another time after so many seconds, and trace it."""
    _log.debug("%s: retry %d in %.1f s", what, number, wait)
    telemetry.retry_event(what, number, wait)


def add_refresh(what: str) -> None:
    """Log that `what` goes on with another signed URL, and trace it."""
    _log.debug("%s: asking for a new URL", what)
    telemetry.refresh_event(what)

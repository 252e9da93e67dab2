"""Which HTTP requests a call really made."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

import attrs

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


def add_request(request: RequestRecord) -> None:
    """Log a request, and hand its record to everyone who watches this context."""
    status = request.status_code or "no response"
    _log.debug("%s %s: %s, %.3f s", request.method, request.target, status, request.seconds)
    for on_request in _watchers.get():
        on_request(request)

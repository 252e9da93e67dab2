"""Which HTTP requests a call really made."""

from __future__ import annotations

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
        status_code: the answer's status; None when there was no answer.
        seconds: from the request's start to its answer.
        headers: those of the answer that the contract documents, such as the rate limit's; None for
            the storage, and when there was no answer.

    """

    method: str
    target: str
    status_code: int | None
    seconds: float
    headers: ResponseHeaders | None = None


_watchers: Final[ContextVar[tuple[Callable[[RequestRecord], object], ...]]] = ContextVar(
    "bota_sdk_steps", default=()
)


@contextmanager
def watch_requests(on_step: Callable[[RequestRecord], object]) -> Generator[None]:
    """Tell of every request made inside the `with` block, when its answer is there."""
    token = _watchers.set((*_watchers.get(), on_step))
    try:
        yield
    finally:
        _watchers.reset(token)


@contextmanager
def record_requests() -> Generator[list[RequestRecord]]:
    """Collect the requests made inside the `with` block, in the order of their answers.

    Only those of the same thread or task: the threads of `upload_many` are not among them.

    Example: `with record_requests() as requests: bota.recordings.get("rec_1")`, and then
    `requests[-1].headers.x_rate_limit_remaining`.
    """
    requests: list[RequestRecord] = []
    with watch_requests(requests.append):
        yield requests


def add_request(step: RequestRecord) -> None:
    """Tell of a request to everyone who watches this context."""
    for on_step in _watchers.get():
        on_step(step)

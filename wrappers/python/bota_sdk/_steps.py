"""Which HTTP requests a call really made."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import attrs


@attrs.frozen
class Step:
    """One HTTP request as it was sent.

    Attributes:
        method: the HTTP method.
        target: the API path, or `S3 object` for the storage; never a query or a signature.
        status: the answer's status; None when there was no answer.
        seconds: from the request's start to its answer.

    """

    method: str
    target: str
    status: int | None
    seconds: float


_collections: Final[ContextVar[tuple[list[Step], ...]]] = ContextVar("bota_sdk_steps", default=())


@contextmanager
def record_steps() -> Generator[list[Step]]:
    """Collect the requests made inside the `with` block, in the order of their answers."""
    steps: list[Step] = []
    token = _collections.set((*_collections.get(), steps))
    try:
        yield steps
    finally:
        _collections.reset(token)


def add_step(step: Step) -> None:
    """Add a request to every collection that is open in this context."""
    for steps in _collections.get():
        steps.append(step)

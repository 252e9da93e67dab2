"""The only place that waits for time to pass. A wait ends early when the upload is to stop."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from bota_sdk._shared.cancel import POLL, is_stoppable, stop_if_asked

_patient: Final[ContextVar[bool]] = ContextVar("bota_sdk_patient", default=False)


@contextmanager
def patient() -> Generator[None]:
    """Let calls of this context wait as long as the service asks: a deadline or token ends them."""
    token = _patient.set(True)
    try:
        yield
    finally:
        _patient.reset(token)


def is_patient() -> bool:
    return _patient.get()


def monotonic() -> float:
    """Return the seconds by which pacing goes; the same in all processes of one machine."""
    return time.monotonic()


def wait_blocking(seconds: float) -> None:
    end = time.monotonic() + seconds
    while is_stoppable() and (left := end - time.monotonic()) > POLL:
        stop_if_asked()
        time.sleep(min(POLL, left))
    time.sleep(max(end - time.monotonic(), 0.0))


async def wait_async(seconds: float) -> None:
    from anyio import sleep

    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        stop_if_asked()
        await sleep(min(POLL, left))

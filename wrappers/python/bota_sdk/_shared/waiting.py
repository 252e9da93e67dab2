"""The only place that waits for time to pass. A wait ends early when the upload shall stop."""

from __future__ import annotations

import time

from bota_sdk._shared.cancel import POLL, is_stoppable, stop_if_asked


def monotonic() -> float:
    """Return the seconds by which pacing goes; the same in all processes of one machine."""
    return time.monotonic()


def wait_blocking(seconds: float) -> None:
    """Block this thread for some seconds."""
    end = time.monotonic() + seconds
    while is_stoppable() and (left := end - time.monotonic()) > POLL:
        stop_if_asked()
        time.sleep(min(POLL, left))
    time.sleep(max(end - time.monotonic(), 0.0))


async def wait_async(seconds: float) -> None:
    """Let other tasks run for some seconds; whoever stops this one cancels it."""
    import anyio  # here, since a blocking program has no use for it

    await anyio.sleep(seconds)

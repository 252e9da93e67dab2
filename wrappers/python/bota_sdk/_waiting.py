"""The only place that waits for time to pass."""

from __future__ import annotations

import time


def wait_blocking(seconds: float) -> None:
    """Block this thread for some seconds."""
    time.sleep(seconds)


async def wait_async(seconds: float) -> None:
    """Let other tasks run for some seconds."""
    import anyio  # here, since a blocking program has no use for it

    await anyio.sleep(seconds)

"""One `async def` core for callers that do not await."""

from __future__ import annotations

import asyncio

import pytest
from bota_sdk._upload.run_sync import run_sync


async def double(number: int) -> int:
    return 2 * number


async def nested() -> int:
    return await double(await double(3))


async def suspending() -> None:
    await asyncio.sleep(0)


async def failing() -> None:
    raise KeyError("x")


def test_run_sync() -> None:
    assert run_sync(nested()) == 12
    with pytest.raises(KeyError):
        run_sync(failing())
    with pytest.raises(AssertionError, match="tried to wait"):
        run_sync(suspending())

"""Turns of an asynchronous client's blocking calls."""

from __future__ import annotations

import asyncio
import threading

import pytest
from bota_sdk import CancelToken, UploadCancelledError
from bota_sdk._shared.cancel import stoppable
from bota_sdk._shared.threads import WorkerThreads

from tests.ticks import HANG


def test_who_waits_for_a_turn_can_be_stopped() -> None:
    threads, token = WorkerThreads(1), CancelToken()
    has_begun, is_over = threading.Event(), threading.Event()

    def first() -> None:
        has_begun.set()
        is_over.wait()

    async def wait_for_a_turn() -> None:
        with stoppable(token.check):
            await threads.run(lambda: None)

    async def both() -> None:
        busy = asyncio.create_task(threads.run(first))
        try:
            await asyncio.to_thread(has_begun.wait)
            waiting = asyncio.create_task(wait_for_a_turn())
            await asyncio.sleep(0)  # it has asked for its turn
            token.cancel()
            with pytest.raises(UploadCancelledError):
                await asyncio.wait_for(waiting, HANG)
        finally:
            is_over.set()
            await busy

    asyncio.run(both())

"""A bulk upload under an event loop: the same run in a thread, the caller's code in the loop."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

import attrs
from anyio import CancelScope, CapacityLimiter, Event, create_task_group, to_thread
from anyio.from_thread import BlockingPortal

from bota_sdk._bulk.items import BulkReport
from bota_sdk._bulk.queue import Enqueued, enqueue, work
from bota_sdk._bulk.run import BulkOptions, upload_many
from bota_sdk._bulk.store import Location
from bota_sdk._shared.cancel import CancelToken, stoppable
from bota_sdk._shared.threads import in_loop, through_portal
from bota_sdk._upload.runtime import Runtime
from bota_sdk._upload.source import Source, kept_source, open_source
from bota_sdk._upload.spool import spool_async
from bota_sdk.errors import BotaError

T = TypeVar("T")

_END = object()


async def upload_many_async(runtime: Runtime, items: Any, options: BulkOptions) -> BulkReport:
    """Upload all items. See `AsyncBota.upload_many`."""
    given = attrs.evolve(options, open_source=_open)
    return await _in_thread(lambda: upload_many(runtime, _in_loop(items), given))


async def enqueue_async(
    runtime: Runtime,
    items: Any,
    journal: Location,
    recording: Mapping[str, Any],
    cancel: CancelToken | None,
) -> Enqueued:
    """Put items into the queue. See `AsyncBota.enqueue`."""
    return await _in_thread(lambda: enqueue(runtime, _in_loop(items), journal, recording, cancel))


async def work_async(runtime: Runtime, options: BulkOptions, *, forever: bool) -> BulkReport:
    """Upload what is in the queue. See `AsyncBota.work`."""
    return await _in_thread(lambda: work(runtime, options, forever=forever))


async def _in_thread(call: Callable[[], T]) -> T:
    """Return what a blocking call returns.

    When the task is cancelled, the uploads stop as by `CancelToken.cancel`, and it waits for them.
    """
    abandoned, ended = CancelToken(), Event()
    result: Future[T] = Future()
    has_begun = False

    def begun() -> T:
        nonlocal has_begun
        has_begun = True
        return call()

    async def run() -> None:
        with CancelScope(shield=True), through_portal(portal), stoppable(abandoned.check):
            try:
                # A thread of its own: the default ones could all be taken by such runs.
                result.set_result(await to_thread.run_sync(begun, limiter=CapacityLimiter(1)))
            except BaseException as error:
                if isinstance(error, RuntimeError) and not has_begun:
                    error = BotaError(f"nothing was sent: {error}")
                result.set_exception(error)  # not through the group, which would wrap it
        ended.set()

    async with BlockingPortal() as portal, create_task_group() as group:
        # A task of its own: asyncio's own way to cancel knows of no shield, but ends only the
        # caller's task, which then waits here for this one.
        group.start_soon(run)
        try:
            await ended.wait()
        finally:
            abandoned.cancel()
    return result.result()


def _in_loop(items: Any) -> Any:
    """Return items whose code runs where the caller's own code lives."""
    given: Any = items
    if isinstance(items, AsyncIterable):
        following = aiter(given)
        return iter(lambda: in_loop(lambda: anext(following, _END)), _END)
    if isinstance(items, Iterable) and not isinstance(items, list | tuple | str | bytes):
        iterator = iter(given)
        return iter(lambda: in_loop(lambda: next(iterator, _END)), _END)
    return given  # also what is no iterable, for upload_many to refuse


def _open(audio: Any) -> Source:
    given: Any = audio
    if isinstance(audio, AsyncIterable) and not isinstance(audio, os.PathLike):
        return kept_source(in_loop(lambda: spool_async(given)))
    return open_source(given)

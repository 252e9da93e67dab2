"""An upload in an event loop, asyncio's or trio's."""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable
from typing import Any, TypeVar

from bota_sdk._api.client_state import ClientState
from bota_sdk._settings import Settings
from bota_sdk._shared.cancel import POLL, Check, stop_if_asked, stoppable
from bota_sdk._upload.options import UploadOptions, check_options, make_upload
from bota_sdk._upload.progress import Receipt
from bota_sdk._upload.source import (
    MAX_BYTES,
    AsyncUploadSource,
    Source,
    is_read_once,
    kept_source,
    open_source,
)
from bota_sdk._upload.spool import spool_async
from bota_sdk._upload.upload import Upload
from bota_sdk._upload.upload_io import AsyncIO
from bota_sdk.errors import BotaError

T = TypeVar("T")


async def upload(
    settings: Settings,
    io: AsyncIO,
    state: ClientState,
    source: AsyncUploadSource,
    options: UploadOptions,
) -> Receipt:
    """Check, open and upload a source. See `AsyncBota.upload`."""
    checks = options.checks()
    fields = check_options(settings, options)
    made: list[Upload] = []

    async def work() -> Receipt:
        made.append(make_upload(io, state, await _open(io, source), options, fields))
        return await made[0].run()

    with stoppable(*checks):
        stop_if_asked()
        if not checks:
            return await work()
        try:
            return await _stopped_by(checks, work)
        except _StoppedError as stopped:
            if made:
                made[0].describe(stopped.reason)
            raise stopped.reason from None


async def _open(io: AsyncIO, source: AsyncUploadSource) -> Source:
    if isinstance(source, AsyncIterable) and not hasattr(source, "__fspath__"):
        chunks: AsyncIterable[Any] = source
        return kept_source(await spool_async(chunks, MAX_BYTES))
    if is_read_once(source):
        # Whatever yields the chunks may block.
        return await io.blocking(lambda: open_source(source))
    return open_source(source)


class _StoppedError(Exception):
    def __init__(self, reason: BotaError) -> None:
        super().__init__(reason)
        self.reason = reason


async def _stopped_by(checks: tuple[Check, ...], work: Callable[[], Awaitable[T]]) -> T:
    # A token is cancelled in another thread, and a deadline passes while nobody looks: a task
    # beside the work looks, and cancels it as the event loop does.
    from anyio import CancelScope, create_task_group, sleep

    results: list[T] = []
    errors: list[BaseException] = []
    scope = CancelScope()

    async def watch() -> None:
        while True:
            await sleep(POLL)
            try:
                for check in checks:
                    check()
            except BotaError as reason:
                errors.append(_StoppedError(reason))
                scope.cancel()
                return

    async with create_task_group() as group:
        group.start_soon(watch)
        with scope:
            try:
                results.append(await work())
            except Exception as error:
                # Not through the group, which would wrap it.
                errors.insert(0, error)
        group.cancel_scope.cancel()
    if results:
        return results[0]
    raise errors[0]

"""A bulk upload under an event loop: the same run in a thread, its callbacks in the loop."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Iterator
from typing import Any

import attrs
from anyio import CancelScope, create_task_group, sleep_forever, to_thread
from anyio.from_thread import BlockingPortal

from bota_sdk._bulk.items import BulkEvent, BulkReport
from bota_sdk._bulk.run import BulkOptions, upload_many
from bota_sdk._shared.cancel import CancelToken
from bota_sdk._shared.threads import through_portal
from bota_sdk._upload.runtime import Runtime
from bota_sdk._upload.source import MAX_BYTES, Source, kept_source, open_source
from bota_sdk._upload.spool import spool_async

_END = object()


async def upload_many_async(runtime: Runtime, items: Any, options: BulkOptions) -> BulkReport:
    """Upload all items. See `AsyncBota.upload_many`.

    Cancelling the task stops it as `CancelToken.cancel` does, and waits until it has ended.
    """
    options.check()
    abandoned = CancelToken()
    reports: list[BulkReport] = []
    errors: list[BaseException] = []

    async def watch() -> None:
        try:
            await sleep_forever()
        finally:
            abandoned.cancel()

    async with BlockingPortal() as portal, create_task_group() as group:
        inner = attrs.evolve(
            options,
            cancel=_Either(options.cancel, abandoned),
            on_progress=_in_loop(portal, options.on_progress),
        )

        def work() -> BulkReport:
            return upload_many(runtime, _iterated(portal, items), inner, _opener(portal))

        async def run() -> None:
            with CancelScope(shield=True):
                try:
                    with through_portal(portal):
                        reports.append(await to_thread.run_sync(work))
                except BaseException as error:
                    # Not through the group, which would wrap it.
                    errors.append(error)
            group.cancel_scope.cancel()

        group.start_soon(watch)
        # A task of its own: asyncio's own way to cancel knows of no shield, but ends only the
        # caller's task, which then waits here for this one.
        group.start_soon(run)
    if errors:
        raise errors[0]
    return reports[0]


class _Either(CancelToken):
    """The caller's token, or the one of a cancelled task."""

    def __init__(self, given: CancelToken | None, abandoned: CancelToken) -> None:
        super().__init__()
        self._tokens = [abandoned, *([given] if given else [])]

    @property
    def cancelled(self) -> bool:
        return any(token.cancelled for token in self._tokens)

    @property
    def draining(self) -> bool:
        return any(token.draining for token in self._tokens)


def _in_loop(
    portal: BlockingPortal, on_progress: Callable[[BulkEvent], object] | None
) -> Callable[[BulkEvent], object] | None:
    if on_progress is None:
        return None
    return lambda event: portal.call(on_progress, event)


def _iterated(portal: BlockingPortal, items: Any) -> Iterable[Any]:
    given: Any = items
    if isinstance(items, AsyncIterable):
        return _from_async(portal, given)
    if isinstance(items, Iterable) and not isinstance(items, list | tuple | str | bytes):
        # The caller's own code runs where the caller's own code lives.
        return _from_sync(portal, iter(given))
    return given  # type: ignore[no-any-return]  # also what is none, for upload_many to refuse


def _from_sync(portal: BlockingPortal, items: Iterator[Any]) -> Iterator[Any]:
    while (item := portal.call(next, items, _END)) is not _END:
        yield item


def _from_async(portal: BlockingPortal, items: AsyncIterable[Any]) -> Iterator[Any]:
    iterator = aiter(items)

    async def following() -> Any:
        return await anext(iterator, _END)

    while (item := portal.call(following)) is not _END:
        yield item


def _opener(portal: BlockingPortal) -> Callable[[Any], Source]:
    def opened(source: Any) -> Source:
        given: Any = source
        if isinstance(source, AsyncIterable) and not hasattr(given, "__fspath__"):
            return kept_source(portal.call(spool_async, given, MAX_BYTES))
        return open_source(given)

    return opened

"""A bulk upload: takes items as uploads get free, and ends each in one result."""

from __future__ import annotations

import contextvars
import os
import queue
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final, get_args

import attrs

from bota_sdk._bulk.concurrency import Concurrency
from bota_sdk._bulk.items import (
    MAX_KEPT_FAILURES,
    BulkEvent,
    BulkReport,
    ItemProgress,
    ItemResult,
    OnBulkProgress,
    Outcome,
    UploadItem,
)
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.journal_rate_log import JournalRateLog
from bota_sdk._bulk.worker import Deferred, Worker
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import POLL, CancelToken, stop_if_asked, stoppable
from bota_sdk._shared.requests import watch_requests
from bota_sdk._upload.options import Checksum, check_callback, check_checksum
from bota_sdk._upload.recording_fields import checked_fields
from bota_sdk._upload.runtime import Runtime, notify_here
from bota_sdk._upload.source import Source, open_source
from bota_sdk.errors import (
    AuthenticationError,
    ClientClosedError,
    ConfigurationError,
    JournalError,
    PermissionDeniedError,
    UploadCancelledError,
)

MAX_CONCURRENCY: Final = 64
"""As many connections as a client keeps."""

_LOOK: Final = 1.0
"""Seconds between two looks at what another process has under way."""

_WAITING_EVENTS: Final = 1000
"""Events that may wait for a slow `on_progress` before the uploads wait for it too."""

_FATAL: Final = (
    AuthenticationError,
    PermissionDeniedError,
    ConfigurationError,
    ClientClosedError,
)
"""Errors of an item that every other one would meet too."""


@attrs.frozen
class BulkOptions:
    """What `upload_many` was called with, beside the items. See `Bota.upload_many`."""

    concurrency: int
    journal: str | os.PathLike[str] | None
    allow_duplicates: bool
    max_failures: int | None
    checksum: Checksum
    cancel: CancelToken | None
    on_progress: OnBulkProgress | None
    recording: Mapping[str, Any] = attrs.field(factory=dict)

    def check(self) -> None:
        """Return if all of it can be used.

        Raises:
            TypeError, ValueError: an argument is wrong.

        """
        _check_number("concurrency", self.concurrency, MAX_CONCURRENCY)
        if self.max_failures is not None:
            _check_number("max_failures", self.max_failures, None)
        check_checksum(self.checksum)
        if self.cancel is not None and not isinstance(self.cancel, CancelToken):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"cancel is a CancelToken, not {type(self.cancel).__name__}")
        check_callback(self.on_progress)
        checked_fields(self.recording)


def _check_number(name: str, value: object, most: int | None) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is a number, not {type(value).__name__}")
    if value < 1 or (most is not None and value > most):
        upper = f" to {most}" if most else ""
        raise ValueError(f"{name} is {value}; it must be from 1{upper}")


def upload_many(
    runtime: Runtime,
    items: Iterable[Any],
    options: BulkOptions,
    opener: Callable[[Any], Source] = open_source,
) -> BulkReport:
    """Upload all items. See `Bota.upload_many`.

    Args:
        runtime: what it runs on.
        items: paths or UploadItems.
        options: the other arguments.
        opener: returns the Source for the audio of an item.

    """
    options.check()
    if isinstance(items, str | bytes | os.PathLike) or not isinstance(items, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(
            f"items is an iterable of paths or UploadItems, not {type(items).__name__}; "
            "upload() takes a single one"
        )
    with ExitStack() as stack:
        if options.journal is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bota-"))
            path = Path(folder, "journal")
        else:
            path = Path(options.journal)
        journal = Journal(path, runtime.settings.base_url, durable=options.journal is not None)
        stack.callback(journal.close)
        runtime.state.pacer.assume_documented()
        if options.journal is not None:
            stack.enter_context(runtime.state.pacer.sharing(JournalRateLog(journal.file)))
        return _Run(runtime, journal, options, opener).run(items)


@attrs.frozen
class _Ended:
    number: int
    result: ItemResult | Deferred | BaseException


class _Run:
    def __init__(
        self,
        runtime: Runtime,
        journal: Journal,
        options: BulkOptions,
        opener: Callable[[Any], Source],
    ) -> None:
        self._runtime = runtime
        self._options = options
        self._journal = journal
        self._events: queue.Queue[ItemProgress | _Ended] = queue.Queue(_WAITING_EVENTS)
        self._worker = Worker(
            # An upload's own callback puts an event in the queue; the user's gets it from there.
            runtime=attrs.evolve(runtime, notify=notify_here),
            journal=journal,
            options=options,
            on_progress=self._put if options.on_progress is not None else None,
            open_source=opener,
        )
        self._concurrency = Concurrency(options.concurrency)
        self._stop = CancelToken()
        self._checks = [self._stop.check]
        if options.cancel is not None:
            self._checks.append(options.cancel.check)
        self._active: dict[int, UploadItem] = {}
        self._deferred: deque[tuple[str, int | UploadItem]] = deque()
        self._given = 0
        self._started = 0
        self._stopped: str | None = None
        self._counts: dict[Outcome, int] = dict.fromkeys(get_args(Outcome), 0)
        self._bytes = 0
        self._failures: list[ItemResult] = []

    def run(self, items: Iterable[Any]) -> BulkReport:
        started = time.monotonic()
        length = len(items) if isinstance(items, Sized) else None
        with ThreadPoolExecutor(self._options.concurrency, "bota-sdk-bulk") as self._pool:
            try:
                self._upload_each(self._given_items(items))
                while self._deferred and self._stopped is None:
                    self._upload_deferred()
            except BaseException:
                # Of on_progress, of the items, or an interrupt: the pool waits until nothing is
                # under way, and that waits for nobody who would take its events.
                self._stop.cancel()
                raise
        for key, _ in self._deferred:
            self._end(ItemResult(key, "not_started", "left to another worker"))
        if length is not None:
            # A list may have grown since.
            self._counts["not_started"] += max(length - self._given, 0)
        return BulkReport(
            **self._counts,
            bytes=self._bytes,
            seconds=time.monotonic() - started,
            stopped=self._stopped,
            failures=tuple(self._failures),
        )

    def _given_items(self, items: Iterable[Any]) -> Iterator[UploadItem]:
        for given in items:
            self._given += 1
            item: Any = given
            yield UploadItem(item) if isinstance(given, str | os.PathLike) else item

    def _deferred_items(self, count: int) -> Iterator[UploadItem]:
        for _ in range(count):
            _, item = self._deferred.popleft()
            yield self._journal.item(item) if isinstance(item, int) else item

    def _upload_deferred(self) -> None:
        # Only once everything else is done: by then most of it has ended.
        count = len(self._deferred)
        self._upload_each(self._deferred_items(count))
        if len(self._deferred) == count:
            with stoppable(*self._checks), suppress(UploadCancelledError):
                waiting.wait_blocking(_LOOK)

    def _upload_each(self, items: Iterator[UploadItem]) -> None:
        more = True
        while True:
            stop_if_asked()
            self._note_request_to_stop()
            if not self._events.empty():
                # What happened meanwhile comes before the next one.
                self._handle(self._events.get())
            elif more and self._stopped is None and len(self._active) < self._concurrency.allowed:
                try:
                    self._start(next(items))
                except StopIteration:
                    more = False
            elif self._active:
                self._handle(self._events.get())
            else:
                return

    def _start(self, item: UploadItem) -> None:
        self._started += 1
        self._active[self._started] = item
        self._pool.submit(contextvars.copy_context().run, self._work, item, self._started)

    def _work(self, item: UploadItem, number: int) -> None:
        result: ItemResult | Deferred | BaseException
        try:
            # Only here: what the caller does in on_progress is no part of the run.
            with (
                stoppable(*self._checks),
                waiting.patient(),
                watch_requests(self._concurrency.request_done),
            ):
                result = self._worker.work(item, number)
        except BaseException as error:
            result = error
        self._put(_Ended(number, result))

    def _put(self, event: ItemProgress | _Ended) -> None:
        while not self._stop.cancelled:
            with suppress(queue.Full):
                self._events.put(event, timeout=POLL)
                return

    def _handle(self, event: ItemProgress | _Ended) -> None:
        if isinstance(event, ItemProgress):
            self._notify(event)
            return
        item, result = self._active.pop(event.number), event.result
        if isinstance(result, BaseException):
            raise result
        if isinstance(result, Deferred):
            self._deferred.append((result.key, item if result.row is None else result.row))
        else:
            self._end(result)

    def _end(self, result: ItemResult) -> None:
        self._counts[result.outcome] += 1
        if result.outcome == "uploaded":
            self._bytes += result.bytes or 0
            self._concurrency.upload_done()
        if result.outcome == "failed":
            if len(self._failures) < MAX_KEPT_FAILURES:
                self._failures.append(result)
            if isinstance(result.error, JournalError):
                raise result.error
            if isinstance(result.error, _FATAL):
                self._stopped = self._stopped or f"no item can be uploaded: {result.reason}"
            elif self._counts["failed"] == self._options.max_failures:
                self._stopped = self._stopped or f"{self._counts['failed']} items have failed"
        self._notify(result)

    def _notify(self, event: BulkEvent) -> None:
        on_progress = self._options.on_progress
        if on_progress is not None:
            self._runtime.notify(lambda: on_progress(event))

    def _note_request_to_stop(self) -> None:
        token = self._options.cancel
        if self._stopped is None and token is not None and token.draining:
            self._stopped = "cancelled" if token.cancelled else "asked to finish"

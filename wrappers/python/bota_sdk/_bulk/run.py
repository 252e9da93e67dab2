"""A bulk upload: takes items as uploads get free, and ends each in one result."""

from __future__ import annotations

import contextvars
import os
import queue
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final, TypeAlias, get_args

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
from bota_sdk._bulk.worker import Worker
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import CancelToken, checks_of, stop_if_asked, stoppable
from bota_sdk._shared.requests import watch_requests
from bota_sdk._upload.options import Checksum, check_shared, checked_fields
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
    recording: Mapping[str, Any] = attrs.field(factory=dict[str, Any])

    def check(self) -> None:
        """Return if all of it can be used.

        Raises:
            TypeError, ValueError: an argument is wrong.

        """
        most_failures: Any = 1 if self.max_failures is None else self.max_failures
        for name, value in (("concurrency", self.concurrency), ("max_failures", most_failures)):
            if not isinstance(value, int) or isinstance(value, bool):
                raise TypeError(f"{name} is a number, not {type(value).__name__}")
            if value < 1:
                raise ValueError(f"{name} is {value}; it must be at least 1")
        if self.concurrency > MAX_CONCURRENCY:
            raise ValueError(f"concurrency is {self.concurrency}; the most is {MAX_CONCURRENCY}")
        check_shared(self.checksum, self.on_progress)
        checks_of("upload", self.cancel, None)
        checked_fields(self.recording)


def upload_many(
    runtime: Runtime,
    items: Iterable[Any],
    options: BulkOptions,
    opener: Callable[[Any], Source] = open_source,
) -> BulkReport:
    """Upload all items, whose audio the opener opens. See `Bota.upload_many`."""
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


_Ended: TypeAlias = tuple[UploadItem, ItemResult | BaseException]


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
        # No longer than what the uploads under way have to say: only this thread starts others.
        self._events: queue.SimpleQueue[ItemProgress | _Ended] = queue.SimpleQueue()
        self._worker = Worker(
            # An upload's own callback puts an event in the queue; the user's gets it from there.
            runtime=attrs.evolve(runtime, notify=notify_here),
            journal=journal,
            options=options,
            on_progress=self._events.put if options.on_progress is not None else None,
            open_source=opener,
        )
        self._concurrency = Concurrency(options.concurrency)
        self._stop = CancelToken()
        self._checks = (self._stop.check, *checks_of("upload", options.cancel, None))
        self._active = 0
        self._deferred: list[tuple[UploadItem, ItemResult]] = []
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
                # Of on_progress, of the items, or an interrupt: the pool waits for what is active.
                self._stop.cancel()
                raise
        for _, result in self._deferred:
            self._end(result)
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

    def _upload_deferred(self) -> None:
        # Only once everything else is done: by then most of it has ended.
        count, again = len(self._deferred), iter(self._deferred)
        self._deferred = []
        self._upload_each(item for item, _ in again)
        self._deferred.extend(again)  # those that were left when it was stopped
        if len(self._deferred) == count:
            with stoppable(*self._checks), suppress(UploadCancelledError):
                waiting.wait_blocking(_LOOK)

    def _upload_each(self, items: Iterator[UploadItem]) -> None:
        more, token = True, self._options.cancel
        while True:
            stop_if_asked()
            if self._stopped is None and token is not None and token.draining:
                self._stopped = "cancelled" if token.cancelled else "asked to finish"
            if not self._events.empty():
                # What happened meanwhile comes before the next one.
                self._handle(self._events.get())
            elif more and self._stopped is None and self._active < self._concurrency.allowed:
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
        self._pool.submit(contextvars.copy_context().run, self._work, item, self._started)
        self._active += 1

    def _work(self, item: UploadItem, number: int) -> None:
        result: ItemResult | BaseException
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
        self._events.put((item, result))

    def _handle(self, event: ItemProgress | _Ended) -> None:
        if isinstance(event, ItemProgress):
            self._notify(event)
            return
        self._active -= 1
        item, result = event
        if isinstance(result, BaseException):
            raise result
        if result.outcome == "not_started":
            self._deferred.append((item, result))
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

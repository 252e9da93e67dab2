"""A bulk upload: takes items as workers get free, and ends each in one result."""

from __future__ import annotations

import contextvars
import os
import queue
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sized
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final, get_args

import attrs

from bota_sdk._bulk.concurrency import AdaptiveConcurrency
from bota_sdk._bulk.items import (
    MAX_KEPT_FAILURES,
    BulkReport,
    ItemProgress,
    ItemResult,
    OnBulkProgress,
    Outcome,
    Results,
    UploadItem,
)
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.journal_rate_log import JournalRateLog
from bota_sdk._bulk.worker import Deferred, Worker
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import POLL, CancelToken, stoppable
from bota_sdk._shared.requests import RequestRecord, watch_requests
from bota_sdk._upload.options import Checksum
from bota_sdk._upload.recording_fields import checked_fields
from bota_sdk._upload.runtime import Runtime
from bota_sdk._upload.source import open_source
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

_PUSHED_BACK: Final = frozenset({429, 503, None})

_FATAL: Final = (
    AuthenticationError,
    PermissionDeniedError,
    ConfigurationError,
    ClientClosedError,
    JournalError,
)


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
        for name, value, most in (
            ("concurrency", self.concurrency, MAX_CONCURRENCY),
            ("max_failures", self.max_failures, None),
        ):
            if value is None and name == "max_failures":
                continue
            if not isinstance(value, int) or isinstance(value, bool):
                raise TypeError(f"{name} is a number, not {type(value).__name__}")
            if value < 1 or (most is not None and value > most):
                upper = f" to {most}" if most else ""
                raise ValueError(f"{name} is {value}; it must be from 1{upper}")
        if self.checksum not in get_args(Checksum):
            raise ValueError(f"checksum is {self.checksum!r}; it must be 'sha256' or 'md5'")
        if self.cancel is not None and not isinstance(self.cancel, CancelToken):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"cancel is a CancelToken, not {type(self.cancel).__name__}")
        if self.on_progress is not None and not callable(self.on_progress):
            raise TypeError("on_progress must be callable with one argument")
        checked_fields(self.recording)


def upload_many(
    runtime: Runtime,
    items: Iterable[Any],
    options: BulkOptions,
    opener: Any = open_source,
) -> BulkReport:
    """Upload all items. See `Bota.upload_many`.

    Args:
        runtime: what it runs on.
        items: paths or UploadItems.
        options: the rest.
        opener: gives the Source for what is in an item.

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
        opener: Any,
    ) -> None:
        self._options = options
        self._journal = journal
        self._events: queue.Queue[ItemProgress | RequestRecord | _Ended] = queue.Queue(
            _WAITING_EVENTS
        )
        self._worker = Worker(
            runtime=runtime,
            journal=journal,
            keeps_journal=options.journal is not None,
            recording=options.recording,
            checksum=options.checksum,
            allow_duplicates=options.allow_duplicates,
            tell=self._put,
            open_source=opener,
        )
        self._concurrency = AdaptiveConcurrency(options.concurrency)
        self._stop = CancelToken()
        self._checks = [self._stop.check]
        if options.cancel is not None:
            self._checks.append(options.cancel.check)
        self._abandoned = threading.Event()
        self._started = time.monotonic()
        self._active: dict[int, UploadItem] = {}
        self._sent: dict[str, int] = {}
        self._later: deque[int | UploadItem] = deque()
        self._given = 0
        self._begun = 0
        self._stopped: str | None = None
        self._broken: JournalError | None = None
        self._counts: dict[Outcome, int] = dict.fromkeys(get_args(Outcome), 0)
        self._bytes = 0
        self._failures: list[ItemResult] = []
        self._results = Results()

    def run(self, items: Iterable[Any]) -> BulkReport:
        length = len(items) if isinstance(items, Sized) else None
        with ThreadPoolExecutor(self._options.concurrency, "bota-sdk-bulk") as self._pool:
            try:
                self._go(iter(items))
            except BaseException:
                # Of on_progress, of the items, or an interrupt: the pool waits until nothing is
                # under way, and that waits for nobody who would take its events.
                self._abandoned.set()
                self._stop.cancel()
                raise
        if self._broken is not None:
            raise self._broken
        self._leave(length)
        return BulkReport(
            uploaded=self._counts["uploaded"],
            skipped=self._counts["skipped"],
            failed=self._counts["failed"],
            not_started=self._counts["not_started"],
            bytes=self._bytes,
            seconds=time.monotonic() - self._started,
            stopped=self._stopped,
            failures=tuple(self._failures),
            _results=self._results,
        )

    def _go(self, items: Iterator[Any]) -> None:
        more = True
        while more or self._active or self._later:
            self._note_request_to_stop()
            if self._stopped is not None and not self._active:
                return
            while more and self._has_room():
                more = self._take(items)
            if not more and not self._active and self._later and self._stopped is None:
                self._look_again()
            elif self._active:
                self._handle(self._events.get())

    def _has_room(self) -> bool:
        self._concurrency.look(len(self._active), time.monotonic())
        self._note_request_to_stop()
        return self._stopped is None and len(self._active) < self._concurrency.allowed

    def _take(self, items: Iterator[Any]) -> bool:
        try:
            given = next(items)
        except StopIteration:
            return False
        self._given += 1
        source: Any = given
        is_path = isinstance(given, str) or hasattr(source, "__fspath__")
        self._start(UploadItem(source) if is_path else source)
        # What happened meanwhile comes before the next one.
        while not self._events.empty():
            self._handle(self._events.get())
        return True

    def _start(self, item: UploadItem) -> None:
        self._begun += 1
        self._active[self._begun] = item
        self._pool.submit(contextvars.copy_context().run, self._work, item, self._begun)

    def _work(self, item: UploadItem, number: int) -> None:
        result: ItemResult | Deferred | BaseException
        try:
            # Only here: what the caller does in on_progress is no part of the run.
            with stoppable(*self._checks), watch_requests(self._watch):
                result = self._worker.work(item, number)
        except BaseException as error:
            result = error
        self._put(_Ended(number, result))

    def _put(self, event: ItemProgress | RequestRecord | _Ended) -> None:
        while not self._abandoned.is_set():
            with suppress(queue.Full):
                self._events.put(event, timeout=POLL)
                return

    def _look_again(self) -> None:
        # Only once everything else is done: by then most of it has ended.
        count = len(self._later)
        for _ in range(count):
            while not self._has_room() and self._active:
                self._handle(self._events.get())
            if self._stopped is not None:
                break
            later = self._later.popleft()
            self._start(self._journal.item(later) if isinstance(later, int) else later)
        while self._active:
            self._handle(self._events.get())
        if len(self._later) == count:
            with stoppable(*self._checks), suppress(UploadCancelledError):
                waiting.wait_blocking(_LOOK)

    def _handle(self, event: ItemProgress | RequestRecord | _Ended) -> None:
        if isinstance(event, ItemProgress):
            sent = event.progress.bytes_sent
            self._concurrency.sent(max(sent - self._sent.get(event.key, 0), 0))
            self._sent[event.key] = sent
            self._tell(event)
        elif isinstance(event, RequestRecord):
            if event.status_code in _PUSHED_BACK:
                self._concurrency.push_back(time.monotonic())
        else:
            item, result = self._active.pop(event.number), event.result
            if isinstance(result, BaseException):
                raise result
            if isinstance(result, Deferred):
                self._later.append(item if result.row is None else result.row)
            else:
                if result.outcome == "uploaded":
                    self._concurrency.ended(result.bytes or 0, result.seconds)
                self._end(result)

    def _end(self, result: ItemResult) -> None:
        self._sent.pop(result.key, None)
        self._counts[result.outcome] += 1
        self._results.add(result)
        if result.outcome == "uploaded":
            self._bytes += result.bytes or 0
        if result.outcome == "failed":
            if len(self._failures) < MAX_KEPT_FAILURES:
                self._failures.append(result)
            if isinstance(result.error, JournalError):
                self._broken = result.error
            if isinstance(result.error, _FATAL):
                self._stopped = self._stopped or f"no item can be uploaded: {result.reason}"
            elif self._counts["failed"] == self._options.max_failures:
                self._stopped = self._stopped or f"{self._counts['failed']} items have failed"
        self._tell(result)

    def _tell(self, event: ItemProgress | ItemResult) -> None:
        if self._options.on_progress is not None:
            self._options.on_progress(event)

    def _watch(self, step: RequestRecord) -> None:
        if step.status_code in _PUSHED_BACK:
            self._put(step)

    def _note_request_to_stop(self) -> None:
        token = self._options.cancel
        if self._stopped is None and token is not None and token.draining:
            self._stopped = "cancelled" if token.cancelled else "asked to finish"

    def _leave(self, length: int | None) -> None:
        for later in self._later:
            item = self._journal.item(later) if isinstance(later, int) else later
            self._end(
                ItemResult(item.key or repr(item.audio), "not_started", "left to another worker")
            )
        if length is not None:
            # A list may have grown since.
            self._counts["not_started"] += max(length - self._given, 0)

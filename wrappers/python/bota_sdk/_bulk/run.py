"""A bulk upload: takes items as uploads get free, and ends each in one result."""

from __future__ import annotations

import contextvars
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sized
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import partial
from typing import Any, Final, TypeAlias, get_args

import attrs

from bota_sdk._bulk.items import (
    MAX_KEPT_FAILURES,
    BulkEvent,
    BulkPaused,
    BulkReport,
    ItemProgress,
    ItemResult,
    OnBulkProgress,
    Outcome,
    UploadItem,
)
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.outage import FATAL, Concurrency, Outage
from bota_sdk._bulk.owner import bind
from bota_sdk._bulk.store import Location
from bota_sdk._bulk.store.slots import JournalRateLog, UploadSlots
from bota_sdk._bulk.worker import Worker
from bota_sdk._settings import MAX_CONCURRENCY
from bota_sdk._shared import telemetry, waiting
from bota_sdk._shared.cancel import CancelToken, checks_of, stop_if_asked, stoppable
from bota_sdk._shared.requests import watch_requests
from bota_sdk._shared.text import check_type
from bota_sdk._shared.threads import DaemonThreads, join_begun
from bota_sdk._upload.options import Checksum, check_shared, recording_fields
from bota_sdk._upload.places import url_of
from bota_sdk._upload.runtime import Runtime, notify_here
from bota_sdk._upload.source import Source, open_source
from bota_sdk.errors import JournalError, UploadCancelledError

_END: Final[Any] = object()
_LOOK: Final = 1.0
"""Seconds between two looks at what another process has under way, or at an empty queue."""


@attrs.frozen
class BulkOptions:
    """What `upload_many` was called with, beside the items. See `Bota.upload_many`."""

    concurrency: int
    journal: Location
    max_failures: int | None
    max_outage: float
    cancel: CancelToken | None
    on_progress: OnBulkProgress | None
    allow_duplicates: bool = False
    dry_run: bool = False
    checksum: Checksum = "sha256"
    recording: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    open_source: Callable[[Any], Source] = open_source

    def __attrs_post_init__(self) -> None:
        for name in ("concurrency", "max_failures"):
            value = getattr(self, name)
            check_type(name, value, int, "a number")
            if value is not None and value < 1:
                raise ValueError(f"{name} is {value}; it must be at least 1")
        if self.concurrency > MAX_CONCURRENCY:
            raise ValueError(f"concurrency is {self.concurrency}; the most is {MAX_CONCURRENCY}")
        check_type("max_outage", self.max_outage, int | float, "seconds")
        if not self.max_outage >= 0:
            raise ValueError(f"max_outage is {self.max_outage!r}; it must be seconds, 0 or more")
        check_shared(self.checksum, self.on_progress)
        checks_of("upload", self.cancel, None)
        recording_fields(self.recording)


def upload_many(runtime: Runtime, items: Iterable[Any], options: BulkOptions) -> BulkReport:
    """Upload all items. See `Bota.upload_many`."""
    check_items(items)
    with opened_journal(runtime, options) as journal:
        return Run(runtime, journal, options).run(items)


def check_items(items: Iterable[Any]) -> None:
    """Raise TypeError for what is no iterable of items."""
    if isinstance(items, str | bytes | os.PathLike) or not isinstance(items, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(
            f"items is an iterable of paths or UploadItems, not {type(items).__name__}; "
            "upload() takes a single one"
        )


@contextmanager
def opened_journal(runtime: Runtime, options: BulkOptions) -> Generator[Journal]:
    """Open a journal for a run, and keep the limits together with all that share it."""
    pacer = runtime.state.pacer
    is_dry = options.dry_run
    owner = partial(bind, runtime=runtime, may_ask=not is_dry)
    with closing(Journal(options.journal, owner, is_copy=is_dry)) as journal:
        pacer.assume_documented()
        log = JournalRateLog(journal.store)
        with nullcontext() if options.journal is None else pacer.sharing(log):
            yield journal


def as_items(given: Iterable[Any]) -> Iterator[UploadItem]:
    """Yield items, made of paths where these were given."""
    for each in given:
        item: Any = each
        is_named = isinstance(each, str | os.PathLike) or url_of(item) is not None
        yield UploadItem(item) if is_named else item


_Given: TypeAlias = tuple[UploadItem, int, contextvars.Context]
"""An item that was taken, its number, and what the caller's thread had in its context then."""

_Ended: TypeAlias = list[tuple[UploadItem, ItemResult | BaseException]]
"""How items have ended."""

_Event: TypeAlias = ItemProgress | BulkPaused | _Ended


class Run:
    """Uploads items as uploads get free; it may do so several times, and counts them all."""

    def __init__(self, runtime: Runtime, journal: Journal, options: BulkOptions) -> None:
        self._runtime = runtime
        self._options = options
        # No longer than what the uploads under way have to say: only this thread starts others.
        self._events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        # An upload's own callback puts an event in the queue; the user's gets it from there.
        here = attrs.evolve(runtime, notify=notify_here)
        token = options.cancel
        self._outage = Outage(
            options.max_outage, lambda: token is not None and token.draining, self._events.put
        )
        journal.store.on_wait = lambda why, wait: self._events.put(BulkPaused(why, wait))
        slots = UploadSlots(journal.store, options.concurrency)
        journal.runs.on_beat = slots.extend
        self._worker = Worker(here, journal, options, self._events.put, self._outage, slots)
        self._concurrency = Concurrency(options.concurrency)
        self._stop = CancelToken()
        self._checks = (self._stop.check, *checks_of("upload", options.cancel, None))
        self._taken: queue.SimpleQueue[_Given | None] = queue.SimpleQueue()
        self._looks = False
        self._threads = DaemonThreads(options.concurrency, "bota-sdk-bulk")
        self._given = self._active = self._bytes = 0
        self._deferred: deque[tuple[UploadItem, ItemResult]] = deque()
        self._pass_over: Callable[[UploadItem], object] | None = None
        self._stopped: str | None = None
        self._counts: dict[Outcome, int] = dict.fromkeys(get_args(Outcome), 0)
        self._failures: list[ItemResult] = []

    @property
    def ended(self) -> int:
        """Items that have ended so far."""
        return sum(self._counts.values())

    def run(
        self, items: Iterable[Any], *, pass_over: Callable[[UploadItem], object] | None = None
    ) -> BulkReport:
        """Upload items, and return how all of this run have ended so far.

        What another worker has, or has the same bytes of, is waited for at the end, or else given
        to `pass_over` and counted as nothing, unless the run is stopped. With that, it looks for
        more items, which an iterator that has ended may have again, while uploads are under way.
        """
        started, self._pass_over = time.monotonic(), pass_over
        length = len(items) if isinstance(items, Sized) else 0
        with self._threads, self._looking():
            try:
                self._upload_each(iter(items) if pass_over else self._given_items(items))
                while self._deferred and self._stopped is None:
                    self._upload_deferred()
            except BaseException:
                # Of on_progress, of the items, or an interrupt: what is active ends first, with
                # its thread. To count it would not do: an interrupt may come while one counts.
                self._stop.cancel()
                raise
        for _, result in self._deferred:
            self._end(result)
        self._deferred.clear()
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
        for item in as_items(items):
            self._given += 1
            yield item

    def _upload_deferred(self) -> None:
        # Only once everything else is done: by then most of it has ended.
        count = len(self._deferred)
        self._upload_each(self._deferred.popleft()[0] for _ in range(count))
        if len(self._deferred) == count:
            with stoppable(*self._checks), suppress(UploadCancelledError):
                waiting.wait_blocking(_LOOK)

    def _upload_each(self, items: Iterator[UploadItem]) -> None:
        more, looked = True, time.monotonic()
        look = None if self._pass_over is None else _LOOK
        while True:
            stop_if_asked()
            self._look_for_end()
            may_look = more or (look is not None and time.monotonic() - looked >= look)
            if not self._events.empty():
                # What happened meanwhile comes before the next one.
                self._handle(self._events.get())
            elif may_look and self._stopped is None and self._active < self._concurrency.allowed:
                item = next(items, _END)
                more, looked = item is not _END, time.monotonic()
                if more:
                    self._start(item)
            elif self._active:
                with suppress(queue.Empty):
                    self._handle(self._events.get(timeout=look))
            else:
                return

    def _look_for_end(self) -> None:
        token = self._options.cancel
        if self._stopped is None and token is not None and token.draining:
            self._stopped = "cancelled" if token.cancelled else "asked to finish"
        self._stopped = self._stopped or self._outage.gave_up

    @contextmanager
    def _looking(self) -> Generator[None]:
        """Let a thread look for what the journal knows as finished, during the `with` block."""
        thread = threading.Thread(target=self._look, name="bota-sdk-bulk-look", daemon=True)
        try:
            if self._pass_over is None and self._worker.journal.has_uploaded():
                self._looks = True
                try:
                    thread.start()
                except RuntimeError:  # none is to be had, and each is looked at by itself
                    self._looks = False
            yield
        finally:
            if self._looks:
                self._looks = False
                self._taken.put(None)
                join_begun(thread)

    def _look(self) -> None:
        while (given := self._taken.get()) is not None:
            batch = [given]
            # All at once that are taken by now; more of them are not waited for.
            while not self._taken.empty():
                if (given := self._taken.get()) is None:
                    self._taken.put(None)
                    break
                batch.append(given)
            known: dict[int, ItemResult] = {}
            with suppress(Exception):  # which whoever works on the items meets too
                items = [item for item, _, _ in batch]
                known = batch[0][2].run(self._inside, self._worker.finished, items)
            for place, given in enumerate(batch):
                if place not in known:
                    self._threads.run(partial(self._work, *given))
            self._events.put([(batch[place][0], known[place]) for place in known])

    def _start(self, item: UploadItem) -> None:
        given = item, self._given, contextvars.copy_context()
        self._active += 1
        if self._looks:
            self._taken.put(given)
        else:
            self._threads.run(partial(self._work, *given))

    def _work(self, item: UploadItem, number: int, context: contextvars.Context) -> None:
        result: ItemResult | BaseException
        try:
            result = context.run(self._inside, self._worker.work, item, number)
        except BaseException as error:
            result = error
        self._events.put([(item, result)])

    def _inside(self, call: Callable[..., Any], *arguments: Any) -> Any:
        # Only here: what the caller does in on_progress is no part of the run.
        with (
            stoppable(*self._checks),
            waiting.patient(),
            watch_requests(self._concurrency.request_done),
            watch_requests(self._outage.request_done),
        ):
            return call(*arguments)

    def _handle(self, event: _Event) -> None:
        if not isinstance(event, list):
            self._notify(event)
            return
        self._active -= len(event)
        for item, result in event:
            if isinstance(result, BaseException):
                raise result
            self._look_for_end()
            if result.outcome != "not_started" or self._stopped is not None:
                self._end(result)
            elif self._pass_over is not None:
                self._pass_over(item)
            else:
                self._deferred.append((item, result))

    def _end(self, result: ItemResult) -> None:
        self._counts[result.outcome] += 1
        if not self._options.dry_run:
            telemetry.count_item(result.outcome)
        if result.outcome == "uploaded":
            self._bytes += result.bytes or 0
            self._concurrency.upload_done()
        if result.outcome == "failed":
            if len(self._failures) < MAX_KEPT_FAILURES:
                self._failures.append(result)
            if isinstance(result.error, JournalError):
                raise result.error
            if isinstance(result.error, FATAL):
                self._stopped = self._stopped or f"no item can be uploaded: {result.reason}"
            if self._counts["failed"] == self._options.max_failures:
                self._stopped = self._stopped or f"{self._counts['failed']} items have failed"
        self._notify(result)

    def _notify(self, event: BulkEvent) -> None:
        if (on_progress := self._options.on_progress) is not None:
            self._runtime.notify(lambda: on_progress(event))

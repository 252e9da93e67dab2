"""The queue in a journal: what was listed waits there until a worker, anywhere, takes it.

A worker reserves a batch, so that no other one looks at it. That alone decides nothing: each item
is claimed as in every run, and a reservation that outlives its run costs a look.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from typing import Any, Final, Self

import attrs

from bota_sdk._bulk.items import (
    MAX_KEPT_FAILURES,
    BulkReport,
    ItemResult,
    UploadItem,
    name_of,
    path_of,
)
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.manifest import with_sidecar
from bota_sdk._bulk.outage import NOT_ITS_OWN
from bota_sdk._bulk.owner import bind
from bota_sdk._bulk.rows import Listed, item_of, listed_item, options_of
from bota_sdk._bulk.run import BulkOptions, Run, as_items, check_items, opened_journal
from bota_sdk._bulk.store import RESERVED, WAITING, Location, Row
from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import CancelToken, checks_of, stop_if_asked, stoppable
from bota_sdk._shared.retry import backoff
from bota_sdk._upload.options import check_options, recording_fields
from bota_sdk._upload.runtime import Runtime
from bota_sdk.errors import UploadCancelledError

ROWS: Final = 1000
"""Items that are put into the queue with one statement."""

AGAIN: Final = 30.0
"""Seconds after which a worker comes back to items that others had under way."""

_MOST_PASSED: Final = 1000
"""Items that others have under way, after which a worker takes no more before it comes back."""

_LONGEST: Final = 5
"""Looks in vain after which the next one is put off no further."""


@attrs.frozen
class Enqueued:
    """What `enqueue` has done.

    Attributes:
        added: items that are new in the journal.
        known: items that it had already, whatever became of them.
        failed: items that cannot be put into it.
        failures: the first MAX_KEPT_FAILURES of those.

    """

    added: int
    known: int
    failed: int = 0
    failures: tuple[ItemResult, ...] = attrs.field(default=(), repr=False)


def enqueue(
    runtime: Runtime,
    items: Iterable[Any],
    journal: Location,
    recording: Mapping[str, Any],
    cancel: CancelToken | None,
) -> Enqueued:
    """Put items into the queue. See `Bota.enqueue`."""
    check_items(items)
    recording_fields(recording)
    owner = partial(bind, runtime=runtime, may_ask=True)
    added = known = failed = 0
    failures: list[ItemResult] = []
    with (
        closing(Journal(journal, owner)) as opened,
        stoppable(*checks_of("listing", cancel, None)),
    ):
        following = enumerate(as_items(items), 1)
        while batch := list(islice(following, ROWS)):
            rows: list[Listed] = []
            for number, item in batch:
                found = _listed(runtime, opened.place, item, recording, number)
                if isinstance(found, Listed):
                    rows.append(found)
                elif (failed := failed + 1) <= MAX_KEPT_FAILURES:
                    failures.append(found)
            new = opened.insert(rows)
            added, known = added + new, known + len(rows) - new
            stop_if_asked()
    return Enqueued(added, known, failed, tuple(failures))


def work(runtime: Runtime, options: BulkOptions, *, forever: bool) -> BulkReport:
    """Upload what is in the queue. See `Bota.work`."""
    started, token = time.monotonic(), options.cancel

    def check() -> None:
        if token is not None and token.draining:
            raise UploadCancelledError("nothing more is started")

    with opened_journal(runtime, options) as journal:
        # Batches of so many that each thread has another item when it is done.
        queue = Queue(journal, 2 * options.concurrency)
        run, looks = Run(runtime, journal, options), 0
        while True:
            before = run.ended
            report = run.run(queue, pass_over=queue.pass_over)
            queue.give_back()
            if report.stopped is not None or not (forever or queue.left()):
                break
            looks = 0 if run.ended > before else min(looks + 1, _LONGEST)
            try:
                with stoppable(check):
                    stop_if_asked()
                    if looks:
                        waiting.wait_blocking(backoff(looks, lambda: random.uniform(0.5, 1.0)))  # noqa: S311 - no secret
            except UploadCancelledError:
                break
        left = queue.left()
    return attrs.evolve(report, not_started=left, seconds=time.monotonic() - started)


def _listed(
    runtime: Runtime, place: str, item: UploadItem, recording: Mapping[str, Any], number: int
) -> Listed | ItemResult:
    """Return the row of an item, or why it can have none; the number names one without a name."""
    key = f"item {number}"
    try:
        key = name_of(item, has_journal=True) or key
        return _row(runtime, place, key, with_sidecar(item) if item.sidecar else item, recording)
    except NOT_ITS_OWN:
        raise
    except Exception as error:
        return ItemResult(key, "failed", str(error), error=error)


def _row(
    runtime: Runtime, place: str, name: str, item: UploadItem, recording: Mapping[str, Any]
) -> Listed:
    if path_of(item) is None:
        raise ValueError(
            f"{name}: another process cannot open {type(item.audio).__name__}; the queue takes "
            "paths and URLs, upload_many takes any audio"
        )
    options = options_of(item, recording)
    check_options(runtime.settings, options)
    return listed_item(name, item, options.recording, place)


class Queue:
    """Yields what waits in a journal, for one run of it; after its end there may be more again.

    It reserves a batch of items at a time. Those that the run passes over come again after a while,
    so that they do not come before others.
    """

    def __init__(
        self, journal: Journal, batch: int = 1, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store, self._place = journal.store, journal.place
        self._runs, self._batch, self._clock = journal.runs, batch, clock
        self._items: deque[UploadItem] = deque()
        self._passed: deque[UploadItem] = deque()
        self._came_back = clock()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> UploadItem:
        if not self._items and self._clock() - self._came_back >= AGAIN:
            self._items, self._passed = self._passed, deque()
            self._came_back = self._clock()
        if not self._items and len(self._passed) < _MOST_PASSED:
            self._items.extend(map(item_of, self.reserve(self._batch)))
        if not self._items:
            raise StopIteration
        return self._items.popleft()

    def pass_over(self, item: UploadItem) -> None:
        """Keep an item that another run, or another item with the same bytes, holds up."""
        self._passed.append(item)

    def reserve(self, count: int) -> Sequence[Row]:
        """Take so many items out of the queue, for this run alone as long as it is alive."""
        found = self._reserved(count)
        if not found and self._store.transact(self._free_reserved):
            found = self._reserved(count)
        return found

    def _reserved(self, count: int) -> Sequence[Row]:
        is_again = False

        def work() -> Sequence[Row]:
            nonlocal is_again
            self._runs.beat_if_due()
            if is_again:  # it may have been done, and nobody said so
                ours = f"SELECT * FROM bota_items WHERE reserved=? AND owner IS NULL AND {RESERVED}"  # noqa: S608
                if rows := self._store.rows(ours, self._runs.run_id):
                    return rows
            is_again = True
            found: list[Row] = []
            for place in {self._place, ""}:
                found += self._taken(place, count - len(found))
            return found

        return self._store.transact(work)

    def give_back(self) -> None:
        """Put what is reserved and has not ended back into the queue; nothing may be under way."""
        free = f"UPDATE bota_items SET reserved=NULL WHERE reserved=? AND {RESERVED}"  # noqa: S608
        self._store.execute(free, self._runs.run_id)
        self._items.clear()
        self._passed.clear()

    def left(self) -> int:
        """Return how many items of this place have not ended, also of those that others have."""
        # In one statement: what another one gives back between two is in neither.
        count = "(SELECT count(*) FROM bota_items WHERE {} AND place IN (?, ''))"
        both = f"SELECT {count.format(WAITING)} + {count.format(RESERVED)} AS n"
        return int(self._store.rows(both, self._place, self._place)[0]["n"])

    def _taken(self, place: str, count: int) -> Sequence[Row]:
        return self._store.rows(
            f"WITH taken AS MATERIALIZED (SELECT id FROM bota_items WHERE place=? AND {WAITING} "  # noqa: S608
            f"ORDER BY id LIMIT ?{self._store.skip_locked}) UPDATE bota_items SET reserved=? "
            "WHERE id IN (SELECT id FROM taken) RETURNING *",
            *(place, count, self._runs.run_id),
        )

    def _free_reserved(self) -> int:
        """Put back into the queue what dead runs have reserved, and return how much that is."""
        find = f"SELECT DISTINCT reserved FROM bota_items WHERE {RESERVED}"  # noqa: S608
        seen = {row["reserved"] for row in self._store.rows(find)}
        # In this order: who begins after that look has reserved nothing that it found.
        if not (dead := seen.difference(self._runs.live())):
            return 0
        marks = ", ".join("?" * len(dead))
        free = f"UPDATE bota_items SET reserved=NULL WHERE {RESERVED} AND reserved IN ({marks})"  # noqa: S608
        return self._store.execute(free, *dead)

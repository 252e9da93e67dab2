"""Fills the queue of a journal in PostgreSQL with many rows, and measures what a fleet does to it.

python -m tests.queue_size --rows 1000000
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context

from bota_emulator import Emulator
from bota_sdk import Bota, BulkEvent, CancelToken, ItemResult, UploadItem, journal_status
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.queue import Queue
from bota_sdk._bulk.store import location_of

from tests.postgres import running

WORKERS = 4
BATCH = 20
"""What a worker with ten uploads at a time takes out of the queue at once."""


def main() -> int:
    """Print the figures, and return 1 where one is not what it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--worked", type=int, default=50_000)
    options = parser.parse_args()
    with running() as server, Emulator() as emulator:
        url = server.journal()
        with Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
            before = memory()
            started = time.process_time()
            added = timed(lambda: bota.enqueue(listing(options.rows), journal=url, end_user_id="e"))
            spent = time.process_time() - started
            grown = memory() - before
        (size,) = server.run("SELECT pg_total_relation_size('bota_items')", url)[0]
        first_status = timed(lambda: journal_status(url))
        # The database cleans up by itself, within a minute of the last row.
        server.run("VACUUM bota_items", url)
        status = timed(lambda: journal_status(url))
        with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
            list(pool.map(abs, range(WORKERS)))  # they have been started
            claimed = timed(
                lambda: list(
                    pool.map(claim, [url] * WORKERS, [options.claims // WORKERS] * WORKERS)
                )
            )
            server.run("UPDATE bota_items SET reserved=NULL WHERE reserved IS NOT NULL", url)
            worker = pool.submit(work, url, emulator.base_url, emulator.api_key, options.worked)
            early, late = worker.result()
        server.run(
            "UPDATE bota_items SET state='uploaded', ended_at=journal_now() "
            "WHERE id NOT IN (SELECT max(id) - n FROM bota_items, generate_series(0, 99) n GROUP BY n)",
            url,
        )
        # So many uploads take hours, in which the database cleans up by itself.
        server.run("VACUUM bota_items", url)
        resumed = timed(lambda: claim(url, 100))
        last_status = timed(lambda: journal_status(url))
    print(f"CPU of the lister and its service: {spent / options.rows * 1e6:.0f} us a row")
    figures = [
        ("rows put into the queue, a second", options.rows / added, 10_000, True),
        ("status at once after that, seconds", first_status, 2.0, False),
        ("status, seconds", status, 1.0, False),
        ("items taken out by 4 workers, a second", options.claims / claimed, 1_000, True),
        ("what is left is found in, seconds", resumed, 5.0, False),
        ("status when nearly all is done, seconds", last_status, 1.0, False),
        ("memory that the listing took, MiB", grown / 2**20, 32.0, False),
        ("memory of a worker after a tenth of its items, MiB", early / 2**20, 80.0, False),
        ("memory that the others took, MiB", (late - early) / 2**20, 1.0, False),
        ("bytes a row, with its indexes", size / options.rows, 1_000.0, False),
    ]
    wrong = 0
    for name, value, bound, is_least in figures:
        wrong += value < bound if is_least else value > bound
        print(f"{name}: {value:,.2f} ({'at least' if is_least else 'at most'} {bound:,.0f})")
    return 1 if wrong else 0


def listing(rows: int) -> Iterator[UploadItem]:
    """Yield the items of a folder that is not there."""
    for number in range(rows):
        yield UploadItem(f"/mnt/calls/2026/{number // 1000:05}/call-{number:09}.wav")


def claim(url: str, count: int) -> int:
    """Take so many items out of the queue, as a worker does."""
    taken = 0
    with closing(Journal(location_of(url))) as journal:
        queue = Queue(journal)
        while taken < count and (found := queue.reserve(BATCH)):
            taken += len(found)
    return taken


def work(url: str, base_url: str, api_key: str, count: int) -> tuple[int, int]:
    """Work on so many items, none of whose files is there; return the peak memory in bytes.

    It is that after a tenth of them, and after all.
    """
    token, ended, early = CancelToken(), 0, 0

    def on_progress(event: BulkEvent) -> None:
        nonlocal ended, early
        ended += isinstance(event, ItemResult)
        if ended == count // 10:
            early = early or memory()
        if ended == count:
            token.drain()

    with Bota(base_url=base_url, api_key=api_key) as bota:
        report = bota.work(journal=url, cancel=token, on_progress=on_progress)
    assert report.failed >= count, report
    return early, memory()


def timed(call: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    started = time.monotonic()
    call()
    return time.monotonic() - started


def memory() -> int:
    """Return the peak memory of this process in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    os.environ.setdefault("BOTA_PLACE", "nas")
    sys.exit(main())

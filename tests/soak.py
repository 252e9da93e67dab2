"""Uploads many files while a fifth of all requests fails, and counts what came of them.

Every fault is one that the service can play; whatever comes, a stored object is its source whole, or
the caller got a typed error. Prints the figures and fails on the first promise that was not kept.
"""

from __future__ import annotations

import argparse
import collections
import gc
import hashlib
import os
import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
from bota_emulator import Emulator
from bota_sdk import Bota, BotaError, Receipt
from chance_faults import chance_faults

THREADS = 16
LARGEST = 1 << 20
SAMPLE = b"RIFF\0\0\0\0WAVE" + random.Random(1).randbytes(2 * LARGEST)


def main() -> int:
    """Return 0 when every promise was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uploads", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=0.2, help="chance of a fault per request")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    counts: collections.Counter[str] = collections.Counter()
    broken: list[str] = []
    lock = threading.Lock()
    started = time.monotonic()
    handles = open_handles()
    with Emulator() as emulator:

        def upload(bota: Bota, number: int) -> None:
            audio = SAMPLE[: random.Random(options.seed + number).randint(12, LARGEST)]
            try:
                outcome: Receipt | BaseException = bota.upload(audio, end_user_id="eu_1")
            except BaseException as error:
                outcome = error
            with lock:
                counts[type(outcome).__name__] += 1
                broken.extend(judge(emulator, audio, outcome))

        emulator.random_faults(options.rate, chance_faults(), options.seed)
        with Bota(base_url=emulator.base_url, api_key=emulator.api_key, storage_timeout=5) as bota:
            with ThreadPoolExecutor(THREADS) as pool:
                list(pool.map(lambda number: upload(bota, number), range(options.uploads)))
        emulator.random_faults(0, [], 0)
        requests = emulator.requests
        unfinished = broken_records(emulator)
    seconds = time.monotonic() - started
    # The service has ended too: what is open now is open for good.
    leaked = leaks(handles)
    failed = sum(record.fault is not None for record in requests)
    print(f"{options.uploads} uploads in {seconds:.0f} s, {len(requests)} requests")
    print(f"faults played: {failed} ({failed / len(requests):.0%} of the requests)")
    for name, count in counts.most_common():
        print(f"  {count:5} {name}")
    print(f"wrong digests or foreign exceptions: {len(broken)}")
    print(f"recordings completed without their bytes: {len(unfinished)}")
    print(f"handles left open: {leaked}")
    print(*broken[:10], *unfinished[:10], sep="\\n")
    return 1 if broken or unfinished or leaked else 0


def judge(emulator: Emulator, audio: bytes, outcome: Receipt | BaseException) -> list[str]:
    """Return what is wrong with one outcome."""
    if isinstance(outcome, BotaError):
        return []
    if not isinstance(outcome, Receipt):
        return [f"{type(outcome).__name__} left the library: {outcome}"]
    digest = hashlib.sha256(audio).hexdigest()
    stored = emulator.object_sha256(outcome.recording_id)
    if not outcome.sha256 == stored == digest:
        return [f"{outcome.recording_id}: sent {digest}, told {outcome.sha256}, stored {stored}"]
    return []


def broken_records(emulator: Emulator) -> list[str]:
    """Return the recordings that say they are verified, but whose bytes say otherwise."""
    service = emulator._running()
    wrong: list[str] = []
    for row in service.state.find("recording"):
        if row.status == "uploaded" and row.document.get("content_sha256_verified_at"):
            told = row.document["content_sha256"]
            wrong += [row.id] if emulator.object_sha256(row.id) != told else []
    return wrong


def open_handles() -> tuple[int, int]:
    """Return how many file descriptors and threads this process has."""
    gc.collect()
    return psutil.Process(os.getpid()).num_fds(), threading.active_count()


def leaks(before: tuple[int, int]) -> int:
    """Return how many handles are left over, once what is closing has closed."""
    end = time.monotonic() + 30
    while (left := sum(map(max, zip(sub(open_handles(), before), (0, 0), strict=True)))) > 0:
        if time.monotonic() > end:
            break
        time.sleep(0.05)
    return left


def sub(now: tuple[int, int], before: tuple[int, int]) -> tuple[int, int]:
    """Return how many more there are."""
    return now[0] - before[0], now[1] - before[1]


if __name__ == "__main__":
    sys.exit(main())

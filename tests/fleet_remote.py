"""Uploads objects of a real S3 server by their URLs, through several processes with one journal.

Each worker is a process of its own that lists the same bucket; the journal shares the objects out.
At the end every object must be one verified recording, and no worker may have taken more memory
than is allowed. Then an object is replaced while it is read, which must be reported.

    python tests/fleet_remote.py --objects 2000 --large 2 --workers 2
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bota_sdk import Bota, SourceChangedError, UploadItem, list_urls

# What only the first process needs is imported by it alone: the memory of a worker is the client's.
BUCKET = "probe-bucket"
LARGE = 256 << 20
ALLOWED = 60 << 20
"""Bytes of memory that a worker may take at its peak."""


def main() -> int:
    """Return 0 when every object was uploaded exactly once, in little memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=2000)
    parser.add_argument("--large", type=int, default=2, help="objects of 256 MiB among them")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--concurrency", type=int, default=2, help="uploads at a time of a worker")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--work", metavar="JOURNAL", help="be one of the workers")
    options = parser.parse_args()
    if options.work:
        return work(options.work, options.concurrency)
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="bota-fleet-") as folder, bucket(Path(folder)) as store:
        return run(options, Path(folder), store)


def work(journal: str, concurrency: int) -> int:
    """Upload all that is in the bucket, as far as no other worker does."""
    items = (UploadItem(url, end_user_id="eu_1") for url in list_urls(f"s3://{BUCKET}/calls/**/*"))
    with Bota() as bota:
        report = bota.upload_many(items, journal=journal, concurrency=concurrency)
    # Not getrusage's: that one begins with what the parent had when it started this process.
    (line,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    peak = int(line) << 10
    print(report.uploaded, report.skipped, report.failed, report.not_started, peak, flush=True)
    for failure in report.failures:
        print(failure.key, failure.reason, file=sys.stderr)
    return 0 if report.ok else 1


def run(options: argparse.Namespace, folder: Path, store: Any) -> int:
    from bota_emulator import Emulator

    digests = put_objects(store, options.objects, options.large, random.Random(options.seed))
    print(f"{len(digests)} objects are in the bucket", flush=True)
    wrong = []
    with Emulator() as emulator:
        command = [sys.executable, __file__, "--work", str(folder / "night.journal")]
        command += ["--concurrency", str(options.concurrency)]
        # Each thread of a worker would have a heap of its own, which nothing gives back.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        os.environ |= {"BOTA_BASE_URL": emulator.base_url, "BOTA_API_KEY": emulator.api_key}
        started = time.monotonic()
        workers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            for _ in range(options.workers)
        ]
        for worker in workers:
            said = worker.communicate()[0].split()
            wrong += [] if worker.returncode == 0 else [f"a worker ended with {worker.returncode}"]
            if len(said) == 5:
                peak = int(said[-1])
                print(f"a worker uploaded {said[0]}, skipped {said[1]}; peak {peak >> 20} MiB")
                wrong += [f"a worker took {peak >> 20} MiB"] if peak > ALLOWED else []
        seconds = time.monotonic() - started
        print(f"{options.workers} workers, {seconds:.0f} s, {len(emulator.requests)} requests")
        wrong += compare(digests)
        wrong += replaced_under_way(store)
    print(*wrong, sep="\n")
    return 1 if wrong else 0


@contextlib.contextmanager
def bucket(folder: Path) -> Iterator[Any]:
    """Start the S3 server, and let this process and its children find it."""
    import obstore.store

    from tests.emulator.s3_servers import IDENTITY, seaweedfs

    with seaweedfs(folder) as server:
        os.environ |= {
            "AWS_ACCESS_KEY_ID": IDENTITY.access_key,
            "AWS_SECRET_ACCESS_KEY": IDENTITY.secret_key,
            "AWS_REGION": IDENTITY.region,
            "AWS_ENDPOINT_URL": server.endpoint,
            "AWS_ALLOW_HTTP": "true",
        }
        yield obstore.store.from_url(f"s3://{BUCKET}")


def put_objects(store: Any, count: int, large: int, chance: random.Random) -> list[str]:
    """Put objects into the bucket, and return the SHA-256 of each."""
    digests = []
    for number in range(count):
        size = LARGE if number < large else chance.randrange(1_000, 60_000)
        audio = wav(chance, size)
        digests.append(hashlib.sha256(audio).hexdigest())
        store.put(f"calls/{number % 31:02}/{number:05}.wav", audio)
    return digests


def wav(chance: random.Random, size: int) -> bytes:
    noise = chance.randbytes(min(size, 1 << 20))
    return b"RIFF\xff\xff\xff\xffWAVEfmt " + noise * max(size // len(noise), 1)


def compare(digests: list[str]) -> list[str]:
    """Return what is missing, and what is there more than once."""
    with Bota() as bota:
        stored = collections.Counter(
            recording.content_sha256 for recording in bota.recordings.list(limit=100)
        )
    wanted = collections.Counter(digests)
    print(f"{stored.total()} recordings, {len(stored)} contents")
    missing, surplus = wanted - stored, stored - wanted
    wrong = [f"{missing.total()} objects have no recording"] if missing else []
    return wrong + ([f"{surplus.total()} recordings too many"] if surplus else [])


def replaced_under_way(store: Any) -> list[str]:
    """Replace an object when a part of it is uploaded; return what is wrong with what follows."""
    chance = random.Random(1)
    store.put("other/call.wav", wav(chance, 64 << 20))
    has_begun = threading.Event()

    def progress(event: Any) -> None:
        if event.phase == "uploading" and event.bytes_sent > 1 << 20 and not has_begun.is_set():
            has_begun.set()
            store.put("other/call.wav", wav(chance, 64 << 20))

    with Bota() as bota:
        try:
            bota.upload(f"s3://{BUCKET}/other/call.wav", end_user_id="eu_2", on_progress=progress)
        except SourceChangedError as error:
            print(f"replaced under way: {error}")
            recording = bota.recordings.get(str(error.recording_id))
            if recording.status != "uploaded" and has_begun.is_set():
                return []
    return ["an object that was replaced under way was stored"]


if __name__ == "__main__":
    sys.exit(main())

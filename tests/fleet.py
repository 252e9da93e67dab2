"""Kills, stops and starts the workers of a fleet at random moments, and counts what is stored.

Each worker poses as a host of its own: another name, other process ids, one with a clock that is an
hour off. They share a journal in a real PostgreSQL, which is stopped hard in the midst of it. At
the end every file must be one recording with the right bytes, and the journal must know them all.
With `--limits` the workers keep to the documented rate limits, by a clock that is sped up.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import attrs
from bota_emulator import Emulator
from bota_sdk import Bota, JournalStatus, journal_status

from tests.postgres import Postgres, running

PLACE = "nas"
"""What all hosts call the folders that they share."""

HOUR = 3600.0
LOOK = 0.02
PATIENCE = 900.0
"""Seconds after which a run that does not end is a failure."""

WORKER = """
import socket, sys, time

host, ahead, speed, lease, url = sys.argv[1], *map(float, sys.argv[2:5]), sys.argv[5]
real = time.time
time.time = lambda: real() + ahead
socket.gethostname = lambda: host

from bota_sdk._bulk import store

store.LEASE = lease * speed

from bota_sdk._bulk.store import runs
from bota_sdk._shared import waiting
from bota_sdk.cli import main

runs.HEARTBEAT = lease / 3
runs.this_process = lambda number=__import__("os").getpid(): f"{host} - {number}"
waiting.monotonic = lambda: time.monotonic() * speed
waiting.wait_blocking = lambda seconds, wait=waiting.wait_blocking: wait(seconds / speed)
sys.exit(main(["work", "--journal", url, "--quiet", "--concurrency", sys.argv[6]]))
"""


@attrs.define
class Fleet:
    """Workers on one journal, each of which is a process that poses as a host.

    Args:
        emulator: the service.
        url: of the journal.
        count: workers.
        concurrency: uploads at a time at most, of all of them.
        lease: seconds after its last sign of life in which a worker keeps its items.
        speed: how many times as fast the time of the service, the journal and the limits passes.

    """

    emulator: Emulator
    url: str
    count: int
    concurrency: int = 10
    lease: float = 15.0
    speed: float = 1.0
    processes: list[subprocess.Popen[bytes]] = attrs.field(factory=list, init=False)

    def __enter__(self) -> Self:
        self.processes = [self.started(number) for number in range(self.count)]
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def started(self, number: int) -> subprocess.Popen[bytes]:
        """Start the worker that poses as the host of a number."""
        ahead = HOUR if number == 1 else 0.0
        given = [f"host-{number}", str(ahead), str(self.speed), str(self.lease), self.url]
        return subprocess.Popen(
            [sys.executable, "-c", WORKER, *given, str(self.concurrency)],
            env=environment(self.emulator),
            stdout=subprocess.DEVNULL,
        )

    def kill(self, number: int) -> None:
        """Kill a worker, and start it again."""
        self.processes[number].kill()
        self.processes[number].wait()
        self.processes[number] = self.started(number)

    def until_done(self) -> list[int]:
        """Start those again that a failure has ended, until all say that nothing is left."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            codes = [process.poll() for process in self.processes]
            if all(code == 0 for code in codes):
                break
            for number, code in enumerate(codes):
                if code not in (None, 0):
                    print(f"host-{number} ended with {code}", flush=True)
                    self.processes[number] = self.started(number)
            time.sleep(10 * LOOK)
        return [process.poll() or 0 for process in self.processes]


def environment(emulator: Emulator) -> dict[str, str]:
    """Return what a client needs to know."""
    settings = {"BOTA_BASE_URL": emulator.base_url, "BOTA_API_KEY": emulator.api_key}
    return {**os.environ, **settings, "BOTA_PLACE": PLACE}


def make_files(folder: Path, count: int, chance: random.Random, largest: int) -> list[Path]:
    """Write files of different sizes and contents."""
    paths = [folder / f"{number:05}.wav" for number in range(count)]
    for path in paths:
        path.write_bytes(b"RIFF\0\0\0\0WAVE" + chance.randbytes(chance.randint(8, largest)))
    return paths


def enqueue(emulator: Emulator, url: str, paths: list[Path]) -> None:
    """Put files into the queue, as a host of the fleet does."""
    os.environ["BOTA_PLACE"] = PLACE
    try:
        with Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
            done = bota.enqueue(paths, journal=url, end_user_id="eu_1")
    finally:
        del os.environ["BOTA_PLACE"]
    assert done.added == len(paths), done


def crashes(
    emulator: Emulator,
    server: Postgres,
    folder: Path,
    chance: random.Random,
    *,
    files: int,
    kills: int,
    stops: int,
    workers: int = 4,
    lease: float = 15.0,
    largest: int = 1 << 14,
) -> dict[str, tuple[int, int]]:
    """Upload files while workers are killed and stopped; return what there is and must be."""
    paths = make_files(folder, files, chance, largest)
    url = server.journal()
    enqueue(emulator, url, paths)
    events = ["kill"] * kills + ["stop"] * stops
    chance.shuffle(events)
    events.insert(len(events) // 2, "restart")
    waiting: list[threading.Thread] = []
    with Fleet(emulator, url, workers, lease=lease) as fleet:
        for index, event in enumerate(events):
            wait_until_stored(emulator, files * index // (len(events) + 1))
            time.sleep(chance.uniform(0, 0.2))
            number = chance.randrange(workers)
            if event == "kill":
                fleet.kill(number)
            elif event == "stop":
                process = fleet.processes[number]
                process.send_signal(signal.SIGSTOP)
                go_on = threading.Timer(lease + 5, process.send_signal, [signal.SIGCONT])
                go_on.start()
                waiting.append(go_on)
            else:
                server.stop()
                server.start()
        for timer in waiting:
            timer.join()
        codes = fleet.until_done()
    print(f"{kills} kills, {stops} stops, 1 restart of the database; ended with {codes}")
    explain(emulator, files, kills + stops + workers)
    return found(emulator, url, paths, codes)


def wait_until_stored(emulator: Emulator, count: int) -> None:
    """Return when so many uploads are complete."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if sum(record.operation == "completeUpload" for record in emulator.requests) >= count:
            return
        time.sleep(LOOK)


def explain(emulator: Emulator, files: int, ends: int) -> None:
    """Print which requests there were beyond the four that each file needs.

    A worker that was killed leaves requests whose responses nobody has written down: they are sent
    once more, and a create whose response was lost is looked for in the list.
    """
    counts = collections.Counter(record.operation or record.method for record in emulator.requests)
    for name, count in counts.most_common():
        more = count - (0 if name == "listRecordings" else files)
        print(f"{count:6} {name}: {more} in excess, {more / ends:.2f} for each end of a worker")


def found(
    emulator: Emulator, url: str, paths: list[Path], codes: list[int]
) -> dict[str, tuple[int, int]]:
    """Return what there is at the end, and what there must be."""
    rows = emulator._running().state.find("recording")
    present = [row.id for row in rows]
    uploaded = [id for id in present if emulator.recording(id)["status"] == "uploaded"]
    objects = collections.Counter(emulator.object_sha256(id) for id in uploaded)
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    known = {row["recording_id"] for row in items(url)}
    status: JournalStatus = journal_status(url)
    return {
        "recordings": (len(present), len(paths)),
        "recordings that are uploaded": (len(uploaded), len(paths)),
        "files whose bytes are stored": (len(digests & set(objects)), len(paths)),
        "objects that are no file's": (len(set(objects) - digests), 0),
        "stored twice": (sum(count - 1 for count in objects.values()), 0),
        "recordings that the journal does not know": (len(set(present) - known), 0),
        "items that are uploaded by the journal": (status.uploaded, len(paths)),
        "items that are stuck": (status.left, 0),
        "items that failed": (status.failed, 0),
        "workers that ended with a failure": (sum(code != 0 for code in codes), 0),
    }


def items(url: str) -> list[dict[str, Any]]:
    """Return the rows of a journal's items."""
    import psycopg
    from psycopg.rows import dict_row

    with psycopg.Connection[dict[str, Any]].connect(url, row_factory=dict_row) as connection:
        return connection.execute("SELECT recording_id FROM bota_items").fetchall()


def limits(
    emulator: Emulator,
    server: Postgres,
    folder: Path,
    chance: random.Random,
    *,
    files: int,
    workers: int = 8,
    speed: float = 5.0,
) -> tuple[int, float]:
    """Upload files under the documented limits; return the 429s and the part of the ideal rate."""
    paths = make_files(folder, files, chance, 64)
    url = server.journal()
    enqueue(emulator, url, paths)
    clock = f"extract(epoch FROM clock_timestamp())::DOUBLE PRECISION * {speed}"
    server.run(
        "CREATE OR REPLACE FUNCTION journal_now() RETURNS DOUBLE PRECISION LANGUAGE SQL VOLATILE "
        f"AS 'SELECT {clock}'",
        url,
    )
    emulator.settings.rate_limits = "documented"
    emulator.clock.set_speed(speed)
    with Fleet(emulator, url, workers, speed=speed) as fleet:
        codes = fleet.until_done()
    emulator.clock.set_speed(1)
    emulator.settings.rate_limits = "off"
    assert codes == [0] * workers, codes
    records = [record for record in emulator.requests if record.side == "api"]
    urls = sorted(record.at for record in records if record.operation == "createUploadUrl")
    # Each may follow 60 seconds after the one 30 before it, and not earlier.
    gaps = [later - earlier for earlier, later in zip(urls, urls[30:], strict=False)]
    print(f"{files} uploads by {workers} workers took {urls[-1] - urls[0]:.0f} s at 30 a minute")
    print(f"between each URL and the 30th after it: {min(gaps):.1f} to {max(gaps):.1f} s")
    return sum(record.status == 429 for record in records), 60 * len(gaps) / sum(gaps)


def parser() -> argparse.ArgumentParser:
    """Return what reads the options of a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--stops", type=int, default=10)
    parser.add_argument("--limits", type=int, default=0, help="files under the rate limits instead")
    parser.add_argument("--speed", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    return parser


def main() -> int:
    """Return 0 when every file was uploaded exactly once."""
    options = parser().parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    started = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bota-fleet-")))
        (folder / "audio").mkdir()
        server = stack.enter_context(running())
        emulator = stack.enter_context(Emulator())
        given = (emulator, server, folder / "audio", chance)
        if options.limits:
            refused, part = limits(*given, files=options.limits, speed=options.speed)
            print(f"{refused} requests got 429, {part:.1%} of the permitted rate")
            return 1 if refused or part < 0.95 else 0
        figures = crashes(*given, files=options.files, kills=options.kills, stops=options.stops)
    for name, (count, wanted) in figures.items():
        print(f"{name}: {count} (must be {wanted})")
    print(f"{time.monotonic() - started:.0f} s")
    return 1 if any(count != wanted for count, wanted in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())

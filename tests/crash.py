"""Kills a bulk upload at random moments, runs the same command again each time, and counts.

The client is `botactl upload` in a process of its own, ended by SIGKILL; the requests meet faults by
chance. At the end every file must be one verified recording, and the journal must know them all.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bota_emulator import Emulator
from chance_faults import chance_faults

LARGEST = 1 << 18
LOOK = 0.002
MAX_RUNS_AFTER = 20
MORE = 10
"""Files that are added when all are uploaded before the last kill."""


def main() -> int:
    """Return 0 when every file was uploaded exactly once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rate", type=float, default=0.1, help="chance of a fault per request")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bota-crash-") as folder, Emulator() as emulator:
        audio = Path(folder, "audio")
        audio.mkdir()
        digests = make_files(audio, range(options.files), chance)
        journal = Path(folder, "night.journal")
        command = [sys.executable, "-m", "bota_sdk.cli", "upload", str(audio)]
        command += ["--journal", str(journal), "--end-user-id", "eu_1", "--quiet"]
        emulator.random_faults(options.rate, chance_faults(), options.seed)
        caught: collections.Counter[str] = collections.Counter()
        runs = kills = 0
        code = None
        while (code != 0 or kills < options.kills) and runs < options.kills + MAX_RUNS_AFTER:
            if code == 0:  # a machine may be faster than the kills: there is more to do
                digests += make_files(audio, range(len(digests), len(digests) + MORE), chance)
            runs += 1
            process = start(command, emulator, Path(folder))
            if kills < options.kills:
                wait_for_a_moment(process, emulator, chance, options.kills - kills, len(digests))
                process.send_signal(signal.SIGKILL)
            code = process.wait(120)
            if code == -signal.SIGKILL:
                kills += 1
                caught.update(half_done(journal))
        faults = sum(record.fault is not None for record in emulator.requests)
        emulator.random_faults(0)
        seconds = time.monotonic() - started
        print(f"{kills} kills in {runs} runs, {seconds:.0f} s; the last run ended with {code}")
        print(f"{len(emulator.requests)} requests, {faults} of them met a fault")
        print("steps that the kills found under way:")
        for state, count in caught.most_common():
            print(f"  {count:5} {state}")
        wrong = compare(emulator, digests, journal)
        if kills < options.kills:
            wrong.append(f"only {kills} kills before everything was uploaded")
        print(*wrong, sep="\n")
    return 1 if wrong or code != 0 else 0


def make_files(folder: Path, numbers: range, chance: random.Random) -> list[str]:
    """Write files of different sizes and contents, and return their SHA-256."""
    digests: list[str] = []
    for number in numbers:
        content = b"RIFF\0\0\0\0WAVE" + chance.randbytes(chance.randint(1, LARGEST))
        Path(folder, f"{number:03}.wav").write_bytes(content)
        digests.append(hashlib.sha256(content).hexdigest())
    return digests


def start(command: list[str], emulator: Emulator, folder: Path) -> subprocess.Popen[bytes]:
    """Start the client as a user would, with no settings but the service and its key."""
    environment = {
        **os.environ,
        "BOTA_BASE_URL": emulator.base_url,
        "BOTA_API_KEY": emulator.api_key,
        "XDG_CONFIG_HOME": str(folder),
    }
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def wait_for_a_moment(
    process: subprocess.Popen[bytes],
    emulator: Emulator,
    chance: random.Random,
    kills: int,
    files: int,
) -> None:
    """Return at a random moment of a run: mostly in its requests, at times in its start or end."""
    left = files - len(stored(emulator))
    # So that the kills are spread over the whole upload, of at least three requests a file.
    requests = chance.randint(0, max(5 * left // kills, 1))
    seen = len(emulator.requests)
    end = time.monotonic() + 30
    while len(emulator.requests) < seen + requests:
        if process.poll() is not None or time.monotonic() > end:
            return
        time.sleep(LOOK)
    time.sleep(chance.uniform(0, 0.6 if requests == 0 else 0.03))


def half_done(journal: Path) -> list[str]:
    """Return the state of each item that a killed run has left unfinished."""
    if not journal.exists():
        return ["no journal yet"]
    database = sqlite3.connect(journal)
    try:
        found = database.execute("SELECT state FROM bota_items WHERE owner IS NOT NULL").fetchall()
    except sqlite3.OperationalError:
        return ["a journal without tables"]
    finally:
        database.close()
    return [state for (state,) in found]


def recordings(emulator: Emulator) -> list[str]:
    """Return the ids of all recordings that the service has."""
    state = emulator._running().state
    return [row.id for row in state.find("recording")]


def stored(emulator: Emulator) -> list[str]:
    """Return the ids of those that are uploaded."""
    return [id for id in recordings(emulator) if emulator.recording(id)["status"] == "uploaded"]


def compare(emulator: Emulator, digests: list[str], journal: Path) -> list[str]:
    """Print what there is at the end, and return what is wrong with it."""
    present = recordings(emulator)
    uploaded = stored(emulator)
    objects = collections.Counter(emulator.object_sha256(id) for id in uploaded)
    database = sqlite3.connect(journal)
    known = {id for (id,) in database.execute("SELECT recording_id FROM bota_items")}
    database.close()
    figures = {
        "recordings": (len(present), len(digests)),
        "recordings that are uploaded": (len(uploaded), len(digests)),
        "files whose bytes are stored": (len(set(digests) & set(objects)), len(digests)),
        "objects that are no file's": (len(set(objects) - set(digests)), 0),
        "duplicates": (sum(count - 1 for count in objects.values()), 0),
        "recordings that the journal does not know": (len(set(present) - known), 0),
    }
    for name, (count, wanted) in figures.items():
        print(f"{name}: {count} (must be {wanted})")
    return [f"wrong: {name}" for name, (count, wanted) in figures.items() if count != wanted]


if __name__ == "__main__":
    sys.exit(main())

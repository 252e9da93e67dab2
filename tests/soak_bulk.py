"""Uploads 20,000 items of a few bytes in one run, and compares its memory with that of 1,000.

The client runs in a process of its own, and so does the service.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

MIB = 1 << 20
ALLOWED = 20 * MIB

CLIENT = """
import resource, sys
from bota_sdk import Bota, UploadItem

count = int(sys.argv[1])
items = (
    UploadItem(b"RIFF\\0\\0\\0\\0WAVE" + number.to_bytes(4, "big"), end_user_id="eu_1")
    for number in range(count)
)
with Bota() as bota:
    report = bota.upload_many(items, journal=sys.argv[2])
assert report.uploaded == count and report.ok, report
unit = 1 if sys.platform == "darwin" else 1024
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, report.seconds)
"""


def main() -> int:
    """Return 0 when the larger run took hardly more memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=1000)
    parser.add_argument("--many", type=int, default=20_000)
    options = parser.parse_args()
    peaks = [peak(options.few), peak(options.many)]
    difference = peaks[1] - peaks[0]
    print(f"{difference / MIB:+.1f} MiB (at most {ALLOWED / MIB:.0f})")
    return 0 if difference <= ALLOWED else 1


def peak(count: int) -> int:
    """Return the peak memory in bytes of a client that uploads so many items."""
    with service() as environment, tempfile.TemporaryDirectory(prefix="bota-soak-") as folder:
        done = subprocess.run(
            [sys.executable, "-c", CLIENT, str(count), f"{folder}/journal"],
            env={**os.environ, **environment},
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        )
    memory, seconds = done.stdout.split()
    rate = count / float(seconds)
    print(f"{count} items: peak {int(memory) / MIB:.1f} MiB, {rate:.0f} uploads/s", flush=True)
    return int(memory)


@contextlib.contextmanager
def service() -> Iterator[dict[str, str]]:
    """Run an emulator and yield the client's settings for it."""
    command = [sys.executable, "-m", "bota_emulator", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().split()[-1]
            yield {"BOTA_BASE_URL": url, "BOTA_API_KEY": "sk_test_emulator"}
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())

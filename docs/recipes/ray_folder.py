"""Uploads folders with Ray: each task takes a part, and the journal makes it exactly once.

    python ray_folder.py auto /mnt/calls postgresql://db.internal/bota eu_1

Ray runs a task again whose worker has died. What that worker had finished is in the journal, so
the second run uploads the rest. BOTA_API_KEY is set where the workers run.
"""

import sys
from pathlib import Path

import ray
from bota_sdk import Bota, journal_status

PART = 500


@ray.remote(max_retries=5)
def upload_part(paths: list[str], journal: str, end_user_id: str) -> int:
    """Upload a part and return how many of it are new."""
    with Bota() as bota:
        return bota.upload_many(paths, journal=journal, end_user_id=end_user_id).uploaded


def main(address: str, folder: str, journal: str, end_user_id: str, part: int = PART) -> None:
    """Upload every WAV of a folder that all workers see."""
    paths = sorted(map(str, Path(folder).rglob("*.wav")))
    parts = [paths[first : first + part] for first in range(0, len(paths), part)]
    with ray.init(address, ignore_reinit_error=True):
        ray.get([upload_part.remote(each, journal, end_user_id) for each in parts])
    # A task that ran twice reports its second run alone: the journal has the totals.
    print(journal_status(journal).uploaded, "uploaded")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A short run of what `nox -s fleet` does: workers that are killed, stopped and held to the limits."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from bota_emulator import Emulator

from tests.fleet import crashes, limits
from tests.postgres import Postgres


@pytest.mark.timeout(600)
def test_killed_and_stopped_workers_upload_each_file_once(
    bota_emulator: Emulator, postgres: Postgres, tmp_path: Path
) -> None:
    figures = crashes(
        bota_emulator,
        postgres,
        tmp_path,
        random.Random(16),
        files=40,
        kills=3,
        stops=1,
        workers=3,
        lease=4.0,
    )
    assert {name: count for name, (count, _) in figures.items()} == {
        name: wanted for name, (_, wanted) in figures.items()
    }


@pytest.mark.timeout(600)
def test_workers_keep_to_the_documented_limits_together(
    bota_emulator: Emulator, postgres: Postgres, tmp_path: Path
) -> None:
    given = (bota_emulator, postgres, tmp_path, random.Random(16))
    refused, part = limits(*given, files=50, workers=3, speed=10.0)
    assert refused == 0
    # No more than is permitted; how near it comes hangs on the machine.
    assert part <= 1.001

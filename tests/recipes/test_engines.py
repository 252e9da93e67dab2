"""The recipes of docs/recipes: the same folder through Dask and Ray, a worker killed in each."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest
from bota_emulator import Emulator
from bota_sdk import journal_status

from tests.postgres import Postgres

RECIPES = Path(__file__).parents[2] / "docs" / "recipes"
FILES = 120

# What stands for a cluster: its scheduler and workers, and then the recipe as people run it.
DASK = """
import sys
from distributed import LocalCluster
sys.path.insert(0, sys.argv[1])
import dask_folder

if __name__ == "__main__":
    with LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        dask_folder.main(cluster.scheduler_address, *sys.argv[2:5], part=10)
"""

RAY = """
import sys
import ray
sys.path.insert(0, sys.argv[1])
ray.init(num_cpus=3, include_dashboard=False, log_to_driver=False)
import ray_folder

ray_folder.main(None, *sys.argv[2:5], part=10)
"""


@pytest.mark.parametrize(
    ("engine", "script", "worker"),
    [("distributed", DASK, "multiprocessing.spawn"), ("ray", RAY, "ray::upload_part")],
)
def test_a_folder_is_uploaded_once_though_a_worker_is_killed(
    bota_emulator: Emulator,
    postgres: Postgres,
    tmp_path: Path,
    engine: str,
    script: str,
    worker: str,
) -> None:
    if importlib.util.find_spec(engine) is None:
        pytest.skip(f"{engine} is not installed: it is in the dependency group `fleet`")
    journal = postgres.journal()
    folder = tmp_path / "calls"
    folder.mkdir()
    digests = set[str]()
    for number in range(FILES):
        content = b"RIFF\0\0\0\0WAVE" + os.urandom(200)
        (folder / f"{number}.wav").write_bytes(content)
        digests.add(hashlib.sha256(content).hexdigest())
    (tmp_path / "run.py").write_text(script)
    settings = {"BOTA_BASE_URL": bota_emulator.base_url, "BOTA_API_KEY": bota_emulator.api_key}
    command = [sys.executable, str(tmp_path / "run.py"), str(RECIPES), str(folder), journal, "eu_1"]
    with subprocess.Popen(command, env={**os.environ, **settings}, text=True) as run:
        while _completed(bota_emulator) < FILES // 4:
            assert run.poll() is None
            time.sleep(0.01)
        _kill_one(run.pid, worker)
        assert run.wait(400) == 0
    status = journal_status(journal)
    assert (status.uploaded, status.left, status.failed) == (FILES, 0, 0)
    ids = [row[0] for row in postgres.run("SELECT recording_id FROM bota_items", journal)]
    objects = Counter(bota_emulator.object_sha256(id) for id in ids)
    assert set(objects) == digests
    assert objects.total() == len(bota_emulator._running().state.find("recording")) == FILES


def _completed(emulator: Emulator) -> int:
    return sum(record.operation == "completeUpload" for record in emulator.requests)


def _kill_one(pid: int, worker: str) -> None:
    """Kill a worker as the kernel does when memory is short."""
    for process in psutil.Process(pid).children(recursive=True):
        if worker in " ".join(process.cmdline()):
            process.send_signal(signal.SIGKILL)
            return
    raise AssertionError("no worker was found")

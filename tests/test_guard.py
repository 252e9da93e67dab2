"""A server that a test started ends with the test's process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.emulator.raw_client import eventually
from tests.guard import guarded

SERVERS = {
    "obedient": "import time; print('ready', flush=True); time.sleep(600)",
    "stubborn": (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('ready', flush=True); time.sleep(600)"
    ),
}

STARTS_ONE = """
import subprocess, sys, time
from tests.guard import guarded

server = subprocess.Popen(
    guarded([sys.executable, "-c", sys.argv[1]]), stdin=subprocess.PIPE, stdout=subprocess.PIPE
)
assert server.stdout.readline() == b"ready\\n"
print(server.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_ends_with_a_process_that_is_killed(server: str) -> None:
    command = [sys.executable, "-c", STARTS_ONE, SERVERS[server]]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as starter:
        try:
            assert starter.stdout is not None
            guard = psutil.Process(int(starter.stdout.readline()))
            processes = [guard, *guard.children()]
            assert len(processes) == 2
            assert all(process.is_running() for process in processes)
        finally:
            starter.kill()
    assert eventually(lambda: not any(is_there(process) for process in processes))


def is_there(process: psutil.Process) -> bool:
    try:
        # A container's first process may not collect what has ended.
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_a_guard_ends_with_its_server() -> None:
    command = guarded([sys.executable, "-c", "raise SystemExit(3)"])
    with subprocess.Popen(command, stdin=subprocess.PIPE) as guard:
        assert guard.wait(60) == 3

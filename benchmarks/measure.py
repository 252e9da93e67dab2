"""One client measured in a process of its own: wall, CPU, peak memory, and what else it tells."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
TIMEOUT = 240.0
"""Seconds after which a client has failed."""

_LOOK = 0.02


@dataclass(frozen=True)
class Measurement:
    """What one run of a client came to.

    Attributes:
        values: by name; `seconds` (wall), `cpu_seconds` (user and system) and `peak_mib` always.

    """

    values: dict[str, float]

    def __getitem__(self, name: str) -> float:
        return self.values[name]


class ClientFailedError(Exception):
    """A client ended with an error, or not at all."""


@dataclass(frozen=True)
class Client:
    """A command that does the work once.

    Attributes:
        name: as the tables show it.
        command: a process that prints its own figures as a line of JSON; they cover the work
            alone, without start and imports.
        whole: measure the process from outside instead, from its start to its end.
        own_seconds: the last line of its output is its own wall time, which leaves out its start.
        environment: beside the one that all clients get.
        then: a second command, for a client that is two in a row.

    """

    name: str
    command: Sequence[str]
    whole: bool = False
    own_seconds: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    then: Sequence[str] | None = None

    def run(self, environment: Mapping[str, str]) -> Measurement:
        """Do the work once.

        Raises:
            ClientFailedError: it failed.

        """
        environment = {**environment, **self.environment}
        first = _run(self.command, environment, self.own_seconds)
        if not self.whole:
            try:
                return Measurement(json.loads(first.output.splitlines()[-1]))
            except (ValueError, IndexError):
                raise ClientFailedError(f"printed no figures: {first.output[-200:]!r}") from None
        runs = [first]
        if self.then is not None:
            runs.append(_run(self.then, environment, self.own_seconds))
        return Measurement(
            {
                "seconds": sum(run.seconds for run in runs),
                "cpu_seconds": sum(run.cpu_seconds for run in runs),
                "peak_mib": max(run.peak_mib for run in runs),
            }
        )


def python() -> str:
    """Return the interpreter that clients run in: one that has them and nothing else.

    httpx, for one, takes twice as long to import where rich is installed.
    """
    return os.environ.get("BENCH_CLIENTS_PYTHON", sys.executable)


def client_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs one of `benchmarks.clients`."""
    return [python(), "-m", f"benchmarks.clients.{module}", *arguments]


@dataclass(frozen=True)
class _Run:
    output: str
    seconds: float
    cpu_seconds: float
    peak_mib: float


def _run(command: Sequence[str], environment: Mapping[str, str], own_seconds: bool) -> _Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, **environment},
            start_new_session=True,  # so that it can be ended with all that it started
        )
    except OSError as error:
        raise ClientFailedError(f"{command[0]}: {error.strerror}") from error
    peak = 0.0
    try:
        while True:
            try:
                output, errors = process.communicate(timeout=_LOOK)
                break
            except subprocess.TimeoutExpired:
                # The kernel's own figure for a child begins with its parent's memory.
                peak = max(peak, peak_mib(process.pid))
                if time.perf_counter() - started > TIMEOUT:
                    raise ClientFailedError(f"not done after {TIMEOUT:.0f} s") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        # Two lines: some programs end with a hint where to read on.
        tail = "; ".join((errors.strip() or output.strip()).splitlines()[-2:])
        raise ClientFailedError(tail[-200:] or f"exit status {process.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if own_seconds:
        seconds = float(output.split()[-1])
    return _Run(output, seconds, cpu, peak)


def peak_mib(pid: int | str) -> float:
    """Return the most memory that a process has held so far, in MiB; 0 when it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0.0
    _, found, rest = status.partition("VmHWM:")
    return int(rest.split()[0]) / 1024 if found else 0.0


def begin() -> Callable[..., None]:
    """Start the clock in a client's own process.

    Returns:
        What stops it, and prints the figures for `Client.run`, with any others that it is given.

    """
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()

    def finish(**more: float) -> None:
        seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        measured = {"seconds": seconds, "cpu_seconds": cpu, "peak_mib": peak_mib("self")}
        print(json.dumps({**measured, **more}))

    return finish

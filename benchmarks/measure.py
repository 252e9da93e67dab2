"""One client in a process of its own, and rounds in which each client of a group runs once."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
_WHOLE = """
import json, os, sys, time
started = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
figures = {"seconds": time.perf_counter() - started, "peak_mib": used.ru_maxrss / 1024}
print(json.dumps({**figures, "cpu_seconds": used.ru_utime + used.ru_stime}))
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""What measures a whole process; small, as the memory of one is counted from its parent's."""


class ClientFailedError(Exception):
    """A client ended with an error, or not at all."""


@dataclass(frozen=True)
class Client:
    """A command that does some work once.

    Attributes:
        name: as the tables show it.
        command: a process that prints figures as a line of JSON, which cover the work alone,
            without its start and imports. See `begin`.
        units: how many uploads, calls or records the work is; 0 where the process prints it.
        whole: measure the process from its start to its end, except for what it prints.

    """

    name: str
    command: Sequence[str]
    units: int = 0
    whole: bool = False

    def run(self, environment: Mapping[str, str]) -> dict[str, float]:
        """Do the work once, and return the figures by name, or raise ClientFailedError.

        They are `seconds` (wall), `cpu_seconds` (user and system), `peak_mib`, and for one unit
        `per_second` and `cpu_ms`.
        """
        output = self._output({**os.environ, **environment})
        printed = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
        if not printed:
            raise ClientFailedError(f"printed no figures: {output[-200:]!r}")
        figures: dict[str, float] = {**printed[-1], **printed[0]}
        units = self.units or figures.get("units", 1)
        figures["per_second"] = units / figures["seconds"]
        if "cpu_seconds" in figures:
            figures["cpu_ms"] = figures["cpu_seconds"] / units * 1000
        return figures

    def _output(self, environment: Mapping[str, str]) -> str:
        whole = [sys.executable, "-I", "-S", "-c", _WHOLE] if self.whole else []
        process = subprocess.Popen(
            [*whole, *self.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
            start_new_session=True,  # so that it can be ended with all that it started
        )
        try:
            output, errors = process.communicate(timeout=600)
        except subprocess.TimeoutExpired:
            raise ClientFailedError("not done after 600 s") from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if process.returncode:
            # Two lines: some programs end with a hint where to read on.
            tail = "; ".join((errors.strip() or output.strip()).splitlines()[-2:])
            raise ClientFailedError(tail[-200:] or f"exit status {process.returncode}")
        return output


def peak_mib() -> float:
    """Return the most memory that this process has held so far, in MiB."""
    # `getrusage` counts what its parent had, too.
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def begin() -> Callable[..., None]:
    """Start the clock in a client's own process.

    Returns what stops it and prints the figures for `Client.run`, with any others it is given.
    """
    cpu, started = time.process_time(), time.perf_counter()

    def finish(**more: float) -> None:
        seconds, spent = time.perf_counter() - started, time.process_time() - cpu
        figures = {"seconds": seconds, "cpu_seconds": spent, "peak_mib": peak_mib()}
        print(json.dumps({**figures, **more}))

    return finish


class Spread(NamedTuple):
    """The median of some figures, and the least and the greatest of them."""

    median: float
    low: float
    high: float

    def shown(self, scale: float = 1.0, digits: int = 2) -> str:
        """Return the median with its range."""
        median, low, high = (f"{value * scale:.{digits}f}" for value in self)
        return f"{median} ({low}–{high})" if low != high else median


@dataclass
class Results:
    """What each client came to in each round, by client, and why one has no figures."""

    rounds: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def spread(self, client: str, figure: str, base: str = "") -> Spread | None:
        """Return the spread of one client's figure; None when there is none.

        With another client as the base it is that of the ratio of the two in the same round.
        """
        rounds = self.rounds.get(client, [])
        bases = self.rounds.get(base, []) if base else [{figure: 1.0}] * len(rounds)
        both = zip(rounds, bases, strict=False)
        figures = [a[figure] / b[figure] for a, b in both if figure in a and figure in b]
        return Spread(statistics.median(figures), min(figures), max(figures)) if figures else None


def interleave(
    title: str,
    clients: Sequence[Client],
    rounds: int,
    environment: Mapping[str, str],
    *,
    warm: bool = False,
) -> Results:
    """Run every client once in each round, beginning with another one each time.

    A slow minute of the machine thus meets all of them. A client that fails is left out from then
    on and its error kept; the others go on. `warm` runs all once more before, which writes bytecode
    and fills caches.
    """
    results = Results({client.name: [] for client in clients})
    for number in range(-warm, rounds):
        first = number * 5 % len(clients)
        for client in (*clients[first:], *clients[:first]):
            if client.name in results.failures:
                continue
            try:
                figures = client.run(environment)
                results.rounds[client.name] += [figures] if number >= 0 else []
            except (ClientFailedError, OSError) as error:
                results.failures[client.name] = str(error)
                results.rounds[client.name] = []
                print(f"  {title}: {client.name} failed: {error}", file=sys.stderr)
        print(f"  {title}: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return results

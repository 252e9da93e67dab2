"""One client in a process of its own, and rounds in which each client of a group runs once."""

from __future__ import annotations

import json
import os
import resource
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


class ClientFailedError(Exception):
    """A client ended with an error, or not at all."""


@dataclass(frozen=True)
class Client:
    """A command that does some work once.

    Attributes:
        name: as the tables show it.
        command: a process that prints its figures as a line of JSON, which cover the work alone,
            without its start and imports. See `begin`.
        units: how many uploads, calls or records the work is; 0 where the process prints it.
        whole: measure the process from outside instead, from its start to its end.
        own_seconds: the last word of its output is its wall time, which leaves out its start.
        timeout: seconds after which it has failed.

    """

    name: str
    command: Sequence[str]
    units: int = 0
    whole: bool = False
    own_seconds: bool = False
    timeout: float = 240.0

    def run(self, environment: Mapping[str, str]) -> dict[str, float]:
        """Do the work once, and return the figures by name, or raise ClientFailedError.

        They are `seconds` (wall), `cpu_seconds` (user and system), `peak_mib`, and for one unit
        `per_second` and `cpu_ms`.
        """
        output, figures = self._outside({**os.environ, **environment})
        if self.own_seconds:
            figures["seconds"] = float(output.split()[-1])
        elif not self.whole:
            try:
                figures = json.loads(output.splitlines()[-1])
            except (ValueError, IndexError):
                raise ClientFailedError(f"printed no figures: {output[-200:]!r}") from None
        units = self.units or figures.get("units", 1)
        figures["per_second"] = units / figures["seconds"]
        figures["cpu_ms"] = figures["cpu_seconds"] / units * 1000
        return figures

    def _outside(self, environment: Mapping[str, str]) -> tuple[str, dict[str, float]]:
        stop, peak, pipe = _clock(resource.RUSAGE_CHILDREN), 0.0, subprocess.PIPE
        try:
            process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=pipe,
                stderr=pipe,
                text=True,
                cwd=ROOT,
                env=environment,
                start_new_session=True,  # so that it can be ended with all that it started
            )
        except OSError as error:
            raise ClientFailedError(f"{self.command[0]}: {error.strerror}") from error
        try:
            while True:
                try:
                    output, errors = process.communicate(timeout=0.02)
                    break
                except subprocess.TimeoutExpired:
                    # The kernel's own figure for a child begins with its parent's memory.
                    peak = max(peak, peak_mib(process.pid))
                    if stop()["seconds"] > self.timeout:
                        raise ClientFailedError(f"not done after {self.timeout:.0f} s") from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if process.returncode:
            # Two lines: some programs end with a hint where to read on.
            tail = "; ".join((errors.strip() or output.strip()).splitlines()[-2:])
            raise ClientFailedError(tail[-200:] or f"exit status {process.returncode}")
        return output, {**stop(), "peak_mib": peak}


def _clock(who: int) -> Callable[[], dict[str, float]]:
    before, started = resource.getrusage(who), time.perf_counter()

    def stop() -> dict[str, float]:
        seconds, after = time.perf_counter() - started, resource.getrusage(who)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return {"seconds": seconds, "cpu_seconds": cpu}

    return stop


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

    Returns what stops it and prints the figures for `Client.run`, with any others it is given.
    """
    stop = _clock(resource.RUSAGE_SELF)
    return lambda **more: print(json.dumps({**stop(), "peak_mib": peak_mib("self"), **more}))


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
            except ClientFailedError as error:
                results.failures[client.name] = str(error)
                results.rounds[client.name] = []
                print(f"  {title}: {client.name} failed: {error}", file=sys.stderr)
        print(f"  {title}: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return results

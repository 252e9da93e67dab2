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
_LOOK = 0.02


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
        """Do the work once, and return the figures by name.

        They are `seconds` (wall), `cpu_seconds` (user and system), `peak_mib`, and for one unit
        `per_second` and `cpu_ms`.

        Raises:
            ClientFailedError: it failed.

        """
        output, figures = _run(self.command, environment, self.timeout)
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


def _run(
    command: Sequence[str], environment: Mapping[str, str], timeout: float
) -> tuple[str, dict[str, float]]:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
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
                if time.perf_counter() - started > timeout:
                    raise ClientFailedError(f"not done after {timeout:.0f} s") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode:
        # Two lines: some programs end with a hint where to read on.
        tail = "; ".join((errors.strip() or output.strip()).splitlines()[-2:])
        raise ClientFailedError(tail[-200:] or f"exit status {process.returncode}")
    return output, _figures(before, started, resource.RUSAGE_CHILDREN, peak)


def _figures(
    before: resource.struct_rusage, started: float, who: int, peak: float
) -> dict[str, float]:
    seconds, after = time.perf_counter() - started, resource.getrusage(who)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": seconds, "cpu_seconds": cpu, "peak_mib": peak}


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
        What stops it and prints the figures for `Client.run`, with any others that it is given.

    """
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()

    def finish(**more: float) -> None:
        figures = _figures(before, started, resource.RUSAGE_SELF, peak_mib("self"))
        print(json.dumps({**figures, **more}))

    return finish


class Spread(NamedTuple):
    """The median of some figures, and the least and the greatest of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """Return the spread of at least one figure."""
        return cls(statistics.median(figures), min(figures), max(figures))

    def shown(self, scale: float = 1.0, digits: int = 2) -> str:
        """Return the median with its range."""
        median, low, high = (f"{value * scale:.{digits}f}" for value in self)
        return f"{median} ({low}–{high})" if low != high else median


@dataclass
class Results:
    """What each client came to in each round.

    Attributes:
        rounds: the figures by client, in the clients' order, as a list by round.
        failures: why a client has no figures, by client.

    """

    rounds: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def spread(self, client: str, figure: str) -> Spread | None:
        """Return the spread of one client's figure; None when it has none."""
        measured = [one[figure] for one in self.rounds.get(client, ()) if figure in one]
        return Spread.of(measured) if measured else None

    def ratio(self, client: str | None, base: str | None, figure: str) -> Spread | None:
        """Return the spread of a client's figure over another's of the same round.

        None when one of the two has no figures.
        """
        ours, theirs = self.rounds.get(client or ""), self.rounds.get(base or "")
        if not ours or not theirs:
            return None
        return Spread.of([a[figure] / b[figure] for a, b in zip(ours, theirs, strict=True)])

    def best(self, clients: Sequence[str], figure: str) -> str | None:
        """Return the client with the greatest median of a figure among those that have one."""
        found = {name: spread for name in clients if (spread := self.spread(name, figure))}
        return max(found, key=lambda name: found[name].median, default=None)


def interleave(
    title: str, clients: Sequence[Client], rounds: int, environment: Mapping[str, str]
) -> Results:
    """Run every client once in each round, beginning with another one each time.

    A slow minute of the machine thus meets all of them. A client that fails is left out from then
    on and its error kept; the others go on.

    Args:
        title: names the group on stderr.
        clients: what is compared.
        rounds: how often.
        environment: of all clients.

    """
    results = Results({client.name: [] for client in clients})
    for number in range(rounds):
        first = number * 5 % len(clients)
        for client in (*clients[first:], *clients[:first]):
            if client.name in results.failures:
                continue
            try:
                results.rounds[client.name].append(client.run(environment))
            except ClientFailedError as error:
                results.failures[client.name] = str(error)
                results.rounds[client.name] = []
                print(f"  {title}: {client.name} failed: {error}", file=sys.stderr)
        print(f"  {title}: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return results

"""Rounds in which every client runs once, so that a slow minute of the machine meets them all."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.measure import Client, ClientFailedError, Measurement


@dataclass(frozen=True)
class Spread:
    """The median of some figures, and the least and the greatest of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """Return the spread of at least one figure."""
        return cls(statistics.median(figures), min(figures), max(figures))


@dataclass
class Results:
    """What each client came to in each round.

    Attributes:
        by_client: by name, in the clients' order; a list by round.
        failures: why a client has no figures, by name.

    """

    by_client: dict[str, list[Measurement]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def has(self, *clients: str) -> bool:
        """Tell whether all of these clients have figures."""
        return all(self.by_client.get(client) for client in clients)

    def spread(self, client: str, figure: str, scale: float = 1.0) -> Spread:
        """Return the spread of one client's figure, times `scale`."""
        return Spread.of([one[figure] * scale for one in self.by_client[client]])

    def ratio(self, client: str, base: str, figure: str) -> Spread:
        """Return the spread of a client's figure over another's of the same round."""
        pairs = zip(self.by_client[client], self.by_client[base], strict=True)
        return Spread.of([ours[figure] / theirs[figure] for ours, theirs in pairs])

    def best(self, clients: Sequence[str], figure: str) -> str | None:
        """Return the client with the greatest median of a figure among those that have one."""
        present = [client for client in clients if self.by_client.get(client)]
        return max(present, key=lambda one: self.spread(one, figure).median, default=None)

    def to_json(self) -> dict[str, object]:
        """Return all figures of all rounds."""
        rounds = {
            name: [dict(one.values) for one in measured]
            for name, measured in self.by_client.items()
        }
        return {"rounds": rounds, "failures": self.failures}


def interleave(
    title: str, clients: Sequence[Client], rounds: int, environment: Mapping[str, str]
) -> Results:
    """Run every client once in each round, beginning with another one each time.

    A client that fails is left out from then on, its error kept; the others go on.

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
                results.by_client[client.name].append(client.run(environment))
            except ClientFailedError as error:
                results.failures[client.name] = str(error)
                results.by_client[client.name] = []
                print(f"  {title}: {client.name} failed: {error}", file=sys.stderr)
        print(f"  {title}: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return results

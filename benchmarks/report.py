"""What a group of figures says: its table, and the lines that must hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.rounds import Results, Spread


@dataclass(frozen=True)
class Claim:
    """One line that must hold.

    Attributes:
        line: its number in the table of what must hold.
        what: in words, with the limit.
        measured: as the tables show it.
        holds: whether it does; None when it could not be measured.

    """

    line: int
    what: str
    measured: str
    holds: bool | None

    @classmethod
    def at_most(cls, line: int, what: str, spread: Spread | None, limit: float) -> Claim:
        """Claim that a median is no more than the limit."""
        return cls._bounded(line, what, spread, limit, most=True)

    @classmethod
    def at_least(cls, line: int, what: str, spread: Spread | None, limit: float) -> Claim:
        """Claim that a median is no less than the limit."""
        return cls._bounded(line, what, spread, limit, most=False)

    @classmethod
    def _bounded(
        cls, line: int, what: str, spread: Spread | None, limit: float, *, most: bool
    ) -> Claim:
        sign = "≤" if most else "≥"
        if spread is None:
            return cls(line, f"{what} {sign} {limit:g}", "not measured", None)
        holds = spread.median <= limit if most else spread.median >= limit
        return cls(line, f"{what} {sign} {limit:g}", shown(spread), holds)


@dataclass
class Section:
    """One group of figures.

    Attributes:
        title: its heading.
        note: what was measured, and how.
        tables: in Markdown.
        claims: what must hold.
        data: all figures, for the JSON.

    """

    title: str
    note: str
    tables: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column of a table of clients.

    Attributes:
        heading: its heading, with the unit.
        figure: which of a measurement's.
        scale: what the figure is multiplied with.
        digits: after the point.

    """

    heading: str
    figure: str
    scale: float = 1.0
    digits: int = 2


def shown(spread: Spread, digits: int = 2) -> str:
    """Return a median with its range."""
    return f"{spread.median:.{digits}f} ({spread.low:.{digits}f}–{spread.high:.{digits}f})"


def ratio(results: Results, client: str, base: str, figure: str) -> Spread | None:
    """Return the spread of the ratio; None when one of both has no figures."""
    return results.ratio(client, base, figure) if results.has(client, base) else None


def clients_table(
    results: Results, columns: Sequence[Column], *, base: str, figure: str = "seconds"
) -> str:
    """Return a table of all clients: each column, then the ratio to the base client.

    Args:
        results: the figures.
        columns: which of them.
        base: the client that the last column compares with.
        figure: what it compares.

    """
    headings = [
        "client",
        *(column.heading for column in columns),
        f"{figure_name(figure)} ÷ {base}",
    ]
    lines = [row(headings), row(["---"] * len(headings))]
    for client in results.by_client:
        if client in results.failures:
            lines.append(row([client, f"failed: {_cell(results.failures[client])}"]))
            continue
        cells = [
            shown(results.spread(client, column.figure, column.scale), column.digits)
            for column in columns
        ]
        compared = ratio(results, client, base, figure)
        lines.append(row([client, *cells, shown(compared) if compared else ""]))
    return "\n".join(lines)


def figure_name(figure: str) -> str:
    """Return what a table calls a figure."""
    return {"seconds": "wall", "cpu_seconds": "CPU", "per_second": "uploads/s"}.get(figure, figure)


def row(cells: Sequence[str]) -> str:
    """Return one row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

"""What the groups say: tables, charts, and the lines that must hold, as a page and as JSON."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import platform
import re
import ssl
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.measure import Results, Spread
from benchmarks.setting import program, python

MISSES = Path(__file__).with_name("MISSES.md")
"""For each line that has been seen to miss: its profile and what was tried, written by hand."""
_LINES = "1 GiB, wall|1 GiB, CPU|memory|Node|bulk|a million items|bytes in vain|imports|botactl"
LINES = dict(enumerate(f"{_LINES}|models".split("|"), 1))


@dataclass(frozen=True)
class Claim:
    """One line that must hold: the most that a median may be, or with `is_least` the least."""

    line: int
    what: str
    spread: Spread | None
    limit: float
    is_least: bool = False

    @property
    def outcome(self) -> str:
        """Whether it holds, in a word."""
        if self.spread is None:
            return "not measured"
        over = self.spread.median - self.limit
        return "holds" if (over >= 0 if self.is_least else over <= 0) else "miss"

    def row(self) -> list[str]:
        """Return the cells of its row."""
        limit = f"{'≥' if self.is_least else '≤'} {self.limit:g}"
        measured, word = self.spread.shown() if self.spread else "", self.outcome
        shown = word if word == "holds" else f"**{word}**"
        return [str(self.line), LINES[self.line], f"{self.what} {limit}", measured, shown]


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, which figure, the factor, and the digits shown."""

    heading: str
    figure: str
    scale: float = 1.0
    digits: int = 2


WALL, CPU = Column("wall, s", "seconds", digits=3), Column("CPU, s", "cpu_seconds")
WALL_MS, CPU_MS = Column("wall, ms", "seconds", 1000, 0), Column("CPU, ms", "cpu_seconds", 1000, 0)
MEMORY = Column("memory, MiB", "peak_mib", digits=0)
RATE, EACH = Column("a second", "per_second", digits=0), Column("CPU, ms each", "cpu_ms")
EACH_US = Column("CPU, µs each", "cpu_ms", 1000, 0)


@dataclass
class Section:
    """One table of clients, which says in a note what was measured, and how.

    Its last column compares the first one with that of the base, where there is one.
    """

    title: str
    note: str
    results: Results
    columns: Sequence[Column]
    base: str = ""
    claims: list[Claim] = field(default_factory=list)
    chart: bool = False

    def table(self) -> str:
        """Return the table in Markdown."""
        first = self.columns[0]
        last = [f"{first.heading.partition(',')[0]} ÷ {self.base}"] if self.base else []
        rows = [["client", *(column.heading for column in self.columns), *last]]
        for client in self.results.rounds:
            if failure := self.results.failures.get(client):
                rows.append([client, f"failed: {' '.join(failure.replace('|', '/').split())}"])
                continue
            spreads = [self.results.spread(client, column.figure) for column in self.columns]
            cells = [
                spread.shown(column.scale, column.digits) if spread else ""
                for spread, column in zip(spreads, self.columns, strict=True)
            ]
            ratio = self.results.spread(client, first.figure, self.base)
            rows.append([client, *cells, *(ratio.shown() if ratio else "" for _ in last)])
        return table(rows)

    def svg(self) -> str:
        """Return the first column as bars, each with the range as a line."""
        column, rows = self.columns[0], []
        for client in self.results.rounds:
            if spread := self.results.spread(client, column.figure):
                rows.append((client, Spread(*(value * column.scale for value in spread))))
        most = max((spread.high for _, spread in rows), default=1.0)
        parts = [f'<text x="0" y="14" font-weight="bold">{escape(self.title)}</text>']
        for number, (name, spread) in enumerate(rows):
            y, (width, low, high) = 24 + number * 20, (300 * value / most for value in spread)
            colour = "#2a7f62" if re.search("Bota|bota", name) else "#9aa5b1"
            parts += [
                f'<text x="250" y="{y + 12}" text-anchor="end">{escape(name)}</text>',
                f'<rect x="258" y="{y}" width="{width:.1f}" height="15" fill="{colour}"/>',
                f'<path d="M{258 + low:.1f} {y + 8}H{258 + high:.1f}" stroke="#333"/>',
                f'<text x="{266 + high:.1f}" y="{y + 12}">{spread.median:.{column.digits}f}</text>',
            ]
        parts.append(f'<text x="258" y="{40 + len(rows) * 20}">{escape(column.heading)}</text>')
        size = f'width="640" height="{48 + len(rows) * 20}"'
        style = 'font-family="sans-serif" font-size="12" fill="#333"'
        # Its own ground, as a page may be dark.
        ground = '<rect width="100%" height="100%" fill="#fff"/>'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{ground}'
        return f"{head}{''.join(parts)}</svg>\n"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown, of which the first row is the heading."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]])


def write(sections: Sequence[Section], failed: Sequence[str], page: Path, about: Any) -> str:
    """Write the page, and its charts and the JSON into a folder of its name beside it.

    `failed` has a sentence for each group that failed, and `about` is from `describe`. Returns the
    table of what must hold.
    """
    claims = sorted((claim for one in sections for claim in one.claims), key=lambda one: one.line)
    summary = table(
        [["", "", "what must hold", "median (min–max)", ""], *(c.row() for c in claims)]
    )
    parts = ["# Measured", _INTRODUCTION.format(**about), "## What must hold", summary, *failed]
    parts += _misses({claim.line for claim in claims if claim.outcome == "miss"})
    folder = page.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    for section in sections:
        parts += [f"## {section.title}", section.note]
        if section.chart:
            name = "-".join(re.findall(r"\w+", section.title.lower())) + ".svg"
            (folder / name).write_text(section.svg(), "utf-8")
            parts.append(f"![{section.title}]({folder.name}/{name})")
        parts.append(section.table())
    page.write_text("\n\n".join(part.strip() for part in parts if part) + "\n", "utf-8")
    data = [
        {"title": one.title, "claims": list(map(dataclasses.asdict, one.claims))}
        | dataclasses.asdict(one.results)
        for one in sections
    ]
    known = json.dumps({"about": about, "failed": failed, "groups": data})
    (folder / "results.json").write_text(f"{known}\n", "utf-8")
    return f"{summary}\n\nwritten to {page} and {folder}"


def _misses(lines: set[int]) -> list[str]:
    """Return what is written about each line that misses."""
    known = dict(
        re.findall(
            r"^## (\d+)\n(.*?)(?=^## |\Z)", MISSES.read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
    )
    parts = ["## Where a line misses"] if lines else []
    for line in sorted(lines):
        words = known.get(str(line), "It has no profile yet.").strip()
        parts.append(f"**{line}, {LINES[line]}.** {words}")
    return parts


_INTRODUCTION = """\
`nox -s bench` on {date}, a {kind} run of {minutes:.0f} minutes on {cores} cores ({processor}) with
{memory:.0f} GiB, {system}, whose load was {load:.1f} when it began. All figures are in
`results.json` beside the charts.

Everything runs on the loopback interface. In each round every client runs once, each in a process
of its own; a ratio is of two clients in the same round. Figures are medians of the rounds, with the
least and the greatest in brackets. The sink is `benchmarks/sink.c`, compiled by the run; it drops a
body inside the kernel, decrypts one over TLS 1.3 up to 48 MiB (a larger one it drops undecrypted,
which else would take the core that a client has to itself in life), and plays the API, so that no
server is slower than a client.

Versions: {versions}."""


def describe(*, kind: str, load: float, minutes: float) -> dict[str, Any]:
    """Return on what the figures were had: by what kind of run, which took so many minutes."""
    curl = _output([program("curl"), "--version"]).partition(" (")[0]
    versions = [f"Python {platform.python_version()}", ssl.OPENSSL_VERSION, curl]
    for interpreter in {python(), sys.executable}:
        lines = _output([interpreter, "-m", "pip", "list", "--format=freeze"]).splitlines()
        versions += sorted(line.replace("==", " ") for line in lines)
    cpus = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*:\s*(.+)", cpus)
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "kind": kind,
        "load": load,
        "minutes": minutes,
        "cores": os.cpu_count(),
        "processor": model.group(1).strip() if model else platform.machine(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30,
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "versions": ", ".join(dict.fromkeys(versions)),
    }


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""

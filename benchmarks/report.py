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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.measure import ROOT, Results
from benchmarks.setting import program, python

MISSES = ROOT / "docs" / "explanation" / "misses.md"
"""For each line that has been seen to miss: its profile and what was tried, written by hand."""
MISS = "**miss**"

COLUMNS = {
    "wall, s": ("seconds", 1, 3),
    "wall, ms": ("seconds", 1000, 0),
    "CPU, s": ("cpu_seconds", 1, 2),
    "CPU, ms": ("cpu_seconds", 1000, 0),
    "CPU, ms each": ("cpu_ms", 1, 2),
    "CPU, µs each": ("cpu_ms", 1000, 0),
    "memory, MiB": ("peak_mib", 1, 0),
    "a second": ("per_second", 1, 0),
}
"""By the heading: which figure, by what it is multiplied, and the digits shown."""


@dataclass(frozen=True)
class Limit:
    """One line that must hold: how much a client's median may be, or of another client's.

    It is the most, or with `is_least` the least.
    """

    line: str
    client: str
    heading: str
    limit: float
    base: str = ""
    is_least: bool = False

    def row(self, results: Results) -> list[str]:
        """Return what was measured, as the cells of a row."""
        figure, scale, _ = COLUMNS.get(self.heading, (self.heading, 1, 1))
        what, sign = f"{self.client}, {self.heading}", "≥" if self.is_least else "≤"
        if self.base:
            what, scale = f"{self.client} ÷ {self.base}, {self.heading.partition(',')[0]}", 1
        cells = [self.line, f"{what} {sign} {self.limit:g}"]
        spread = results.spread(self.client, figure, self.base)
        if spread is None:
            return [*cells, "", "**not measured**"]
        over = spread.median * scale - self.limit
        holds = over >= 0 if self.is_least else over <= 0
        return [*cells, spread.shown(scale), "holds" if holds else MISS]


@dataclass
class Section:
    """One table of clients, which says in a note what was measured, and how.

    Where there is a base the last column compares the first one with its, and a chart is drawn.
    """

    title: str
    note: str
    results: Results
    columns: Sequence[str]
    base: str = ""
    limits: Sequence[Limit] = ()

    def table(self) -> str:
        """Return the table in Markdown."""
        last = [f"{self.columns[0].partition(',')[0]} ÷ {self.base}"] if self.base else []
        rows = [["client", *self.columns, *last]]
        for client in self.results.rounds:
            if failure := self.results.failures.get(client):
                rows.append([client, f"failed: {' '.join(failure.replace('|', '/').split())}"])
                continue
            row = [client]
            for heading in self.columns:
                figure, scale, digits = COLUMNS.get(heading, (heading, 1, 1))
                spread = self.results.spread(client, figure)
                row.append(spread.shown(scale, digits) if spread else "")
            if self.base:
                ratio = self.results.spread(client, COLUMNS[self.columns[0]][0], self.base)
                row.append(ratio.shown() if ratio else "")
            rows.append(row)
        return table(rows)

    def svg(self) -> str:
        """Return the first column as bars, each with the range as a line."""
        figure, scale, digits = COLUMNS[self.columns[0]]
        spreads = {client: self.results.spread(client, figure) for client in self.results.rounds}
        bars = {client: spread for client, spread in spreads.items() if spread}
        most, height = max((one.high for one in bars.values()), default=1), 52 + 20 * len(bars)
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="660" height="{height}"',
            'font-family="sans-serif" font-size="12">',
            '<rect width="100%" height="100%" fill="#fff"/>',  # as a page may be dark
            f'<text y="16">{escape(self.title)}: {self.columns[0]}</text>',
        ]
        for y, (client, spread) in enumerate(bars.items()):
            width, low, high = (300 * value / most for value in spread)
            lines += [
                f'<g transform="translate(260 {36 + 20 * y})"><rect height="15" fill="#8fb8a8"',
                f'width="{width:.0f}"/><path d="M{low:.0f} 8H{high:.0f}" stroke="#333"/>',
                f'<text x="-8" y="12" text-anchor="end">{escape(client)}</text>',
                f'<text x="{high + 8:.0f}" y="12">{spread.median * scale:.{digits}f}</text></g>',
            ]
        return "\n".join([*lines, "</svg>\n"])


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown, of which the first row is the heading."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]])


def write(sections: Sequence[Section], failed: Sequence[str], page: Path, about: str) -> str:
    """Write the page, and its charts and the JSON into a folder of its name beside it.

    `failed` has a sentence for each group that failed, and `about` is from `describe`. Returns the
    table of what must hold.
    """
    claims = [limit.row(one.results) for one in sections for limit in one.limits]
    summary = table([["", "what must hold", "median (min–max)", ""], *claims])
    parts = ["# Measured", about, "## What must hold", summary, *failed]
    if missed := {line: "" for line, *_, outcome in claims if outcome == MISS}:
        known = dict(part.split("\n", 1) for part in MISSES.read_text("utf-8").split("\n## ")[1:])
        parts.append("## Where a line misses")
        parts += [f"**{line}.** {known.get(line, '').strip()}" for line in missed]
    folder = page.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    for section in sections:
        parts += [f"## {section.title}", section.note]
        if section.base:
            name = "-".join(re.findall(r"\w+", section.title.lower())) + ".svg"
            (folder / name).write_text(section.svg(), "utf-8")
            parts.append(f"![{section.title}]({folder.name}/{name})")
        parts.append(section.table())
    page.write_text("\n\n".join(part.strip() for part in parts if part) + "\n", "utf-8")
    data = {"about": about, "failed": failed, "groups": list(map(dataclasses.asdict, sections))}
    (folder / "results.json").write_text(f"{json.dumps(data)}\n", "utf-8")
    return f"{summary}\n\nwritten to {page} and {folder}"


def describe(*, kind: str, load: float, minutes: float) -> str:
    """Return on what the figures were had: by what kind of run, which took so many minutes."""
    curl = subprocess.getoutput(f"{program('curl')} --version").partition(" (")[0]
    cpus = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*:\s*(.+)", cpus)
    versions = [f"Python {platform.python_version()}", ssl.OPENSSL_VERSION, curl]
    installed = subprocess.getoutput(f"{python()} -m pip list --format=freeze 2>/dev/null").split()
    versions += [line.replace("==", " ") for line in installed]
    return f"""\
`nox -s bench` on {datetime.datetime.now(datetime.UTC).date()}, a {kind} run of {minutes:.0f}
minutes on {os.cpu_count()} cores ({model.group(1).strip() if model else platform.machine()}),
{platform.system()} {platform.release().split("-")[0]}, whose load was {load:.1f} when it began. All
figures are in `results.json` beside the charts.

Everything runs on the loopback interface. In each round every client runs once, each in a process
of its own; a ratio is of two clients in the same round. Figures are medians of the rounds, with the
least and the greatest in brackets. The sink drops a body inside the kernel, decrypts one over TLS
1.3 up to 48 MiB (which for a longer one takes the core a client has in life), and plays the API.

Versions: {", ".join(versions)}."""

"""What the benchmarks say is what was measured, whatever fails on the way."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.measure import Client, Results, Spread, interleave
from benchmarks.report import CPU, WALL, Claim, Section, describe, write

PRINTS = (
    "import json; print(json.dumps({'seconds': 2, 'cpu_seconds': %d, 'peak_mib': 1, 'units': 4}))"
)


def python(name: str, code: str, **how: bool) -> Client:
    return Client(name, [sys.executable, "-c", code], **how)


def test_a_client_that_fails_stops_no_other():
    ours, fails, silent = "ours", "fails", "silent"
    clients = [
        python(fails, "raise SystemExit('no such bucket')"),
        python(ours, PRINTS % 3),
        python("peer", PRINTS % 2),
        python(silent, "pass"),
        Client("absent", ["/no/such/program"]),
        python("whole", "print(0.25)", own_seconds=True),
    ]
    results = interleave("test", clients, 2, {}, warm=True)
    assert results.failures.keys() == {fails, silent, "absent"}
    assert "no such bucket" in results.failures[fails]
    assert len(results.rounds[ours]) == 2  # the warm-up is no round
    assert results.spread(ours, "cpu_seconds", "peer") == Spread(1.5, 1.5, 1.5)
    assert results.spread(ours, "per_second") == Spread(2, 2, 2)
    assert results.spread(ours, "cpu_ms") == Spread(750, 750, 750)
    assert results.spread("whole", "seconds") == Spread(0.25, 0.25, 0.25)
    assert results.spread(fails, "seconds") is results.spread(ours, "seconds", fails) is None


def test_the_page_has_each_line_with_its_outcome_and_the_misses(tmp_path: Path):
    rounds = {"Bota": [{"seconds": 2.0}, {"seconds": 4.0}], "<b>": [{"seconds": 1.0}] * 2, "c": []}
    results = Results(rounds, {"c": "a | b\nc"})
    claims = [
        Claim(1, "slow", results.spread("Bota", "seconds", "<b>"), 1.05),
        Claim(6, "fast", results.spread("Bota", "seconds"), 3, is_least=True),
        Claim(7, "absent", results.spread("c", "seconds"), 0),
    ]
    section = Section("A PUT", "A note.", results, [WALL, CPU], "<b>", claims, chart=True)
    page = tmp_path / "measured.md"
    about = describe(kind="quick", load=0.5, minutes=3)
    summary = write([section], ["The group x failed: y"], page, about)
    rows = [row.strip("| ").split(" | ") for row in summary.splitlines()[2:5]]
    assert [row[3:] for row in rows] == [
        ["3.00 (2.00\N{EN DASH}4.00)", "**miss**"],
        ["3.00 (2.00\N{EN DASH}4.00)", "holds"],
        ["", "**not measured**"],
    ]
    text = page.read_text("utf-8")
    assert "The group x failed: y" in text
    assert "| c | failed: a / b c |" in text
    assert "**1, 1 GiB, wall.** The PUT of 1 GiB" in text  # from MISSES.md
    assert "**6," not in text  # it holds
    chart = tmp_path / "measured" / "a-put.svg"
    assert f"](measured/{chart.name})" in text
    bars = ElementTree.parse(chart).iter("{http://www.w3.org/2000/svg}rect")
    assert [bar.get("width") for bar in bars] == ["100%", "225.0", "75.0"]
    data = json.loads((tmp_path / "measured" / "results.json").read_text("utf-8"))
    assert data["groups"][0]["rounds"]["Bota"] == rounds["Bota"]

"""What the benchmarks say is what was measured, whatever fails on the way."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import requests

from benchmarks.measure import Client, Results, Spread, interleave
from benchmarks.report import Limit, Section, describe, write
from benchmarks.setting import MIB, Setting, client

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
        python("whole", "print('{\"seconds\": 0.25}')", whole=True),
        python("ends badly", "raise SystemExit('disk full')", whole=True),
    ]
    results = interleave("test", clients, 2, {}, warm=True)
    assert results.failures.keys() == {fails, silent, "absent", "ends badly"}
    assert "no such bucket" in results.failures[fails]
    assert "disk full" in results.failures["ends badly"]
    assert len(results.rounds[ours]) == 2  # the warm-up is no round
    assert results.spread(ours, "cpu_seconds", "peer") == Spread(1.5, 1.5, 1.5)
    assert results.spread(ours, "per_second") == Spread(2, 2, 2)
    assert results.spread(ours, "cpu_ms") == Spread(750, 750, 750)
    # What a process prints goes before what is seen of it from outside.
    assert results.spread("whole", "seconds") == Spread(0.25, 0.25, 0.25)
    assert results.spread("whole", "cpu_seconds").low > 0
    assert results.spread("whole", "peak_mib").low > 1
    assert results.spread(fails, "seconds") is results.spread(ours, "seconds", fails) is None


@pytest.mark.parametrize("tls", [True, False])
def test_the_sink_responds_when_it_has_all_of_a_body(tls: bool):
    with Setting(quick=True) as setting:
        origin = setting.sink(tls=tls)
        # Beside a small file before it, which it decrypts.
        large = Client("large", client("ours", setting.file(49 * MIB)))
        assert large.run(setting.towards(origin))["units"] == 1

        chunks = iter([b"a" * 70_000, b"b"])
        put = requests.put(f"{origin}/bucket/a", data=chunks, verify=str(setting.authority))
        assert put.status_code == 200


def test_the_page_has_each_line_with_its_outcome_and_the_misses(tmp_path: Path):
    rounds = {"Bota": [{"seconds": 2.0}, {"seconds": 4.0}], "<b>": [{"seconds": 1.0}] * 2, "c": []}
    results = Results(rounds, {"c": "a | b\nc"})
    limits = [
        Limit("1 GiB, wall", "Bota", "wall, s", 1.05, "<b>"),
        Limit("bulk", "Bota", "wall, ms", 3000, is_least=True),
        Limit("memory", "c", "wall, s", 0),
    ]
    section = Section("A PUT", "A note.", results, ["wall, s", "CPU, s"], "<b>", limits)
    page = tmp_path / "measured.md"
    about = describe(kind="quick", load=0.5, minutes=3)
    summary = write([section], ["The group x failed: y"], page, about)
    rows = [row.strip("| ").split(" | ") for row in summary.splitlines()[2:5]]
    assert rows == [
        ["1 GiB, wall", "Bota ÷ <b>, wall ≤ 1.05", "3.00 (2.00\N{EN DASH}4.00)", "**miss**"],
        ["bulk", "Bota, wall, ms ≥ 3000", "3000.00 (2000.00\N{EN DASH}4000.00)", "holds"],
        ["memory", "c, wall, s ≤ 0", "", "**not measured**"],
    ]
    text = page.read_text("utf-8")
    assert "The group x failed: y" in text
    assert "| c | failed: a / b c |" in text
    assert "**1 GiB, wall.** The PUT of 1 GiB" in text  # from docs/explanation/misses.md
    assert "**bulk.**" not in text  # it holds
    chart = tmp_path / "measured" / "a-put.svg"
    assert f"](measured/{chart.name})" in text
    words = [*ElementTree.parse(chart).getroot().itertext()]
    assert {"A PUT: wall, s", "Bota", "<b>", "3.000"} <= set(words)
    assert "c" not in words  # it has no figures
    data = json.loads((tmp_path / "measured" / "results.json").read_text("utf-8"))
    assert data["groups"][0]["results"]["rounds"]["Bota"] == [{"seconds": 2.0}, {"seconds": 4.0}]

"""What docs/many-machines.md says in figures, names and commands is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import attrs
import pytest
from bota_sdk import JournalStatus, JournalWorker

from tests.recipes.test_examples import check_command

PAGE = Path(__file__).parents[2] / "docs" / "many-machines.md"
TEXT = PAGE.read_text("utf-8")
DAY = 86_400
UNITS = {"minutes": 60, "hours": 3600, "days": DAY, "years": 365 * DAY}
REQUESTS = 3
"""That an upload needs: its recording, a URL, its completion."""


@pytest.mark.parametrize(
    ("limit", "a_day"),
    [
        ("30 upload URLs a minute", 30 * 1440),
        ("1,000 requests a minute", 1000 * 1440 // REQUESTS),
        ("100 requests a second", 100 * DAY // REQUESTS),
    ],
)
def test_how_long_a_limit_takes(limit: str, a_day: int) -> None:
    row = next(line for line in TEXT.splitlines() if line.startswith(f"| {limit} |"))
    said, *times = [cell.strip() for cell in row.strip("|").split("|")][1:]
    number = float(said.split()[0].replace(",", "")) * (1e6 if "million" in said else 1)
    assert number == pytest.approx(a_day, rel=0.02)
    for power, cell in zip((5, 6, 7, 8), times, strict=True):
        count, unit = cell.split()
        assert float(count) * UNITS[unit] == pytest.approx(10**power / a_day * DAY, rel=0.08)


def test_its_commands_are_those_of_botactl() -> None:
    (block,) = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    lines = [line.partition("#")[0] for line in block.splitlines() if line.startswith("botactl")]
    assert len(lines) == 3
    for line in lines:
        check_command(shlex.split(line))


def test_what_it_says_to_watch_is_in_the_status() -> None:
    watched = TEXT.partition("## What to watch")[2].partition("\n## ")[0]
    known = {field.name for kind in (JournalStatus, JournalWorker) for field in attrs.fields(kind)}
    names = re.findall(r"`([a-z_]+)(?:\.[a-z_]+)?`", watched)
    assert len(names) > 4
    assert {*names} <= known | {"left"}


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (PAGE.parent / target).exists(), target

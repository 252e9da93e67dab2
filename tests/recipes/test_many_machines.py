"""What docs/many-machines.md says in figures, names and commands is so."""

from __future__ import annotations

import inspect
import re
import shlex
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml
from bota_sdk import Bota, JournalStatus, JournalWorker
from bota_sdk._bulk.store import LEASE
from bota_sdk._bulk.store.postgres import PATIENCE
from bota_sdk.cli.output import ExitCode
from bota_sdk.cli.uploads.queue import work

from tests import fleet
from tests.recipes.test_examples import check_command

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "many-machines.md"
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


def statements() -> list[str]:
    """Return each sentence and each row of a table that the page has."""
    text = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"<!--.*?-->|^#+ .*$|^\|[ \-|]*\|$", "", text, flags=re.MULTILINE)
    found: list[str] = []
    for block in re.split(r"\n\s*\n|\n(?=[-|] ?)", text):
        words = " ".join(block.split()).removeprefix("- ")
        ends = r"(?!)" if words.startswith("|") else r"(?<=\.)\s+(?=[A-Z`*\[])|(?<=\.\*\*) "
        found += [sentence for sentence in re.split(ends, words) if sentence]
    return found


def test_each_sentence_is_held_by_a_test_or_by_what_measures_it() -> None:
    path = Path(__file__).with_name("many_machines.yaml")
    held: dict[str, str | list[str]] = yaml.safe_load(path.read_text("utf-8"))
    for sentence in statements():
        assert sum(sentence.startswith(words) for words in held) == 1, sentence
    for words, tests in held.items():
        assert any(sentence.startswith(words) for sentence in statements()), words
        for test in [tests] if isinstance(tests, str) else tests:
            file, _, name = test.partition("::")
            assert f"def {name}(" in (TESTS / file).read_text("utf-8"), test


def row(start: str) -> str:
    (found,) = [each for each in statements() if each.startswith(start)]
    return found


def test_its_seconds_are_those_of_the_code() -> None:
    assert f"after {LEASE:.0f} seconds" in row("| a worker, by `kill -9`")
    assert f"beyond {LEASE:.0f} seconds" in row("a worker whose `silent_for`")
    assert ("a minute" in row("| the database, or the way")) == (PATIENCE == 60)
    outage = inspect.signature(Bota.work).parameters["max_outage"].default
    assert f"({outage / 60:.0f} minutes)" in row("| the service or the network")
    drain: Any = next(each.default for each in work.params if each.name == "drain")
    assert f"within {drain} seconds" in row("| a worker, by SIGTERM")
    assert f"exits with {ExitCode.INTERRUPTED:d} " in row("| a worker, by SIGTERM")
    exits = row("`botactl work` exits")
    assert [int(found) for found in re.findall(r"\b\d\b", exits)] == [
        *(ExitCode.OK, ExitCode.FAILED, ExitCode.INTERRUPTED)
    ]


def test_its_figures_of_the_fleet_are_what_the_session_does() -> None:
    defaults = {each.dest: each.default for each in fleet.parser()._actions}
    workers = inspect.signature(fleet.crashes).parameters["workers"].default
    said = row("`nox -s fleet` kills")
    for words in (
        f"{workers} workers {defaults['kills']} times",
        f"pauses them {defaults['stops']} times",
        f"with {defaults['files']:,} files",
    ):
        assert words in said
    assert '"-m", "tests.fleet"' in (TESTS.parent / "noxfile.py").read_text("utf-8")

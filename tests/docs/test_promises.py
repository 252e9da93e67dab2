"""What the pages say of the tests, the settings and the errors is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import bota_sdk

from tests.conformance.scenario import load_scenarios
from tests.docs.blocks import ROOT

DOCS = ROOT / "docs"
WRAPPERS = (ROOT / "wrappers" / "python", ROOT / "wrappers" / "typescript" / "src")


def rows(page: str) -> list[list[str]]:
    """Return the cells of each row of a page's tables."""
    text = (DOCS / page).read_text("utf-8")
    lines = re.findall(r"^\| (.*) \|$", text, re.MULTILINE)
    return [re.split(r" \| ", line) for line in lines if not line.startswith("---")]


def test_what_does_not_lose_data_is_held_by_scenarios() -> None:
    names = {scenario.name for scenario in load_scenarios()}
    held = [row[3] for row in rows("explanation/lost-uploads.md") if len(row) == 4][1:]
    assert len(held) >= 10
    for cell in held:
        if not cell.startswith("`"):
            assert set(cell.split("; ")) <= names, cell


def test_every_variable_that_is_read_is_named() -> None:
    sources = [
        path.read_text("utf-8")
        for folder in WRAPPERS
        for path in folder.rglob("*.*")
        if path.suffix in {".py", ".ts"}
    ]
    read = set(re.findall(r"\bBOTA_[A-Z_]+[A-Z]\b", "".join(sources)))
    named = set(re.findall(r"`(BOTA_\w+)`", (DOCS / "reference/settings.md").read_text("utf-8")))
    assert named == read


def test_every_error_has_something_to_do() -> None:
    first = "".join(row[0] for row in rows("guides/errors.md"))
    said = set(re.findall(r"`(\w+Error)`", first))
    # What only gathers others is left out, and what a caller has done to itself.
    gathering = {"ApiError", "BotaError", "ConnectionFailedError", "JobFailedError"}
    gathering |= {"TimedOutError", "InvalidResponseError", "TooEarlyError", "ClientClosedError"}
    assert said == set(bota_sdk.errors.__all__) - gathering - {"WebhookError"}


def test_the_pages_of_the_site_are_those_that_there_are() -> None:
    index = (DOCS / "index.md").read_text("utf-8")
    listed = set(re.findall(r"^([\w/-]+)$", index, re.MULTILINE))
    there = {path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md")}
    assert there - {"index"} <= listed


def test_what_is_made_is_named_in_a_page() -> None:
    extension = (DOCS / "tools" / "extension.py").read_text("utf-8")
    made = set(re.findall(r"^    \"([\w-]+)\": ", extension, re.MULTILINE))
    pages = "".join(Path(path).read_text("utf-8") for path in DOCS.rglob("*.md"))
    assert made == set(re.findall(r"<!-- made: ([\w-]+) -->", pages))

"""Pages about the contract: the conformance scenarios, and the rules of its linter."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any, Final

import yaml

from generator.rules import FIRST_RULES, RULES

SCENARIOS: Final = Path(__file__).parents[2] / "tests" / "conformance"


def scenarios() -> str:
    """Return a table of each file of scenarios: what goes wrong, and what follows."""
    lines: list[str] = []
    for path in sorted(SCENARIOS.glob("*.yaml")):
        text = path.read_text("utf-8")
        about = " ".join(
            line[2:] for line in text.partition("\n\n")[0].splitlines() if line.startswith("# ")
        )
        title = path.stem.replace("_", " ").capitalize()
        lines += [f"## {title}", "", about, "", "| what happens | what must follow | outcome |"]
        lines += ["| --- | --- | --- |", *map(_row, yaml.safe_load(text)), ""]
    return "\n".join(lines)


def _row(scenario: dict[str, Any]) -> str:
    what = f"**{scenario['name']}**"
    if "why" in scenario:
        what += f"<br>{scenario['why']}"
    for fault in scenario.get("faults", []):
        fields = [f"{name}={json.dumps(value)}" for name, value in fault.items() if name != "kind"]
        what += f"<br>`{fault['kind']}({', '.join(fields)})`"
    expect = scenario["expect"]
    outcome = expect.get("error", {}).get("type", expect["outcome"])
    requests = ", ".join(expect["requests"]).replace(" -", " without a response") or "none"
    return " | ".join(["", _cell(what), requests, f"`{outcome}`", ""]).strip()


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def rules() -> str:
    """Return the rules that the generator holds a contract to, with what would happen else."""
    lines = ["| rule | what would happen |", "| --- | --- |"]
    for rule in (*FIRST_RULES, *RULES):
        about = " ".join((inspect.getdoc(rule) or "").split())
        name = rule.__name__.replace("_", "-")
        lines.append(f"| `{name}` | {_cell(about)} |")
    return "\n".join(lines)

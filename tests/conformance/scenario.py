"""Scenarios as data: read from their files, checked against their schema."""

from __future__ import annotations

import itertools
import json
import os
import re
from pathlib import Path
from typing import Any

import attrs
import jsonschema_rs
import yaml

HERE = Path(__file__).parent
# Those of another version, which are played instead.
FOLDER = Path(os.environ.get("BOTA_TEST_SCENARIOS", HERE))
HEADER = b"RIFF\0\0\0\0WAVE"


@attrs.frozen
class Scenario:
    """One scenario; the fields are those of scenario.schema.json."""

    name: str
    expect: dict[str, Any]
    why: str = ""
    source: dict[str, Any] = attrs.field(factory=dict)
    client: dict[str, Any] = attrs.field(factory=dict)
    upload: dict[str, Any] = attrs.field(factory=dict)
    before: int = 0
    settings: dict[str, Any] = attrs.field(factory=dict)
    skew: float = 0.0
    faults: list[dict[str, Any]] = attrs.field(factory=list)
    real_s3: list[str] = attrs.field(factory=list)

    @property
    def audio(self) -> bytes:
        """The bytes that are uploaded."""
        size = int(self.source.get("size", 300_000))
        return (HEADER + bytes(range(256)) * (size // 256 + 1))[:size]

    @property
    def requests(self) -> list[str]:
        """The expected requests, one by one."""
        listed = [re.fullmatch(r"(\S+ \S+)(?: x(\d+))?", text) for text in self.expect["requests"]]
        return list(
            itertools.chain.from_iterable([m[1]] * int(m[2] or 1) for m in listed if m is not None)
        )


def load_scenarios(folder: Path = FOLDER) -> list[Scenario]:
    """Return the scenarios of all files of a folder, in order.

    Raises:
        ValueError: A file does not fit the schema, or a name is there twice.

    """
    schema = json.loads((HERE / "scenario.schema.json").read_text("utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    found: list[Scenario] = []
    for path in sorted(folder.glob("*.yaml")):
        items = yaml.safe_load(path.read_text("utf-8"))
        for error in validator.iter_errors(items):
            raise ValueError(f"{path.name}: {error.instance_path}: {error.message}")
        found += [Scenario(**item) for item in items]
    names = [scenario.name for scenario in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"names that are there twice: {', '.join(sorted(twice))}")
    return found

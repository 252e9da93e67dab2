"""Tables of decisions, shared by the languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def load(name: str) -> dict[str, list[Any]]:
    """Return the cases of `<name>.yaml` by the name of the function that they are for."""
    cases: dict[str, list[Any]] = yaml.safe_load(
        (Path(__file__).parent / f"{name}.yaml").read_text("utf-8")
    )
    assert all(cases.values())
    return cases

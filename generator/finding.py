"""What a rule finds in a contract."""

from __future__ import annotations

import re

import attrs


@attrs.frozen(order=True)
class Finding:
    """One trap: the line, what is wrong there, and what to write in its place."""

    line: int
    problem: str
    cure: str


def snake(name: str) -> str:
    """Return a name as the generator writes it in Python."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "_", name).strip("_").lower()

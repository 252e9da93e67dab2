"""What a rule finds in a contract."""

from __future__ import annotations

import attrs


@attrs.frozen(order=True)
class Finding:
    """One broken rule: the line, what is wrong there, and what to write in its place."""

    line: int
    problem: str
    fix: str

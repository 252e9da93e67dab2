"""One line of `botactl doctor`."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

State: TypeAlias = Literal["ok", "warning", "problem"]


@attrs.frozen
class Check:
    """What was looked at, and what was found.

    Attributes:
        name: what was looked at.
        state: `ok`, `warning` (all works, mind this), or `problem`.
        found: what was found.
        advice: what to do; None where there is nothing to do.
        is_about_key: whether it is the key that does not work.

    """

    name: str
    state: State
    found: str
    advice: str | None = None
    is_about_key: bool = False

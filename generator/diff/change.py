"""One change, whom it reaches, and the version step that it asks for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Final

import attrs


class Audience(StrEnum):
    """Whom a change reaches."""

    WIRE = "wire"
    """Programs with an older version of the client, against a service of the new contract."""
    CALLERS = "callers"
    """Code written for the old version, run with the new one."""
    TYPE_CHECKERS = "type checkers"
    """The same code, checked with the new version's types."""


class Kind(StrEnum):
    """What a change does, in the words of the CHANGELOG's sections."""

    ADDED = "Added"
    CHANGED = "Changed"
    DEPRECATED = "Deprecated"
    REMOVED = "Removed"


class Step(IntEnum):
    """A step of a version number, as Semantic Versioning names it."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@attrs.frozen
class Change:
    """One thing that differs.

    Args:
        source: `contract`, `python` or `typescript`.
        rule: the name of the kind of difference; for the contract, oasdiff's id.
        kind: where the CHANGELOG has it.
        where: an operation or a name, as people write it.
        what: what happened to it.
        audiences: whom it breaks, or when it breaks nobody, whom it reaches.
        breaking: whether what worked stops working.
        mind: whether it is worth a look although it breaks nobody: oasdiff warns of it.
        paths: every operation or full name that it is about.

    """

    source: str
    rule: str
    kind: Kind
    where: str
    what: str
    audiences: tuple[Audience, ...]
    breaking: bool
    mind: bool = False
    paths: tuple[str, ...] = ()

    @property
    def step(self) -> Step:
        """The version step that it asks for."""
        return Step.MAJOR if self.breaking else Step.MINOR


_ORDER: Final = list(Kind)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Return changes as people read them: what breaks first, then by section and by name."""
    return sorted(
        changes,
        key=lambda change: (
            not change.breaking,
            not change.mind,
            _ORDER.index(change.kind),
            change.source,
            change.where,
            change.what,
        ),
    )

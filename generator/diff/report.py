"""The table for people, the same as JSON, and a draft of the CHANGELOG's entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from packaging.version import Version

from generator.diff.change import Change, Kind, Step
from generator.diff.history import Base
from generator.diff.version import VERSION_FILE, is_enough, lowest_next


@attrs.frozen
class Report:
    """What changed since a base, and what that asks of the version.

    Args:
        base: what the working tree was compared with.
        old: the version there.
        new: the version here.
        changes: what differs, in the order in which people read it.
        shipped_differs: whether any shipped file differs, even where no change can be named.

    """

    base: Base
    old: Version
    new: Version
    changes: Sequence[Change]
    shipped_differs: bool

    @property
    def step(self) -> Step:
        """The version step that all changes together ask for."""
        least = Step.PATCH if self.shipped_differs else Step.NONE
        return max((change.step for change in self.changes), default=least)

    @property
    def needed(self) -> Version:
        """The lowest version that may be released with these changes."""
        return lowest_next(self.old, self.step)

    @property
    def is_prepared(self) -> bool:
        """Whether the recorded release is still to come: it has no tag, and is this version."""
        return self.base.commit is None and self.new == self.old

    @property
    def too_low(self) -> bool:
        """Whether the version must be raised."""
        return not self.is_prepared and not is_enough(self.new, self.needed)

    def conclusion(self) -> str:
        """Return in words which version the changes ask for, and whether this is one."""
        return f"{self._asks()} {self._about_version()}"

    def _asks(self) -> str:
        breaking = sum(change.breaking for change in self.changes)
        if self.step is Step.NONE:
            return "Nothing that is shipped changed."
        if not self.changes:
            found = "Shipped files changed, but no operation and no public name"
        else:
            found = f"{len(self.changes)} changes, {breaking or 'none'} of them breaking"
        zero = ", which in 0.x is the second number" if self.step is Step.MAJOR else ""
        zero = zero or ", which in 0.x is the third number"
        asks = f"{found}: a {self.step.name.lower()} step{zero if self.old.major == 0 else ''}."
        return f"{asks} After {self.old} that is {self.needed} or higher."

    def _about_version(self) -> str:
        if self.is_prepared:
            return f"There is no tag {self.base.name} yet: it is being prepared, and may change."
        if self.too_low:
            return f"{self.new} is TOO LOW: raise it in {VERSION_FILE.as_posix()}."
        return f"The version is {self.new}."


def as_markdown(report: Report) -> str:
    """Return the report as people read it."""
    commit = f" ({report.base.commit[:10]})" if report.base.commit else ""
    lines = [f"# Changes since {report.base.name}{commit}", ""]
    if report.changes:
        lines += ["| breaking | for whom | where | what changed |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {_breaks(change)} | {', '.join(change.audiences)} | {_where(change)} | "
            f"{_cell(change.what)} |"
            for change in report.changes
        ]
        lines += [""]
    lines += [report.conclusion()]
    if report.changes:
        lines += ["", "Draft for CHANGELOG.md:", "", *draft(report)]
    return "\n".join(lines)


def _breaks(change: Change) -> str:
    if change.breaking:
        return "**yes**"
    return "no, mind it" if change.mind else "no"


def _where(change: Change) -> str:
    place, joined, more = change.where.partition(" and ")
    return f"`{place}`{joined}{more}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def draft(report: Report) -> Iterator[str]:
    """Yield the lines of a CHANGELOG entry, to be put into better words."""
    yield f"## [{max(report.new, report.needed)}]"
    for kind in Kind:
        found = [change for change in report.changes if change.kind is kind]
        if found:
            yield ""
            yield f"### {kind}"
            yield ""
        for change in found:
            mark = "**Breaking:** " if change.breaking else ""
            yield f"- {mark}{_where(change)}: {change.what}."


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as data."""
    return {
        "base": {"name": report.base.name, "commit": report.base.commit},
        "old_version": str(report.old),
        "new_version": str(report.new),
        "step": report.step.name.lower(),
        "needed_version": str(report.needed),
        "too_low": report.too_low,
        "changes": [attrs.asdict(change) for change in report.changes],
        "changelog": "\n".join(draft(report)),
    }

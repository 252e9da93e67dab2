"""The changes of the TypeScript surface: two reports of its public names compared.

The reports, one for each entry of the package, are API Extractor's (`npm run api` in
wrappers/typescript), committed beside the sources; `nox -s lint` fails where one is not what they
make. Of a name that both entries have, the first report counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from generator.diff.change import Audience, Change, Kind

REPORTS: Final = tuple(
    Path("wrappers", "typescript", "api", f"{entry}.api.md")
    for entry in ("bota-sdk", "bota-sdk-browser")
)

_PACKAGE: Final = "bota-sdk"
_BLOCK: Final = re.compile(r"^```ts$(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPORT: Final = re.compile(
    r"^export (?:declare |abstract )*(?:class|interface|function|const|type) (\w+)"
    r".*?(?=^export |\Z)",
    re.MULTILINE | re.DOTALL,
)
_COMMENT: Final = re.compile(r"^ *//.*\n", re.MULTILINE)
_MEMBER: Final = re.compile(r"(?:(?:readonly|static|abstract|get|set) )*(\[.+?\]|[\w$]+)")


def load_report(tree: Path) -> dict[str, str]:
    """Return the public names of a tree's TypeScript client, with what each is declared as.

    A member of a class or an interface is `Name.member`. A tree without a report has none.
    """
    reports = [tree / report for report in reversed(REPORTS) if (tree / report).exists()]
    names: dict[str, str] = {}
    for report in reports:
        names |= _names_in(report.read_text("utf-8"))
    return names


def _names_in(report: str) -> dict[str, str]:
    found = _BLOCK.search(report)
    names: dict[str, str] = {}
    for export in _EXPORT.finditer(_COMMENT.sub("", found[1] if found else "")):
        head, *inner = export[0].strip().splitlines()
        is_type = head.startswith("export type ")
        names[export[1]] = "\n".join([head, *inner]) if is_type else head
        for name, text in [] if is_type else _members(inner):
            # Overloads stand one below the other.
            path = f"{export[1]}.{name}"
            names[path] = f"{names[path]}\n{text}" if path in names else text
    return names


def _members(lines: list[str]) -> Iterator[tuple[str, str]]:
    members: list[str] = []
    for line in lines:
        if re.match(r" {4}\S", line) and not re.match(r" *[})]", line):
            members.append(line.strip())
        elif members and line.startswith("    "):
            members[-1] += f" {line.strip()}"
    for text in members:
        if name := _MEMBER.match(text):
            yield name[1], text


def report_changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """Return what changed between two reports, for code that is checked with the types.

    A name that is gone breaks it, and so does another declaration, unless that has all of the old
    one in it: an optional parameter, or one more value of an enumeration.
    """
    changes = []
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        owner = name.partition(".")[0]
        if before == after or (name != owner and (owner not in old or owner not in new)):
            continue  # with its class or interface, all is said
        if after is None:
            changes.append(_change("removed", Kind.REMOVED, name, "is gone", breaking=True))
        elif before is None:
            changes.append(_change("added", Kind.ADDED, name, "is new"))
        else:
            breaking = not _has_all_of(after, before)
            what = f"was `{before}`, is `{after}`".replace("\n", " ")
            change = _change("changed", Kind.CHANGED, name, what, breaking=breaking)
            changes.append(change)
    return changes


def _has_all_of(declaration: str, other: str) -> bool:
    words = iter(re.findall(r"\w+|\S", declaration))
    return all(word in words for word in re.findall(r"\w+|\S", other))


def _change(rule: str, kind: Kind, name: str, what: str, *, breaking: bool = False) -> Change:
    return Change(
        source="typescript",
        rule=f"typescript-{rule}",
        kind=kind,
        where=f"{_PACKAGE}.{name}",
        what=what,
        audiences=(Audience.TYPE_CHECKERS,),
        breaking=breaking,
        mind=kind is Kind.CHANGED and not breaking,
        paths=(f"{_PACKAGE}.{name}",),
    )

"""The reference of the TypeScript package: its recorded surface, with the words of its sources.

`wrappers/typescript/api/*.api.md` has every public declaration, without its comments; those stand
in the sources. Both are text, so that no Node is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
REPORTS: Final = ROOT / "wrappers" / "typescript" / "api"
SOURCES: Final = (ROOT / "wrappers" / "typescript" / "src", ROOT / "generated" / "typescript")

_DECLARATION: Final = re.compile(
    r"^export (?:declare |abstract )*(?:class|interface|type|function|const) (\w+)", re.MULTILINE
)
_COMMENTED: Final = re.compile(
    r"^/\*\*((?:(?!\*/).)*)\*/\n(?:export )?(?:abstract )?"
    r"(?:class|interface|type|function|const) (\w+)(.*?)(?=^[/}e]|\Z)",
    re.MULTILINE | re.DOTALL,
)
_MEMBER: Final = re.compile(
    r"^ +/\*\*((?:(?!\*/).)*)\*/\n +(?:readonly |async |get |static )*"
    r"(\[?[\w'.-]+\]?)\??[(:<;]",
    re.MULTILINE | re.DOTALL,
)
_REPORTED_MEMBER: Final = re.compile(r"^    (?:readonly |get |static )*(\[?[\w'.-]+\]?)\??[(:<;]")
_WIRE: Final = re.compile(r"(Data|Errors?|Responses?)$")


class Declaration(NamedTuple):
    """A public name and its declaration, as the report has it."""

    name: str
    code: str


class Comments(NamedTuple):
    """What the sources say of a name, and of each of its members."""

    summary: str
    members: Mapping[str, str]


def declarations(report: Path) -> Iterator[Declaration]:
    """Yield the public declarations of a report of api-extractor, in its order."""
    (code,) = re.findall(r"^```ts\n(.*?)^```$", report.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for text in re.split(r"^// @\w+.*\n", code, flags=re.MULTILINE)[1:]:
        found = _DECLARATION.match(text)
        if found is not None:
            code = re.sub(r"^ *// \(undocumented\)\n", "", text, flags=re.MULTILINE)
            yield Declaration(found[1], re.sub(r"\n// \(No .*", "", code).strip())


def package() -> str:
    """Return a section for each entry of the package, with every public name that is its own."""
    lines: list[str] = []
    before: set[Declaration] = set()
    for report in sorted(REPORTS.glob("*.api.md"), key=lambda report: len(report.name)):
        entry = report.name.removesuffix(".api.md").replace("-browser", "/browser")
        listed = [each for each in declarations(report) if each not in before]
        before.update(listed)
        wire = [each for each in listed if _is_of_the_wire(each)]
        lines += [f"## `{entry}`", ""]
        lines += [_entry(each) for each in listed if each not in wire]
        if wire:
            lines += [f"## `{entry}`: bodies and responses by operation", ""]
            code = "\n\n".join(each.code for each in wire)
            lines += ["```typescript", code, "```", ""]
    return "\n".join(lines)


def _is_of_the_wire(declaration: Declaration) -> bool:
    generated = declaration.code.startswith("export type")
    return generated and bool(_WIRE.search(declaration.name)) and not comments(declaration.name)


def _entry(declaration: Declaration) -> str:
    said = comments(declaration.name)
    lines = []
    for line in declaration.code.split("\n"):
        member = _REPORTED_MEMBER.match(line)
        if said is not None and member is not None and member[1] in said.members:
            lines += [f"    {each}" for each in _as_comment(said.members[member[1]])]
        lines.append(line)
    if said is not None and "@" in said.summary:
        lines = [*_as_comment(said.summary), *lines]
    summary = _prose(said.summary) if said is not None else ""
    code = "\n".join(lines)
    return f"### `{declaration.name}`\n\n{summary}\n\n```typescript\n{code}\n```\n"


def _prose(text: str) -> str:
    plain = text.partition("\n@")[0].strip()
    return re.sub(r"\{@link (\w+)\}", r"`\1`", plain).replace("<", "&lt;")


def _as_comment(text: str) -> list[str]:
    lines = text.split("\n")
    if len(lines) == 1:
        return [f"/** {text} */"]
    return ["/**", *(f" * {line}".rstrip() for line in lines), " */"]


def comments(name: str) -> Comments | None:
    """Return what the sources say of a public name; None when they say nothing."""
    return _all_comments().get(name)


@cache
def _all_comments() -> Mapping[str, Comments]:
    found: dict[str, Comments] = {}
    for folder in SOURCES:
        for path in sorted(folder.rglob("*.ts")):
            for summary, name, body in _COMMENTED.findall(path.read_text("utf-8")):
                members = {member: _plain(text) for text, member in _MEMBER.findall(body)}
                found.setdefault(name, Comments(_plain(summary), members))
    return found


def _plain(comment: str) -> str:
    lines = [re.sub(r"^ *\*? ?", "", line).rstrip() for line in comment.strip().split("\n")]
    return "\n".join(line for line in lines if line or len(lines) > 1).strip()

"""The public names of the Python packages as text: docs/api/, which people read and compare.

Each name is one entry, by its full path. What has several names is described at one of them; each
other one is an `alias` of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs
import griffe

from generator.diff.surface import PACKAGES, Entry

FOLDER: Final = Path("docs", "api")
_HEADER: Final = "# The public names of {}. `python -m nox -s generate` writes this file.\n\n"
_ENTRY: Final = re.compile(r"(deprecated )?(\w+) ([\w.]+)(?:(?:: | = )(.*)|(.*))", re.DOTALL)
_ANNOTATED: Final = {"attribute": ": ", "type": " = ", "alias": " = ", "function": " -> "}
_CLASSES: Final = ("class", "model")
_POSITIONAL: Final = "positional-only"
_NAMED: Final = "keyword-only"
_STARS: Final = {"variadic positional": "*", "variadic keyword": "**"}
_WIDTH: Final = 100


def surface_texts(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Return the text of each package's file by its path in a tree."""
    described: dict[str, str] = {}
    for entry in sorted(entries.values(), key=_place):
        described.setdefault(entry.canonical, entry.path)
    texts = {}
    for package in PACKAGES:
        lines = [
            _text(entry, described[entry.canonical])
            for path, entry in sorted(entries.items())
            if path.partition(".")[0] == package
        ]
        name = (FOLDER / f"{package}.txt").as_posix()
        texts[name] = _HEADER.format(package) + "".join(f"{line}\n" for line in lines)
    return texts


def read_surface(tree: Path, names: Iterable[str] = PACKAGES) -> dict[str, Entry]:
    """Return the public names that a tree's files of packages describe, by their path."""
    files = [tree / FOLDER / f"{name}.txt" for name in names]
    return parse_surface("\n".join(file.read_text("utf-8") for file in files))


def parse_surface(text: str) -> dict[str, Entry]:
    """Return the public names that the text of one or more files describes, by their path."""
    found: dict[str, Entry] = {}
    aliases: dict[str, str] = {}
    calls: dict[str, str] = {}
    for line in re.split(r"\n(?=[\w#])", text):
        if (parts := _ENTRY.fullmatch(line.rstrip())) is None:
            continue
        deprecated, kind, path, annotation, call = parts.groups()
        if kind == "alias":
            aliases[path] = annotation
            continue
        bases = ""
        if kind in _CLASSES:
            call, _, bases = call.rpartition(" is ")
        if call:
            calls[path] = call
        listed = frozenset(bases.split(", ")) - {"", "object"}
        found[path] = Entry(path, path, kind, {}, annotation or "", listed, bool(deprecated))
    # griffe reads the parameters as it reads those of the sources.
    code = "\n".join(f"def _{number}{call}: ..." for number, call in enumerate(calls.values()))
    functions = griffe.visit("surface", Path("surface.py"), code).functions.values()
    for path, function in zip(calls, functions, strict=True):
        annotation = str(function.returns or "")
        parameters = {each.name: each for each in function.parameters}
        found[path] = attrs.evolve(found[path], parameters=parameters, annotation=annotation)
    for path, target in aliases.items():
        found[path] = attrs.evolve(found[target], path=path)
    return found


def _place(entry: Entry) -> tuple[bool, int, str]:
    # A member is described where its class is, not at one that inherits it.
    inherited = entry.path.split(".")[-2:] != entry.canonical.split(".")[-2:]
    return inherited, len(entry.path), entry.path


def _text(entry: Entry, described: str) -> str:
    if described != entry.path:
        return f"alias {entry.path} = {described}"
    mark = "deprecated " if entry.deprecated else ""
    head = f"{mark}{entry.kind} {entry.path}"
    end = f"{_ANNOTATED[entry.kind]}{entry.annotation}" if entry.annotation else ""
    if entry.kind in _CLASSES:
        end = f" is {', '.join(sorted(entry.bases)) or 'object'}"
    elif entry.kind != "function":
        return head + end
    shown = list(_parameters(entry.parameters))
    line = f"{head}({', '.join(shown)}){end}"
    if len(line) <= _WIDTH or not shown:
        return line
    return "\n".join([f"{head}(", *(f"    {each}," for each in shown), f"){end}"])


def _parameters(parameters: Mapping[str, griffe.Parameter]) -> Iterator[str]:
    last = ""
    for each in parameters.values():
        kind = each.kind.value if each.kind else ""
        if last == _POSITIONAL and kind != last:
            yield "/"
        if kind == _NAMED and last not in (kind, "variadic positional"):
            yield "*"
        annotation = f": {each.annotation}" if each.annotation else ""
        default = f" = {each.default}" if each.default and kind not in _STARS else ""
        yield f"{_STARS.get(kind, '')}{each.name}{annotation}{default}"
        last = kind
    if last == _POSITIONAL:
        yield "/"

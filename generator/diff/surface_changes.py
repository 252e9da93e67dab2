"""The changes of the Python surface: two sets of public names compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import attrs
import griffe

from generator.diff.change import Audience, Change, Kind
from generator.diff.surface import Entry
from generator.diff.type_change import members

_Aliases = Mapping[str, str]
_RUN: Final = (Audience.CALLERS, Audience.TYPE_CHECKERS)
_TYPES: Final = (Audience.TYPE_CHECKERS,)
_BY_POSITION: Final = ("positional-only", "positional or keyword")
_BY_NAME: Final = ("positional or keyword", "keyword-only")
_VARIADIC: Final = ("variadic positional", "variadic keyword")
_METHOD: Final = re.compile(r"bota_api\.api\.(\w+)\.(?:Async)?[A-Z]\w*\.(\w+)")
_VARIANT: Final = re.compile(r"(?<=\.)(?:sync|asyncio)(?:_detailed)?$")
_ASYNC: Final = re.compile(r"(?<=\.)Async(?=[A-Z])")


def surface_changes(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> list[Change]:
    """Return what changed between two surfaces: one change for all names of an object."""
    groups: dict[tuple[str, str, str], list[tuple[Entry, Change]]] = {}
    for entry, change in _changes(old, new):
        same = _ASYNC.sub("", _VARIANT.sub("*", entry.canonical))
        groups.setdefault((same, change.rule, change.what), []).append((entry, change))
    return [_join(group) for group in groups.values()]


def _join(group: list[tuple[Entry, Change]]) -> Change:
    group = sorted(group, key=lambda each: (len(each[0].path), each[0].path))
    paths = tuple(entry.path for entry, _ in group)
    entry, change = group[0]
    return attrs.evolve(change, where=shown(paths, entry), paths=paths)


def shown(paths: tuple[str, ...], entry: Entry) -> str:
    """Return a name as people write it: `bota.recordings.create()`, `Recording.id`."""
    path = paths[0].replace("bota_sdk.Bota.", "bota.")
    call = "()" if entry.kind in ("function", "class", "model") else ""
    if found := _METHOD.fullmatch(path):
        return f"bota.{found[1]}.{found[2]}{call}"
    if len(paths) > 1:
        path = _VARIANT.sub("*", path)
    return path.removeprefix("bota_api.models.") + call


def _change(
    rule: str,
    kind: Kind,
    what: str,
    breaks: tuple[Audience, ...] = (),
    reaches: tuple[Audience, ...] = (Audience.CALLERS,),
) -> Change:
    return Change("python", rule, kind, "", what, breaks or reaches, breaking=bool(breaks))


def _changes(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[tuple[Entry, Change]]:
    types = tuple(
        {path.rpartition(".")[2]: e.annotation for path, e in each.items() if e.kind == "type"}
        for each in (old, new)
    )
    gone, came = old.keys() - new.keys(), new.keys() - old.keys()
    for path, entry in old.items():
        if path in new:
            yield from ((new[path], each) for each in _changed(entry, new[path], types))
        elif path.rpartition(".")[0] not in gone:
            yield entry, _change("removed", Kind.REMOVED, "removed", _RUN)
    for path, entry in new.items():
        if path in came and path.rpartition(".")[0] not in came:
            yield entry, _change("added", Kind.ADDED, "added")


def _changed(old: Entry, new: Entry, types: tuple[_Aliases, ...]) -> Iterator[Change]:
    if old.kind != new.kind and {old.kind, new.kind} != {"class", "model"}:
        what = f"is a {new.kind}, was a {old.kind}"
        yield _change("kind-changed", Kind.CHANGED, what, _RUN)
        return
    if new.deprecated and not old.deprecated:
        yield _change("deprecated", Kind.DEPRECATED, "deprecated", reaches=_RUN)
    for base in sorted(old.bases - new.bases):
        yield _change("base-removed", Kind.CHANGED, f"is no longer a {base}", _RUN)
    before, after = members(old.annotation, types[0]), members(new.annotation, types[1])
    if new.kind == "type":
        yield from _listed(before, after)
    elif before != after and old.annotation != new.annotation:
        # Another type of value reaches callers when they run.
        breaks = _RUN if after - before and old.annotation else ()
        verb = "returns" if new.kind == "function" else "is"
        what = f"{verb} `{new.annotation}`, was `{old.annotation}`"
        yield _change("type-changed", Kind.CHANGED, what, breaks, _TYPES)
    yield from _parameters(old, new, types)


def _listed(before: frozenset[str], after: frozenset[str]) -> Iterator[Change]:
    """Compare what a name of a type stands for."""
    for value in sorted(after - before):
        yield _change("value-added", Kind.ADDED, f"lists {value}", reaches=_TYPES)
    for value in sorted(before - after):
        breaks = () if "str" in after else _TYPES
        what = f"no longer lists {value}"
        yield _change("value-removed", Kind.REMOVED, what, breaks, _TYPES)


def _parameters(old: Entry, new: Entry, types: tuple[_Aliases, ...]) -> Iterator[Change]:
    before, after, is_model = old.parameters, new.parameters, new.kind == "model"
    takes_any = any(_kind(each) in _VARIADIC for each in after.values())
    for name, each in before.items():
        if name in after:
            yield from _parameter(each, after[name])
            yield from _moved(name, before, after)
            if not is_model:
                yield from _parameter_type(each, after[name], types)
        elif not takes_any and not is_model:
            yield _change("parameter-removed", Kind.REMOVED, f"parameter `{name}` removed", _RUN)
    for name, each in after.items():
        if name in before or _kind(each) in _VARIADIC:
            continue
        if each.required:
            what = f"parameter `{name}` added, and required"
            yield _change("required-parameter-added", Kind.ADDED, what, _RUN)
        elif not is_model:
            yield _change("parameter-added", Kind.ADDED, f"parameter `{name}` added")


def _kind(parameter: griffe.Parameter) -> str:
    return parameter.kind.value if parameter.kind else ""


def _parameter(old: griffe.Parameter, new: griffe.Parameter) -> Iterator[Change]:
    before, after = (each.required and _kind(each) not in _VARIADIC for each in (old, new))
    default, was = (str(each.default or "") for each in (new, old))
    if after and not before:
        what = f"parameter `{new.name}` is now required"
        yield _change("parameter-required", Kind.CHANGED, what, _RUN)
    elif before and not after:
        what = f"parameter `{new.name}` may now be left out"
        yield _change("parameter-optional", Kind.CHANGED, what)
    elif default != was:
        what = f"parameter `{new.name}` is `{default}` when left out, was `{was}`"
        yield _change("default-changed", Kind.CHANGED, what, (Audience.CALLERS,))
    if _kind(old) in _BY_NAME and _kind(new) not in _BY_NAME:
        what = f"parameter `{new.name}` is given by position only"
        yield _change("parameter-unnamed", Kind.CHANGED, what, _RUN)


def _moved(
    name: str, before: Mapping[str, griffe.Parameter], after: Mapping[str, griffe.Parameter]
) -> Iterator[Change]:
    place, now = (
        [*each].index(name) if _kind(each[name]) in _BY_POSITION else None
        for each in (before, after)
    )
    if place is not None and now != place:
        where = "is given by name only" if now is None else "stands at another position"
        yield _change("parameter-moved", Kind.CHANGED, f"parameter `{name}` {where}", _RUN)


def _parameter_type(
    old: griffe.Parameter, new: griffe.Parameter, types: tuple[_Aliases, ...]
) -> Iterator[Change]:
    """Compare what a parameter takes: only type checkers read its annotation.

    What changed of a type that it names is said once, of that type.
    """
    was, takes = str(old.annotation or ""), str(new.annotation or "")
    before, after = members(was, types[0]), members(takes, types[1])
    if was != takes and before != after:
        breaks = _TYPES if before - after and "Any" not in after else ()
        what = f"parameter `{new.name}` takes `{takes}`, took `{was}`"
        yield _change("parameter-type", Kind.CHANGED, what, breaks, _TYPES)

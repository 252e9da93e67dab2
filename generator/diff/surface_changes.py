"""The changes of the Python surface: two sets of public names compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from generator.diff.change import Audience, Change, Kind
from generator.diff.surface import Entry, Parameter
from generator.diff.type_change import listed_values, members

_Aliases = Mapping[str, str]
_RUN: Final = (Audience.CALLERS, Audience.TYPE_CHECKERS)
_TYPES: Final = (Audience.TYPE_CHECKERS,)
_METHOD: Final = re.compile(r"bota_api\.api\.(\w+)\.(?:Async)?[A-Z]\w*\.(\w+)")
_VARIANT: Final = re.compile(r"(?<=\.)(?:sync|asyncio)(?:_detailed)?$")
_ASYNC: Final = re.compile(r"(?<=\.)Async(?=[A-Z])")


@attrs.frozen
class _Difference:
    """A change of one name, before those of the same object are joined."""

    entry: Entry
    rule: str
    kind: Kind
    what: str
    breaks: tuple[Audience, ...] = ()
    reaches: tuple[Audience, ...] = (Audience.CALLERS,)


def surface_changes(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> list[Change]:
    """Return what changed between two surfaces: one change for all names of an object."""
    groups: dict[tuple[str, str, str], list[_Difference]] = {}
    for difference in _differences(old, new):
        entry = difference.entry
        same = _ASYNC.sub("", _VARIANT.sub("*", entry.canonical))
        groups.setdefault((same, difference.rule, difference.what), []).append(difference)
    return [_join(group) for group in groups.values()]


def _join(group: list[_Difference]) -> Change:
    paths = tuple(sorted((item.entry.path for item in group), key=lambda path: (len(path), path)))
    first = next(item for item in group if item.entry.path == paths[0])
    return Change(
        source="python",
        rule=first.rule,
        kind=first.kind,
        where=shown(paths, first.entry),
        what=first.what,
        audiences=first.breaks or first.reaches,
        breaking=bool(first.breaks),
        paths=paths,
    )


def shown(paths: tuple[str, ...], entry: Entry) -> str:
    """Return a name as people write it: `bota.recordings.create()`, `Recording.id`."""
    path = paths[0]
    call = "()" if entry.kind == "function" else ""
    path = path.replace("bota_sdk.Bota.", "bota.")
    if found := _METHOD.fullmatch(path):
        return f"bota.{found[1]}.{found[2]}{call}"
    if len(paths) > 1 and _VARIANT.search(path):
        return _VARIANT.sub("*", path) + call
    call = call or ("()" if entry.kind in ("class", "model") else "")
    return path.removeprefix("bota_api.models.") + call


def _aliases(entries: Mapping[str, Entry]) -> _Aliases:
    return {
        entry.path.rpartition(".")[2]: entry.annotation
        for entry in entries.values()
        if entry.kind == "type"
    }


def _differences(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[_Difference]:
    types = (_aliases(old), _aliases(new))
    for path, entry in old.items():
        if path not in new:
            if path.rpartition(".")[0] not in old.keys() - new.keys():
                yield _Difference(entry, "removed", Kind.REMOVED, "removed", _RUN)
        else:
            yield from _changed(entry, new[path], types)
    for path, entry in new.items():
        if path not in old and path.rpartition(".")[0] not in new.keys() - old.keys():
            yield _Difference(entry, "added", Kind.ADDED, "added")


def _changed(old: Entry, new: Entry, types: tuple[_Aliases, _Aliases]) -> Iterator[_Difference]:
    if old.kind != new.kind and {old.kind, new.kind} != {"class", "model"}:
        what = f"is a {new.kind}, was a {old.kind}"
        yield _Difference(new, "kind-changed", Kind.CHANGED, what, _RUN)
        return
    if new.deprecated and not old.deprecated:
        reaches = (Audience.CALLERS, Audience.TYPE_CHECKERS)
        yield _Difference(new, "deprecated", Kind.DEPRECATED, "deprecated", reaches=reaches)
    for base in sorted(old.bases - new.bases):
        what = f"is no longer a {base}"
        yield _Difference(new, "base-removed", Kind.CHANGED, what, _RUN)
    yield from _annotation(old, new, types)
    yield from _parameters(old, new, types)


def _annotation(old: Entry, new: Entry, types: tuple[_Aliases, _Aliases]) -> Iterator[_Difference]:
    """Compare what a name gives: another type of value reaches callers when they run.

    What a name of a type stands for breaks nobody by itself: its uses are compared.
    """
    before, after = members(old.annotation, types[0]), members(new.annotation, types[1])
    if new.kind == "type":
        yield from _values(old, new)
    lists = listed_values(old.annotation) and listed_values(new.annotation)
    # What changed of a type that it names is said once, of that type.
    is_said = lists if new.kind == "type" else old.annotation == new.annotation
    if before != after and not is_said:
        breaks = _RUN if after - before and old.annotation and new.kind != "type" else ()
        verb = {"function": "returns", "type": "stands for"}.get(new.kind, "is")
        what = f"{verb} `{new.annotation}`, was `{old.annotation}`"
        yield _Difference(new, "type-changed", Kind.CHANGED, what, breaks, _TYPES)


def _values(old: Entry, new: Entry) -> Iterator[_Difference]:
    before, after = listed_values(old.annotation), listed_values(new.annotation)
    for value in after:
        if value not in before:
            what = f"lists {value}"
            yield _Difference(new, "value-added", Kind.ADDED, what, reaches=_TYPES)
    for value in before:
        if value not in after:
            what = f"no longer lists {value}"
            breaks = () if "str" in members(new.annotation) else _TYPES
            yield _Difference(new, "value-removed", Kind.REMOVED, what, breaks, _TYPES)


def _parameters(old: Entry, new: Entry, types: tuple[_Aliases, _Aliases]) -> Iterator[_Difference]:
    before = {item.name: item for item in old.parameters}
    after = {item.name: item for item in new.parameters}
    is_model = new.kind == "model"
    takes_any = any(item.variadic for item in new.parameters)
    for name, item in before.items():
        if name in after:
            yield from _parameter(new, item, after[name])
            if not is_model:
                yield from _parameter_type(new, item, after[name], types)
        elif not takes_any and not is_model:
            what = f"parameter `{name}` removed"
            yield _Difference(new, "parameter-removed", Kind.REMOVED, what, _RUN)
    for name, item in after.items():
        if name in before or item.variadic:
            continue
        if item.required:
            what = f"parameter `{name}` added, and required"
            yield _Difference(new, "required-parameter-added", Kind.ADDED, what, _RUN)
        elif not is_model:
            what = f"parameter `{name}` added"
            yield _Difference(new, "parameter-added", Kind.ADDED, what)


def _parameter(entry: Entry, old: Parameter, new: Parameter) -> Iterator[_Difference]:
    name = new.name
    if new.required and not old.required:
        what = f"parameter `{name}` is now required"
        yield _Difference(entry, "parameter-required", Kind.CHANGED, what, _RUN)
    elif old.required and not new.required:
        what = f"parameter `{name}` may now be left out"
        yield _Difference(entry, "parameter-optional", Kind.CHANGED, what)
    elif old.default != new.default:
        what = f"parameter `{name}` is `{new.default}` when left out, was `{old.default}`"
        yield _Difference(entry, "default-changed", Kind.CHANGED, what, (Audience.CALLERS,))
    if old.position is not None and new.position != old.position:
        now = "is given by name only" if new.position is None else "stands at another position"
        what = f"parameter `{name}` {now}"
        yield _Difference(entry, "parameter-moved", Kind.CHANGED, what, _RUN)
    if old.by_name and not new.by_name:
        what = f"parameter `{name}` is given by position only"
        yield _Difference(entry, "parameter-unnamed", Kind.CHANGED, what, _RUN)


def _parameter_type(
    entry: Entry, old: Parameter, new: Parameter, types: tuple[_Aliases, _Aliases]
) -> Iterator[_Difference]:
    """Compare what a parameter takes: only type checkers read its annotation.

    What changed of a type that it names is said once, of that type.
    """
    if old.annotation == new.annotation:
        return
    before, after = members(old.annotation, types[0]), members(new.annotation, types[1])
    if before != after:
        breaks = _TYPES if before - after and "Any" not in after else ()
        what = f"parameter `{new.name}` takes `{new.annotation}`, took `{old.annotation}`"
        yield _Difference(entry, "parameter-type", Kind.CHANGED, what, breaks, _TYPES)

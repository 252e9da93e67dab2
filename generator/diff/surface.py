"""The public names of the Python packages, read from their source by griffe.

Public is what has no leading underscore: the members of the packages, the classes and functions
that they export, and what those inherit. A model is public as `bota_api.models.<Name>`, whatever
module it is written in; `bota_sdk.cli` is a program, and no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs
import griffe

PACKAGES: Final = {"bota_api": "generated/python", "bota_sdk": "wrappers/python"}
"""The packages that people import, and the folders they are in."""

_PROGRAM: Final = "bota_sdk.cli"
_MODELS: Final = "bota_api.models"
_ATTRS: Final = frozenset({"attrs.define", "attrs.frozen", "attrs.mutable"})
_DEPRECATORS: Final = frozenset({"warnings.deprecated", "typing_extensions.deprecated"})


@attrs.frozen
class Entry:
    """One public name.

    `kind` is `module`, `class`, `model` (a class that attrs makes from its fields), `function`,
    `attribute` or `type` (an alias of a type). `annotation` is what an attribute or a function
    gives, or what a type stands for.
    """

    path: str
    canonical: str
    kind: str
    parameters: Mapping[str, griffe.Parameter] = {}
    annotation: str = ""
    bases: frozenset[str] = frozenset()
    deprecated: bool = False


def load_surface(tree: Path, names: Iterable[str] = PACKAGES) -> dict[str, Entry]:
    """Return the public names of a tree's packages, by their path.

    Args:
        tree: a checkout, or the part of one that has the packages' folders.
        names: the packages to read.

    """
    folders = {name: tree / PACKAGES[name] for name in names}
    loader = griffe.GriffeLoader(search_paths=list(folders.values()), allow_inspection=False)
    packages = [loader.load(name) for name, folder in folders.items() if (folder / name).is_dir()]
    loader.resolve_aliases(external=False)
    return {entry.path: entry for package in packages for entry in _module(package, package.path)}


def _module(module: griffe.Object | griffe.Alias, path: str) -> Iterator[Entry]:
    yield Entry(path, path, "module")
    for name, member in module.members.items():
        inner = f"{path}.{name}"
        # A package may import what it exports at its first use: then griffe cannot read `__all__`.
        exported = path in PACKAGES and member.is_alias and not name.startswith("_")
        if not (member.is_public or exported) or inner == _PROGRAM:
            continue
        if not member.is_alias and member.is_module:
            if path != _MODELS:
                yield from _module(member, inner)
        else:
            yield from _object(member, inner)


def _object(member: griffe.Object | griffe.Alias, path: str) -> Iterator[Entry]:
    try:
        found = member.final_target if isinstance(member, griffe.Alias) else member
    except (griffe.AliasResolutionError, griffe.CyclicAliasError):
        return  # A name of another distribution: not ours to keep.
    entry = Entry(path, found.canonical_path, found.kind.value, deprecated=_deprecated(found))
    if isinstance(found, griffe.Class):
        yield from _class(found, entry)
    elif isinstance(found, griffe.Function):
        annotation = str(found.returns or "")
        yield attrs.evolve(entry, parameters=_parameters(found), annotation=annotation)
    elif isinstance(found, griffe.Attribute):
        annotation = str(found.annotation or "")
        if annotation.rpartition(".")[2] == "TypeAlias":
            yield attrs.evolve(entry, kind="type", annotation=str(found.value))
        else:
            yield attrs.evolve(entry, annotation=annotation)


def _class(found: griffe.Class, entry: Entry) -> Iterator[Entry]:
    members = found.all_members
    init = members.get("__init__")
    init = init.final_target if isinstance(init, griffe.Alias) else init
    bases = frozenset(_bases(found))
    if init is None and any(each.callable_path in _ATTRS for each in found.decorators):
        yield attrs.evolve(entry, kind="model", parameters=_fields(found), bases=bases)
    else:
        parameters = _parameters(init) if isinstance(init, griffe.Function) else {}
        yield attrs.evolve(entry, parameters=parameters, bases=bases)
    for name, member in members.items():
        if member.is_public and name != "__init__":
            yield from _object(member, f"{entry.path}.{name}")


def _bases(found: griffe.Class) -> Iterator[str]:
    names = [*(base.name for base in found.mro()), *map(str, found.bases)]
    for name in (name.partition("[")[0].rpartition(".")[2] for name in names):
        if not name.startswith("_"):
            yield name


def _fields(found: griffe.Class) -> dict[str, griffe.Parameter]:
    """Return the parameters that attrs makes of a class's fields. They are given by name.

    Models take them by position too, but a field can be added anywhere: that is not promised.
    """
    fields = {}
    for name, field in found.attributes.items():
        call = field.value if isinstance(field.value, griffe.ExprCall) else None
        given = {
            each.name: str(each.value)
            for each in (call.arguments if call else ())
            if isinstance(each, griffe.ExprKeyword)
        }
        if field.annotation is None or "property" in field.labels or given.get("init") == "False":
            continue
        required = field.value is None or (
            bool(given) and not given.keys() & {"default", "factory"}
        )
        fields[name] = griffe.Parameter(
            name,
            annotation=field.annotation,
            kind=griffe.ParameterKind.keyword_only,
            default=None if required else "...",
        )
    return fields


def _parameters(found: griffe.Function) -> dict[str, griffe.Parameter]:
    return {each.name: each for each in found.parameters if each.name not in ("self", "cls")}


def _deprecated(found: griffe.Object) -> bool:
    decorators = getattr(found, "decorators", ())
    text = found.docstring.value.lower() if found.docstring else ""
    return (
        bool(found.deprecated)
        or any(decorator.callable_path in _DEPRECATORS for decorator in decorators)
        or any(line.strip().startswith("deprecated") for line in text.splitlines())
    )

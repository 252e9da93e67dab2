"""The public names of the Python packages, read from their source by griffe.

Public is what has no leading underscore: the members of the packages, the classes and functions
that they export, and what those inherit. A model is public as `bota_api.models.<Name>`, whatever
module it is written in; `bota_sdk.cli` is a program, and no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
_BY_POSITION: Final = frozenset(
    {griffe.ParameterKind.positional_only, griffe.ParameterKind.positional_or_keyword}
)
_BY_NAME: Final = frozenset(
    {griffe.ParameterKind.keyword_only, griffe.ParameterKind.positional_or_keyword}
)
_VARIADIC: Final = frozenset(
    {griffe.ParameterKind.var_positional, griffe.ParameterKind.var_keyword}
)


@attrs.frozen
class Parameter:
    """One parameter: how it can be given, and what happens when it is not."""

    name: str
    annotation: str
    required: bool
    default: str
    position: int | None
    """From 0, None when it is given by name only."""
    by_name: bool
    variadic: bool = False


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
    parameters: tuple[Parameter, ...] = ()
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
        target = member.final_target if isinstance(member, griffe.Alias) else member
    except (griffe.AliasResolutionError, griffe.CyclicAliasError):
        return  # A name of another distribution: not ours to keep.
    if isinstance(target, griffe.Class):
        yield from _class(target, path)
    elif isinstance(target, griffe.Function):
        yield _function(target, path)
    elif isinstance(target, griffe.Attribute):
        yield _attribute(target, path)


def _class(found: griffe.Class, path: str) -> Iterator[Entry]:
    is_model = any(decorator.callable_path in _ATTRS for decorator in found.decorators)
    members = found.all_members
    init = members.get("__init__")
    if is_model and init is None:
        parameters = _fields(found)
    else:
        final = init.final_target if isinstance(init, griffe.Alias) else init
        parameters = _parameters(final) if isinstance(final, griffe.Function) else ()
    yield Entry(
        path,
        found.canonical_path,
        "model" if is_model and init is None else "class",
        parameters,
        bases=frozenset(_bases(found)),
        deprecated=_deprecated(found),
    )
    for name, member in members.items():
        if member.is_public and name != "__init__":
            yield from _object(member, f"{path}.{name}")


def _bases(found: griffe.Class) -> Iterator[str]:
    for base in found.mro():
        if not any(step.startswith("_") for step in base.name.split(".")):
            yield base.name
    for expression in found.bases:
        yield str(expression).rpartition(".")[2]


def _fields(found: griffe.Class) -> tuple[Parameter, ...]:
    """Return the parameters that attrs makes of a class's fields. They are given by name.

    Models take them by position too, but a field can be added anywhere: that is not promised.
    """
    return tuple(
        Parameter(name, str(field.annotation), _has_no_default(field), "", None, by_name=True)
        for name, field in found.attributes.items()
        if field.annotation is not None
        and "property" not in field.labels
        and _field_arguments(field).get("init") != "False"
    )


def _has_no_default(field: griffe.Attribute) -> bool:
    given = _field_arguments(field)
    return field.value is None or (bool(given) and not given.keys() & {"default", "factory"})


def _field_arguments(field: griffe.Attribute) -> dict[str, str]:
    """Return the arguments of a call such as `field(repr=False)`; none for a plain value."""
    if not isinstance(field.value, griffe.ExprCall):
        return {}
    return {
        argument.name: str(argument.value)
        for argument in field.value.arguments
        if isinstance(argument, griffe.ExprKeyword)
    }


def _parameters(found: griffe.Function) -> tuple[Parameter, ...]:
    listed = [item for item in found.parameters if item.name not in ("self", "cls")]
    return tuple(
        Parameter(
            item.name,
            str(item.annotation or ""),
            item.required and item.kind not in _VARIADIC,
            "" if item.default is None else str(item.default),
            position if item.kind in _BY_POSITION else None,
            item.kind in _BY_NAME,
            item.kind in _VARIADIC,
        )
        for position, item in enumerate(listed)
    )


def _function(found: griffe.Function, path: str) -> Entry:
    return Entry(
        path,
        found.canonical_path,
        "function",
        _parameters(found),
        str(found.returns or ""),
        deprecated=_deprecated(found),
    )


def _attribute(found: griffe.Attribute, path: str) -> Entry:
    annotation = str(found.annotation or "")
    is_type = annotation.rpartition(".")[2] == "TypeAlias"
    return Entry(
        path,
        found.canonical_path,
        "type" if is_type else "attribute",
        annotation=str(found.value) if is_type else annotation,
        deprecated=_deprecated(found),
    )


def _deprecated(found: griffe.Object) -> bool:
    decorators = getattr(found, "decorators", ())
    text = found.docstring.value.lower() if found.docstring else ""
    return (
        bool(found.deprecated)
        or any(decorator.callable_path in _DEPRECATORS for decorator in decorators)
        or any(line.strip().startswith("deprecated") for line in text.splitlines())
    )

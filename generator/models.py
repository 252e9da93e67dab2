"""What the templates ask of openapi-python-client's properties: their types, kinds and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from openapi_python_client.parser.properties import LiteralEnumProperty, ModelProperty
from openapi_python_client.parser.properties.any import AnyProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.strings import safe_for_docstring

from generator.facts import ModelFacts
from generator.naming import free

Unions = Mapping[frozenset[str], tuple[str, Mapping[str, str]]]
"""For the classes of a union the field that tells them apart, and the class for each value."""

_KINDS: Final = {
    "BooleanProperty": "BOOLEAN",
    "DateProperty": "DATE",
    "DateTimeProperty": "DATE_TIME",
    "FloatProperty": "NUMBER",
    "IntProperty": "INTEGER",
    "LiteralEnumProperty": "STRING",
    "NoneProperty": "NULL",
    "StringProperty": "STRING",
    "UuidProperty": "UUID",
}
"""The kinds of `reading.py`; what is not here may be anything."""


def properties_of(model: Any) -> list[Any]:
    """Return the properties of a model, the required ones first."""
    return [*(model.required_properties or []), *(model.optional_properties or [])]


def is_mapping(model: Any) -> bool:
    """Return whether an object has no fields, but free keys."""
    return not properties_of(model)


def extra_of(model: Any) -> Any:
    """Return the property that each value of the free keys is; None when it may be anything."""
    extra = model.additional_properties
    return None if isinstance(extra, AnyProperty) else extra


def _inner(prop: Any) -> list[Any]:
    return prop.inner_properties if isinstance(prop, UnionProperty) else [prop]


def is_nullable(prop: Any) -> bool:
    """Return whether a value may be null."""
    return any(isinstance(each, NoneProperty) for each in _inner(prop))


def _alternatives(prop: Any, *, received: bool) -> Iterator[str]:
    for each in _inner(prop):
        if isinstance(each, ListProperty):
            yield f"list[{code_of(each.inner_property, received)}]"
        elif isinstance(each, LiteralEnumProperty):
            yield f"{each.class_info.name}Literal"
            if received:  # the service adds values, and a client keeps what it does not know
                yield "str"
        else:
            yield str(each.get_type_string(no_optional=True).as_unembedded_code())


def _joined(alternatives: Iterable[str]) -> str:
    found = set(alternatives)
    last = ("None", "Unset")
    ordered = sorted(found, key=lambda one: (one in last, one))
    return "Any" if "Any" in found else " | ".join(ordered)


def code_of(prop: Any, received: bool) -> str:
    """Return the type of a property, as responses have it or as requests do."""
    return _joined(_alternatives(prop, received=received))


def field_type(prop: Any, received: bool) -> str:
    """Return the type of a field: one that may be left out is None in responses, else Unset."""
    left_out = [] if prop.required else ["None" if received else "Unset"]
    return _joined([*_alternatives(prop, received=received), *left_out])


def kind_of(prop: Any, unions: Unions) -> str:
    """Return the kind of a property, in words of `reading.py`."""
    inner = _inner(prop)
    if len(inner) > 1:
        known = unions.get(classes_of(prop))
        found = [
            kind_of(each, unions)
            for each in inner
            if not (known and isinstance(each, ModelProperty))
        ]
        if known:
            found.append(f'_r.variant_of("{known[0]}", {known[1]!r})')
        return found[0] if len(found) == 1 else f"_r.union_of({', '.join(found)})"
    if isinstance(inner[0], ListProperty):
        return f"_r.list_of({kind_of(inner[0].inner_property, unions)})"
    if isinstance(inner[0], ModelProperty):
        return f'_r.model_of("{inner[0].class_info.name}")'
    return f"_r.{_KINDS.get(type(inner[0]).__name__, 'ANY')}"


def field_kind(prop: Any, known: ModelFacts, unions: Unions) -> str:
    """Return the kind of a field beside null, which its table has a word of its own for."""
    inner = [each for each in _inner(prop) if not isinstance(each, NoneProperty)]
    if len(inner) != len(_inner(prop)):
        prop = inner[0] if len(inner) == 1 else _union(prop, inner)
    kind = kind_of(prop, unions)
    return kind.replace("_r.list_of", "_r.rows_of", 1) if prop.name in known.rows else kind


def _union(prop: UnionProperty, inner: list[Any]) -> UnionProperty:
    return UnionProperty(
        name=prop.name,
        required=prop.required,
        default=None,
        python_name=prop.python_name,
        description=prop.description,
        example=None,
        inner_properties=inner,
    )


def classes_of(prop: Any) -> frozenset[str]:
    """Return the names of the classes that a property may be of."""
    inner = _inner(prop)
    return frozenset(str(each.class_info.name) for each in inner if isinstance(each, ModelProperty))


def imports_of(model: Any) -> list[str]:
    """Return the imports of the classes and the literal types that a model's annotations name."""
    own = str(model.class_info.name)
    used = [*properties_of(model), *([model.additional_properties] if extra_of(model) else [])]
    return sorted({line for prop in used for line in _imports(prop) if line.split()[-1] != own})


def _imports(prop: Any) -> Iterator[str]:
    for each in _inner(prop):
        if isinstance(each, ListProperty):
            yield from _imports(each.inner_property)
        elif isinstance(each, ModelProperty | LiteralEnumProperty):
            name = f"{each.class_info.name}{'Literal' * isinstance(each, LiteralEnumProperty)}"
            yield f"from .{each.class_info.module_name} import {name}"


def said(described: Any) -> str:
    """Return what a docstring says of a model or an enum: at least its name."""
    words = str(safe_for_docstring(described.description or "")).strip()
    return words if words.endswith(".") else f"{words or described.class_info.name}."


def constants_of(values: Iterable[str]) -> dict[str, str]:
    """Return a name for each value of an enum: its words in capitals."""
    found: dict[str, str] = {}
    for value in values:
        words = re.sub(r"\W+", "_", value).strip("_").upper() or "EMPTY"
        name = words if words.isidentifier() else f"VALUE_{words}"
        found[free(name, set(found))] = value
    return found

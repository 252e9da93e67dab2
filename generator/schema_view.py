"""Schemas as openapi-python-client sees them: what it makes of each, and with which fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from generator.contract import line_of, resolve

_FORMATS: Final = {"date-time": "date", "date": "date", "binary": "binary", "uuid": "uuid"}


@attrs.frozen
class Field:
    """A property of an object, its own or inherited: its name, node and line."""

    name: str
    node: Any
    line: int


def parts(document: Mapping[str, Any], schema: Any) -> Iterator[Mapping[str, Any]]:
    """Yield a schema and those that it is composed of by allOf, without their references."""
    node = resolve(document, schema)
    if isinstance(node, Mapping):
        yield node
        for inner in node.get("allOf") or []:
            yield from parts(document, inner)


def fields(document: Mapping[str, Any], schema: Any) -> list[Field]:
    """Return the properties of an object, its own and those it has by allOf."""
    found: dict[str, Field] = {}
    for part in parts(document, schema):
        properties = part.get("properties") or {}
        for name, node in properties.items():
            found.setdefault(name, Field(name, node, line_of(properties, name)))
    return list(found.values())


def lone_part(node: Any) -> Mapping[str, Any] | None:
    """Return the one $ref in allOf, anyOf and oneOf, if there is but one: it is taken instead."""
    if not isinstance(node, Mapping):
        return None
    composed = [part for key in ("allOf", "anyOf", "oneOf") for part in node.get(key) or []]
    if len(composed) == 1 and isinstance(composed[0], Mapping) and "$ref" in composed[0]:
        return composed[0]
    return None


def kinds(document: Mapping[str, Any], schema: Any) -> frozenset[str]:
    """Return what a value can be.

    Some of any, array, binary, boolean, date, enum, integer, null, number, object, string,
    uuid. With `array` go the kinds of its items and `table` when those are arrays; with `union`,
    which is for each schema that lists its kinds, go these.
    """
    node = resolve(document, schema)
    if not isinstance(node, Mapping):
        return frozenset({"any"})
    alternatives = [*(node.get("anyOf") or []), *(node.get("oneOf") or [])]
    if (lone := lone_part(node)) is not None:
        return kinds(document, lone)
    declared = node.get("type")
    if isinstance(declared, list):
        alternatives += [{**node, "type": kind, "oneOf": None, "anyOf": None} for kind in declared]
    if declared != "boolean" and node.get("enum"):
        return frozenset({"enum"})
    if alternatives:
        return frozenset({"union"}).union(*(kinds(document, inner) for inner in alternatives))
    if declared == "string":
        return frozenset({_FORMATS.get(str(node.get("format")), "string")})
    if declared == "array":
        inside = [*(node.get("prefixItems") or []), *([node["items"]] if "items" in node else [])]
        found = frozenset[str]().union(*(kinds(document, item) for item in inside))
        return found | {"array", "table"} if "array" in found else found | {"array"}
    if declared in ("boolean", "integer", "number", "null", "object"):
        return frozenset({str(declared)})
    return frozenset({"object" if node.get("allOf") or node.get("properties") else "any"})

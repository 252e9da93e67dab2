"""Rules for schemas and references: one function for each rule, named as the rule is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.contract import Schema, component, line_of, pointer_parts, resolve, schemas
from generator.finding import Finding
from generator.schema_view import kinds, lone_part
from generator.secret_fields import is_secret

_KEPT_BESIDE_A_REFERENCE: Final = frozenset(
    {"$ref", "summary", "description", "title", "deprecated", "example", "examples", "default",
     "readOnly", "writeOnly"},
)  # fmt: skip
_DROPPED_BESIDE_ONE_PART: Final = (
    "properties",
    "required",
    "additionalProperties",
    "enum",
    "const",
)


def _maps(document: Mapping[str, Any]) -> Iterator[Schema]:
    for schema in schemas(document):
        if isinstance(schema.node, Mapping):
            yield schema


def boolean_schema(document: Mapping[str, Any]) -> Iterator[Finding]:
    """The whole document is refused for it."""
    for schema in schemas(document):
        if isinstance(schema.node, bool):
            yield Finding(schema.line, f"a schema is {schema.node}", "write {} or leave it out")


def enum_of_strings(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Other values give types that contradict each other; with null there are three types."""
    for schema in _maps(document):
        values = schema.node.get("enum") or []
        if None in values:
            yield Finding(
                schema.line,
                "an enum holds null",
                "write oneOf: [{$ref: the enum's component}, {type: 'null'}]",
            )
        elif not all(isinstance(value, str) for value in values):
            fix = "quote its values, or list them in the description of a plain type"
            yield Finding(schema.line, "an enum holds what is no text", fix)


def enum_without_a_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Gets a name from its place, which changes when the place does."""
    for schema in _maps(document):
        if "enum" in schema.node and schema.place != "component":
            yield Finding(schema.line, "an enum is not a component", "move it to schemas, use $ref")


def boolean_const(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Yields code that is no Python when it is optional."""
    for schema in _maps(document):
        if isinstance(schema.node.get("const"), bool):
            yield Finding(schema.line, "a const is a boolean", "write type: boolean")


def object_without_a_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Gets a name such as `BodyDetailsType0` from its place."""
    for schema in _maps(document):
        node = schema.node
        declared = node.get("type")
        if isinstance(declared, list) and "object" in declared:
            fix = "write oneOf: [{$ref: the object's component}, {type: 'null'}]"
            yield Finding(schema.line, "an object is one of several types", fix)
        elif schema.place != "component" and (
            declared == "object" or "properties" in node or len(node.get("allOf") or []) > 1
        ):
            fix = "move it to schemas, use $ref"
            yield Finding(schema.line, "an object is not a component", fix)


def array_without_items(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Refused, with all that refers to it."""
    for schema in _maps(document):
        inside = schema.node.keys() & {"items", "prefixItems"}
        if "array" in schema.node.get("type", "") and not inside:
            yield Finding(schema.line, "an array has no items", "write items: {} for any value")


def union_of_arrays(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Gives one variable the types of all of them, and the type checker refuses it."""
    for schema in _maps(document):
        variants = [*(schema.node.get("anyOf") or []), *(schema.node.get("oneOf") or [])]
        if sum("array" in kinds(document, variant) for variant in variants) > 1:
            fix = "write one array whose items are one of several types"
            yield Finding(schema.line, "one of several arrays", fix)


def binary_schema(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Becomes a File, which JSON cannot hold and no typed method knows."""
    for schema in _maps(document):
        if schema.node.get("format") == "binary":
            yield Finding(line_of(schema.node, "format"), "format: binary", "leave the format out")


def secret_place(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Shown by the repr of what holds it: only a property of a named object can be hidden."""
    for schema in schemas(document):
        if is_secret(schema.node) and schema.place != "property":
            yield Finding(
                line_of(schema.node, "format"),
                "format: password stands where it cannot be hidden from a repr",
                "write it in a property of an object under components/schemas",
            )


def beside_a_reference(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Dropped: only what the one reference leads to is read."""
    for schema in _maps(document):
        node = schema.node
        dropped: set[str] = set()
        if "$ref" in node:
            dropped = {key for key in node.keys() - _KEPT_BESIDE_A_REFERENCE if key[:2] != "x-"}
        elif lone_part(node) is not None:
            dropped = node.keys() & set(_DROPPED_BESIDE_ONE_PART)
        for key in dropped:
            fix = "make it a schema of its own, and list both in allOf"
            yield Finding(line_of(node, key), f"{key} beside one $ref is dropped", fix)


def foreign_reference(document: Mapping[str, Any]) -> Iterator[Finding]:
    """What is behind it is left out."""

    def walk(node: Any) -> Iterator[Finding]:
        if isinstance(node, Mapping):
            reference = node.get("$ref")
            if isinstance(reference, str):
                line, parts = line_of(node, "$ref"), pointer_parts(reference)
                if not reference.startswith("#/"):
                    yield Finding(line, f"$ref to {reference}", "bundle it into this file")
                elif resolve(document, node) is None:
                    fix = "write what it names, or mend the name"
                    yield Finding(line, f"{reference} leads nowhere", fix)
                elif parts[0] != "components" or len(parts) != 3:
                    fix = "move what it names to components, and name that"
                    yield Finding(line, f"{reference} leads to no component", fix)
            for value in node.values():
                yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)

    yield from walk(document)


def request_default(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Sent on every call, so that a change of the service never reaches old clients."""
    for schema in _maps(document):
        if "default" in schema.node:
            yield Finding(
                schema.line, "a default is sent on every call", "say it in the description"
            )


def discriminator(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Ignored: variants are tried in order, and the last one's failure is raised."""
    for schema in _maps(document):
        if "discriminator" in schema.node:
            yield Finding(schema.line, "a discriminator is ignored", "use one schema")


def self_composition(document: Mapping[str, Any]) -> Iterator[Finding]:
    """The generator recurses for ever."""
    named = component(document, "schemas")
    composed = {name: set(_composed_of(node)) for name, node in named.items()}
    for name in named:
        reached: set[str] = set()
        ahead = set(composed[name])
        while ahead:
            reached |= ahead
            ahead = {part for one in ahead for part in composed.get(one, ())} - reached
        if name in reached:
            yield Finding(
                line_of(named, name),
                f"{name} consists of itself",
                "use properties that refer to it",
            )


def _composed_of(node: Any) -> Iterator[str]:
    if not isinstance(node, Mapping):
        return
    if str(node.get("$ref", "")).startswith("#/components/schemas/"):
        yield list(pointer_parts(node["$ref"]))[-1]
    for key in ("allOf", "oneOf", "anyOf"):
        for part in node.get(key) or []:
            yield from _composed_of(part)

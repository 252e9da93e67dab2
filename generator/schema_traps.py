"""Traps in schemas: one function for each rule, named as the rule is. Each was tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.contract import Schema, line_of, resolve, schemas
from generator.finding import Finding, snake

_BREAKING_PROPERTIES: Final = frozenset(
    {"d", "cls", "cast", "field_dict", "additional_properties", "to_dict", "from_dict"},
)


def boolean_schema(document: Mapping[str, Any]) -> Iterator[Finding]:
    """The whole document is refused for it."""
    for schema in schemas(document):
        if isinstance(schema.node, bool):
            yield Finding(schema.line, f"a schema is {schema.node}", "write {} or leave it out")


def _enums(document: Mapping[str, Any]) -> Iterator[tuple[Schema, list[Any]]]:
    for schema in schemas(document):
        if isinstance(schema.node, Mapping) and isinstance(schema.node.get("enum"), list):
            yield schema, list(schema.node["enum"])


def enum_values_alike(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Values that give the same name: one of them is lost, or the generator crashes."""
    for schema, values in _enums(document):
        names = Counter(snake(value) for value in values if isinstance(value, str))
        for name, count in names.items():
            if count > 1:
                yield Finding(
                    schema.line, f"{count} enum values are the same name {name!r}", "keep one"
                )


def enum_of_mixed_types(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Dropped, or three equal classes for a nullable one."""
    for schema, values in _enums(document):
        if None in values:
            yield Finding(
                schema.line,
                "an enum holds null",
                "write oneOf: [{$ref: the enum's component}, {type: 'null'}]",
            )
        elif len({type(value) is str for value in values}) > 1:
            yield Finding(schema.line, "an enum mixes types", "use values of one type")


def enum_without_a_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Gets a name from its place, which changes when the place does."""
    for schema, _ in _enums(document):
        if schema.place != "component":
            yield Finding(schema.line, "an enum is not a component", "move it to schemas, use $ref")


def boolean_const(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Yields code that is no Python when it is optional."""
    for schema in schemas(document):
        if isinstance(schema.node, Mapping) and isinstance(schema.node.get("const"), bool):
            yield Finding(schema.line, "a const is a boolean", "write type: boolean")


def property_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Names that the model's own code uses."""
    for schema in schemas(document):
        if schema.place == "property" and snake(schema.key) in _BREAKING_PROPERTIES:
            yield Finding(schema.line, f"the property {schema.key} breaks its model", "rename it")


def schema_named_as_its_property(document: Mapping[str, Any]) -> Iterator[Finding]:
    """`Error` with a property `error`: the type checker takes the one for the other."""
    for schema in schemas(document):
        if schema.place == "component" and isinstance(schema.node, Mapping):
            objects = {
                snake(name)
                for name, node in (schema.node.get("properties") or {}).items()
                if isinstance(found := resolve(document, node), Mapping) and "properties" in found
            }
            if snake(schema.key) in objects:
                yield Finding(
                    schema.line,
                    f"{schema.key} has a property of its own name",
                    f"rename the schema, as in {schema.key}Response",
                )


def object_without_a_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Gets a name such as `BodyDetailsType0` from its place."""
    for schema in schemas(document):
        node = schema.node
        if schema.place == "component" or not isinstance(node, Mapping) or "$ref" in node:
            continue
        if node.get("type") == "object" or "properties" in node:
            yield Finding(
                schema.line, "an object is not a component", "move it to schemas, use $ref"
            )


def foreign_reference(document: Mapping[str, Any]) -> Iterator[Finding]:
    """What is behind it is left out."""

    def walk(node: Any) -> Iterator[Finding]:
        if isinstance(node, Mapping):
            reference = node.get("$ref")
            if isinstance(reference, str):
                if not reference.startswith("#/"):
                    cure = "bundle it into this file"
                    yield Finding(line_of(node, "$ref"), f"$ref to {reference}", cure)
                elif resolve(document, node) is None:
                    cure = "write what it names, or mend the name"
                    yield Finding(line_of(node, "$ref"), f"{reference} leads nowhere", cure)
            for value in node.values():
                yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)

    yield from walk(document)


def request_default(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Sent on every call, so that a change of the service never reaches old clients."""
    for schema in schemas(document):
        if isinstance(schema.node, Mapping) and "default" in schema.node:
            yield Finding(
                schema.line, "a default is sent on every call", "say it in the description"
            )


def discriminator(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Ignored: variants are tried in order, and the last one's failure is raised."""
    for schema in schemas(document):
        if isinstance(schema.node, Mapping) and "discriminator" in schema.node:
            yield Finding(schema.line, "a discriminator is ignored", "use one schema")

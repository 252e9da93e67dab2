"""Rules for what responses carry beside their body, and for what is deprecated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from generator.contract import bodies, component, line_of, operations, parameters
from generator.finding import Finding
from generator.naming import identifier
from generator.response_headers import documented_headers
from generator.schema_view import fields, parts

_ASSIGNED: Final = frozenset(str(status.value) for status in HTTPStatus)


def unassigned_status(document: Mapping[str, Any]) -> Iterator[Finding]:
    """A ValueError before any of the response is read: Python knows no such status."""
    for operation in operations(document):
        listed = operation.node["responses"]
        for status in listed:
            if str(status).isdecimal() and str(status) not in _ASSIGNED:
                line = line_of(listed, status)
                fix = f"cover it with {str(status)[0]}XX"
                yield Finding(line, f"{status} is not assigned by IANA", fix)


def response_header_type(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Dropped by the generator; ours reads one value of one plain type."""
    for header in documented_headers(document):
        if not header.kind:
            fix = "write type: string, integer, number or boolean"
            yield Finding(header.line, f"the header {header.name} has no plain type", fix)


def response_headers_alike(document: Mapping[str, Any]) -> Iterator[Finding]:
    """One attribute for headers that differ, or for the same one with two types."""
    seen: dict[str, tuple[str, str]] = {}
    for header in documented_headers(document):
        this = (header.name.lower(), header.kind)
        other = seen.setdefault(identifier(header.name), this)
        if other != this:
            problem = f"the headers {header.name} and {other[0]} are one attribute of two kinds"
            yield Finding(header.line, problem, "rename one, or give both the same type")


def deprecated_without_a_word(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Its warning would leave a reader with nothing to do."""
    fix = "say in its description what to use in its place"
    for operation in operations(document):
        if operation.node.get("deprecated") and not operation.node.get("description"):
            yield Finding(operation.line, f"{operation.name} is deprecated without a word", fix)
    for node, line in parameters(document):
        schema = node.get("schema") or {}
        named = "description" in schema or "$ref" in schema
        if (node.get("deprecated") or schema.get("deprecated")) and not named:
            problem = f"the parameter {node['name']} is deprecated without a word"
            yield Finding(line, problem, fix)
    for name, schema in component(document, "schemas").items():
        for field in fields(document, schema):
            deprecated = isinstance(field.node, Mapping) and field.node.get("deprecated")
            if deprecated and "description" not in field.node and "$ref" not in field.node:
                problem = f"{name}.{field.name} is deprecated without a word"
                yield Finding(field.line, problem, fix)


def deprecated_but_required(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Each call would warn of what it cannot leave out."""
    fix = "take it out of what is required first"
    for node, line in parameters(document):
        schema = node.get("schema") or {}
        if node.get("required") and (node.get("deprecated") or schema.get("deprecated")):
            yield Finding(line, f"the parameter {node['name']} is required", fix)
    for part in _parts_of_bodies(document):
        properties = part.get("properties") or {}
        for name in part.get("required") or []:
            node = properties.get(name)
            if isinstance(node, Mapping) and node.get("deprecated"):
                problem = f"the deprecated property {name} of a body is required"
                yield Finding(line_of(properties, name), problem, fix)


def read_only_field(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Nothing holds it back: its method takes it as an argument and sends it."""
    for part in _parts_of_bodies(document):
        properties = part.get("properties") or {}
        for name, node in properties.items():
            if isinstance(node, Mapping) and node.get("readOnly"):
                yield Finding(
                    line_of(properties, name),
                    f"the property {name} of a body is read-only",
                    "give requests a schema of their own, without it",
                )


def _parts_of_bodies(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for node, _ in bodies(document):
        for media in node["content"].values():
            yield from parts(document, media.get("schema"))

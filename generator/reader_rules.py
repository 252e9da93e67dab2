"""What people need in a contract beside what the generator does: words and examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.contract import bodies, parameters, resolve, responses, schemas
from generator.finding import Finding


def missing_examples(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Find JSON bodies and responses without an example: people read it before the schema."""
    for kind, holders in (("a body", bodies(document)), ("a response", responses(document))):
        for node, line in holders:
            for media in (node.get("content") or {}).values():
                if "example" not in media and "examples" not in media:
                    yield Finding(line, f"{kind} has no example", "write one beside its schema")


def undescribed(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Find what becomes an argument or an attribute without a word about it."""
    for node, line in parameters(document):
        if not _described(document, node.get("schema")):
            problem = f"the parameter {node.get('name')} has no description"
            yield Finding(line, problem, "write one inside its schema, with the unit")
    for schema in schemas(document):
        if schema.place == "property" and not _described(document, schema.node):
            problem = f"the property {schema.key} has no description"
            yield Finding(schema.line, problem, "write one, with the unit")


def _described(document: Mapping[str, Any], schema: Any) -> bool:
    if not isinstance(schema, Mapping):
        return False
    parts = [part for key in ("allOf", "oneOf", "anyOf") for part in schema.get(key) or []]
    referred = resolve(document, schema) if "$ref" in schema else None
    found = [schema, referred, *(resolve(document, part) for part in parts if "$ref" in part)]
    return any(isinstance(node, Mapping) and node.get("description") for node in found)

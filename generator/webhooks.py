"""What a client reads of the webhooks of a contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from generator.contract import component, pointer_parts, references
from generator.endpoints import discriminators
from generator.naming import class_name, identifier
from generator.schema_view import kinds


@attrs.frozen
class Webhook:
    """What its reader is made of.

    Attributes:
        name: its name in Python.
        payload: the name of the type of its body.
        field: the field of the body that says which class it is; empty when it is always one.
        classes: that class by the value of the field, or by an empty text.

    """

    name: str
    payload: str
    field: str
    classes: Mapping[str, str]


def webhooks_of(document: Mapping[str, Any]) -> list[Webhook]:
    """Return the webhooks of a contract in normal form whose body is a model, or a known union."""
    found, unions = [], discriminators(document)
    for key, schema in document["x-webhooks"].items():
        field, classes = _classes(document, schema, unions)
        if classes:
            payload = f"{class_name(key)}Payload"
            found.append(Webhook(identifier(key), payload, field, classes))
    return found


def _classes(
    document: Mapping[str, Any], schema: Any, unions: Mapping[frozenset[str], Any]
) -> tuple[str, Mapping[str, str]]:
    name = pointer_parts(schema["$ref"])[-1] if "$ref" in schema else ""
    node = component(document, "schemas").get(name, schema)
    if kinds(document, node) == {"object"}:
        return "", {"": class_name(name)}
    variants = {class_name(pointer_parts(each["$ref"])[-1]) for each in references(node)}
    found: tuple[str, Mapping[str, str]] = unions.get(frozenset(variants), ("", {}))
    return found

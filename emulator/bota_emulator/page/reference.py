"""The contract as the page shows it: its operations by tag, with what each takes and returns."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from bota_emulator.contract.document import Contract
from bota_emulator.contract.operations import Operation


@dataclasses.dataclass(frozen=True)
class Argument:
    """A parameter, or a field of a body."""

    name: str
    place: str
    type: str
    required: bool
    text: str
    words: list[str]


@dataclasses.dataclass(frozen=True)
class Entry:
    """One operation.

    Attributes:
        operation: The operation.
        path: Its path, with the server's prefix.
        parameters: Of its path, query and headers.
        fields: Of its body.
        body: An example of that, as JSON; empty where it takes none.
        example: What its success returns, as JSON; empty for nothing.

    """

    operation: Operation
    path: str
    parameters: list[Argument]
    fields: list[Argument]
    body: str
    example: str


def entries(contract: Contract) -> list[tuple[str, str, list[Entry]]]:
    """Return the tags of a contract, what it says of each, and their operations."""
    found: dict[str, list[Entry]] = {name: [] for name in contract.tags}
    for operation in contract.operations.values():
        tag = (operation.node.get("tags") or ["other"])[0]
        found.setdefault(tag, []).append(_entry(operation))
    return [(tag, contract.tags.get(tag, ""), inside) for tag, inside in found.items() if inside]


def _entry(operation: Operation) -> Entry:
    body = operation.body_example
    shown = operation.example().body
    required = operation.required_fields
    return Entry(
        operation=operation,
        path=operation.prefix + operation.path,
        parameters=[
            _argument(operation, p.name, p.place, p.schema, p.required)
            for p in operation.parameters
        ],
        fields=[
            _argument(operation, name, "body", schema, name in required)
            for name, schema in operation.body_fields.items()
        ],
        body="" if body is None else json.dumps(body, indent=2, ensure_ascii=False),
        example="" if shown is None else json.dumps(shown, indent=2, ensure_ascii=False),
    )


def _argument(operation: Operation, name: str, place: str, schema: Any, required: bool) -> Argument:
    schemas = operation.schemas
    node = schemas.resolve(schema)
    types = sorted(schemas.types(schema)) or ["any"]
    words = [str(word) for word in node.get("enum", node.get("examples", []))]
    kind = " or ".join(types) + (f" ({node['format']})" if "format" in node else "")
    return Argument(name, place, kind, required, str(node.get("description", "")), words)

"""The schemas of the contract: their references, their types, their validators and samples."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

import jsonschema_rs

from bota_emulator.api.errors import ApiError

_MAX_DEPTH = 5
_END = 20  # of a value that needs another of its kind in itself, and so has no end
_TEXTS = {
    "date-time": "2025-01-15T10:00:00Z",
    "date": "2025-01-15",
    "time": "10:00:00Z",
    "duration": "PT1M",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "email": "ada@example.com",
    "uri": "https://example.com/",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}


class Schemas:
    """What the schemas of one OpenAPI document say.

    Args:
        document: The whole document, as JSON.

    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document

    def resolve(self, node: Any) -> Any:
        """Return what a node stands for, its `$ref` followed."""
        while isinstance(node, dict) and "$ref" in node:
            target: Any = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                part = part.replace("~1", "/").replace("~0", "~")
                target = target[int(part)] if isinstance(target, list) else target[part]
            node = target
        return node

    def validator(self, schema: Any) -> Any:
        """Return a compiled validator of a schema."""
        # The schema is placed inside the document's own parts, so that its $refs are found.
        return jsonschema_rs.Draft202012Validator(
            {"allOf": [_discriminated(schema)], **self._places}, validate_formats=True
        )

    @functools.cached_property
    def _places(self) -> dict[str, Any]:
        return {
            name: _discriminated(self._document.get(name, {})) for name in ("components", "paths")
        }

    def types(self, schema: Any) -> set[str]:
        """Return the JSON types that a schema names, in all its branches."""
        found: set[str] = set()
        for node in self._branches(schema):
            named = node.get("type", [])
            found |= {named} if isinstance(named, str) else set(named)
        return found

    def properties(self, schema: Any) -> dict[str, Any]:
        """Return the schemas of an object's properties by name, in all its branches."""
        return {
            name: inner
            for node in self._branches(schema)
            for name, inner in node.get("properties", {}).items()
        }

    def required(self, schema: Any) -> set[str]:
        """Return the names of an object's properties that must be there."""
        return {name for n in self._branches(schema, ("allOf",)) for name in n.get("required", [])}

    def items(self, schema: Any) -> Any:
        """Return the schema of an array's items."""
        return next((n["items"] for n in self._branches(schema) if "items" in n), {})

    def sample(self, schema: Any, depth: int = 0) -> Any:
        """Return a value that a schema allows, its own example where it has one.

        Args:
            schema: The schema. A `pattern` is not looked at.
            depth: How deep in the value it is; further in, optional properties are left out.

        """
        node = self.resolve(schema)
        if not isinstance(node, dict) or depth > _END:
            return None
        for part in self._branches(node, ("allOf",)):
            given = [
                *(part[name] for name in ("const", "example") if name in part),
                *part.get("examples", []),
                *(part[name] for name in ("default",) if name in part),
                *part.get("enum", []),
            ]
            if given:
                return given[0]
        for word in ("oneOf", "anyOf"):
            if node.get(word):
                return self._sample_of_one(node, node[word], depth)
        kinds = self.types(node) - {"null"}
        if "object" in kinds or self.properties(node):
            return self._sample_object(node, depth)
        if "array" in kinds:
            if depth > _MAX_DEPTH and not node.get("minItems"):
                return []
            return [self.sample(self.items(node), depth + 1)] * max(node.get("minItems", 1), 1)
        if "integer" in kinds or "number" in kinds:
            least = node.get("minimum", node.get("exclusiveMinimum", -1) + 1)
            return max(least, 0) if "maximum" not in node else min(max(least, 0), node["maximum"])
        if "boolean" in kinds:
            return True
        if "string" in kinds:
            text = _TEXTS.get(node.get("format", ""), "text")
            return text.ljust(node.get("minLength", 0), "x")[: node.get("maxLength")]
        return None

    def _sample_of_one(self, node: dict[str, Any], choices: list[Any], depth: int) -> Any:
        usable = [c for c in choices if self.types(c) != {"null"}] or choices
        value = self.sample(usable[0], depth + 1)
        if isinstance(value, dict):
            rest = {name: v for name, v in node.items() if name not in ("oneOf", "anyOf")}
            value = self._sample_object(rest, depth) | value
        place = node.get("discriminator", {})
        if isinstance(value, dict) and "propertyName" in place:
            reference = usable[0].get("$ref", "")
            words = [w for w, ref in place.get("mapping", {}).items() if ref == reference]
            value[place["propertyName"]] = (words or [reference.rpartition("/")[2]])[0]
        return value

    def _sample_object(self, node: dict[str, Any], depth: int) -> dict[str, Any]:
        required = {name for n in self._branches(node) for name in n.get("required", [])}
        return {
            name: self.sample(inner, depth + 1)
            for name, inner in self.properties(node).items()
            if name in required or (depth <= _MAX_DEPTH and not self._write_only(inner))
        }

    def _write_only(self, schema: Any) -> bool:
        node = self.resolve(schema)
        return isinstance(node, dict) and bool(node.get("writeOnly"))

    def _branches(
        self,
        schema: Any,
        words: Sequence[str] = ("allOf", "oneOf", "anyOf"),
        seen: tuple[int, ...] = (),
    ) -> Iterator[dict[str, Any]]:
        node = self.resolve(schema)
        if not isinstance(node, dict) or id(node) in seen:
            return
        yield node
        for word in words:
            for branch in node.get(word, []):
                yield from self._branches(branch, words, (*seen, id(node)))


def _discriminated(node: Any) -> Any:
    """Return a part of the document in which variants with a discriminator may overlap.

    JSON Schema refuses a value that fits two schemas of a `oneOf`, and knows no discriminator.
    """
    if isinstance(node, list):
        return [_discriminated(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    loose = "discriminator" in node and "oneOf" in node
    return {
        "anyOf" if loose and name == "oneOf" else name: _discriminated(inner)
        for name, inner in node.items()
    }


def need_valid(validator: Any, value: Any, where: str) -> None:
    """Hold a value against a compiled schema.

    Args:
        validator: Of the schema.
        value: The value.
        where: What to call the value itself.

    Raises:
        ApiError: 400 naming the field at fault.

    """
    try:
        error = next(iter(validator.iter_errors(value)), None)
    except (ValueError, RecursionError, OverflowError) as problem:
        raise ApiError(400, f"{where} is not valid", field=where, reason="invalid") from problem
    if error is None:
        return
    steps = [str(step) for step in error.instance_path]
    missing = getattr(error.kind, "property", None)
    if missing is not None and error.kind.name == "required":
        field = ".".join([*steps, str(missing)])
        raise ApiError(400, f"{field} is required", field=field, reason="required")
    field = ".".join(steps) or where
    raise ApiError(400, f"{field} is not valid", field=field, reason=str(error.kind.name))

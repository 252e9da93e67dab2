"""The contract, read with its line numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.errors import GenerationError

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@attrs.frozen
class Operation:
    """One operation: its path, method, node, path item, and the line where it begins."""

    path: str
    method: str
    node: Mapping[str, Any]
    item: Mapping[str, Any]
    line: int


@attrs.frozen
class Schema:
    """One schema: its node, its line, its component name, and what it is inside of.

    `place` is `component` for a named schema, `property`, `items`, `variant`, `values` (of
    additionalProperties), `parameter`, `header`, `body` or `answer`; `key` is a property's name.
    """

    node: Any
    line: int
    place: str
    key: str


def load_contract(path: Path) -> Mapping[str, Any]:
    """Return the contract as nodes that know their lines.

    Raises:
        GenerationError: it cannot be read, or is no mapping with paths.

    """
    try:
        document = YAML(typ="rt").load(path)
    except OSError as error:
        raise GenerationError(f"{path} cannot be read: {error.strerror}") from error
    except YAMLError as error:
        raise GenerationError(f"{path} is no valid YAML: {error}") from error
    if not isinstance(document, Mapping) or not isinstance(document.get("paths"), Mapping):
        raise GenerationError(f"{path} is no OpenAPI document: it has no paths")
    return document


def line_of(node: Any, key: object = None) -> int:
    """Return the line, from 1, of a key or an index of a node, or of the node itself."""
    place = getattr(node, "lc", None)
    if place is None:
        return 0
    if key is not None:
        try:
            return int((place.key(key) if isinstance(node, Mapping) else place.item(key))[0]) + 1
        except (KeyError, TypeError):
            pass
    return int(place.line) + 1


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Yield every operation of the contract."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(path, method, item[method], item, line_of(item, method))


def operation_count(document: Mapping[str, Any]) -> int:
    """Return how many operations the contract has."""
    return sum(1 for _ in operations(document))


def component(document: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """Return the components of a kind, such as `schemas`, by name."""
    found = (document.get("components") or {}).get(kind) or {}
    return found if isinstance(found, Mapping) else {}


def resolve(document: Mapping[str, Any], node: Any) -> Any:
    """Return what a local reference leads to; other nodes as they are."""
    seen = 0
    while isinstance(node, Mapping) and isinstance(node.get("$ref"), str) and seen < 20:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target.get(part) if isinstance(target, Mapping) else None
        node, seen = target, seen + 1
    return node


def parameters(document: Mapping[str, Any]) -> Iterator[tuple[Any, int]]:
    """Yield every parameter that is written out, with its line."""
    for name, node in component(document, "parameters").items():
        yield node, line_of(component(document, "parameters"), name)
    for item in document["paths"].values():
        holders = [item, *(item[method] for method in METHODS if method in item)]
        for holder in holders:
            listed = holder.get("parameters") or []
            for index, node in enumerate(listed):
                if "$ref" not in node:
                    yield node, line_of(listed, index)


def answers(document: Mapping[str, Any]) -> Iterator[tuple[Any, int]]:
    """Yield every response that is written out, with its line."""
    for name, node in component(document, "responses").items():
        yield node, line_of(component(document, "responses"), name)
    for operation in operations(document):
        listed = operation.node.get("responses") or {}
        for status, node in listed.items():
            if "$ref" not in node:
                yield node, line_of(listed, status)


def schemas(document: Mapping[str, Any]) -> Iterator[Schema]:
    """Yield every schema of the contract, those inside others too."""
    named = component(document, "schemas")
    for name, node in named.items():
        yield from _inside(Schema(node, line_of(named, name), "component", str(name)))
    for node, line in parameters(document):
        if "schema" in node:
            name = str(node.get("name"))
            yield from _inside(Schema(node["schema"], line, "parameter", name))
    for node, line in answers(document):
        yield from _contents(node, line, "answer")
    for operation in operations(document):
        body = operation.node.get("requestBody")
        if body is not None and "$ref" not in body:
            yield from _contents(body, line_of(operation.node, "requestBody"), "body")


def _contents(node: Any, line: int, place: str) -> Iterator[Schema]:
    for media in (node.get("content") or {}).values():
        if "schema" in media:
            found = line_of(media, "schema") or line
            yield from _inside(Schema(media["schema"], found, place, ""))


def _inside(schema: Schema) -> Iterator[Schema]:
    yield schema
    node = schema.node
    if not isinstance(node, Mapping):
        return
    properties = node.get("properties") or {}
    for name, inner in properties.items():
        yield from _inside(Schema(inner, line_of(properties, name), "property", str(name)))
    for key, place in (("items", "items"), ("additionalProperties", "values"), ("not", "variant")):
        if key in node and not (key == "additionalProperties" and isinstance(node[key], bool)):
            yield from _inside(Schema(node[key], line_of(node, key), place, ""))
    for key in ("oneOf", "anyOf", "allOf"):
        for index, inner in enumerate(node.get(key) or []):
            yield from _inside(Schema(inner, line_of(node[key], index), "variant", ""))

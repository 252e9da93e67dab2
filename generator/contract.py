"""The contract, read with its line numbers, and walked over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import attrs
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.errors import GenerationError

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

NAME_MAPS: Final = frozenset(
    {"properties", "headers", "schemas", "responses", "parameters", "requestBodies", "paths"},
)
"""The keys of a contract whose value has names of its own choice as keys."""


@attrs.frozen
class Operation:
    """One operation: its path, method, node, path item, and the line where it begins."""

    path: str
    method: str
    node: Mapping[str, Any]
    item: Mapping[str, Any]
    line: int

    @property
    def name(self) -> str:
        """The operation as people write it: `GET /recordings`."""
        return f"{self.method.upper()} {self.path}"


def load_contract(path: Path) -> Mapping[str, Any]:
    """Return the contract as nodes that know their lines.

    Raises:
        GenerationError: it cannot be read, or is no mapping with paths.

    """
    try:
        document = YAML(typ="rt").load(path)
    except OSError as error:
        raise GenerationError(f"{path} cannot be read: {error.strerror}") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise GenerationError(f"{path} is no valid YAML: {error}") from error
    if not isinstance(document, Mapping) or "paths" not in document:
        raise GenerationError(f"{path} is no OpenAPI document: it has no paths")
    if isinstance(document["paths"], dict):
        for key in [each for each in document["paths"] if str(each).startswith("x-")]:
            del document["paths"][key]  # an extension, and no path
    return document


def plain(node: Any) -> Any:
    """Return a node of Python's own types, without what it knows of lines and of its notation."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    own = next((kind for kind in (bool, str, int, float) if isinstance(node, kind)), None)
    return own(node) if own else node


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


def pointer_parts(reference: str) -> list[str]:
    """Return what a local reference names, step by step, without its escapes."""
    steps = reference.removeprefix("#/").split("/")
    return [unquote(step).replace("~1", "/").replace("~0", "~") for step in steps]


def resolve(document: Mapping[str, Any], node: Any) -> Any:
    """Return what a local reference leads to, None for nowhere; other nodes as they are."""
    for _ in range(20):
        if not isinstance(node, Mapping) or not isinstance(node.get("$ref"), str):
            return node
        target: Any = document
        for part in pointer_parts(node["$ref"]):
            if isinstance(target, list) and part.isdigit() and int(part) < len(target):
                target = target[int(part)]
            else:
                target = target.get(part) if isinstance(target, Mapping) else None
        node = target
    return None


def references(node: Any, *, named: bool = False) -> Iterator[Any]:
    """Yield each map that is a reference; what stands under `x-` or is an example is none.

    Args:
        node: where to look.
        named: whether the keys of the node are names of the contract's own choice.

    """
    if isinstance(node, Mapping):
        if isinstance(node.get("$ref"), str) and not named:
            yield node
        for key, value in node.items():
            if named or not (str(key).startswith("x-") or key in ("example", "examples", "enum")):
                yield from references(value, named=key in NAME_MAPS and not named)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Yield every operation of the contract."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(path, method, item[method], item, line_of(item, method))


def component(document: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """Return the components of a kind, such as `schemas`, by name."""
    found: Mapping[str, Any] = (document.get("components") or {}).get(kind) or {}
    return found


def _written_out(document: Mapping[str, Any], kind: str) -> Iterator[tuple[Any, int]]:
    named = component(document, kind)
    for name, node in named.items():
        if "$ref" not in node:
            yield node, line_of(named, name)


def parameters(document: Mapping[str, Any]) -> Iterator[tuple[Any, int]]:
    """Yield every parameter that is written out, with its line."""
    yield from _written_out(document, "parameters")
    for item in document["paths"].values():
        for holder in (item, *(item[method] for method in METHODS if method in item)):
            listed = holder.get("parameters") or []
            for index, node in enumerate(listed):
                if "$ref" not in node:
                    yield node, line_of(listed, index) or line_of(node)


def parameters_of(document: Mapping[str, Any], operation: Operation) -> list[Mapping[str, Any]]:
    """Return the parameters of one operation; its own ones override those of its path item."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for holder in (operation.item, operation.node):
        for node in holder.get("parameters") or []:
            parameter = resolve(document, node)
            if isinstance(parameter, Mapping):
                found[parameter.get("name", ""), parameter.get("in", "")] = parameter
    return list(found.values())


def responses(document: Mapping[str, Any]) -> Iterator[tuple[Any, int]]:
    """Yield every response that is written out, with its line."""
    yield from _written_out(document, "responses")
    for operation in operations(document):
        listed = operation.node.get("responses") or {}
        for status, node in listed.items():
            if "$ref" not in node:
                yield node, line_of(listed, status)

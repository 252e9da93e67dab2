"""What must be a map, a list or text, checked before the rules: they may then rely on it.

A checker is given a node, and where it stands, and yields what is wrong there and inside of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs

from generator.contract import METHODS, line_of
from generator.finding import Finding


@attrs.frozen
class _Place:
    """Where a node stands: the line, and the way to it from the top."""

    line: int
    way: str

    def under(self, parent: Any, key: object) -> _Place:
        step = f"[{key}]" if isinstance(parent, list) else f".{key}"
        return _Place(line_of(parent, key) or self.line, f"{self.way}{step}".lstrip("."))

    def wrong(self, node: Any, expected: str) -> Finding:
        kind = type(node).__name__
        for known, name in ((Mapping, "a map"), (list, "a list"), (str, "text"), (bool, "a flag")):
            if isinstance(node, known):
                kind = name
        found = "empty" if node is None or node in ({}, []) else kind
        return Finding(self.line, f"{self.way} is {found}", f"write {expected}")


_Check = Callable[[Any, _Place], Iterator[Finding]]


def _text(node: Any, place: _Place) -> Iterator[Finding]:
    if not isinstance(node, str):
        yield place.wrong(node, "text, in quotes when it looks like a number or a date")


def _any_of(*words: str) -> _Check:
    def check(node: Any, place: _Place) -> Iterator[Finding]:
        if node not in words:
            yield Finding(place.line, f"{place.way} is {node!r}", f"write {' or '.join(words)}")

    return check


def _list_of(each: _Check | None, expected: str, *, filled: bool = False) -> _Check:
    def check(node: Any, place: _Place) -> Iterator[Finding]:
        if not isinstance(node, list) or (filled and not node):
            yield place.wrong(node, expected)
        elif each is not None:
            for index, inner in enumerate(node):
                yield from each(inner, place.under(node, index))

    return check


def _map_of(each: _Check, expected: str, key: str = "name") -> _Check:
    def check(node: Any, place: _Place) -> Iterator[Finding]:
        if not isinstance(node, Mapping):
            yield place.wrong(node, expected)
            return
        for name, inner in node.items():
            at = place.under(node, name)
            if not isinstance(name, str):
                problem = f"{at.way}: the {key} is no text"
                yield Finding(at.line, problem, f'quote the {key}: "{name}"')
            yield from each(inner, at)

    return check


def _record(
    expected: str, inside: Mapping[str, _Check], needed: tuple[str, ...] = (), kind: str = ""
) -> _Check:
    """Check a map of known keys; where a kind of components is given, a $ref to one will do."""

    def check(node: Any, place: _Place) -> Iterator[Finding]:
        if not isinstance(node, Mapping):
            yield place.wrong(node, expected)
            return
        if kind and "$ref" in node:
            at = place.under(node, "$ref")
            yield from _text(node["$ref"], at)
            if not re.match(f"#/components/{kind}/|(?!#/components/)", str(node["$ref"])):
                problem = f"{at.way} leads to another kind of component"
                yield Finding(at.line, problem, f"name one of components.{kind}")
        for key in needed:
            if key not in node and not (kind and "$ref" in node):
                yield Finding(place.line, f"{place.way} has no {key}", f"write its {key}")
        for key, each in inside.items():
            if key in node:
                yield from each(node[key], place.under(node, key))

    return check


def _schema(node: Any, place: _Place) -> Iterator[Finding]:
    if not isinstance(node, bool):
        yield from _SCHEMA(node, place)


def _type(node: Any, place: _Place) -> Iterator[Finding]:
    yield from (_TYPES if isinstance(node, list) else _text)(node, place)


def _paths(node: Any, place: _Place) -> Iterator[Finding]:
    if not isinstance(node, Mapping):
        yield place.wrong(node, "a map of paths")
        return
    for path, item in node.items():
        if str(path).startswith("/"):
            yield from _PATH_ITEM(item, place.under(node, path))
        else:
            problem = f"{path} under paths does not begin with /"
            yield Finding(line_of(node, path), problem, "mend the path, or write it elsewhere")


_TYPES: Final = _list_of(_text, "a type or a list of types", filled=True)
_SCHEMAS: Final = _list_of(_schema, "a list of schemas", filled=True)
_SCHEMA: Final = _record(
    "a schema, {} for any value",
    {
        "type": _type,
        "format": _text,
        "title": _text,
        "description": _text,
        "enum": _list_of(None, "a list of values", filled=True),
        "required": _list_of(_text, "a list of names"),
        "properties": _map_of(_schema, "a map of schemas"),
        "items": _schema,
        "additionalProperties": _schema,
        "allOf": _SCHEMAS,
        "anyOf": _SCHEMAS,
        "oneOf": _SCHEMAS,
        "prefixItems": _SCHEMAS,
        "not": _schema,
    },
    kind="schemas",
)
_MEDIA: Final = _record("a map with a schema", {"schema": _schema})
_CONTENT: Final = _map_of(_MEDIA, "a map of media types", "media type")
_HEADER: Final = _record("a header", {"schema": _schema, "content": _CONTENT}, kind="headers")
_HEADERS: Final = _map_of(_HEADER, "a map of headers")
_PARAMETER: Final = _record(
    "a parameter: a map with name, in and schema",
    {
        "name": _text,
        "in": _any_of("path", "query", "header", "cookie"),
        "schema": _schema,
        "content": _CONTENT,
    },
    needed=("name", "in"),
    kind="parameters",
)
_PARAMETERS: Final = _list_of(_PARAMETER, "a list of parameters")
_BODY: Final = _record(
    "a request body: a map with content",
    {"content": _CONTENT},
    needed=("content",),
    kind="requestBodies",
)
_RESPONSE: Final = _record(
    "a response: a map with a description",
    {"description": _text, "content": _CONTENT, "headers": _HEADERS},
    needed=("description",),
    kind="responses",
)
_OPERATION: Final = _record(
    "an operation: a map with operationId, tags, security and responses",
    {
        "operationId": _text,
        "summary": _text,
        "description": _text,
        "tags": _list_of(_text, "a list of one tag"),
        "security": _list_of(_record("a map", {}), "a list of security schemes"),
        "parameters": _PARAMETERS,
        "requestBody": _BODY,
        "responses": _map_of(_RESPONSE, "a map of responses by status", "status"),
    },
    needed=("responses",),
)
_PATH_ITEM: Final = _record(
    "a path item: a map of operations by method",
    {"parameters": _PARAMETERS, **dict.fromkeys(METHODS, _OPERATION)},
)
_SECURITY_SCHEME: Final = _record(
    "a security scheme", {"type": _text}, needed=("type",), kind="securitySchemes"
)
_COMPONENTS: Final = _record(
    "a map of components by kind",
    {
        "schemas": _map_of(_schema, "a map of schemas"),
        "parameters": _map_of(_PARAMETER, "a map of parameters"),
        "headers": _HEADERS,
        "requestBodies": _map_of(_BODY, "a map of request bodies"),
        "responses": _map_of(_RESPONSE, "a map of responses"),
        "securitySchemes": _map_of(_SECURITY_SCHEME, "a map of security schemes"),
    },
)
_INFO: Final = _record(
    "a title and a version", {"title": _text, "version": _text}, needed=("title", "version")
)
_DOCUMENT: Final = _record(
    "an OpenAPI document",
    {"info": _INFO, "paths": _paths, "components": _COMPONENTS},
    needed=("info",),
)


def shape(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Find what is a map, a list or text where another kind of value belongs, or is empty."""
    yield from _DOCUMENT(document, _Place(1, ""))

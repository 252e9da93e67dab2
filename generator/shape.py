"""Holds a contract against the schema of OpenAPI 3.1: the rules after this one may rely on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

import jsonschema_rs
from jsonschema import Draft202012Validator, ValidationError
from openapi_spec_validator.schemas import schema_v31

from generator.contract import line_of, plain
from generator.finding import Finding

_NAMES: Final = {dict: "a map", list: "a list", str: "text", bool: "a flag"}
_WORDS: Final = {"object": "a map", "array": "a list", "string": "text, in quotes where it looks "
                 "like a number or a date", "boolean": "true or false"}  # fmt: skip


def shape(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Find what OpenAPI does not allow in its place: a list for a map, an unknown key."""
    yield from _unquoted(document)
    schema, instance = _schema(), plain(document)
    # One says quickly whether anything is wrong, the other one what it is.
    with suppress(ValueError):  # a date, which is none of JSON's types
        if jsonschema_rs.Draft202012Validator(schema).is_valid(instance):
            return
    for error in Draft202012Validator(schema).iter_errors(instance):
        # "is not valid under any of the given schemas" says nothing; the best of its causes does.
        causes = error.context or [error]
        yield _finding(document, max(causes, key=lambda cause: len(cause.absolute_path)))


def _schema() -> dict[str, Any]:
    """Return OpenAPI's schema, in which a reference names a component of the kind of its place.

    What can be left out all the same, or be spelled in another way, loses no meaning by that.
    """
    parts = dict(schema_v31["$defs"])
    for name, key in (
        ("parameter", "oneOf"),
        ("header", "oneOf"),
        ("components", "patternProperties"),
    ):
        parts[name] = {each: node for each, node in parts[name].items() if each != key}
    response = {"$ref": "#/$defs/response-or-reference"}
    parts["responses"] = {"type": "object", "additionalProperties": response}
    for kind, node in parts["components"]["properties"].items():
        name = str(node["additionalProperties"].get("$ref", "")).rpartition("/")[2] or "schema"
        pattern = f"^(#/components/{kind}/|(?!#/components/))"
        named = {"properties": {"$ref": {"pattern": pattern}}}
        parts[name] = {**parts[name], "allOf": [named]}
    # What OpenAPI leaves to JSON Schema is looked at too, in each schema inside of another.
    parts["schema"]["$ref"] = "https://json-schema.org/draft/2020-12/schema"
    return {**schema_v31, "$defs": parts}


def _finding(document: Mapping[str, Any], error: ValidationError) -> Finding:
    node: Any = document
    line, way = 1, ""
    for step in error.absolute_path:
        line = line_of(node, step) or line
        way += f"[{step}]" if isinstance(node, list) else f".{step}"
        node = node[step]
    way, value, allowed = way.lstrip(".") or "the document", error.instance, error.validator_value
    # The keys that are missing or in the wrong place stand in the message alone.
    named = re.search(r"'((?:[^'\\]|\\.)+)'", error.message)
    if error.validator == "required" and named:
        return Finding(line, f"{way} has no {named[1]}", f"write its {named[1]}")
    if error.validator == "unevaluatedProperties" and named:
        line = line_of(node, named[1]) or line
        return Finding(line, f"{way} has no key {named[1]}", "mend it, or write it elsewhere")
    if error.validator == "type":
        found = "empty" if value in (None, {}, []) else _NAMES.get(type(value), "a number")
        wanted = [allowed] if isinstance(allowed, str) else allowed
        fix = " or ".join(_WORDS.get(each, each) for each in wanted)
        if wanted == ["object", "boolean"]:
            fix = "a schema, {} for any value"
        return Finding(line, f"{way} is {found}", f"write {fix}")
    if error.validator == "enum":
        return Finding(line, f"{way} is {value!r}", f"write {' or '.join(map(str, allowed))}")
    if way.endswith("$ref"):
        return Finding(line, f"{way} leads to another kind of component", f"match {allowed}")
    return Finding(line, f"{way}: {error.message[:200]}", "write what OpenAPI 3.1 has there")


def _unquoted(node: Any, way: str = "") -> Iterator[Finding]:
    """Find the keys that YAML does not read as text."""
    items = node.items() if isinstance(node, Mapping) else enumerate(node)
    for key, value in items:
        if isinstance(node, Mapping) and not isinstance(key, str):
            problem = f"{way}.{key} is no text".lstrip(".")
            yield Finding(line_of(node, key), problem, f'write it in quotes: "{key}"')
        if isinstance(value, Mapping | list):
            yield from _unquoted(value, f"{way}.{key}")

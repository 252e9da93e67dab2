"""Finds the examples of a contract that are not what their schema says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs
from jsonschema import FormatChecker
from openapi_schema_validator import OAS31Validator

from generator.contract import (
    bodies,
    line_of,
    parameters,
    plain,
    resolve,
    responses,
    schemas,
)
from generator.finding import Finding

_FORMATS: Final = FormatChecker(["date-time", "date", "uuid"])


@attrs.frozen
class _Example:
    value: Any
    schema: Any
    line: int


def wrong_examples(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Find the examples, wherever they stand, that contradict their schema."""
    for example in _examples(document):
        if not isinstance(example.schema, Mapping):
            continue
        # Components beside the schema, so that its references lead somewhere.
        rule = {**plain(example.schema), "components": plain(document.get("components") or {})}
        checker = OAS31Validator(rule, format_checker=_FORMATS)
        for error in checker.iter_errors(plain(example.value)):
            way = "".join(f".{step}" for step in error.absolute_path)
            yield Finding(
                example.line,
                f"the example{way} is not what its schema says: {error.message}",
                "write an example that the service would take or give",
            )


def _examples(document: Mapping[str, Any]) -> Iterator[_Example]:
    for holders in (bodies(document), responses(document)):
        for node, _ in holders:
            for media in (node.get("content") or {}).values():
                yield from _of(document, media, media.get("schema"))
    for node, _ in parameters(document):
        yield from _of(document, node, node.get("schema"))
    for schema in schemas(document):
        if isinstance(schema.node, Mapping) and "$ref" not in schema.node:
            if "example" in schema.node:
                line = line_of(schema.node, "example")
                yield _Example(schema.node["example"], schema.node, line)
            # JSON Schema's own word, for a list of values.
            listed = schema.node.get("examples") or []
            for index, value in enumerate(listed):
                yield _Example(value, schema.node, line_of(listed, index))


def _of(document: Mapping[str, Any], holder: Mapping[str, Any], schema: Any) -> Iterator[_Example]:
    if "example" in holder:
        yield _Example(holder["example"], schema, line_of(holder, "example"))
    named = holder.get("examples") or {}
    for name, node in named.items():
        example = resolve(document, node)
        if isinstance(example, Mapping) and "value" in example:
            yield _Example(example["value"], schema, line_of(named, name))

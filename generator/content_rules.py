"""Rules for what is sent and received: one function for each rule, named as the rule is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.contract import Operation, bodies, line_of, operations, resolve, responses
from generator.finding import Finding
from generator.schema_view import fields, kinds, parts

_JSON: Final = re.compile(r"application/([^;\s]+\+)?json(;.*)?")
_STATUS: Final = re.compile(r"[1-5](\d\d|XX)|default")


def body_media(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Files and forms break the typed methods; of two media types neither has its own fields."""
    for node, line in bodies(document):
        media = list(node["content"])
        if len(media) != 1:
            yield Finding(line, f"a body has {len(media)} media types", "keep one")
        for name in media:
            if not _JSON.fullmatch(name):
                fix = "send JSON; the bytes of files go to storage, by a pre-signed URL"
                yield Finding(line, f"a body is {name}", fix)
            elif "schema" not in node["content"][name]:
                yield Finding(line, f"a body of {name} has no schema", "give it one")


def body_fields(document: Mapping[str, Any]) -> Iterator[Finding]:
    """A method takes a body's fields as keyword arguments: free keys cannot be passed."""
    for node, line in bodies(document):
        for media in node["content"].values():
            schema = media.get("schema")
            if kinds(document, schema) != {"object"}:
                continue
            if not fields(document, schema):
                fix = "write its properties, or put it into a property of another object"
                yield Finding(line, "a body is an object of free keys", fix)
            for part in parts(document, schema):
                extra = part.get("additionalProperties", False)
                if fields(document, schema) and extra is not False:
                    yield Finding(
                        line_of(part, "additionalProperties"),
                        "a body has free keys beside its properties",
                        "move them into a property that is an object of free keys",
                    )


def optional_body(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Yields code that is no Python, or wrong, when it is one of several types."""
    for node, line in bodies(document):
        for media in node["content"].values():
            if not node.get("required") and "union" in kinds(document, media.get("schema")):
                problem = "a body that may be left out is one of several types"
                yield Finding(line, problem, "write required: true")


def response_media(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Other media are left out or break the typed methods; of several only the first is read."""
    for node, line in responses(document):
        media = list(node.get("content") or {})
        if len(media) > 1:
            yield Finding(line, f"of {len(media)} media types only the first is read", "keep one")
        for name in media:
            if not _JSON.fullmatch(name):
                yield Finding(line, f"the media type {name} is no JSON", "send JSON, or a URL")


def response_status(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Left out when it is no status."""
    for operation in operations(document):
        for status in operation.node["responses"]:
            if not _STATUS.fullmatch(str(status)):
                line = line_of(operation.node["responses"], status)
                yield Finding(line, f"{status} is no status", 'write one such as "200" or "2XX"')


def default_response(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Also catches redirects, and parses them as JSON."""
    for operation in operations(document):
        listed = operation.node["responses"]
        if "default" in listed:
            line = line_of(listed, "default")
            yield Finding(line, f"{operation.name} has a default response", "list the statuses")


def _successes(document: Mapping[str, Any], operation: Operation) -> Iterator[tuple[int, Any]]:
    """Yield the line of each success of an operation, and its content or None."""
    listed = operation.node["responses"]
    for status, node in listed.items():
        if str(status).startswith("2"):
            response = resolve(document, node) or {}
            yield line_of(listed, status), response.get("content") or None


def no_success(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Every response is an error: its method can only raise."""
    for operation in operations(document):
        if not any(_successes(document, operation)):
            line = line_of(operation.node, "responses")
            yield Finding(line, f"{operation.name} has no success", "write the 2xx responses")


def success_with_and_without_content(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Makes the return type Any, and the type checker blind."""
    for operation in operations(document):
        contents = {content is None for _, content in _successes(document, operation)}
        if len(contents) > 1:
            yield Finding(
                line_of(operation.node, "responses"),
                f"{operation.name} has a success with content and one without",
                "give each success the same schema",
            )


def success_schema(document: Mapping[str, Any]) -> Iterator[Finding]:
    """A typed method returns one class: what is no object of a name cannot be checked."""
    for operation in operations(document):
        seen: set[str] = set()
        for line, content in _successes(document, operation):
            if content is None:
                continue
            schema = next(iter(content.values())).get("schema")
            reference = schema.get("$ref") if isinstance(schema, Mapping) else None
            if reference is None or kinds(document, schema) != {"object"}:
                yield Finding(
                    line,
                    f"a success of {operation.name} is no $ref to an object",
                    "put the value into an object under components/schemas",
                )
            elif seen and reference not in seen:
                problem = f"{operation.name} has successes of several schemas"
                yield Finding(line, problem, "give each success the same schema")
            seen.add(str(reference))

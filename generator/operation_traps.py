"""Traps in operations: one function for each rule, named as the rule is. Each was tried."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.contract import answers, line_of, operations, parameters, resolve
from generator.finding import Finding, snake

_BREAKING_PARAMETERS: Final = frozenset({"params", "headers", "client", "body", "self", "response"})
_IGNORED_STYLES: Final = ("pipeDelimited", "spaceDelimited", "deepObject")
_READABLE_MEDIA: Final = re.compile(r"application/(?:.+\+)?json|text/.+|application/octet-stream")


def openapi_version(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Other versions are refused or give worse types."""
    version = document.get("openapi")
    if version not in ("3.1.0", "3.1.1"):
        yield Finding(line_of(document, "openapi"), f"openapi is {version!r}", "write 3.1.0")


def path_item_reference(document: Mapping[str, Any]) -> Iterator[Finding]:
    """The generator drops every operation behind it."""
    for path, item in document["paths"].items():
        if "$ref" in item:
            line = line_of(document["paths"], path)
            yield Finding(line, f"{path} is a $ref", "write the path item out here")


def operation_id(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Names the module; of two equal ones the later overwrites the first."""
    seen: dict[str, str] = {}
    for operation in operations(document):
        name = operation.node.get("operationId")
        here = f"{operation.method.upper()} {operation.path}"
        if not name:
            yield Finding(operation.line, f"{here} has no operationId", "give it a lasting one")
        elif snake(name) in seen:
            other = seen[snake(name)]
            yield Finding(operation.line, f"{name} is also the name of {other}", "rename one")
        else:
            seen[snake(name)] = here


def one_tag(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Only the first tag becomes a package."""
    for operation in operations(document):
        if len(operation.node.get("tags") or []) != 1:
            yield Finding(
                operation.line, f"{operation.path} has not exactly one tag", "write one tag"
            )


def operation_security(document: Mapping[str, Any]) -> Iterator[Finding]:
    """A security at the top is ignored: the function would take a client without a key."""
    for operation in operations(document):
        if "security" not in operation.node:
            yield Finding(
                operation.line,
                f"{operation.method.upper()} {operation.path} has no security of its own",
                "write security: in the operation; one at the top level is ignored",
            )


def parameter_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Names that the function's own code uses."""
    for node, line in parameters(document):
        if snake(str(node.get("name"))) in _BREAKING_PARAMETERS:
            yield Finding(line, f"the parameter {node['name']} breaks its function", "rename it")


def parameter_style(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Ignored: arrays are sent as repeated keys, objects flattened."""
    for node, line in parameters(document):
        style = node.get("style")
        if node.get("explode") is False or style in (
            "pipeDelimited",
            "spaceDelimited",
            "deepObject",
        ):
            yield Finding(line, f"the style of {node.get('name')} is ignored", "use the default")


def header_parameter_type(document: Mapping[str, Any]) -> Iterator[Finding]:
    """The whole operation is left out."""
    for node, line in parameters(document):
        schema = resolve(document, node.get("schema")) or {}
        if node.get("in") == "header" and (
            schema.get("type") in ("array", "object") or "date" in str(schema.get("format"))
        ):
            yield Finding(line, f"the header {node.get('name')} is no plain value", "use a string")


def parameter_description(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Only a description inside the schema reaches the docstring."""
    for node, line in parameters(document):
        if "description" in node:
            yield Finding(
                line,
                f"the description of {node.get('name')} is dropped",
                "move it into the parameter's schema",
            )


def answer_media(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Other media are left out, and of several only the first is read."""
    for node, line in answers(document):
        media = list(node.get("content") or {})
        if len(media) > 1:
            yield Finding(line, f"of {len(media)} media types only the first is read", "keep one")
        for name in media:
            if not _READABLE_MEDIA.fullmatch(name):
                yield Finding(line, f"the media type {name} is left out", "answer JSON or binary")


def default_answer(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Also catches redirects, and parses them as JSON."""
    for operation in operations(document):
        listed = operation.node.get("responses") or {}
        if "default" in listed:
            line = line_of(listed, "default")
            yield Finding(line, f"{operation.path} has a default answer", "list the statuses")


def success_with_and_without_content(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Makes the return type Any, and the type checker blind."""
    for operation in operations(document):
        listed = operation.node.get("responses") or {}
        contents = {
            bool((resolve(document, node) or {}).get("content"))
            for status, node in listed.items()
            if str(status).startswith("2")
        }
        if len(contents) > 1:
            yield Finding(
                line_of(operation.node, "responses"),
                f"{operation.path} has a success with content and one without",
                "give each success the same schema",
            )


def documented_400(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Whatever takes input can be given bad input."""
    for operation in operations(document):
        takes = (
            operation.item.get("parameters")
            or operation.node.get("parameters")
            or operation.node.get("requestBody")
        )
        if takes and "400" not in (operation.node.get("responses") or {}):
            yield Finding(
                operation.line, f"{operation.path} takes input but has no 400", "document the 400"
            )


def method_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Two operations of a tag whose names are equal without the tag's noun."""
    seen: dict[tuple[str, str], str] = {}
    for operation in operations(document):
        name, tags = operation.node.get("operationId"), operation.node.get("tags")
        if not name or not tags:
            continue
        tag = snake(str(tags[0]))
        nouns = (tag, tag.removesuffix("s"))
        short = "_".join(word for word in snake(name).split("_") if word not in nouns)
        if keyword.iskeyword(short):
            yield Finding(operation.line, f"{name} becomes the keyword {short}", "rename it")
        other = seen.setdefault((tag, short), name)
        if other != name:
            yield Finding(
                operation.line, f"{name} and {other} are both {tag}.{short}()", "rename one"
            )


def flattened_names(document: Mapping[str, Any]) -> Iterator[Finding]:
    """A body's fields and the parameters are keyword arguments of one method."""
    for operation in operations(document):
        listed = [
            *(operation.node.get("parameters") or []),
            *(operation.item.get("parameters") or []),
        ]
        names = [snake(str((resolve(document, node) or {}).get("name"))) for node in listed]
        body = resolve(document, operation.node.get("requestBody")) or {}
        for media in (body.get("content") or {}).values():
            schema = resolve(document, media.get("schema")) or {}
            names += [snake(name) for name in schema.get("properties") or {}]
        for name, count in Counter(names).items():
            if count > 1:
                yield Finding(
                    operation.line, f"{operation.path} has {count} arguments {name}", "rename one"
                )

"""Rules for operations: one function for each rule, named as the rule is. Each was tried."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.contract import component, line_of, operations
from generator.finding import Finding
from generator.naming import identifier, method_of, tag_module

_IMPORTED_BESIDE_MODULES: Final = frozenset(
    {"annotations", "builtins", "cast", "expect", "expect_success"},
)
_VARIABLES_OF_METHODS: Final = frozenset({"body", "request", "response"})
_TYPES_IN_ANNOTATIONS: Final = frozenset({"bool", "bytes", "dict", "float", "int", "str"})


def openapi_version(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Other versions are refused or give worse types."""
    version = document.get("openapi")
    if version not in ("3.1.0", "3.1.1"):
        yield Finding(line_of(document, "openapi"), f"openapi is {version!r}", "write 3.1.0")


def no_operations(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Yields a resources.py that is no Python."""
    if not any(operations(document)):
        yield Finding(line_of(document, "paths"), "there is no operation", "write one under paths")


def webhook(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Dropped: only the schemas of webhooks and callbacks are read."""
    if document.get("webhooks"):
        line = line_of(document, "webhooks")
        yield Finding(line, "webhooks are dropped", "leave out webhooks; keep their schemas")
    for operation in operations(document):
        if "callbacks" in operation.node:
            line = line_of(operation.node, "callbacks")
            yield Finding(line, f"the callbacks of {operation.name} are dropped", "leave them out")


def own_servers(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Ignored: each request goes to the client's base URL."""
    for path, item in document["paths"].items():
        for holder in (item, *(each.node for each in operations(document) if each.item is item)):
            if "servers" in holder:
                line = line_of(holder, "servers")
                yield Finding(line, f"{path} has servers of its own", "keep servers at the top")


def security_scheme(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Ignored: a client sends its key as `Authorization: Bearer`, whatever the scheme is."""
    named = component(document, "securitySchemes")
    for name, node in named.items():
        bearer = node.get("type") == "http" and str(node.get("scheme")).lower() == "bearer"
        if not bearer and node.get("type") not in ("oauth2", "openIdConnect"):
            problem = f"the security scheme {name} sends no bearer token"
            yield Finding(line_of(named, name), problem, "write type: http, scheme: bearer")


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
        if not name:
            problem = f"{operation.name} has no operationId"
            yield Finding(operation.line, problem, "give it a lasting one")
        elif identifier(name) in seen:
            other = seen[identifier(name)]
            yield Finding(operation.line, f"{name} is also the name of {other}", "rename one")
        else:
            seen[identifier(name)] = operation.name


def operation_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Names that stand beside the modules of a tag, or in its methods, already."""
    for operation in operations(document):
        name = operation.node.get("operationId") or ""
        if identifier(name) in _IMPORTED_BESIDE_MODULES | _VARIABLES_OF_METHODS:
            line = line_of(operation.node, "operationId")
            yield Finding(line, f"the operationId {name} is a name that is taken", "rename it")


def one_tag(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Only the first tag becomes a package."""
    for operation in operations(document):
        if len(operation.node.get("tags") or []) != 1:
            problem = f"{operation.name} has not exactly one tag"
            yield Finding(operation.line, problem, "write one tag")


def operation_security(document: Mapping[str, Any]) -> Iterator[Finding]:
    """A security at the top is ignored: the function would take a client without a key."""
    for operation in operations(document):
        if "security" not in operation.node:
            yield Finding(
                operation.line,
                f"{operation.name} has no security of its own",
                "write security: in the operation; one at the top level is ignored",
            )


def documented_400(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Whatever takes input can be given bad input."""
    for operation in operations(document):
        takes = (
            operation.item.get("parameters")
            or operation.node.get("parameters")
            or operation.node.get("requestBody")
        )
        if takes and "400" not in operation.node["responses"]:
            problem = f"{operation.name} takes input but has no 400"
            yield Finding(operation.line, problem, "document the 400")


def method_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """An operationId without the tag's noun is no name of a method, or that of another one."""
    seen: dict[tuple[str, str], str] = {}
    for operation in operations(document):
        name, tags = operation.node.get("operationId"), operation.node.get("tags")
        if not name or not tags:
            continue
        tag, short = tag_module(tags[0]), method_of(name, tags[0])
        if not short.isidentifier() or keyword.iskeyword(short):
            yield Finding(operation.line, f"{name} becomes the method {short!r}", "rename it")
        if short in _TYPES_IN_ANNOTATIONS:
            problem = f"{name} becomes the method {short}, which hides the type"
            yield Finding(operation.line, problem, "rename it")
        other = seen.setdefault((tag, short), name)
        if other != name:
            yield Finding(
                operation.line, f"{name} and {other} are both {tag}.{short}()", "rename one"
            )

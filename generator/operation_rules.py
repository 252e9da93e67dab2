"""Rules for operations: one function for each rule, named as the rule is. Each was tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.contract import component, line_of, operations
from generator.facts import auth_of, base_of, client_auth
from generator.finding import Finding
from generator.naming import identifier, method_of, tag_module


def own_servers(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Sent to another server: a client has one base URL, of which only the path may differ."""
    for operation in operations(document):
        if base_of(document, operation) is None:
            holder = operation.node if "servers" in operation.node else operation.item
            problem = f"{operation.path} has servers that no path leads to from those of the top"
            fix = "write them in the same order, with the same hosts, or keep servers at the top"
            yield Finding(line_of(holder, "servers"), problem, fix)


def security_scheme(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Not sent: a client has one key, in one header."""
    named = component(document, "securitySchemes")
    header = client_auth(document)
    sent = {
        name
        for name, node in named.items()
        if node.get("type") != "mutualTLS" and node.get("in", "header") == "header"
        if auth_of(node) == header
    }
    for operation in operations(document):
        ways = operation.node["security"]
        if ways and not any(way.keys() <= sent for way in ways):
            line = line_of(operation.node, "security") or operation.line
            problem = f"the key of {operation.name} is not sent in the header {header.header}"
            yield Finding(line, problem, "write a security scheme of the kind of the first one")


def operation_id(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Names the module; of two equal ones the later overwrites the first."""
    seen: dict[str, str] = {}
    for operation in operations(document):
        name = operation.node["operationId"]
        other = seen.setdefault(identifier(name), operation.name)
        if other != operation.name:
            yield Finding(operation.line, f"{name} is also the name of {other}", "rename one")
        if identifier(name) == "annotations":  # which each module has, from __future__
            yield Finding(operation.line, f"the operationId {name} is taken", "rename it")


def method_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """An operationId without the tag's noun is the method of another operation too."""
    seen: dict[tuple[str, str], str] = {}
    for operation in operations(document):
        name, tag = operation.node["operationId"], tag_module(operation.node["tags"][0])
        method = method_of(operation.node)
        other = seen.setdefault((tag, method), name)
        if other != name:
            problem = f"{name} and {other} are both {tag}.{method}()"
            yield Finding(operation.line, problem, "name one with x-bota-method")

"""Rules for parameters: one function for each rule, named as the rule is. Each was tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.contract import parameters
from generator.finding import Finding
from generator.schema_view import fields, kinds


def cookie_parameter(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Methods do not have it, and it stays in the client for other requests."""
    for node, line in parameters(document):
        if node["in"] == "cookie":
            yield Finding(line, f"{node['name']} is a cookie", "take it in a header or the query")


def path_style(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Written without the dots, semicolons and names of such a style."""
    for node, line in parameters(document):
        if node["in"] == "path" and node.get("style", "simple") != "simple":
            yield Finding(line, f"the style of {node['name']} is ignored", "use the default")


def nested_parameter(document: Mapping[str, Any]) -> Iterator[Finding]:
    """OpenAPI does not say how it is written, and each service reads it in another way."""
    for node, line in parameters(document):
        found = kinds(document, node["schema"])
        inside = [kinds(document, field.node) for field in fields(document, node["schema"])]
        nested = "table" in found or {"array", "object"} <= found
        nested = nested or any(each & {"object", "array"} for each in inside)
        if nested or ("object" in found and node["in"] != "query"):
            yield Finding(line, f"{node['name']} is nested", "use plain values, or a body")

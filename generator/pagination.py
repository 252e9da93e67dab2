"""Finds the operations that give a list in pages, and the rule for what a contract says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from generator.contract import Operation, line_of, operations, parameters_of, resolve
from generator.finding import Finding
from generator.schema_view import Field, fields, kinds

HINT: Final = "x-bota-pagination"
"""In an operation: other names than the usual ones, or false for one that is no list of pages."""

_USUAL: Final = {
    "items": "data",
    "has_more": "has_more",
    "next_cursor": "next_cursor",
    "cursor": "cursor",
    "offset": "offset",
}
_IN_THE_PAGE: Final = {
    "items": frozenset({"array"}),
    "has_more": frozenset({"boolean"}),
    "next_cursor": frozenset({"string", "integer"}),
}
_IN_THE_QUERY: Final = {
    "cursor": frozenset({"string", "integer"}),
    "offset": frozenset({"integer"}),
}


@attrs.frozen
class Pagination:
    """The names of what splits a list into pages; None for what an operation does not have.

    Attributes:
        items: the field of a page with its items.
        has_more: the field that says whether another page follows.
        next_cursor: the field with the cursor of the next page.
        cursor: the query parameter that takes a cursor.
        offset: the query parameter that takes the number of items to skip.

    """

    items: str
    has_more: str | None = None
    next_cursor: str | None = None
    cursor: str | None = None
    offset: str | None = None


def page_fields(document: Mapping[str, Any], operation: Operation) -> list[Field]:
    """Return the fields of what an operation's success consists of; none unless it is an object."""
    for status, node in operation.node["responses"].items():
        for media in ((resolve(document, node) or {}).get("content") or {}).values():
            schema = media.get("schema")
            if str(status).startswith("2") and kinds(document, schema) == {"object"}:
                return fields(document, schema)
    return []


def pagination_of(document: Mapping[str, Any], operation: Operation) -> Pagination | None:
    """Return how an operation splits its list into pages; None when it gives no list of pages."""
    hint = operation.node.get(HINT)
    if operation.method != "get" or hint is False:
        return None
    wanted = {**_USUAL, **(hint if isinstance(hint, Mapping) else {})}
    known = _known(document, operation)
    names = {role: wanted[role] for role in _USUAL if wanted[role] in known[role]}
    by_cursor = {"items", "next_cursor", "cursor"}
    by_offset = {"items", "has_more", "offset"}
    if not (names.keys() >= by_cursor or names.keys() >= by_offset):
        return None
    return Pagination(**names)


def _known(document: Mapping[str, Any], operation: Operation) -> dict[str, list[str]]:
    """Return for each role the names of the fields or parameters that could have it."""
    page = [(field.name, field.node) for field in page_fields(document, operation)]
    query = [
        (node["name"], node.get("schema"))
        for node in parameters_of(document, operation)
        if node.get("in") == "query"
    ]
    known = {}
    for roles, listed in ((_IN_THE_PAGE, page), (_IN_THE_QUERY, query)):
        for role, allowed in roles.items():
            known[role] = [name for name, node in listed if _is(document, node, allowed)]
    return known


def _is(document: Mapping[str, Any], schema: Any, allowed: frozenset[str]) -> bool:
    found = kinds(document, schema) - {"null", "union"}
    # The kinds of an array's items stand beside its own.
    return "array" in found if "array" in allowed else bool(found) and found <= allowed


def pagination_hint(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Names that the operation does not have: its pages could not be followed."""
    for operation in operations(document):
        if HINT not in operation.node:
            continue
        hint, line = operation.node[HINT], line_of(operation.node, HINT)
        if hint is False:
            continue
        if not isinstance(hint, Mapping) or operation.method != "get":
            problem = f"{HINT} of {operation.name} describes no list"
            yield Finding(line, problem, "write it as a map in a GET, or false")
            continue
        known = _known(document, operation)
        for role, name in hint.items():
            at = line_of(hint, role) or line
            if role not in known:
                yield Finding(at, f"{HINT} has no {role}", f"write one of {', '.join(_USUAL)}")
            elif name not in known[role]:
                place = "a field of its page" if role in _IN_THE_PAGE else "a query parameter"
                problem = f"the {role} of {operation.name}, {name}, is no such thing"
                kind = " or ".join(sorted((_IN_THE_PAGE | _IN_THE_QUERY)[role], reverse=True))
                yield Finding(at, problem, f"name {place} that is {kind}")
        if pagination_of(document, operation) is None:
            problem = f"nothing in {operation.name} leads from one page to the next"
            fix = "name items, and next_cursor with cursor or has_more with offset"
            yield Finding(line, problem, fix)

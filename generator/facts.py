"""What a contract says of an operation and openapi-python-client does not pass on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from generator.contract import (
    Operation,
    component,
    operations,
    parameters_of,
    resolve,
)
from generator.naming import class_name, identifier, identifiers, method_of, tag_module
from generator.pagination import Pagination, page_fields, pagination_of
from generator.schema_view import fields, kinds


@attrs.frozen
class OperationFacts:
    """What the method of an operation says beside its arguments and types.

    Attributes:
        deprecated: the text of the warning; empty when the operation is not deprecated.
        arguments: the text of the warning for each deprecated argument, by its name in the
            contract.
        success: the description of its success.
        errors: status and description of each response that is none.
        params: the name of the TypedDict of its body's fields.
        paging: how it is split into pages, with the Python names of the fields; None when it is no
            list of pages.

    """

    deprecated: str
    arguments: Mapping[str, str]
    success: str
    errors: tuple[tuple[str, str], ...]
    params: str
    paging: Pagination | None


def operation_facts(document: Mapping[str, Any]) -> dict[str, OperationFacts]:
    """Return the facts of each operation of a contract without findings, by its module's name."""
    taken = {class_name(name) for name in component(document, "schemas")}
    found: dict[str, OperationFacts] = {}
    for operation in operations(document):
        name = identifier(operation.node["operationId"])
        params = f"{class_name(operation.node['operationId'])}Params"
        # A schema or another operation may have that name; no two operations are called the same.
        params = f"{name}_params" if params in taken else params
        taken.add(params)
        found[name] = _facts(document, operation, params)
    return found


def _facts(document: Mapping[str, Any], operation: Operation, params: str) -> OperationFacts:
    node = operation.node
    tag = node["tags"][0]
    method = f"{tag_module(tag)}.{method_of(node['operationId'], tag)}"
    responses = [
        (str(status), _line(resolve(document, response).get("description", "")))
        for status, response in node["responses"].items()
    ]
    return OperationFacts(
        deprecated=_warning(method, node) if node.get("deprecated") else "",
        arguments={
            name: _warning(f"the argument {identifier(name)} of {method}", said)
            for name, said in _deprecated_arguments(document, operation)
        },
        success=next(text for status, text in responses if status.startswith("2")),
        errors=tuple(each for each in responses if not each[0].startswith("2")),
        params=params,
        paging=_paging(document, operation),
    )


def _paging(document: Mapping[str, Any], operation: Operation) -> Pagination | None:
    found = pagination_of(document, operation)
    if found is None:
        return None
    python = identifiers(field.name for field in page_fields(document, operation))
    return attrs.evolve(
        found,
        items=python[found.items],
        has_more=found.has_more and python[found.has_more],
        next_cursor=found.next_cursor and python[found.next_cursor],
    )


def _deprecated_arguments(
    document: Mapping[str, Any], operation: Operation
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the name of each deprecated argument, and the node that describes it."""
    for parameter in parameters_of(document, operation):
        schema = parameter["schema"]
        if parameter.get("deprecated") or schema.get("deprecated"):
            yield parameter["name"], described(document, schema)
    body = resolve(document, operation.node.get("requestBody")) or {}
    for media in (body.get("content") or {}).values():
        yield from deprecated_fields(document, media["schema"]).items()


def deprecated_fields(document: Mapping[str, Any], schema: Any) -> dict[str, Mapping[str, Any]]:
    """Return the deprecated properties of an object, and the node that describes each."""
    if kinds(document, schema) != {"object"}:
        return {}
    return {
        field.name: described(document, field.node)
        for field in fields(document, schema)
        if isinstance(field.node, Mapping) and field.node.get("deprecated")
    }


def described(document: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema, or what it refers to when only that has a description."""
    if node.get("description") or "$ref" not in node:
        return node
    found: Mapping[str, Any] = resolve(document, node)
    return found


def deprecated_models(document: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the text of the warning for each deprecated property of each component."""
    found = {
        name: {
            key: _warning(f"{name}.{identifier(key)}", said)
            for key, said in deprecated_fields(document, node).items()
        }
        for name, node in component(document, "schemas").items()
    }
    return {name: texts for name, texts in found.items() if texts}


def _warning(what: str, node: Mapping[str, Any]) -> str:
    return f"{what} is deprecated: {_line(node.get('description', ''))}"


def _line(text: str) -> str:
    return " ".join(text.split())

"""What a contract in normal form says and openapi-python-client does not pass on."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import attrs

from generator.contract import (
    Operation,
    component,
    operations,
    parameters_of,
    pointer_parts,
    references,
    resolve,
)
from generator.naming import class_name, identifier, method_of, tag_attribute
from generator.pagination import Pagination, pagination_of
from generator.schema_view import fields, kinds, parts

_SEPARATORS: Final = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|", "deepObject": "[]"}


@attrs.frozen
class OperationFacts:
    """What the method of an operation says beside its arguments and types.

    Attributes:
        method: its name.
        base: what leads from the client's base URL to that of the operation, such as `..`.
        deprecated: the text of the warning; empty when the operation is not deprecated.
        arguments: the text of the warning for each deprecated argument, by its name in the
            contract.
        success: the description of its success.
        errors: status and description of each response that is none.
        params: the name of the TypedDict of its body's fields.
        media: the media type of a body of bytes or text.
        styles: what `writing.parameters` calls the style of a query parameter, by its name.
        paging: how it is split into pages; None when it is no list of pages.

    """

    method: str
    base: str
    deprecated: str
    arguments: Mapping[str, str]
    success: str
    errors: tuple[tuple[str, str], ...]
    params: str
    media: str
    styles: Mapping[str, str]
    paging: Pagination | None


@attrs.frozen
class ModelFacts:
    """What a model says beside its fields and their types.

    Attributes:
        sent: whether it is only ever sent.
        rows: the fields that have the rows of a page.
        secrets: the fields that its repr and its pickles leave out.
        warnings: the text of the warning for each deprecated field.

    """

    sent: bool = False
    rows: frozenset[str] = frozenset()
    secrets: frozenset[str] = frozenset()
    warnings: Mapping[str, str] = {}


@attrs.frozen
class Auth:
    """Where a key goes: the header, and the word before the key."""

    header: str
    prefix: str


def auth_of(scheme: Mapping[str, Any]) -> Auth:
    """Return where a security scheme wants its key."""
    if scheme.get("type") == "apiKey":
        return Auth(str(scheme["name"]), "")
    named = scheme.get("type") == "http"
    return Auth("Authorization", str(scheme["scheme"]).capitalize() if named else "Bearer")


def client_auth(document: Mapping[str, Any]) -> Auth:
    """Return where a client sends its key: where the first security scheme wants it."""
    schemes = component(document, "securitySchemes").values()
    return next(map(auth_of, schemes), Auth("Authorization", "Bearer"))


def base_of(document: Mapping[str, Any], operation: Operation) -> str | None:
    """Return what leads from the client's base URL to the servers of an operation.

    It is empty for an operation without servers of its own, and None when no path leads there:
    a client has one base URL, of which only the path may differ.
    """
    own = operation.node.get("servers") or operation.item.get("servers")
    pairs = zip(own or (), document.get("servers") or (), strict=False)
    ways = {_way(urlsplit(str(base["url"])), urlsplit(str(each["url"]))) for each, base in pairs}
    if not own:
        return ""
    return ways.pop() if len(ways) == 1 else None


def _way(base: SplitResult, other: SplitResult) -> str | None:
    if base[:2] != other[:2]:
        return None
    way = posixpath.relpath(other.path or "/", base.path or "/")
    return "" if way == "." else way


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
    method = method_of(node)
    called = f"{tag_attribute(node['tags'][0])}.{method}"
    responses = [
        (str(status), _line(resolve(document, response).get("description", "")))
        for status, response in node["responses"].items()
    ]
    ok = [each for each in responses if each[0].startswith("2")]
    ok = ok or [each for each in responses if each[0].startswith("3")]
    return OperationFacts(
        method=method,
        base=base_of(document, operation) or "",
        deprecated=_warning(called, node) if node.get("deprecated") else "",
        arguments={
            name: _warning(f"the argument {identifier(name)} of {called}", said)
            for name, said in _deprecated_arguments(document, operation)
        },
        success=ok[0][1],
        errors=tuple(each for each in responses if each not in ok),
        params=params,
        media=(resolve(document, node.get("requestBody")) or {}).get("x-media-type", ""),
        styles=dict(_styles(document, operation)),
        paging=pagination_of(document, operation),
    )


def _styles(document: Mapping[str, Any], operation: Operation) -> Iterator[tuple[str, str]]:
    for node in parameters_of(document, operation):
        style = node.get("style", "form")
        if node["in"] == "query" and (
            style == "deepObject" or not node.get("explode", style == "form")
        ):
            yield node["name"], _SEPARATORS.get(style, ",")


def _deprecated_arguments(
    document: Mapping[str, Any], operation: Operation
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the name of each deprecated argument, and the node that describes it.

    What cannot be left out is none: each call would warn of it.
    """
    for parameter in parameters_of(document, operation):
        schema = parameter["schema"]
        deprecated = parameter.get("deprecated") or schema.get("deprecated")
        if deprecated and not parameter.get("required"):
            yield parameter["name"], schema
    body = resolve(document, operation.node.get("requestBody")) or {}
    for media in (body.get("content") or {}).values():
        needed = _required(document, media["schema"])
        listed = deprecated_fields(document, media["schema"])
        yield from ((name, node) for name, node in listed.items() if name not in needed)


def deprecated_fields(document: Mapping[str, Any], schema: Any) -> dict[str, Mapping[str, Any]]:
    """Return the deprecated properties of an object, and the node that describes each."""
    if kinds(document, schema) != {"object"}:
        return {}
    return {
        field.name: field.node
        for field in fields(document, schema)
        if isinstance(field.node, Mapping) and field.node.get("deprecated")
    }


def model_facts(document: Mapping[str, Any]) -> dict[str, ModelFacts]:
    """Return the facts of each component that is an object, by the name of its class."""
    sent = _named_by(document, _requests(document)) - _named_by(document, _responses(document))
    rows = dict(_rows(document))
    found = {}
    for name, node in component(document, "schemas").items():
        if kinds(document, node) != {"object"}:
            continue
        listed = fields(document, node)
        found[class_name(name)] = ModelFacts(
            sent=name in sent,
            rows=frozenset({rows[name]} if name in rows else ()),
            secrets=frozenset(
                each.name for each in listed if each.node.get("format") == "password"
            ),
            warnings={
                key: _warning(f"{name}.{identifier(key)}", said)
                for key, said in deprecated_fields(document, node).items()
            },
        )
    return found


def _rows(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the schema of each page, and its field that has the rows."""
    for operation in operations(document):
        if (paging := pagination_of(document, operation)) is not None:
            for status, response in operation.node["responses"].items():
                for media in (resolve(document, response).get("content") or {}).values():
                    if str(status).startswith("2") and "$ref" in media["schema"]:
                        yield pointer_parts(media["schema"]["$ref"])[-1], paging.items


def _required(document: Mapping[str, Any], schema: Any) -> set[str]:
    return {key for part in parts(document, schema) for key in part.get("required") or []}


def _requests(document: Mapping[str, Any]) -> Iterator[Any]:
    for operation in operations(document):
        yield resolve(document, operation.node.get("requestBody"))
        yield from parameters_of(document, operation)


def _responses(document: Mapping[str, Any]) -> Iterator[Any]:
    yield document.get("x-webhooks")
    for operation in operations(document):
        yield from (resolve(document, each) for each in operation.node["responses"].values())


def _named_by(document: Mapping[str, Any], nodes: Iterator[Any]) -> set[str]:
    """Return the names of the schemas that some nodes consist of."""
    found: set[str] = set()
    waiting = list(nodes)
    named = component(document, "schemas")
    while waiting:
        for node in references(waiting.pop()):
            name = pointer_parts(node["$ref"])[-1]
            if name in named and name not in found:
                found.add(name)
                waiting.append(named[name])
    return found


def _warning(what: str, node: Mapping[str, Any]) -> str:
    said = _line(node.get("description", "")).removeprefix("Deprecated.").strip()
    return f"{what} is deprecated: {said}" if said else f"{what} is deprecated"


def _line(text: str) -> str:
    return " ".join(text.split())

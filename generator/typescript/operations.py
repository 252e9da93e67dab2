"""Writes operations.ts: a class for each tag, with a method for each operation, and their table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from generator.contract import Operation, operations, parameters_of, pointer_parts, resolve
from generator.facts import base_of, operation_facts
from generator.naming import class_name, identifier, tag_module
from generator.normal import FORMS, JSON
from generator.pagination import Pagination
from generator.rate_limits import EVERY, HINT
from generator.schema_view import kinds
from generator.typescript.naming import argument, attribute, camel, method

_TOP: Final = """// The operations of the contract.
// Generated: to change it, change openapi.yaml and generate.

import {{ type Caller, type CallOptions, type Operation{pages} }} from "./calling.ts";
import type {{
{types}
}} from "./types.gen.ts";

/** Requests in a window that the service allows, by the class of limits. */
export const LIMITS: Readonly<Record<string, number>> = {limits};

/** Milliseconds that a limit is about. */
export const WINDOW: number = 60_000;

/** The operations, by the id that the contract has for them. */
const OPERATIONS = {{
{table}}} satisfies Readonly<Record<string, Operation>>;
"""


@attrs.frozen
class _Method:
    """One method as it will be written."""

    operation: Operation
    name: str
    path_names: tuple[tuple[str, str], ...]
    body_type: str | None
    body_required: bool
    has_query: bool
    query_required: bool
    result: str
    model: str | None
    kind: str
    media: str
    paging: Pagination | None
    item: str | None
    styles: Mapping[str, str]

    @property
    def id(self) -> str:
        return str(self.operation.node["operationId"])

    @property
    def key(self) -> str:
        """Its name in the table."""
        return camel(identifier(self.id))


def render_operations(document: Mapping[str, Any]) -> str:
    """Return the source of operations.ts for a contract in normal form."""
    facts = operation_facts(document)
    by_tag: dict[str, list[_Method]] = {}
    types: set[str] = set()
    for operation in operations(document):
        node = operation.node
        made = _method(document, operation, facts[identifier(node["operationId"])], types)
        by_tag.setdefault(tag_module(node["tags"][0]), []).append(made)
    limits = {str(name): int(limit) for name, limit in document.get(HINT, {}).items()}
    table = "".join(_row(document, each, limits) for tag in sorted(by_tag) for each in by_tag[tag])
    described = {
        tag_module(each["name"]): each.get("description", "") for each in document.get("tags") or []
    }
    classes = [_class(document, tag, described.get(tag, ""), by_tag[tag]) for tag in sorted(by_tag)]
    named = [(attribute(tag), f"{class_name(tag)}Operations") for tag in sorted(by_tag)]
    resources = (
        "/** Every tag of the contract as an attribute: what a client inherits. */\n"
        "export class Resources {\n"
        + "".join(f"  readonly {name}: {kind};\n" for name, kind in named)
        + "\n  constructor(caller: Caller) {\n"
        + "".join(f"    this.{name} = new {kind}(caller);\n" for name, kind in named)
        + "  }\n}\n"
    )
    top = _TOP.format(
        pages=", Pages" * any(each.paging for tag in by_tag for each in by_tag[tag]),
        types="\n".join(f"  {name}," for name in sorted(types)),
        limits=json.dumps(limits),
        table=table,
    )
    return "\n".join([top, *classes, resources])


def _method(
    document: Mapping[str, Any], operation: Operation, facts: Any, types: set[str]
) -> _Method:
    node = operation.node
    own = class_name(node["operationId"])
    listed = parameters_of(document, operation)
    query = [each for each in listed if each["in"] == "query"]
    body = resolve(document, node.get("requestBody")) or {}
    media, body_type = _body(own, body)
    kind, model, result = _success(document, own, node)
    if query:
        types.add(f"{own}Data")
    if body_type == f'{own}Data["body"]':
        types.add(f"{own}Data")
    item = None
    if facts.paging is not None and model is not None:
        item = f'NonNullable<{model}["{facts.paging.items}"]>[number]'
    types.update({result.partition("[")[0]} if kind == "json" else ())
    return _Method(
        operation=operation,
        name=method(node),
        path_names=tuple(
            (each["name"], argument(each["name"])) for each in listed if each["in"] == "path"
        ),
        body_type=body_type,
        body_required=bool(body.get("required")),
        has_query=bool(query),
        query_required=any(each.get("required") for each in query),
        result=result,
        model=model,
        kind=kind,
        media=media,
        paging=facts.paging if item else None,
        item=item,
        styles=facts.styles,
    )


def _body(own: str, body: Mapping[str, Any]) -> tuple[str, str | None]:
    """Return the media type of a body and its type in TypeScript."""
    content = body.get("content") or {}
    if not content:
        return "", None
    # The normal form has one media type, and names it apart where the body is bytes or text.
    media = str(body.get("x-media-type") or next(iter(content)))
    if JSON.fullmatch(media):
        return media, f'{own}Data["body"]'
    if media == FORMS[0]:
        return media, "FormData"
    return media, "URLSearchParams" if media == FORMS[1] else "Uint8Array | string"


def _success(
    document: Mapping[str, Any], own: str, node: Mapping[str, Any]
) -> tuple[str, str | None, str]:
    """Return how a success is read, the object that it is, and its type in TypeScript."""
    for status, response in node["responses"].items():
        content = (resolve(document, response) or {}).get("content") or {}
        if not str(status).startswith("2") or not content:
            continue
        media, schema = next((name, each.get("schema")) for name, each in content.items())
        if JSON.fullmatch(str(media)):
            if isinstance(schema, Mapping) and "$ref" in schema:
                name = class_name(pointer_parts(schema["$ref"])[-1])
                return "json", name if kinds(document, schema) == {"object"} else None, name
            return "json", None, f"{own}Responses[keyof {own}Responses]"
        if str(media).startswith("text/"):
            return "text", None, "string"
        return "bytes", None, "Uint8Array"
    return "none", None, "void"


def _row(document: Mapping[str, Any], each: _Method, limits: Mapping[str, int]) -> str:
    operation = each.operation
    named = operation.node.get(HINT, [])
    named = list(named) if isinstance(named, list) else [named]
    classes = [name for name in limits if name == EVERY]
    row: dict[str, Any] = {
        "id": each.id,
        "method": operation.method.upper(),
        "path": operation.path,
        "result": each.kind,
        "limits": [*classes, *(name for name in map(str, named) if name not in classes)],
    }
    if base := base_of(document, operation):
        row["base"] = base
    if each.model:
        row["model"] = each.model
    if each.media:
        row["media"] = each.media
        row |= {} if each.body_required else {"optionalBody": True}
    if each.styles:
        row["styles"] = dict(each.styles)
    if each.paging:
        row["paging"] = attrs.asdict(each.paging, filter=lambda _, value: value is not None)
    fields = ", ".join(f"{name}: {json.dumps(value)}" for name, value in row.items())
    return f"  {each.key}: {{ {fields} }},\n"


def _class(document: Mapping[str, Any], tag: str, said: str, methods: list[_Method]) -> str:
    written = "\n".join(_written(document, each) for each in methods)
    return (
        f"/** {_line(said) or f'The operations of the tag {tag}.'} */\n"
        f"export class {class_name(tag)}Operations {{\n"
        "  readonly #caller: Caller;\n\n"
        "  constructor(caller: Caller) {\n    this.#caller = caller;\n  }\n\n"
        f"{written}}}\n"
    )


def _written(document: Mapping[str, Any], each: _Method) -> str:
    own = class_name(each.id)
    arguments = [f"{name}: string" for _, name in each.path_names]
    call = [f"path: {{ {', '.join(_pair(*names) for names in each.path_names)} }}"]
    optional = False
    if each.body_type:
        optional = not each.body_required
        arguments.append(f"body{'?' if optional else ''}: {each.body_type}")
        call.append("body")
    if each.has_query:
        optional = optional or not each.query_required
        arguments.append(f'query{"?" if optional else ""}: {own}Data["query"]')
        call.append("query")
    arguments.append("options?: CallOptions")
    shape = f"{{ {', '.join(call)} }}" if each.path_names else f"{{ {', '.join(call[1:])} }}"
    shape = "{}" if shape == "{  }" else shape
    send = f"this.#caller.send(OPERATIONS.{each.key}, {shape}, options)"
    result = f"Promise<{each.result}>"
    if each.paging:
        result = f"Pages<{each.item}, {each.result}>"
        send = f"new Pages(this.#caller, OPERATIONS.{each.key}, {shape}, options)"
    return (
        f"{_comment(document, each)}"
        f"  {each.name}({', '.join(arguments)}): {result} {{\n    return {send};\n  }}\n"
    )


def _pair(name: str, variable: str) -> str:
    return variable if name == variable else f"{json.dumps(name)}: {variable}"


def _comment(document: Mapping[str, Any], each: _Method) -> str:
    node = each.operation.node
    lines = list(_paragraphs(node.get("summary"), node.get("description")))
    for parameter in parameters_of(document, each.operation):
        said = parameter.get("description") or parameter.get("schema", {}).get("description")
        if parameter["in"] == "path" and said:
            lines.append(f"@param {argument(parameter['name'])} {_line(said)}")
    if node.get("deprecated"):
        lines.append("@deprecated")
    text = "".join(f"   * {line}\n" if line else "   *\n" for line in lines)
    return f"  /**\n{text}   */\n" if lines else ""


def _paragraphs(summary: Any, description: Any) -> Iterator[str]:
    for number, said in enumerate(filter(None, [summary, description])):
        if number:
            yield ""
        yield f"{_line(said).rstrip('.')}."


def _line(text: Any) -> str:
    return " ".join(str(text or "").split()).replace("*/", "*\\/")

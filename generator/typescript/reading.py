"""Writes reading.ts: what the contract says of the fields of each object."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from generator.contract import component, pointer_parts, resolve
from generator.facts import ModelFacts, model_facts
from generator.naming import class_name
from generator.schema_view import fields, kinds, parts
from generator.typescript.naming import quoted
from generator.webhooks import Webhook, webhooks_of

_PLAIN: Final = frozenset({"integer", "number", "string", "boolean", "date", "object", "array"})

_TOP: Final = """// What the contract says of each object's fields.
// Generated: to change it, change openapi.yaml and generate.

import type { %s } from "./calling.ts";

"""


def render_reading(document: Mapping[str, Any]) -> str:
    """Return the source of reading.ts for a contract in normal form."""
    schemas = component(document, "schemas")
    facts = model_facts(document)
    models, values, hooks = [], [], webhooks_of(document)
    for name in sorted(schemas, key=class_name):
        own = class_name(name)
        if kinds(document, schemas[name]) == {"enum"}:
            listed = json.dumps(resolve(document, schemas[name])["enum"], ensure_ascii=False)
            values.append(f"  {quoted(own)}: {listed},\n")
        elif own in facts:
            models.append(_model(document, schemas[name], own, facts[own]))
    return (
        f"{_TOP % ('Model, Webhook' if hooks else 'Model')}"
        "/** The objects of the contract, by the name of their type. */\n"
        f"export const MODELS: Readonly<Record<string, Model>> = {{\n{''.join(models)}}};\n\n"
        "/** The values of each enumeration that the contract lists; a service may know more. */\n"
        f"export const VALUES: Readonly<Record<string, readonly unknown[]>> = {{\n"
        f"{''.join(values)}}};\n"
        f"{_webhooks(hooks)}"
    )


def _webhooks(found: Sequence[Webhook]) -> str:
    if not found:
        return ""
    types, lines = [], []
    for each in found:
        types.append(f"  readonly {quoted(each.name)}: Webhook;\n")
        classes = each.classes.items()
        models = "".join(f"      {quoted(key)}: {json.dumps(of)},\n" for key, of in classes)
        field = f"    field: {json.dumps(each.field)},\n"
        lines.append(f"  {quoted(each.name)}: {{\n{field}    models: {{\n{models}    }},\n  }},\n")
    return (
        "\n/** What each webhook of the contract brings. */\n"
        f"export const WEBHOOKS: {{\n{''.join(types)}}} = {{\n{''.join(lines)}}};\n"
    )


def _model(document: Mapping[str, Any], node: Any, name: str, facts: ModelFacts) -> str:
    listed = fields(document, node)
    needed = {key for part in parts(document, node) for key in part.get("required") or []}
    lines = []
    for each in listed:
        kind, nullable = _kind(document, each.node)
        told = [f'kind: "{kind}"']
        told += ["required: true"] if each.name in needed else []
        told += ["nullable: true"] if nullable else []
        told += ["rows: true"] if each.name in facts.rows else []
        if inner := _model_of(document, each.node):
            told.append(f'model: "{inner}"')
        lines.append(f"      {quoted(each.name)}: {{ {', '.join(told)} }},\n")
    secrets = json.dumps(sorted(facts.secrets))
    return (
        f"  {quoted(name)}: {{\n    fields: {{\n{''.join(lines)}    }},\n"
        f"    secrets: {secrets},\n  }},\n"
    )


def _kind(document: Mapping[str, Any], node: Any) -> tuple[str, bool]:
    """Return the kind of a field, and whether it may be null."""
    found = kinds(document, node)
    # The kinds of an array's items stand beside its own.
    if "array" in found and "union" not in found:
        return "array", False
    left = found - {"null", "union"}
    kind = next(iter(left)) if len(left) == 1 else "any"
    kind = "string" if kind == "enum" else kind
    return kind if kind in _PLAIN else "any", "null" in found or "any" in found


def _model_of(document: Mapping[str, Any], node: Any) -> str | None:
    """Return the type of the one object that a field, or each item of its array, may be."""
    if not isinstance(node, Mapping):
        return None
    if "$ref" in node:
        target = resolve(document, node)
        if kinds(document, node) == {"object"} and fields(document, node):
            return class_name(pointer_parts(node["$ref"])[-1])
        return _model_of(document, target) if "array" in kinds(document, target) else None
    variants = [
        each
        for key in ("oneOf", "anyOf", "allOf")
        for each in node.get(key) or []
        if kinds(document, each) != {"null"}
    ]
    if len(variants) == 1:
        return _model_of(document, variants[0])
    return _model_of(document, node.get("items")) if not variants else None

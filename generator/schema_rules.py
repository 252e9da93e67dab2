"""Rules for schemas and references: one function for each rule, named as the rule is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.contract import component, line_of, pointer_parts, references, resolve
from generator.finding import Finding
from generator.naming import class_name, module_name
from generator.schema_view import kinds


def schema_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Of two schemas whose names differ in little the later overwrites the first."""
    seen: dict[str, str] = {}
    named = component(document, "schemas")
    for name, node in named.items():
        if kinds(document, node) in ({"object"}, {"enum"}):
            other = seen.setdefault(module_name(name), name)
            if other != name:
                problem = f"{name} and {other} are both {class_name(name)}"
                yield Finding(line_of(named, name), problem, "rename one")


def secret_place(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Shown by the repr of what holds it: only a property of an object can be hidden."""
    yield from _shown_secrets(document, "")


def _shown_secrets(node: Any, place: str) -> Iterator[Finding]:
    for key, value in node.items() if isinstance(node, Mapping) else enumerate(node):
        hidden = place == "properties" or (key == "schema" and "in" in node)
        if isinstance(value, Mapping) and value.get("format") == "password" and not hidden:
            problem = "format: password stands where it cannot be hidden from a repr"
            yield Finding(line_of(value, "format"), problem, "write it in a property of an object")
        says_nothing = str(key).startswith("x-") or key in ("example", "examples")
        if isinstance(value, Mapping | list) and (place == "properties" or not says_nothing):
            yield from _shown_secrets(value, str(key))


def foreign_reference(document: Mapping[str, Any]) -> Iterator[Finding]:
    """What is behind it is left out."""
    for node in references(document):
        reference, line = node["$ref"], line_of(node, "$ref")
        if not reference.startswith("#/"):
            yield Finding(line, f"$ref to {reference}", "bundle it into this file")
        elif resolve(document, node) is None:
            yield Finding(
                line, f"{reference} leads nowhere", "write what it names, or mend the name"
            )


def self_composition(document: Mapping[str, Any]) -> Iterator[Finding]:
    """The generator recurses for ever."""
    named = component(document, "schemas")
    composed = {name: set(_composed_of(node)) for name, node in named.items()}
    for name in named:
        reached: set[str] = set()
        ahead = set(composed[name])
        while ahead:
            reached |= ahead
            ahead = {part for one in ahead for part in composed.get(one, ())} - reached
        if name in reached:
            yield Finding(
                line_of(named, name),
                f"{name} consists of itself",
                "use properties that refer to it",
            )


def _composed_of(node: Any) -> Iterator[str]:
    if not isinstance(node, Mapping):
        return
    if str(node.get("$ref", "")).startswith("#/components/schemas/"):
        yield list(pointer_parts(node["$ref"]))[-1]
    for key in ("allOf", "oneOf", "anyOf"):
        for part in node.get(key) or []:
            yield from _composed_of(part)

"""The schemas of a contract in normal form: one way to say what may be said in many.

Objects and enums become components, named by `x-bota-name` or by their place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ruamel.yaml.comments import CommentedMap

from generator.contract import operations, pointer_parts, references
from generator.naming import TAKEN_CLASSES, class_name, free, module_name, tag_module
from generator.schema_view import kinds

_STRUCTURE: Final = frozenset(
    {"$ref", "type", "properties", "required", "additionalProperties", "items", "prefixItems",
     "allOf", "oneOf", "anyOf", "enum", "const"},
)  # fmt: skip
_OF_OBJECTS: Final = ("properties", "required", "additionalProperties")
_NO_TYPE: Final = (
    "not", "if", "then", "else", "contains", "propertyNames", "patternProperties",
    "dependentSchemas", "unevaluatedProperties", "unevaluatedItems", "title",
)  # fmt: skip
_TYPES: Final = {bool: "boolean", int: "integer", float: "number"}


def like(node: Any, content: Mapping[str, Any]) -> CommentedMap:
    """Return a new node that stands on the line of another one."""
    made = CommentedMap(content)
    if hasattr(node, "lc"):
        made.lc.line, made.lc.col = node.lc.line, node.lc.col
    return made


def pascal(*words: str) -> str:
    """Return words as the name of a class."""
    return "".join(class_name(word) for word in words)


class Schemas:
    """The schemas of one contract, brought into normal form in their place."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._done: dict[int, tuple[Any, Any]] = {}
        if not isinstance(document.get("components"), Mapping):
            document["components"] = {}
        self.named: Any = document["components"].setdefault("schemas", CommentedMap())

    def rename(self) -> None:
        """Rename each schema with a hint, or whose class the generated modules have already."""
        tags = {
            pascal(tag_module(operation.node["tags"][0]))
            for operation in operations(self._document)
        }
        tags |= {f"Async{tag}" for tag in tags}
        taken = TAKEN_CLASSES | tags | {f"{tag}WithRawResponse" for tag in tags}
        taken |= {f"{class_name(name)}Literal" for name in self.named}
        new: dict[str, str] = {}
        for name, node in self.named.items():
            hint = node.get("x-bota-name") if isinstance(node, Mapping) else None
            kind = class_name(str(hint or name))
            if kind in taken or not re.fullmatch(r"[\w.-]+", name) or (hint and kind != name):
                wanted = f"{kind}Model" if kind in taken else kind
                new[name] = free(wanted, {*self.named, *new.values()})
        for node in references(self._document):
            parts = pointer_parts(node["$ref"])
            if parts[:2] == ["components", "schemas"] and parts[2] in new:
                rest = node["$ref"].split("/")[4:]
                node["$ref"] = "/".join(["#", *parts[:2], new[parts[2]], *rest])
        for name, other in new.items():
            self._place(other, self.named.pop(name))

    def move_inner_targets(self) -> None:
        """Make a component of each schema that a reference leads to and that is none."""
        for node in list(references(self._document)):
            parts = pointer_parts(node["$ref"])
            if len(parts) == 3 and parts[0] == "components":
                continue
            holder: Any = self._document
            for part in parts[:-1]:
                holder = holder[int(part) if isinstance(holder, list) else part]
            key = int(parts[-1]) if isinstance(holder, list) else parts[-1]
            if parts[-2] in ("parameters", "responses") or parts[-1] == "requestBody":
                continue  # resolved where it is used
            if "$ref" not in holder[key]:
                holder[key] = self.hoisted(holder[key], pascal(*parts[-3:-2], parts[-1]))
            node["$ref"] = holder[key]["$ref"]

    def _place(self, name: str, node: Any) -> None:
        self.named[name] = node
        if hasattr(node, "lc"):
            self.named.lc.add_kv_line_col(name, [node.lc.line, node.lc.col] * 2)

    def hoisted(self, node: Any, name: str) -> CommentedMap:
        """Make a component of a schema, and return the reference to it."""
        name = wanted = class_name(str(node.get("x-bota-name", name)))
        for known, other in self.named.items():
            if other is node:
                return like(node, {"$ref": f"#/components/schemas/{known}"})
        modules = {module_name(each) for each in self.named}
        number = 1
        while module_name(name) in modules or name in TAKEN_CLASSES:
            number += 1
            name = f"{wanted}{number}"
        self._place(name, node)
        beside = {
            key: node[key] for key in ("description", "deprecated", "readOnly") if key in node
        }
        return like(node, {"$ref": f"#/components/schemas/{name}", **beside})

    def schema(self, node: Any, name: str, files: bool = False) -> Any:
        """Return the normal form of a schema that is no component."""
        node = self.plain(node, name, files)
        composed = node.get("allOf") or []
        lone = len(composed) == 1 and "$ref" in composed[0]
        if "$ref" not in node and (
            "enum" in node or node.get("type") == "object" or "properties" in node
            or (composed and not lone)
        ):  # fmt: skip
            return self.hoisted(node, name)
        return node

    def plain(self, node: Any, name: str, files: bool) -> Any:
        """Return the normal form of a schema; a component stays one."""
        if id(node) not in self._done:
            if not isinstance(node, Mapping):
                return CommentedMap()
            self._done[id(node)] = (node, node)
            self._done[id(node)] = (node, self._made(like(node, node), name, files))
        return self._done[id(node)][1]

    def _made(self, node: Any, name: str, files: bool) -> Any:
        for key in _NO_TYPE:
            node.pop(key, None)
        if "default" in node:
            _say(node, f"Default: {node.pop('default')}.")
        mark(node, node)
        if node.get("format") == "binary" and not files:
            del node["format"]
        nullable = self._nullable(node)
        if "$ref" in node:
            beside = {
                key: node.pop(key) for key in list(node) if key in _STRUCTURE - {"$ref", "type"}
            }
            node.pop("type", None)
            if beside:
                node = like(node, {"allOf": [like(node, {"$ref": node["$ref"]}), beside]})
        if "array" in node.get("type", "") and not node.keys() & {"items", "prefixItems"}:
            node["items"] = CommentedMap()
        self._inside(node, name, files)
        self._composed(node, name, files)
        if nullable:
            keep = {
                key: node[key] for key in ("description", "deprecated", "readOnly") if key in node
            }
            both = [self.schema(node, f"{name}Value", files), {"type": "null"}]
            return like(node, {"oneOf": both, **keep})
        return node

    def _nullable(self, node: Any) -> bool:
        """Take null from an enum or an object that may be null; turn other enums to plain types."""
        declared = node.get("type")
        listed = list(declared) if isinstance(declared, list) else [declared]
        if "const" in node:  # the service may add values
            node["enum"] = [node.pop("const")]
        values = node.get("enum")
        nullable = "null" in listed and ("enum" in node or "object" in listed or "$ref" in node)
        if values is not None:
            nullable = nullable or None in values
            values = node["enum"] = [value for value in values if value is not None]
            if not values or not all(isinstance(value, str) for value in values):
                del node["enum"]
                _say(node, f"One of {', '.join(map(str, values))}." if values else "")
                found = {_TYPES.get(type(value)) for value in values}
                if declared is None and len(found) == 1 and None not in found:
                    node["type"] = found.pop()
        if nullable and isinstance(declared, list):
            left = [kind for kind in listed if kind != "null"]
            node["type"] = left[0] if len(left) == 1 else left
        return nullable and node.get("type") != "null"

    def _inside(self, node: Any, name: str, files: bool) -> None:
        properties = node.get("properties") or {}
        for key in properties:
            properties[key] = self.schema(properties[key], name + pascal(key), files)
        if "items" in node:
            node["items"] = self.schema(node["items"], f"{name}Item", files)
        if isinstance(node.get("additionalProperties"), Mapping):
            node["additionalProperties"] = self.schema(node["additionalProperties"], f"{name}Value")
        if "prefixItems" in node:
            node["prefixItems"] = [
                self.schema(each, f"{name}Item{index}")
                for index, each in enumerate(node["prefixItems"], 1)
            ]

    def _composed(self, node: Any, name: str, files: bool) -> None:
        parts = [part for part in node.pop("allOf", ()) if part.keys() & _STRUCTURE]
        parts = [
            part if "$ref" in part else self._part(part, f"{name}Part", files) for part in parts
        ]
        if len(parts) == 1 and "$ref" in parts[0] and any(key in node for key in _OF_OBJECTS):
            parts.append(like(node, {key: node.pop(key) for key in _OF_OBJECTS if key in node}))
        if parts:
            node["allOf"] = parts
        for key in ("oneOf", "anyOf"):
            variants = _without_digits(node.pop(key, ()))
            base = {part: node[part] for part in ("allOf", *_OF_OBJECTS) if part in node}
            if base or node.get("type") == "object":
                # What only limits the properties beside it, as a `required` does, is no variant.
                variants = [
                    each for each in variants if each.keys() & _STRUCTURE - {"required", "type"}
                ]
                for part in base if variants else ():
                    del node[part]
            made = [
                self._variant(each, base, f"{name}Option{index}", files)
                for index, each in enumerate(variants, 1)
            ]
            if made:
                node.pop("type", None)
                node[key] = self._distinct(node, made)

    def _part(self, part: Any, name: str, files: bool) -> Any:
        part = self.plain(part, name, files)
        return self.hoisted(part, name) if part.keys() & {"allOf", "oneOf", "anyOf"} else part

    def _variant(self, each: Any, base: Mapping[str, Any], name: str, files: bool) -> Any:
        if base:
            parts = [each, *base.get("allOf", ())]
            own = {key: base[key] for key in _OF_OBJECTS if key in base}
            each = like(each, {"allOf": [*parts, like(each, own)] if own else parts})
        return self.schema(each, name, files)

    def _distinct(self, node: Any, variants: list[Any]) -> list[Any]:
        """Return variants that can be told apart when they are read."""
        if "discriminator" in node:
            # A variant that is not known yet keeps all that came.
            if "UnknownVariant" not in self.named:
                self.named["UnknownVariant"] = like(node, {"type": "object"})
            variants = [*variants, {"$ref": "#/components/schemas/UnknownVariant"}]
        arrays = [each for each in variants if "array" in kinds(self._document, each)]
        if len(arrays) > 1:
            variants = [each for each in variants if each not in arrays]
            variants.append(like(node, {"type": "array", "items": {}}))
        return variants


def _without_digits(variants: Sequence[Any]) -> Sequence[Any]:
    """Return the variants but an integer's decimal digits: a client reads both as an integer."""
    if not any(each.get("type") == "integer" for each in variants):
        return variants
    return [each for each in variants if each.get("pattern") not in ("^[0-9]+$", r"^\d+$")]


def _say(node: Any, words: str) -> None:
    node["description"] = f"{node.get('description', '')} {words}".strip()


def mark(node: Any, holder: Mapping[str, Any]) -> None:
    """Say of what is deprecated that it is, for the docstrings."""
    words = str(node.get("description", ""))
    if holder.get("deprecated") is True and not words.startswith("Deprecated."):
        node["description"] = f"Deprecated. {words}".strip()

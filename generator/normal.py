"""The contract in its normal form: what it may say in many ways, said in the one that is generated.

Nothing of the wire is lost on the way: what has no form of its own gets a plain one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from ruamel.yaml.comments import CommentedMap

from generator.contract import METHODS, component, operations, pointer_parts, references, resolve
from generator.naming import TAKEN_CLASSES, class_name, free, identifier, module_name, tag_module
from generator.schema_view import fields, kinds, parts

JSON: Final = re.compile(r"application/([^;\s]+\+)?json(;.*)?")
FORMS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")
_STRUCTURE: Final = frozenset(
    {"$ref", "type", "properties", "required", "additionalProperties", "items", "prefixItems",
     "allOf", "oneOf", "anyOf", "enum", "const"},
)  # fmt: skip
_OF_OBJECTS: Final = ("properties", "required", "additionalProperties")
_NO_TYPE: Final = (
    "not", "if", "then", "else", "contains", "propertyNames", "patternProperties",
    "dependentSchemas", "unevaluatedProperties", "unevaluatedItems", "title",
)  # fmt: skip
_BYTES: Final = {"type": "string", "format": "binary"}
_TYPES: Final = {bool: "boolean", int: "integer", float: "number"}


def normal_form(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the normal form of a contract of the right shape, whose references lead somewhere.

    Each operation has an id, one tag, a security of its own and, for a body and for each response,
    one media type. Objects and enums are components, named by `x-bota-name` or by their place.
    """
    copy: dict[str, Any] = deepcopy(document)  # type: ignore[arg-type]
    _Normal(copy).write()
    return copy


def media_of(content: Mapping[str, Any]) -> str | None:
    """Return the media type that is sent or read where there are several: JSON, if it is one."""
    found = [name for name in content if JSON.fullmatch(name)]
    return next(iter([*found, *(name for name in FORMS if name in content), *content]), None)


def _like(node: Any, content: Mapping[str, Any]) -> CommentedMap:
    """Return a new node that stands on the line of another one."""
    made = CommentedMap(content)
    if hasattr(node, "lc"):
        made.lc.line, made.lc.col = node.lc.line, node.lc.col
    return made


def _pascal(*words: str) -> str:
    return "".join(class_name(word) for word in words)


class _Normal:
    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._done: dict[int, tuple[Any, Any]] = {}
        if not isinstance(document.get("components"), Mapping):
            document["components"] = {}
        self._named: Any = document["components"].setdefault("schemas", CommentedMap())

    def write(self) -> None:
        for path, item in self._document["paths"].items():
            self._document["paths"][path] = resolve(self._document, item)
        for operation in operations(self._document):
            node = operation.node
            words = re.sub(r"\W+", " ", f"{operation.method} {operation.path}")
            # A slash sets the words apart as a hyphen does: `issues/list`.
            own_id = str(node.get("operationId", identifier(words))).replace("/", "-")
            node["operationId"] = own_id  # type: ignore[index]
            node["tags"] = (node.get("tags") or ["default"])[:1]  # type: ignore[index]
            security = self._document.get("security", [])
            node.setdefault("security", security)  # type: ignore[attr-defined]
            node.pop("callbacks", None)  # type: ignore[attr-defined]
            _mark(node, node)
        self._rename()
        self._move_inner_targets()
        with_files = set(self._with_files())
        for name in list(self._named):
            self._named[name] = self._plain(self._named[name], name, name in with_files)
        for kind, normal in (
            ("parameters", self._parameter), ("requestBodies", self._body),
            ("responses", self._response),
        ):  # fmt: skip
            named: Any = component(self._document, kind)
            for name in named:
                named[name] = normal(resolve(self._document, named[name]), _pascal(name))
        for item in self._document["paths"].values():
            holders = [
                (item[method], item[method]["operationId"]) for method in METHODS if method in item
            ]
            for holder, name in [(item, ""), *holders]:
                holder["parameters"] = [
                    self._used(each, "parameters", self._parameter, _pascal(name))
                    for each in holder.get("parameters") or []
                ]
            for holder, name in holders:
                if "requestBody" in holder:
                    body = holder["requestBody"]
                    holder["requestBody"] = self._used(
                        body, "requestBodies", self._body, _pascal(name)
                    )
                self._responses(holder, _pascal(name))
        self._webhooks()

    def _webhooks(self) -> None:
        """Leave of each webhook the schema of what the service sends, under `x-webhooks`."""
        found: Any = {}
        for name, item in (self._document.pop("webhooks", None) or {}).items():
            node = resolve(self._document, item)
            for method in METHODS:
                body = resolve(self._document, node.get(method, {}).get("requestBody"))
                media = media_of(body["content"]) if body else None
                if media and JSON.fullmatch(media):
                    schema = deepcopy((body["content"][media] or {}).get("schema", {}))
                    found[name] = self._schema(schema, f"{_pascal(name)}Payload")
        self._document["x-webhooks"] = found

    def _used(self, node: Any, kind: str, normal: Any, name: str) -> Any:
        """Return a node in its place: a reference to a component stays one."""
        if str(node.get("$ref", "")).startswith(f"#/components/{kind}/"):
            return node
        return normal(deepcopy(resolve(self._document, node)), name)

    def _rename(self) -> None:
        """Rename each schema with a hint, or whose class the generated modules have already."""
        tags = {
            _pascal(tag_module(operation.node["tags"][0]))
            for operation in operations(self._document)
        }
        tags |= {f"Async{tag}" for tag in tags}
        taken = TAKEN_CLASSES | tags | {f"{tag}WithRawResponse" for tag in tags}
        new: dict[str, str] = {}
        for name, node in self._named.items():
            hint = node.get("x-bota-name") if isinstance(node, Mapping) else None
            kind = class_name(str(hint or name))
            if kind in taken or not re.fullmatch(r"[\w.-]+", name) or (hint and kind != name):
                wanted = f"{kind}Model" if kind in taken else kind
                new[name] = free(wanted, {*self._named, *new.values()})
        for node in references(self._document):
            parts = pointer_parts(node["$ref"])
            if parts[:2] == ["components", "schemas"] and parts[2] in new:
                rest = node["$ref"].split("/")[4:]
                node["$ref"] = "/".join(["#", *parts[:2], new[parts[2]], *rest])
        for name, other in new.items():
            self._place(other, self._named.pop(name))

    def _move_inner_targets(self) -> None:
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
                holder[key] = self._hoisted(holder[key], _pascal(*parts[-3:-2], parts[-1]))
            node["$ref"] = holder[key]["$ref"]

    def _with_files(self) -> Iterator[str]:
        """Yield the names of the schemas whose properties may be files: multipart bodies."""
        bodies = list(component(self._document, "requestBodies").values())
        bodies += [operation.node.get("requestBody") for operation in operations(self._document)]
        for body in bodies:
            media = ((resolve(self._document, body) or {}).get("content") or {}).get(FORMS[0]) or {}
            if isinstance(media.get("schema"), Mapping) and "$ref" in media["schema"]:
                yield pointer_parts(media["schema"]["$ref"])[-1]

    def _place(self, name: str, node: Any) -> None:
        self._named[name] = node
        if hasattr(node, "lc"):
            self._named.lc.add_kv_line_col(name, [node.lc.line, node.lc.col] * 2)

    def _hoisted(self, node: Any, name: str) -> CommentedMap:
        """Make a component of a schema, and return the reference to it."""
        name = wanted = class_name(str(node.get("x-bota-name", name)))
        for known, other in self._named.items():
            if other is node:
                return _like(node, {"$ref": f"#/components/schemas/{known}"})
        modules = {module_name(each) for each in self._named}
        number = 1
        while module_name(name) in modules or name in TAKEN_CLASSES:
            number += 1
            name = f"{wanted}{number}"
        self._place(name, node)
        beside = {
            key: node[key] for key in ("description", "deprecated", "readOnly") if key in node
        }
        return _like(node, {"$ref": f"#/components/schemas/{name}", **beside})

    def _schema(self, node: Any, name: str, files: bool = False) -> Any:
        """Return the normal form of a schema that is no component."""
        node = self._plain(node, name, files)
        composed = node.get("allOf") or []
        lone = len(composed) == 1 and "$ref" in composed[0]
        if "$ref" not in node and (
            "enum" in node or node.get("type") == "object" or "properties" in node
            or (composed and not lone)
        ):  # fmt: skip
            return self._hoisted(node, name)
        return node

    def _plain(self, node: Any, name: str, files: bool) -> Any:
        if id(node) not in self._done:
            if not isinstance(node, Mapping):
                return CommentedMap()
            self._done[id(node)] = (node, node)
            self._done[id(node)] = (node, self._made(_like(node, node), name, files))
        return self._done[id(node)][1]

    def _made(self, node: Any, name: str, files: bool) -> Any:
        for key in _NO_TYPE:
            node.pop(key, None)
        if "default" in node:
            _say(node, f"Default: {node.pop('default')}.")
        _mark(node, node)
        if node.get("format") == "binary" and not files:
            del node["format"]
        nullable = self._nullable(node)
        if "$ref" in node:
            beside = {
                key: node.pop(key) for key in list(node) if key in _STRUCTURE - {"$ref", "type"}
            }
            node.pop("type", None)
            if beside:
                node = _like(node, {"allOf": [_like(node, {"$ref": node["$ref"]}), beside]})
        if "array" in node.get("type", "") and not node.keys() & {"items", "prefixItems"}:
            node["items"] = CommentedMap()
        self._inside(node, name, files)
        self._composed(node, name, files)
        if nullable:
            keep = {
                key: node[key] for key in ("description", "deprecated", "readOnly") if key in node
            }
            both = [self._schema(node, f"{name}Value", files), {"type": "null"}]
            return _like(node, {"oneOf": both, **keep})
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
            properties[key] = self._schema(properties[key], name + _pascal(key), files)
        if "items" in node:
            node["items"] = self._schema(node["items"], f"{name}Item", files)
        if isinstance(node.get("additionalProperties"), Mapping):
            node["additionalProperties"] = self._schema(
                node["additionalProperties"], f"{name}Value"
            )
        if "prefixItems" in node:
            node["prefixItems"] = [
                self._schema(each, f"{name}Item{index}")
                for index, each in enumerate(node["prefixItems"], 1)
            ]

    def _composed(self, node: Any, name: str, files: bool) -> None:
        parts = [part for part in node.pop("allOf", ()) if part.keys() & _STRUCTURE]
        parts = [
            part if "$ref" in part else self._part(part, f"{name}Part", files) for part in parts
        ]
        if len(parts) == 1 and "$ref" in parts[0] and any(key in node for key in _OF_OBJECTS):
            parts.append(_like(node, {key: node.pop(key) for key in _OF_OBJECTS if key in node}))
        if parts:
            node["allOf"] = parts
        for key in ("oneOf", "anyOf"):
            variants = node.pop(key, ())
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
        part = self._plain(part, name, files)
        return self._hoisted(part, name) if part.keys() & {"allOf", "oneOf", "anyOf"} else part

    def _variant(self, each: Any, base: Mapping[str, Any], name: str, files: bool) -> Any:
        if base:
            parts = [each, *base.get("allOf", ())]
            own = {key: base[key] for key in _OF_OBJECTS if key in base}
            each = _like(each, {"allOf": [*parts, _like(each, own)] if own else parts})
        return self._schema(each, name, files)

    def _distinct(self, node: Any, variants: list[Any]) -> list[Any]:
        """Return variants that can be told apart when they are read."""
        if "discriminator" in node:
            # A variant that is not known yet keeps all that came.
            if "UnknownVariant" not in self._named:
                self._named["UnknownVariant"] = _like(node, {"type": "object"})
            variants = [*variants, {"$ref": "#/components/schemas/UnknownVariant"}]
        arrays = [each for each in variants if "array" in kinds(self._document, each)]
        if len(arrays) > 1:
            variants = [each for each in variants if each not in arrays]
            variants.append(_like(node, {"type": "array", "items": {}}))
        return variants

    def _parameter(self, node: Any, name: str) -> Any:
        content = node.pop("content", None)
        # What is sent as JSON or in another media type is given as its text.
        schema = node.get("schema") or {}
        schema = {"type": "string"} if content or not schema else schema
        made = self._schema(_like(node, schema), name + _pascal(node["name"]))
        description = node.pop("description", None)
        if description and "description" not in made:
            made = _like(made, {**made, "description": description})
        _mark(made, node)
        node["schema"] = made
        if node["in"] == "path":
            node["required"] = True
        return node

    def _body(self, node: Any, name: str) -> Any:
        media = media_of(node["content"])
        if media is None:
            node["content"], media = {"application/octet-stream": {}}, "application/octet-stream"
        schema = (node["content"][media] or {}).get("schema", {})
        if media in FORMS or JSON.fullmatch(media):
            schema = self._schema(schema, f"{name}Body", media == FORMS[0])
            schema = self._without_read_only(schema, f"{name}Body")
        else:
            schema, node["x-media-type"], media = _BYTES, media, "application/octet-stream"
        node["content"] = _like(node["content"], {media: _like(node, {"schema": schema})})
        return node

    def _without_read_only(self, schema: Any, name: str) -> Any:
        """Return what a request has of an object: not what only responses have."""
        found = fields(self._document, schema)
        left = {each.name: each.node for each in found if not each.node.get("readOnly")}
        if len(left) == len(found):
            return schema
        both = [key for part in parts(self._document, schema) for key in part.get("required") or []]
        needed = [key for key in both if key in left]
        return self._hoisted(
            _like(schema, {"type": "object", "properties": left, "required": needed}), name
        )

    def _response(self, node: Any, name: str) -> Any:
        media = media_of(node.get("content") or {})
        if media is None:
            return node
        schema = (node["content"][media] or {}).get("schema", {})
        if JSON.fullmatch(media):
            schema = self._schema(schema, f"{name}Response")
        elif media.startswith("text/"):
            schema, media = {"type": "string"}, "text/plain"
        else:
            schema, media = _BYTES, "application/octet-stream"
        node["content"] = _like(node["content"], {media: _like(node, {"schema": schema})})
        return node

    def _responses(self, holder: Any, name: str) -> None:
        listed = holder["responses"]
        statuses = {str(status).upper(): status for status in listed}
        ok = [status for status in statuses if status[0] in "23"]
        made = _like(listed, {})
        for status, written in statuses.items():
            place = name if status[0] in "2D" else f"{name}{status}"
            node = self._used(listed[written], "responses", self._response, place)
            # What covers the rest covers the errors, unless nothing else is a success.
            for each in (("4XX", "5XX") if ok else ("2XX",)) if status == "DEFAULT" else (status,):
                if each == status or each not in statuses:
                    made[each] = node
        if not any(status[0] in "23" for status in made):
            made["2XX"] = _like(listed, {"description": ""})
        holder["responses"] = made


def _say(node: Any, words: str) -> None:
    node["description"] = f"{node.get('description', '')} {words}".strip()


def _mark(node: Any, holder: Mapping[str, Any]) -> None:
    """Say of what is deprecated that it is, for the docstrings."""
    words = str(node.get("description", ""))
    if holder.get("deprecated") is True and not words.startswith("Deprecated."):
        node["description"] = f"Deprecated. {words}".strip()

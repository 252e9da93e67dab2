"""The contract in its normal form: what it may say in many ways, said in the one that is generated.

Nothing of the wire is lost on the way: what has no form of its own gets a plain one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from generator.contract import METHODS, component, operations, pointer_parts, resolve
from generator.naming import identifier
from generator.normal_schemas import Schemas, like, mark, pascal
from generator.schema_view import fields, parts

JSON: Final = re.compile(r"application/([^;\s]+\+)?json(;.*)?")
FORMS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")
_BYTES: Final = {"type": "string", "format": "binary"}


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


class _Normal:
    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._schemas = Schemas(document)

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
            mark(node, node)
        self._schemas.rename()
        self._schemas.move_inner_targets()
        with_files = set(self._with_files())
        for name in list(self._schemas.named):
            self._schemas.named[name] = self._schemas.plain(
                self._schemas.named[name], name, name in with_files
            )
        for kind, normal in (
            ("parameters", self._parameter), ("requestBodies", self._body),
            ("responses", self._response),
        ):  # fmt: skip
            named: Any = component(self._document, kind)
            for name in named:
                named[name] = normal(resolve(self._document, named[name]), pascal(name))
        for item in self._document["paths"].values():
            holders = [
                (item[method], item[method]["operationId"]) for method in METHODS if method in item
            ]
            for holder, name in [(item, ""), *holders]:
                holder["parameters"] = [
                    self._used(each, "parameters", self._parameter, pascal(name))
                    for each in holder.get("parameters") or []
                ]
            for holder, name in holders:
                if "requestBody" in holder:
                    body = holder["requestBody"]
                    holder["requestBody"] = self._used(
                        body, "requestBodies", self._body, pascal(name)
                    )
                self._responses(holder, pascal(name))
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
                    found[name] = self._schemas.schema(schema, f"{pascal(name)}Payload")
        self._document["x-webhooks"] = found

    def _used(self, node: Any, kind: str, normal: Any, name: str) -> Any:
        """Return a node in its place: a reference to a component stays one."""
        if str(node.get("$ref", "")).startswith(f"#/components/{kind}/"):
            return node
        return normal(deepcopy(resolve(self._document, node)), name)

    def _with_files(self) -> Iterator[str]:
        """Yield the names of the schemas whose properties may be files: multipart bodies."""
        bodies = list(component(self._document, "requestBodies").values())
        bodies += [operation.node.get("requestBody") for operation in operations(self._document)]
        for body in bodies:
            media = ((resolve(self._document, body) or {}).get("content") or {}).get(FORMS[0]) or {}
            if isinstance(media.get("schema"), Mapping) and "$ref" in media["schema"]:
                yield pointer_parts(media["schema"]["$ref"])[-1]

    def _parameter(self, node: Any, name: str) -> Any:
        content = node.pop("content", None)
        # What is sent as JSON or in another media type is given as its text.
        schema = node.get("schema") or {}
        schema = {"type": "string"} if content or not schema else schema
        made = self._schemas.schema(like(node, schema), name + pascal(node["name"]))
        description = node.pop("description", None)
        if description and "description" not in made:
            made = like(made, {**made, "description": description})
        mark(made, node)
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
            schema = self._schemas.schema(schema, f"{name}Body", media == FORMS[0])
            schema = self._without_read_only(schema, f"{name}Body")
        else:
            schema, node["x-media-type"], media = _BYTES, media, "application/octet-stream"
        node["content"] = like(node["content"], {media: like(node, {"schema": schema})})
        return node

    def _without_read_only(self, schema: Any, name: str) -> Any:
        """Return what a request has of an object: not what only responses have."""
        found = fields(self._document, schema)
        left = {each.name: each.node for each in found if not each.node.get("readOnly")}
        if len(left) == len(found):
            return schema
        both = [key for part in parts(self._document, schema) for key in part.get("required") or []]
        needed = [key for key in both if key in left]
        return self._schemas.hoisted(
            like(schema, {"type": "object", "properties": left, "required": needed}), name
        )

    def _response(self, node: Any, name: str) -> Any:
        media = media_of(node.get("content") or {})
        if media is None:
            return node
        schema = (node["content"][media] or {}).get("schema", {})
        if JSON.fullmatch(media):
            schema = self._schemas.schema(schema, f"{name}Response")
        elif media.startswith("text/"):
            schema, media = {"type": "string"}, "text/plain"
        else:
            schema, media = _BYTES, "application/octet-stream"
        node["content"] = like(node["content"], {media: like(node, {"schema": schema})})
        return node

    def _responses(self, holder: Any, name: str) -> None:
        listed = holder.get("responses") or like(holder, {})
        statuses = {str(status).upper(): status for status in listed}
        ok = [status for status in statuses if status[0] in "23"]
        made = like(listed, {})
        for status, written in statuses.items():
            place = name if status[0] in "2D" else f"{name}{status}"
            node = self._used(listed[written], "responses", self._response, place)
            # What covers the rest covers the errors, unless nothing else is a success.
            for each in (("4XX", "5XX") if ok else ("2XX",)) if status == "DEFAULT" else (status,):
                if each == status or each not in statuses:
                    made[each] = node
        if not any(status[0] in "23" for status in made):
            made["2XX"] = like(listed, {"description": ""})
        holder["responses"] = made

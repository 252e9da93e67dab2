"""Lets the models of responses say which field is not what the contract says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from generator.contract import component, operations, pointer_parts, resolve
from generator.errors import GenerationError
from generator.naming import class_name, module_name
from generator.schema_view import fields, kinds, lone_part, parts

_GENERATED: Final = "        d = dict(src_dict)\n"
_IMPORTS: Final = "from attrs import define as _attrs_define\n"
_PLAIN: Final = frozenset({"integer", "number", "string", "boolean", "date", "object", "array"})


def name_wrong_fields(document: Mapping[str, Any], output: Path) -> None:
    """Let each model of a success read its fields by what the contract says of them.

    Args:
        document: the contract, which keeps the rules.
        output: the generated package.

    Raises:
        GenerationError: the generated code does not look as expected.

    """
    named = component(document, "schemas")
    for name in sorted(_received(document)):
        node = named[name]
        whole = "$ref" not in node and lone_part(node) is None
        if whole and kinds(document, node) == {"object"} and fields(document, node):
            _rewrite(output / "models" / f"{module_name(name)}.py", document, name)


def _received(document: Mapping[str, Any]) -> set[str]:
    """Return the names of the schemas that a success consists of."""
    found: set[str] = set()
    waiting: list[Any] = [
        resolve(document, response).get("content")
        for operation in operations(document)
        for status, response in operation.node["responses"].items()
        if str(status).startswith("2")
    ]
    named = component(document, "schemas")
    while waiting:
        for reference in _references(waiting.pop()):
            name = pointer_parts(reference)[-1]
            if name in named and name not in found:
                found.add(name)
                waiting.append(named[name])
    return found


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from _references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _references(inner)


def _rewrite(module: Path, document: Mapping[str, Any], name: str) -> None:
    source = module.read_text("utf-8") if module.exists() else ""
    if source.count(_GENERATED) != 1 or _IMPORTS not in source:
        raise GenerationError(f"{module.name} does not read its fields as expected")
    source = source.replace(
        _GENERATED, f'        d = read_fields("{class_name(name)}", src_dict, _FIELDS)\n'
    )
    imported = f"{_IMPORTS}from ..reading import Field, read_fields\n"
    source = source.replace(_IMPORTS, imported, 1)
    node = component(document, "schemas")[name]
    required = {key for part in parts(document, node) for key in part.get("required") or []}
    lines = "".join(
        f"{each.name!r}: {_field(document, each.node, needed=each.name in required)},\n"
        for each in fields(document, node)
    )
    module.write_text(f"{source}\n\n_FIELDS = {{\n{lines}}}\n", "utf-8")


def _field(document: Mapping[str, Any], node: Any, *, needed: bool) -> str:
    found = kinds(document, node)
    nullable = "null" in found or "any" in found
    # The kinds of an array's items stand beside its own.
    if "array" in found and "union" not in found:
        kind, nullable = "array", False
    else:
        left = found - {"null", "union"}
        kind = next(iter(left)) if len(left) == 1 else "any"
        kind = "string" if kind == "enum" else kind
    return f'Field("{kind if kind in _PLAIN else "any"}", {needed}, {nullable})'

"""What a changed annotation takes away or brings, as sets of types."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Final

_UNIONS: Final = ("Union", "typing.Union")
_OPTIONALS: Final = ("Optional", "typing.Optional")
_LITERALS: Final = ("Literal", "typing.Literal")
_QUOTES: Final = ("'", '"')


def members(annotation: str, aliases: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return the types that an annotation is a union of; each value of a Literal is one.

    A text of a Literal beside `str` is none of its own: `str` takes it already.

    Args:
        annotation: the annotation, as it is written.
        aliases: what names of types stand for.

    """
    try:
        found = _members(ast.parse(annotation.strip(), mode="eval").body)
    except SyntaxError:
        return frozenset({annotation})
    known = dict(aliases or {})
    while names := found & known.keys():
        for name in names:
            found = (found - {name}) | _members(ast.parse(known.pop(name), mode="eval").body)
    if "str" in found:
        found = {name for name in found if not name.startswith(_QUOTES)}
    return frozenset(found)


def _members(node: ast.expr) -> set[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _members(node.left) | _members(node.right)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _members(ast.parse(node.value, mode="eval").body)
    if isinstance(node, ast.Subscript):
        name = ast.unparse(node.value)
        inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name in _LITERALS:
            return {ast.unparse(value) for value in inside}
        if name in _UNIONS:
            return set().union(*(_members(value) for value in inside))
        if name in _OPTIONALS:
            return _members(inside[0]) | {"None"}
    return {ast.unparse(node)}

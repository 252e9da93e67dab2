"""Names as openapi-python-client gives them: asked of it, so that they cannot differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.strings import ClassName, PythonIdentifier

_PREFIX: Final = "field_"
_TAG_PREFIX: Final = "tag"


def identifier(name: str) -> str:
    """Return the Python name of a parameter, a property or an operation."""
    return str(PythonIdentifier(name, _PREFIX))


def identifiers(names: Iterable[str]) -> dict[str, str]:
    """Return the Python name of each property of one schema; of alike ones the spelling is kept."""
    short = {name: identifier(name) for name in names}
    count = Counter(short.values())
    return {
        name: found
        if count[found] == 1
        else str(PythonIdentifier(name, _PREFIX, skip_snake_case=True))
        for name, found in short.items()
    }


def class_name(name: str) -> str:
    """Return the name of the class of a component schema, or of a tag's module."""
    return str(ClassName(name.rsplit("/", 1)[-1], _PREFIX))


def module_name(schema: str) -> str:
    """Return the name of the module of a component schema."""
    return identifier(class_name(schema))


def tag_module(tag: str) -> str:
    """Return the name of the package of a tag, which is an attribute of the clients."""
    return str(PythonIdentifier(tag, _TAG_PREFIX))


def option_names(operation: str, arguments: Iterable[PropertyProtocol]) -> tuple[str, str]:
    """Return what a method calls its own arguments `timeout` and `extra_headers`.

    An argument of the contract keeps its name: where one is called `timeout`, the method's own one
    is `request_timeout`.

    Args:
        operation: the name of its module.
        arguments: those of the contract, as openapi-python-client has them.

    """
    taken = {operation, *(str(argument.python_name) for argument in arguments)}
    names = []
    for option in ("timeout", "extra_headers"):
        name = option
        while name in taken:
            name = f"request_{name}"
        names.append(name)
    return names[0], names[1]


def method_of(operation_id: str, tag: str) -> str:
    """Return an operation's method, as templates/endpoint_init.py.jinja names it."""
    full, plural = identifier(operation_id), tag_module(tag)
    kept = [word for word in full.split("_") if word not in (plural, plural.removesuffix("s"))]
    return "_".join(kept) or full

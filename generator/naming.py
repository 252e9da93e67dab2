"""Names as openapi-python-client gives them: asked of it, so that they cannot differ."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any, Final

from openapi_python_client import strings
from openapi_python_client.strings import ClassName, PythonIdentifier, snake_case

# Builtins that generated code never uses: a field called `type` keeps its name, as people expect.
strings.RESERVED_WORDS -= {
    "all", "any", "filter", "format", "hash", "help", "input", "license", "max", "min", "next",
    "object", "open", "reversed", "round", "slice", "sum", "type", "vars",
}  # fmt: skip

_PREFIX: Final = "field_"
_TAG_PREFIX: Final = "tag"
_TYPES_IN_ANNOTATIONS: Final = frozenset({"bool", "bytes", "dict", "float", "int", "str"})
_ATTRIBUTES_OF_CLIENTS: Final = frozenset(
    {"aclose", "api", "base_url", "close", "download", "upload", "upload_many", "with_options"},
)
TAKEN_CLASSES: Final = frozenset(
    {
        "AbstractContextManager", "Any", "AsyncResources", "AuthenticatedClient", "BinaryIO",
        "Callable", "Client", "Final", "File", "FileContent", "Generator", "HTTPStatus", "Literal",
        "Mapping", "Resources", "Response", "T", "TextIO", "TypeAlias", "TypeVar", "UNSET", "UUID",
        "Unset",
    },
)  # fmt: skip
"""Names that generated modules import or define beside the classes of the contract."""


def identifier(name: str) -> str:
    """Return the Python name of a parameter, a property or an operation."""
    return str(PythonIdentifier(name, _PREFIX))


def class_name(name: str) -> str:
    """Return the name of the class of a component schema, or of a tag's module."""
    return str(ClassName(name.rsplit("/", 1)[-1], _PREFIX))


def module_name(schema: str) -> str:
    """Return the name of the module of a component schema."""
    return identifier(class_name(schema))


def tag_module(tag: str) -> str:
    """Return the name of the package of a tag."""
    return str(PythonIdentifier(tag, _TAG_PREFIX))


def tag_attribute(tag: str) -> str:
    """Return the attribute of the clients that has a tag's operations."""
    name = tag_module(tag)
    return f"{name}_" if name in _ATTRIBUTES_OF_CLIENTS else name


def free(name: str, taken: frozenset[str] | set[str]) -> str:
    """Return a name with as many underscores behind it as set it apart from others."""
    while name in taken:
        name += "_"
    return name


def method_of(operation: Mapping[str, Any]) -> str:
    """Return the name of an operation's method: its id without the noun of its tag.

    `createUploadUrl` of the tag `uploads` is `create_url`, `listEndUsers` of `end_users` is `list`.
    The hint `x-bota-method` names another one.
    """
    full = str(operation.get("x-bota-method") or operation["operationId"])
    words = snake_case(full).split("_")
    if "x-bota-method" not in operation:
        noun = tag_module(operation["tags"][0]).split("_")
        for form in (noun, *([*noun[:-1], last] for last in _singular(noun[-1]))):
            for start in range(len(words) - len(form) + 1):
                if words[start : start + len(form)] == form:
                    del words[start : start + len(form)]
                    break
    short = "_".join(words)
    if not short.isidentifier():
        return identifier(full)
    return f"{short}_" if keyword.iskeyword(short) or short in _TYPES_IN_ANNOTATIONS else short


def _singular(word: str) -> list[str]:
    endings = (("ies", "y"), ("ses", "s"), ("s", ""))
    return [word.removesuffix(many) + one for many, one in endings if word.endswith(many)]

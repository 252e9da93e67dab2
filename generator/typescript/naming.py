"""Names in TypeScript: those that Python has, in this language's spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.contract import component, line_of
from generator.finding import Finding
from generator.naming import class_name, identifier, method_of, tag_module

_MEMBERS_OF_CLIENTS: Final = frozenset({"baseUrl", "close", "upload", "constructor"})

_RESERVED: Final = frozenset(
    {
        "arguments", "await", "body", "break", "case", "catch", "class", "const", "continue",
        "debugger", "default", "delete", "do", "else", "enum", "eval", "export", "extends", "false",
        "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface",
        "let", "new", "null", "options", "package", "private", "protected", "public", "query",
        "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var",
        "void", "while", "with", "yield",
    },
)  # fmt: skip

GLOBALS: Final = frozenset(
    {
        "Array", "ArrayBuffer", "AsyncIterable", "AsyncIterator", "Awaited", "BigInt", "Blob",
        "Boolean", "Buffer", "DataView", "Date", "Document", "Element", "Error", "Event",
        "EventTarget", "Exclude", "Extract", "File", "FormData", "Function", "Headers", "Iterable",
        "Iterator", "JSON", "Map", "Math", "Node", "Number", "Object", "Omit", "Partial", "Pick",
        "Promise", "Proxy", "Range", "Readonly", "ReadableStream", "Record", "Reflect", "RegExp",
        "Request", "Required", "Response", "Selection", "Set", "String", "Symbol", "Text", "URL",
        "Uint8Array", "WeakMap", "WeakSet", "Window", "Worker",
    },
)  # fmt: skip
"""Names that every TypeScript file has without an import."""


def camel(name: str) -> str:
    """Return a Python name in the spelling of TypeScript: `create_url` is `createUrl`."""
    first, *others = name.rstrip("_").split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def method(operation: Mapping[str, Any]) -> str:
    """Return the name of an operation's method; it is Python's, spelt otherwise."""
    return camel(method_of(operation))


def attribute(tag: str) -> str:
    """Return the attribute of the client that has a tag's operations."""
    name = camel(tag_module(tag))
    return f"{name}_" if name in _MEMBERS_OF_CLIENTS else name


def argument(name: str) -> str:
    """Return the name of a path parameter as a function's argument."""
    found = camel(identifier(name))
    return f"{found}_" if found in _RESERVED else found


def quoted(name: str) -> str:
    """Return a property's name as it stands in an object, quoted where it must be."""
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else _string(name)


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def global_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Whoever imports such a type loses what the language calls so."""
    named = component(document, "schemas")
    for name in named:
        if class_name(name) in GLOBALS:
            yield Finding(
                line_of(named, name),
                f"{name} hides what TypeScript calls {class_name(name)}",
                f"give its type another name with x-bota-name, such as {class_name(name)}Info",
            )

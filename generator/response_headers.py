"""Writes response_headers.py: the headers of responses that the contract documents, typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from generator.contract import resolve, responses
from generator.naming import free, identifier
from generator.schema_view import kinds

_TOP: Final = '''"""Headers of responses that the contract documents, with their types."""

from __future__ import annotations

from collections.abc import Mapping


class ResponseHeaders:
    """The headers of one response. Each is None when it is missing or not of its type.

    Args:
        headers: the headers as they came, whatever the case of their names.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        found = {name.lower(): value for name, value in headers.items()}
        # Of the others some are secrets, such as cookies.
        self._headers = {name: found[name] for name in _NAMES.values() if name in found}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ResponseHeaders) and self._headers == other._headers

    def __hash__(self) -> int:
        return hash(frozenset(self._headers.items()))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _NAMES)
        return f"{type(self).__name__}({shown})"

    def _text(self, name: str) -> str | None:
        return self._headers.get(name)

    def _integer(self, name: str) -> int | None:
        try:
            return int(self._headers[name])
        except (KeyError, ValueError):
            return None

    def _number(self, name: str) -> float | None:
        try:
            return float(self._headers[name])
        except (KeyError, ValueError):
            return None

    def _boolean(self, name: str) -> bool | None:
        return {"true": True, "false": False}.get(self._headers.get(name, "").lower())
'''
_PROPERTY: Final = '''
    @property
    def {python}(self) -> {kind} | None:
        """{description}"""
        return self._{reader}("{name}")
'''
READERS: Final = {
    "string": ("str", "text"),
    "integer": ("int", "integer"),
    "number": ("float", "number"),
    "boolean": ("bool", "boolean"),
}


@attrs.frozen
class ResponseHeader:
    """One documented header: its name, kind of value and description."""

    name: str
    kind: str
    description: str


def documented_headers(document: Mapping[str, Any]) -> Iterator[ResponseHeader]:
    """Yield the headers of each response; what is not one plain value is text."""
    for node, _ in responses(document):
        listed = node.get("headers") or {}
        for name, written in listed.items():
            header = resolve(document, written) or {}
            found = kinds(document, header["schema"]) if "schema" in header else frozenset()
            kind = next(iter(found)) if len(found) == 1 else ""
            yield ResponseHeader(
                name=name,
                kind=kind if kind in READERS else "string",
                description=" ".join(header.get("description", "").split()),
            )


def render_response_headers(document: Mapping[str, Any]) -> str:
    """Return the source of response_headers.py for a contract that keeps the rules."""
    found: dict[str, ResponseHeader] = {}
    for header in documented_headers(document):
        # One that two responses type in two ways is text.
        other = found.setdefault(header.name.lower(), header)
        if other.kind != header.kind:
            found[header.name.lower()] = attrs.evolve(other, kind="string")
    names: dict[str, str] = {}
    for name in sorted(found):
        names[free(identifier(found[name].name), set(names))] = name
    parts = [_TOP]
    for python, name in names.items():
        header = found[name]
        kind, reader = READERS[header.kind]
        text = header.description or f"The header {header.name}."
        parts.append(
            _PROPERTY.format(
                python=python,
                kind=kind,
                description=text.replace("\\", "\\\\").replace('"', "'"),
                reader=reader,
                name=name,
            )
        )
    lines = "".join(f'    "{python}": "{name}",\n' for python, name in names.items())
    listed = f"{{\n{lines}}}" if lines else "{}"
    return "".join([*parts, f"\n\n_NAMES: dict[str, str] = {listed}\n"])

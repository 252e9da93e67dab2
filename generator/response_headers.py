"""Writes response_headers.py: the headers of responses that the contract documents, typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

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


def render_response_headers(document: Mapping[str, Any]) -> str:
    """Return the source of response_headers.py for a contract that keeps the rules."""
    found: dict[str, tuple[str, str, str]] = {}
    for node, _ in responses(document):
        for name, written in (node.get("headers") or {}).items():
            header = resolve(document, written) or {}
            (kind, *others) = kinds(document, header.get("schema"))
            # What is not one plain value, or is typed in two ways by two responses, is text.
            other = found.get(name.lower(), ("", kind, ""))[1]
            plain = not others and kind in READERS and kind == other
            text = " ".join(header.get("description", "").split()) or f"The header {name}."
            name, _, text = found.get(name.lower(), (name, "", text))
            found[name.lower()] = (name, kind if plain else "string", text)
    names: dict[str, str] = {}
    for name in sorted(found):
        names[free(identifier(found[name][0]), set(names))] = name
    parts = [_TOP]
    for python, name in names.items():
        _, found_kind, text = found[name]
        kind, reader = READERS[found_kind]
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

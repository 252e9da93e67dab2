"""Forms made from dataclasses: a control for each field, its words from the class's docstring."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Protocol

_ITEM = re.compile(r"^ {4}(\w[\w, ]*): (.*(?:\n {8}.*)*)", re.MULTILINE)


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclasses.dataclass(frozen=True)
class Field:
    """A control of a form.

    Attributes:
        name: The attribute that it sets.
        kind: `number`, `flag`, `choice`, `json` or `text`.
        value: What it shows at first.
        help: What the docstring says of the attribute.
        choices: The words to choose from, or to suggest for a text.

    """

    name: str
    kind: str
    value: str
    help: str
    choices: Collection[str] = ()


def fields_of(
    shown: _Dataclass | type[_Dataclass], choices: Mapping[str, Collection[str]]
) -> list[Field]:
    """Return the controls for a dataclass's fields.

    Args:
        shown: The class, or an object of it whose values are shown.
        choices: Words by the names of the fields that have only some.

    """
    found = []
    words = _words(shown if isinstance(shown, type) else type(shown))
    for field in dataclasses.fields(shown):
        value = _default(field) if isinstance(shown, type) else getattr(shown, field.name)
        kind = "choice" if field.name in choices else _kind(str(field.type))
        options = choices.get(field.name, ())
        if kind == "choice" and value not in options:
            options = [value, *options]
        text = json.dumps(value) if kind == "json" else "" if value is None else str(value)
        found.append(Field(field.name, kind, text, words.get(field.name, ""), options))
    return found


def values_of(shown: _Dataclass | type[_Dataclass], sent: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a dataclass's fields that a form has sent.

    Args:
        shown: The class, or an object of it.
        sent: The texts by the names of their controls; what a form leaves out of it is false.

    Raises:
        ValueError: A text is no number, or no JSON.

    """
    values: dict[str, Any] = {}
    for field in dataclasses.fields(shown):
        kind = _kind(str(field.type))
        if kind == "flag":
            values[field.name] = field.name in sent
        elif field.name in sent:
            text = sent[field.name]
            if text or "None" not in str(field.type):
                values[field.name] = _value(field, kind, text)
    return values


def summary_of(shown: type) -> str:
    """Return the first line of a class's docstring, or of its base's that it refers to."""
    lines = [(base.__doc__ or "").strip().partition("\n")[0] for base in shown.__mro__]
    return next(line for line in lines if line and "which describes" not in line)


def _value(field: dataclasses.Field[Any], kind: str, text: str) -> Any:
    try:
        if kind == "number":
            return float(text) if "float" in str(field.type) else int(text)
        return json.loads(text) if kind == "json" else text
    except (ValueError, RecursionError):
        what = "JSON" if kind == "json" else "a number"
        raise ValueError(f"{field.name} must be {what}, not {text!r}") from None


def _kind(annotation: str) -> str:
    if annotation == "bool":
        return "flag"
    if annotation.startswith(("int", "float")):
        return "number"
    return "json" if annotation.startswith(("dict", "list")) else "text"


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def _words(shown: type) -> dict[str, str]:
    """Return what the docstrings of a class and its bases say of their attributes."""
    found: dict[str, str] = {}
    for base in reversed(shown.__mro__):
        part = (base.__doc__ or "") and inspect.cleandoc(base.__doc__ or "")
        for names, text in _ITEM.findall(part.partition("Attributes:")[2]):
            joined = " ".join(text.split())
            found |= dict.fromkeys(names.split(", "), joined[:1].upper() + joined[1:])
    return found

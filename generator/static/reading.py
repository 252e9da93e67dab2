"""Reads the objects of responses, so that errors name what is not as the contract says."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from .types import UNSET


class ResponseError(TypeError):
    """A field of a response is missing, or is what the contract rules out. Names the field."""


class Field(NamedTuple):
    """What the contract says of a field: its kind, and whether it may be left out or be null."""

    kind: str
    required: bool
    nullable: bool


_TYPES: Final[Mapping[str, tuple[type[Any], ...]]] = {
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "boolean": (bool,),
    "date": (str,),
    "object": (Mapping,),
    "array": (list,),
}
_WORDS: Final = {"NoneType": "null", "str": "text", "int": "a number", "float": "a number",
                 "bool": "a boolean", "list": "an array", "dict": "an object"}  # fmt: skip


def read_fields(model: str, source: object, fields: Mapping[str, Field]) -> dict[str, Any]:
    """Return the fields of an object as the model of it can take them.

    A null where none may be is the same as a field that was left out; a number written as text is
    that number. What is unknown stays as it is.

    Args:
        model: the name of the object in the contract.
        source: the object.
        fields: what the contract says of each field.

    Raises:
        ResponseError: a required field is missing, or a field is of another type.

    """
    if not isinstance(source, Mapping):
        raise ResponseError(f"{model} is {_word(source)}, not an object")
    values = dict(source)
    for name, field in fields.items():
        value = values.get(name, UNSET)
        if value is UNSET:
            if field.required:
                raise ResponseError(f"{model}.{name} is missing")
        elif value is None:
            if field.required and not field.nullable:
                raise ResponseError(f"{model}.{name} is null")
            if not field.nullable:
                del values[name]
        elif field.kind in _TYPES and not _fits(value, field.kind):
            values[name] = _converted(f"{model}.{name}", value, field)
    return values


def _fits(value: object, kind: str) -> bool:
    if kind == "date" and isinstance(value, str):
        try:
            datetime.datetime.fromisoformat(value)
        except ValueError:
            return False
    # True is an int to Python and none to JSON.
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _converted(name: str, value: object, field: Field) -> object:
    try:
        if field.kind == "integer" and isinstance(value, str | float) and float(value) % 1 == 0:
            return int(value)
        if field.kind == "number" and isinstance(value, str):
            return float(value)
    except ValueError:
        pass
    # Nothing depends on an optional plain value: one that is odd is better than no response.
    plain = field.kind in ("integer", "number", "string", "boolean")
    if field.nullable or (plain and not field.required):
        return value
    expected = {"date": "a date and time", "object": "an object", "array": "an array"}
    words = expected.get(field.kind, {"string": "text", "boolean": "a boolean"}.get(field.kind))
    raise ResponseError(f"{name} is {_word(value)}, not {words or 'a number'}")


def _word(value: object) -> str:
    return _WORDS.get(type(value).__name__, type(value).__name__)

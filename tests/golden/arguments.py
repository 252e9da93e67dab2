"""A value for each type that a generated function or model asks for."""

from __future__ import annotations

import datetime
import sys
import types
import typing
import uuid
from typing import Any

import attrs

PLAIN: dict[Any, Any] = {
    str: 'a "b" /~',  # headers carry ASCII alone
    int: 7,
    float: 1.5,
    bool: True,
    Any: {"any": [1, None]},
    datetime.datetime: datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
    datetime.date: datetime.date(2026, 1, 2),
    uuid.UUID: uuid.UUID(int=1),
}
DEPTH = 2
"""Of models in models; deeper, lists are empty and what may be left out is."""


def argument(hint: Any, depth: int = DEPTH) -> Any:
    """Return a value of a type; of a union, of its first member that carries one.

    Raises:
        AssertionError: there is none for that type.

    """
    if hint in PLAIN:
        return PLAIN[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return arguments[0]
    if origin in (typing.Union, types.UnionType):
        return argument(next(each for each in arguments if _carries(each)), depth)
    if origin is list:
        return [argument(arguments[0], depth)] if depth else []
    if issubclass(hint, dict):
        return hint({})
    assert attrs.has(hint), f"no value for {hint}"
    return _model(hint, depth)


def _carries(hint: Any) -> bool:
    return hint is not type(None) and getattr(hint, "__name__", "") != "Unset"


def _model(model: Any, depth: int) -> Any:
    module = vars(sys.modules[model.__module__])
    # Models name each other only for type checkers, so as not to import in circles.
    models = sys.modules[model.__module__.rpartition(".")[0]]
    base = vars(sys.modules[model.__base__.__module__])
    names = {**base, **{name: getattr(models, name) for name in models.__all__}, **module}
    hints = typing.get_type_hints(model.__init__, names)
    given = {
        field.name: argument(hints[field.alias or field.name], depth - 1)
        for field in attrs.fields(model)
        if field.alias in model.__annotations__ and (depth or field.default is attrs.NOTHING)
    }
    return model(**given)

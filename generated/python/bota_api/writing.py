"""Writes arguments as they are sent: in a path, a query, a header or a body."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from .types import UNSET, File, FileTypes


def written(value: Any, name: str = "a datetime") -> Any:
    """Return a value as JSON has it. Files stay what they are.

    Args:
        value: the value.
        name: what an error calls it.

    Raises:
        ValueError: a datetime has no time zone: which moment it is would be left to the service.

    """
    if isinstance(value, str | int | float | None):
        return value
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, datetime.date):
        if isinstance(value, datetime.datetime) and value.utcoffset() is None:
            raise ValueError(
                f"{name} is {value}, which has no time zone; give it a tzinfo, such as UTC"
            )
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {key: written(inner, key) for key, inner in value.items() if inner is not UNSET}
    return [written(inner, name) for inner in value] if isinstance(value, list | tuple) else value


def text(value: Any, name: str = "a datetime") -> str:
    """Return a value as a path or a header has it. An error calls it by its name."""
    value = written(value, name)
    if value is None:
        raise TypeError("neither a path nor a header has a null")
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(text, value)) if isinstance(value, list) else str(value)


def parameters(*given: tuple[str, Any, str]) -> dict[str, Any]:
    """Return the parameters of a query, without those that were left out.

    Args:
        given: name, value and style of each: nothing to repeat the name with each item of an
            array, what stands between the items, or `[]` for fields of an object in brackets.

    """
    found: dict[str, Any] = {}
    for name, argument, style in given:
        value = None if argument is UNSET else written(argument, name)
        if isinstance(value, Mapping):
            found.update(
                (f"{name}[{key}]" if style == "[]" else key, inner) for key, inner in value.items()
            )
        elif isinstance(value, list) and style:
            found[name] = style.join(map(text, value))
        elif value is not None:
            found[name] = value
    return found


def form(body: Any) -> dict[str, Any]:
    """Return a body as a form has it; what is an object in a form is JSON."""
    fields = written(body).items()
    return {name: json.dumps(each) if isinstance(each, Mapping) else each for name, each in fields}


def multipart(body: Any) -> list[tuple[str, FileTypes]]:
    """Return a body as parts: files, the items of arrays one by one, objects as JSON, and text."""
    parts: list[tuple[str, FileTypes]] = []
    for name, value in written(body).items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, File):
                parts.append((name, each.to_tuple()))
            elif isinstance(each, Mapping):
                parts.append((name, (None, json.dumps(each).encode(), "application/json")))
            else:
                parts.append((name, (None, text(each).encode(), None)))
    return parts

"""Reads what responses hold: for each kind of value in the contract, what it is in Python.

A number written as text is that number, and a date without a time zone is in UTC. A value of
another kind is an error that names the field, unless nothing depends on the field: see
`Model.from_dict`.
"""

from __future__ import annotations

import datetime
import functools
import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final, NamedTuple
from uuid import UUID as _UUID


class ResponseError(TypeError):
    """A field of a response is missing, or is what the contract rules out. Names the field."""


class InvalidRowWarning(UserWarning):
    """A row of a page is not what the contract says, and was left out of its page.

    The service has to mend such a row, and its user cannot: an error would take the other rows of
    the page, and each page after it, away from them. `warnings.simplefilter("error",
    InvalidRowWarning)` makes it an error; `page.response.to_dict()` has the row as it came.
    """


class MismatchError(ResponseError):
    """A value is of another kind. Says of which, and leaves the name to who knows the field."""

    subject = "it"


class Kind(NamedTuple):
    """One kind of value in the contract.

    Attributes:
        read: returns the Python value of a JSON value; raises ResponseError for another kind.
        plain: the type of JSON values that stay as they are; None when each must be read.
        is_simple: whether it is no structure: an odd value of an optional field reads as None.

    """

    read: Callable[[Any], Any]
    plain: type[Any] | None = None
    is_simple: bool = True


OBJECT: Final = (dict, Mapping)
"""What may be read as an object: to look at `Mapping` alone takes seven times as long."""

_WORDS: Final = {"NoneType": "null", "str": "text", "int": "a number", "float": "a number",
                 "bool": "a boolean", "list": "an array", "dict": "an object"}  # fmt: skip


def mismatch(value: object, expected: str) -> MismatchError:
    """Return the error for a value of another kind than was expected."""
    kind = type(value).__name__
    return MismatchError(f"is {_WORDS.get(kind, kind)}, not {expected}")


def _plain(kind: type[Any], expected: str) -> Kind:
    def read(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        raise mismatch(value, expected)

    return Kind(read, kind)


def _number(kind: type[int | float]) -> Kind:
    def read(value: Any) -> Any:
        # True is an int to Python and none to JSON.
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            try:
                if kind is float:
                    return float(value) if isinstance(value, str) else value
                if isinstance(value, int) or float(value) % 1 == 0:
                    return int(value)
            except (ValueError, OverflowError):
                pass
        raise mismatch(value, "a number")

    return Kind(read, kind)


def _text_of(parse: Callable[[str], Any], made: type[Any], expected: str) -> Kind:
    def read(value: Any) -> Any:
        try:
            return parse(value)
        except (ValueError, TypeError, AttributeError):
            if isinstance(value, made):  # given by a caller, in a mapping
                return value
            raise mismatch(value, expected) from None

    return Kind(read)


def _moment(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _day(text: str) -> datetime.date:
    return datetime.datetime.fromisoformat(text).date()


ANY: Final = Kind(lambda value: value)
NULL: Final = _plain(type(None), "null")
STRING: Final = _plain(str, "text")
BOOLEAN: Final = _plain(bool, "a boolean")
INTEGER: Final = _number(int)
NUMBER: Final = _number(float)
DATE_TIME: Final = _text_of(_moment, datetime.datetime, "a date and time")
DATE: Final = _text_of(_day, datetime.date, "a date")
UUID: Final = _text_of(_UUID, _UUID, "a UUID")


def list_of(kind: Kind) -> Kind:
    """Return the kind of an array. A plain item of another kind stays as it came."""

    def read(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise mismatch(value, "an array")
        return [read_item(kind, item) for item in value]

    return Kind(read, is_simple=False)


def rows_of(kind: Kind) -> Kind:
    """Return the kind of the rows of a page: one that cannot be read is left out with a warning."""

    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise mismatch(value, "an array")
        rows: list[Any] = []
        for number, row in enumerate(value, 1):
            try:
                rows.append(read_response(kind, row))
            except ResponseError as error:
                text = f"row {number} of a page was left out: {error}"
                warnings.warn(text, InvalidRowWarning, stacklevel=2)
        return rows

    return Kind(read, is_simple=False)


def read_item(kind: Kind, value: Any) -> Any:
    """Return an item of an array, or a value of free keys."""
    if kind.plain is None or value.__class__ is kind.plain:
        return read_response(kind, value)
    try:
        return kind.read(value)
    except MismatchError:
        return value


@functools.cache
def _model(name: str) -> Any:
    # Here, as models name each other in circles.
    return getattr(import_module(".models", __package__), name)


def model_of(name: str) -> Kind:
    """Return the kind of an object that has a class; the class is imported at the first use."""

    def read(value: Any) -> Any:
        model = _model(name)
        if isinstance(value, OBJECT) and not isinstance(value, model):
            return model.from_dict(value)
        if isinstance(value, model):
            return value
        error = mismatch(value, "an object")
        error.subject = name
        raise error

    return Kind(read, is_simple=False)


def union_of(*kinds: Kind) -> Kind:
    """Return the kind of a value that may be of several ones: of the first that it fits."""
    # Text is also text when it is a date: what must be read comes first.
    ordered = sorted(kinds, key=lambda kind: kind.plain is not None)

    def read(value: Any) -> Any:
        for kind in kinds:
            if value.__class__ is kind.plain and not isinstance(value, str):
                return value
        for kind in ordered:
            try:
                return kind.read(value)
            except ResponseError:
                continue
        raise mismatch(value, "what the contract allows")

    return Kind(read, is_simple=all(kind.is_simple for kind in kinds))


def variant_of(name: str, models: Mapping[str, str]) -> Kind:
    """Return the kind of an object whose class one of its fields tells: the discriminator.

    An object of a class that is not known is an `UnknownVariant`, a mapping of all that came.

    Args:
        name: the field.
        models: the class for each value of the field.

    """

    def read(value: Any) -> Any:
        if hasattr(value, "to_dict"):
            return value
        if not isinstance(value, OBJECT):
            raise mismatch(value, "an object")
        kind = value.get(name)
        found = models.get(kind, "UnknownVariant") if isinstance(kind, str) else "UnknownVariant"
        return _model(found).from_dict(value)

    return Kind(read, is_simple=False)


def read_response(kind: Kind, value: Any) -> Any:
    """Return what a response holds, or a part of it that has no name.

    Raises:
        ResponseError: it is not what the contract says.

    """
    try:
        return kind.read(value)
    except MismatchError as error:
        raise ResponseError(f"{error.subject} {error}") from None

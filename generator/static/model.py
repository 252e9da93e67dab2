"""What all models have in common: each says its fields in a table, and this does the rest."""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar

import attrs

from .reading import (
    ANY,
    DATE,
    DATE_TIME,
    OBJECT,
    Kind,
    MismatchError,
    ResponseError,
    mismatch,
    read_item,
)
from .types import UNSET
from .writing import written

V = TypeVar("V")
M = TypeVar("M", bound="Model")


class Field(NamedTuple):
    """What the contract says of a field, and its name in Python."""

    python: str
    kind: Kind
    required: bool = False
    nullable: bool = False
    secret: bool = False


class _Convertible:
    """What models and mappings of free keys have in common, for JSON and for pydantic."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        raise NotImplementedError

    @classmethod
    def from_dict(cls, source: Mapping[str, Any], /) -> Self:
        raise NotImplementedError

    def to_json(self) -> str:
        """Return this as JSON, as `to_dict` has it."""
        return json.dumps(self.to_dict())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Let pydantic, and a FastAPI route, take and return this as a JSON object."""
        from pydantic_core import core_schema

        def read(value: Any) -> Any:
            try:
                return value if isinstance(value, cls) else cls.from_dict(value)
            except TypeError as error:
                raise ValueError(str(error)) from error

        write = core_schema.plain_serializer_function_ser_schema(lambda model: model.to_dict())
        return core_schema.no_info_plain_validator_function(read, serialization=write)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "object", "title": cls.__name__}


def _dict_of(given: Mapping[str, Any]) -> dict[str, Any]:
    return dict(given)


@attrs.define(kw_only=True, repr=False, getstate_setstate=False)
class Model(_Convertible):
    """An object of the contract. What was left out of a response reads as None.

    `"field" in model` and `model["field"]` go by the names of the contract and give what was there,
    as JSON. The repr and pickles leave out what is secret, such as a signed URL; a copy has it.

    Attributes:
        additional_properties: what the contract does not know, by name. It is sent with the rest.

    """

    additional_properties: dict[str, Any] = attrs.field(
        factory=dict, converter=_dict_of, kw_only=True
    )
    # The JSON of fields that do not have all that was there: a null, an odd value, rows left out.
    _unread: dict[str, Any] = attrs.field(factory=dict, eq=False, alias="_unread", kw_only=True)

    _fields: ClassVar[Mapping[str, Field]] = {}
    _extra: ClassVar[Kind] = ANY
    _is_sent: ClassVar[bool] = False
    """Whether it is only ever sent: what is left out is UNSET then, and a None is a null."""

    __iter__: ClassVar[None] = None  # else `__getitem__` would make it look like a sequence

    @classmethod
    def from_dict(cls, source: Mapping[str, Any], /) -> Self:
        """Return the model of a JSON object.

        A value of another kind than the contract says, in an optional field of one value or in one
        that may be null, reads as None; `to_dict` keeps it.

        Raises:
            ResponseError: it is no object, a required field is missing, or one is of another kind.
                A TypeError for what is only ever sent.

        """
        problem = TypeError if cls._is_sent else ResponseError
        if not isinstance(source, OBJECT):
            raise problem(f"{cls.__name__} {mismatch(source, 'an object')}")
        fields = cls._fields
        extra: dict[str, Any] = {}
        unread: dict[str, Any] = {}
        values: dict[str, Any] = {"additional_properties": extra, "_unread": unread}
        # Not through the table: most of its fields are in no response.
        for name, value in source.items():
            if name not in fields:
                extra[name] = value if cls._extra is ANY else read_item(cls._extra, value)
                continue
            python, kind, required, nullable, _ = fields[name]
            if value.__class__ is kind.plain:
                values[python] = value
            elif value is UNSET:
                continue  # as if it was not there
            elif value is None:
                if required and not nullable and kind is not ANY:
                    raise problem(f"{cls.__name__}.{name} is null")
                values[python] = unread[name] = None
            else:
                try:
                    values[python] = kind.read(value)
                except ResponseError as error:
                    if nullable or (kind.is_simple and not required):
                        values[python], unread[name] = None, value
                    elif isinstance(error, MismatchError):
                        raise problem(f"{cls.__name__}.{name} {error}") from None
                    else:
                        raise
                else:
                    if value.__class__ is list and len(values[python]) < len(value):
                        unread[name] = value
        try:
            return cls(**values)
        except TypeError:
            for name, (python, _, required, _, _) in fields.items():
                if required and python not in values:
                    raise problem(f"{cls.__name__}.{name} is missing") from None
            raise

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object that was read, with what was changed since, or is to be sent.

        Raises:
            TypeError, ValueError: a date is something else, or has no time zone.

        """
        found: dict[str, Any] = {}
        for name, field in self._fields.items():
            value = getattr(self, field.python)
            unread = self._unread.get(name, UNSET)
            if unread is not UNSET and (value is None or isinstance(unread, list)):
                found[name] = written(unread)
            elif value is not UNSET and (value is not None or self._is_sent or field.required):
                is_date = field.kind is DATE_TIME or field.kind is DATE
                if is_date and not isinstance(value, datetime.date | None):
                    kind = type(value).__name__
                    raise TypeError(f"{field.python} is {kind}, not a date of Python's datetime")
                found[name] = written(value, field.python)
        for name, value in self.additional_properties.items():
            found.setdefault(name, written(value, name))
        return found

    def __getitem__(self, name: str) -> Any:
        return self.to_dict()[name]

    def __contains__(self, name: object) -> bool:
        return name in self.to_dict()

    def __repr__(self) -> str:
        values = [
            (f.python, getattr(self, f.python)) for f in self._fields.values() if not f.secret
        ]
        shown = [f"{name}={value!r}" for name, value in values if value not in (None, UNSET)]
        if self.additional_properties:
            # A URL that a service adds tomorrow may be signed: the names alone.
            shown.append(f"additional_properties={[*self.additional_properties]}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def __copy__(self) -> Self:
        return attrs.evolve(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # Not by way of a pickle, which has no secrets.
        fields = attrs.fields(type(self))
        values = {each.name: copy.deepcopy(getattr(self, each.name), memo) for each in fields}
        return type(self)(**values)

    def __getstate__(self) -> dict[str, Any]:
        fields = self._fields.items()
        hidden = {name for name, field in fields if field.secret}
        state = {f.python: getattr(self, f.python) for name, f in fields if name not in hidden}
        # Of what was not read nobody knows what is secret inside of it.
        unread = {
            name: value
            for name, value in self._unread.items()
            if name not in hidden and not isinstance(value, dict | list)
        }
        return {**state, "additional_properties": self.additional_properties, "_unread": unread}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        # Of this version or of another one, which may have had fewer fields, or more.
        left = dict(state)
        values: dict[str, Any] = {"_unread": left.pop("_unread", {})}
        extra = left.pop("additional_properties", {})
        for field in self._fields.values():
            value = left.pop(field.python, UNSET)
            if value is UNSET and field.required:
                value = "" if field.secret and not field.nullable else None
            if value is not UNSET:
                with suppress(ResponseError):  # as an older version may have read it
                    value = value if value is None else field.kind.read(value)
                values[field.python] = value
        self.__init__(**values, additional_properties={**left, **extra})  # type: ignore[misc]


class MappingModel(dict[str, V], _Convertible, Generic[V]):
    """An object of free keys: a dict, whose values the contract may give a type."""

    __slots__ = ()

    _extra: ClassVar[Kind] = ANY

    @classmethod
    def from_dict(cls, source: Mapping[str, Any], /) -> Self:
        """Return the mapping of a JSON object.

        Raises:
            ResponseError: it is no object, or a value cannot be read.

        """
        if not isinstance(source, OBJECT):
            raise ResponseError(f"{cls.__name__} {mismatch(source, 'an object')}")
        if cls._extra is ANY:
            return cls(source)
        return cls({name: read_item(cls._extra, value) for name, value in source.items()})

    def to_dict(self) -> dict[str, Any]:
        """Return this as a JSON object."""
        found: dict[str, Any] = written(dict(self))
        return found

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        # Only older versions, whose mappings were no dict, have a state.
        self.update(state.get("additional_properties", {}))


def body_of(
    model: type[M], additional: Mapping[str, Any] | None, /, values: Mapping[str, Any]
) -> M:
    """Return the body of a request: an argument that is UNSET is left out, and a None is a null.

    Args:
        model: its class.
        additional: what the body has beside its fields.
        values: the arguments, by the Python names of the fields.

    """
    given = {name: value for name, value in values.items() if value is not UNSET}
    nulls = {
        name: None
        for name, field in model._fields.items()
        if field.python in given and given[field.python] is None
    }
    return model(**given, additional_properties=additional or {}, _unread=nulls)

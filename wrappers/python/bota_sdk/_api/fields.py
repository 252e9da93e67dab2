"""The fields of a request's body that a caller passes on, checked before anything is sent."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from bota_api.params import FIELDS, types_of

from bota_sdk._shared.text import check_text

_types_of: Final[Callable[[Any], Mapping[str, Any]]] = functools.cache(types_of)


def checked_fields(
    operation: str, params: type[Any], given: Mapping[str, Any], *, first: str | None = None
) -> dict[str, Any]:
    """Return the fields that were given (one that is None was not), if the operation has them.

    Args:
        operation: its name in the contract, for messages.
        params: the generated TypedDict of its body.
        given: the fields.
        first: the field that the caller gives as the first argument, and not by its name.

    Raises:
        TypeError, ValueError: there is no such field, or its value has another type.

    """
    fields = {name: value for name, value in given.items() if value is not None}
    known = [name for name in FIELDS[params] if name != first]
    for name, value in fields.items():
        if name not in known:
            raise TypeError(
                f"{name} is no argument of this method and no field of {operation}, which are "
                f"{', '.join(known)}"
            )
        wanted = _types_of(params)[name]
        if not _fits(value, wanted):
            raise TypeError(f"{name} is {_words(wanted)}, not {type(value).__name__}")
        if isinstance(value, str):
            check_text(name, value)
    return fields


def _fits(value: object, wanted: Any) -> bool:
    origin = get_origin(wanted)
    if origin in (Union, UnionType):
        return any(_fits(value, one) for one in get_args(wanted))
    if origin is Literal:
        return isinstance(value, str)  # the service may know more values than the contract
    if wanted in (int, float):
        return isinstance(value, int | wanted) and not isinstance(value, bool)
    kind = origin or wanted
    return not isinstance(kind, type) or isinstance(value, kind)


def _words(wanted: Any) -> str:
    kinds = get_args(wanted) if get_origin(wanted) in (Union, UnionType) else (wanted,)
    names = [getattr(get_origin(kind) or kind, "__name__", str(kind)) for kind in kinds]
    return " or ".join(sorted({"a str" if name == "Literal" else f"a {name}" for name in names}))

"""The fields that a recording is created with: those of the contract's createRecording."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from bota_api.params import FIELDS, CreateRecordingParams, types_of


def checked_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that were given; one that is None was not.

    Raises:
        TypeError: one is no field of createRecording, or has the wrong type.

    """
    fields = {name: value for name, value in given.items() if value is not None}
    known = FIELDS[CreateRecordingParams]
    for name, value in fields.items():
        if name not in known:
            raise TypeError(
                f"{name} is no argument of an upload and no field of createRecording, which are "
                f"{', '.join(known)}"
            )
        wanted = _types()[name]
        if not _fits(value, wanted):
            raise TypeError(f"{name} is {_words(wanted)}, not {type(value).__name__}")
    return fields


def check_complete(fields: Mapping[str, Any]) -> None:
    """Raise TypeError if a field that the contract requires is missing."""
    for name, field in FIELDS[CreateRecordingParams].items():
        if field.required and name not in fields:
            raise TypeError(f"{name} is missing, which createRecording requires")


def named(audio: object, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields with the file's name as `name`, where audio is a path and none was given.

    By their files' names people find recordings again.
    """
    if "name" in fields or not isinstance(audio, str | os.PathLike):
        return fields
    # Bytes of a name that are no text cannot stand in JSON.
    name = os.fsencode(os.path.basename(audio)).decode("utf-8", "replace")  # noqa: PTH119 - any path
    return {**fields, "name": name}


@functools.cache
def _types() -> dict[str, Any]:
    return types_of(CreateRecordingParams)


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

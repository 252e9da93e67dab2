"""What `botactl upload` is asked for: the flags for a recording's fields, and the whole request."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from types import UnionType
from typing import Any, Final, Literal, Self, Union, get_args, get_origin

import attrs
import click
from bota_api.params import FIELDS, CreateRecordingParams, types_of

FIELD: Final = "field_"
"""Begins the names of the parameters that are fields of a new recording."""


class _DateTime(click.ParamType[datetime.datetime]):
    name = "date-time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.datetime:
        try:
            moment = datetime.datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not of the form 2026-05-31T09:30:00Z", param, ctx)
        # What a person gives without an offset is the time of this machine.
        return moment if moment.tzinfo else moment.astimezone()


class _Pair(click.ParamType[tuple[str, str]]):
    name = "key=value"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        name, separator, rest = value.partition("=")
        if not separator or not name:
            self.fail(f"{value!r} is not of the form key=value", param, ctx)
        return name, rest


_TYPES: Final[Mapping[Any, click.ParamType[Any]]] = {
    Mapping: _Pair(),
    datetime.datetime: _DateTime(),
    bool: click.BOOL,
    int: click.INT,
    float: click.FLOAT,
}


def recording_options(taken: set[str]) -> list[click.Parameter]:
    """Return a flag for each field of a new recording (contract: createRecording).

    Args:
        taken: flags that mean something else; a field of that name gets `--recording-…`.

    """
    options: list[click.Parameter] = []
    hints = types_of(CreateRecordingParams)
    for name, field in FIELDS[CreateRecordingParams].items():
        flag = f"--{name.replace('_', '-')}"
        parts = _parts(hints[name])
        kind = next((_TYPES[part] for part in _TYPES if part in parts), click.STRING)
        # The values that the contract names; the service may take others.
        named = [part for part in parts if isinstance(part, str)]
        options.append(
            click.Option(
                [f"--recording{flag[1:]}" if flag in taken else flag, f"{FIELD}{name}"],
                type=kind,
                multiple=isinstance(kind, _Pair),
                metavar="|".join([*named, "…"]) if named else None,
                help=field.description + ("  [BOTA_END_USER_ID]" if name == "end_user_id" else ""),
            )
        )
    return options


def _parts(hint: Any) -> list[Any]:
    """Return the types and the values that a type is a union of."""
    origin = get_origin(hint)
    if origin in (Union, UnionType, Literal):
        return [part for argument in get_args(hint) for part in _parts(argument)]
    return [origin or hint]


@attrs.frozen
class UploadRequest:
    """The arguments and flags, after their check.

    Attributes:
        files: files, directories and patterns; empty to go on with all that the journal knows.
        recursive: whether to take the directories in a directory.
        recording_id: an existing recording for the one file.
        content_type: of every file.
        recording: the fields of each new recording.
        journal: the file that keeps what is done.
        json: whether JSON lines go to the standard output.
        quiet: whether to leave out bars and progress.
        options: further arguments of `Bota.upload_many`.

    """

    files: tuple[str, ...]
    recursive: bool
    recording_id: str | None
    content_type: str | None
    recording: Mapping[str, Any]
    journal: str | None
    json: bool
    quiet: bool
    options: Mapping[str, Any]

    def to_journal(self) -> str:
        """Return which files it means and what becomes of them, for another working directory."""
        kept = {name: getattr(self, name) for name in _KEPT}
        # Bytes of a name that are no text are kept as JSON keeps them.
        kept["files"] = [os.path.abspath(file) for file in self.files]  # noqa: PTH100 - any bytes
        return json.dumps(kept, default=lambda moment: moment.isoformat())

    def resumed(self, kept: str) -> Self:
        """Return this request for the files of an earlier one, from its `to_journal`."""
        fields: dict[str, Any] = json.loads(kept)
        hints = types_of(CreateRecordingParams)
        recording: dict[str, Any] = {
            name: datetime.datetime.fromisoformat(value)
            if datetime.datetime in _parts(hints.get(name))
            else value
            for name, value in fields["recording"].items()
        }
        fields |= {"files": tuple(fields["files"]), "recording": recording}
        return attrs.evolve(self, **fields)


_KEPT: Final = ("files", "recursive", "recording_id", "content_type", "recording")

"""Flags for the fields of a request, and all that `botactl upload` is asked for."""

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

from bota_sdk import is_url, path_key

FIELD: Final = "field_"
"""Begins the names of the parameters that are fields of a request."""


def _date_time(value: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not of the form 2026-05-31T09:30:00Z") from None
    # What a person gives without an offset is the time of this machine.
    return moment if moment.tzinfo else moment.astimezone()


def _pairs(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str] | None:
    for value in values:
        if not value.partition("=")[0] or "=" not in value:
            raise click.BadParameter(f"{value!r} is not of the form key=value")
    return dict(value.split("=", 1) for value in values) or None


def _several(
    _context: click.Context, _parameter: click.Parameter, values: tuple[Any, ...]
) -> list[Any] | None:
    return list(values) or None


_TYPES: Final[Mapping[Any, tuple[Any, str]]] = {
    Mapping: (str, "KEY=VALUE"),
    datetime.datetime: (_date_time, "DATE-TIME"),
    bool: (bool, "true|false"),
    int: (int, "NUMBER"),
    float: (float, "NUMBER"),
}
"""What reads a field's text, and how `--help` names it."""


def recording_options(taken: set[str]) -> list[click.Parameter]:
    """Return a flag for each field of a new recording (contract: createRecording).

    Args:
        taken: flags that mean something else; a field of that name gets `--recording-…`.

    """
    hints = types_of(CreateRecordingParams)
    return [
        field_option(
            name,
            hints[name],
            field.description + ("  [BOTA_END_USER_ID]" if name == "end_user_id" else ""),
            taken=taken,
            noun="recording",
        )
        for name, field in FIELDS[CreateRecordingParams].items()
    ]


def field_option(
    name: str, hint: Any, described: str, *, taken: set[str], noun: str, required: bool = False
) -> click.Option:
    """Return a flag for a field of a request.

    Args:
        name: the field's name; with FIELD before it, the parameter's.
        hint: its type.
        described: what it is, for `--help`.
        taken: flags that mean something else; a field of that name gets one that begins with
            the noun.
        noun: what it is a field of.
        required: whether it has to be given.

    """
    parts = _parts(hint)
    # The values that the contract names; the service may take others.
    values = [part for part in parts if isinstance(part, str)]
    text = (str, "|".join([*values, "…"]) if values else "TEXT")
    kind, metavar = next((_TYPES[part] for part in parts if part in _TYPES), text)
    flag = f"--{name.strip('_').replace('_', '-')}"
    callback = _pairs if Mapping in parts else _several if list in parts else None
    return click.Option(
        [f"--{noun}{flag[1:]}" if flag in taken else flag, f"{FIELD}{name}"],
        type=kind,
        multiple=callback is not None,
        callback=callback,
        metavar=metavar,
        help=described,
        required=required,
    )


def _parts(hint: Any) -> list[Any]:
    """Return the types and the values that a type is a union of."""
    origin = get_origin(hint)
    if origin in (Union, UnionType, Literal):
        return [part for argument in get_args(hint) for part in _parts(argument)]
    return [origin or hint]


@attrs.frozen
class UploadRequest:
    """Which files are uploaded, and to which recordings.

    Attributes:
        files: files, directories, patterns and URLs; empty for all that the journal knows.
        recursive: whether to take the directories in a directory.
        recording_id: an existing recording for the one file.
        content_type: of every file.
        recording: the fields of each new recording.
        manifests: lists of further files, with fields of their own.
        sidecar: whether each file has its fields in the JSON beside it.

    """

    files: tuple[str, ...]
    recursive: bool
    recording_id: str | None
    content_type: str | None
    recording: Mapping[str, Any]
    manifests: tuple[str, ...] = ()
    sidecar: bool = False

    def to_journal(self) -> str:
        """Return this as a text for another run, in another working directory."""
        # The bytes of a name, whatever the locale: JSON keeps also those that are no text.
        files, manifests = ([*map(_kept, names)] for names in (self.files, self.manifests))
        fields = {**attrs.asdict(self), "files": files, "manifests": manifests}
        return json.dumps(fields, default=lambda moment: moment.isoformat())

    @classmethod
    def from_journal(cls, text: str) -> Self:
        """Return the request of an earlier run."""
        fields: dict[str, Any] = json.loads(text)
        recording: dict[str, Any] = fields.pop("recording")
        for name, hint in types_of(CreateRecordingParams).items():
            if name in recording and datetime.datetime in _parts(hint):
                recording[name] = datetime.datetime.fromisoformat(recording[name])
        for names in ("files", "manifests"):
            given = [name.encode("utf-8", "surrogateescape") for name in fields.pop(names)]
            fields[names] = tuple(map(os.fsdecode, given))
        return cls(recording=recording, **fields)


def _kept(name: str) -> str:
    if is_url(name):
        return path_key(name)
    return os.fsencode(os.path.abspath(name)).decode("utf-8", "surrogateescape")  # noqa: PTH100 - any bytes

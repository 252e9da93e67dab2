"""Items by a list: a manifest of JSON lines or CSV, and the JSON beside a recording."""

from __future__ import annotations

import csv
import functools
import json
import os
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args, get_origin

from bota_api.params import CreateRecordingParams, types_of

from bota_sdk._bulk.items import UNKEPT, UploadItem, path_of
from bota_sdk._upload.audio_type import content_type_of
from bota_sdk._upload.options import recording_fields
from bota_sdk._upload.places import is_url
from bota_sdk._upload.source import open_source
from bota_sdk.errors import ConfigurationError, SourceError

_OF_ITEM: Final = ("audio", "recording_id", "content_type", "key")

_MAX_SIDECAR: Final = 1 << 20
"""Bytes of the JSON beside a recording."""


def read_manifest(path: str | os.PathLike[str]) -> Iterator[UploadItem]:
    """Return the items of a manifest, once every row of it has been checked.

    A row has `audio` (a URL, or a path, from the manifest's folder on), `recording_id`,
    `content_type` and `key` as an `UploadItem` has them, and the fields of createRecording of the
    contract. Date-times are texts of ISO 8601 with an offset. In CSV the first line names the
    columns, an empty cell says nothing, and a field with keys of its own is JSON or a column for
    each, such as `metadata.team`.

    Args:
        path: a file of JSON lines, or of CSV if its name ends in `.csv`; in UTF-8.

    Raises:
        ConfigurationError: it cannot be read, or a row is wrong, which the text names with its
            column.

    """
    for _ in _items(Path(path)):
        pass
    return _items(Path(path))


def with_sidecar(item: UploadItem) -> UploadItem:
    """Return an item with what the JSON beside its audio says of the recording.

    Raises:
        SourceError: there is none, or it cannot be used.

    """
    name = path_of(item)
    if name is None:
        raise SourceError("only audio with a path or a URL has a sidecar")
    folder, slash, last = name.rpartition("/" if is_url(name) or os.sep == "/" else os.sep)
    stem = os.path.splitext(last)[0]  # noqa: PTH122 - it may be a URL
    names = dict.fromkeys(
        f"{one}{end}" for end in (".json", "_metadata.json") for one in (stem, last)
    )
    for candidate in names:
        try:
            with closing(open_source(f"{folder}{slash}{candidate}")) as source:
                if source.size > _MAX_SIDECAR:
                    raise SourceError(f"the sidecar {candidate!r} has {source.size} bytes")
                text = b"".join(source.chunks())
        except SourceError as error:
            if not isinstance(error.__cause__, FileNotFoundError):
                raise
            continue
        return _merged(item, f"the sidecar {candidate!r}", text)
    raise SourceError(f"{last!r} has no sidecar: there is no {', '.join(names)}")


def _merged(item: UploadItem, place: str, text: bytes) -> UploadItem:
    try:
        row = _object(text)
        free = dict(row.pop("metadata", None) or {})
    except (TypeError, ValueError) as error:
        raise SourceError(f"{place} cannot be used: {error}") from None
    # What other systems export has names of its own.
    free |= {name: row.pop(name) for name in [*row] if name not in _types()}
    if free:
        row["metadata"] = {**item.recording.get("metadata", {}), **free}
    try:
        fields = _recording(place, row)
    except ConfigurationError as error:
        raise SourceError(str(error)) from None
    known: Any = {**item.recording, **fields}
    kind, key = item.content_type, item.key
    return UploadItem(
        item.audio, recording_id=item.recording_id, content_type=kind, key=key, **known
    )


def _items(path: Path) -> Iterator[UploadItem]:
    for number, row in _rows(path):
        place = f"{path.name}, row {number}"
        known = {name: row.pop(name) for name in _OF_ITEM if row.get(name) is not None}
        for name, value in known.items():
            with _in_column(place, name):
                if not isinstance(value, str) or not value:
                    raise TypeError("it must be a text")
                if found := UNKEPT.search(value):
                    raise ValueError(f"{found[0]!r} is in no name")
                if name == "content_type":
                    content_type_of(name=None, given=value, read=lambda _start, _count: b"")
        audio = known.pop("audio", None)
        if audio is None:
            raise ConfigurationError(f"{place}: it has no audio, which is a path or a URL")
        audio = audio if is_url(audio) else os.path.join(path.parent, audio)  # noqa: PTH118 - as given
        yield UploadItem(audio, **known, **_recording(place, row))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each row's last line, and what the row says."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            if path.suffix.lower() == ".csv":
                rows = csv.DictReader(file, strict=True)
                for cells in rows:
                    if None in cells:
                        raise ValueError(f"row {rows.line_num} has more cells than the first line")
                    yield rows.line_num, {name: cell for name, cell in cells.items() if cell}
                return
            for number, line in enumerate(file, 1):
                if line.strip():
                    try:
                        row = _object(line)
                    except ValueError as error:
                        raise ValueError(f"row {number}: {error}") from None
                    yield number, row
    except (OSError, ValueError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigurationError(f"the manifest {str(path)!r} cannot be read: {reason}") from None


def _object(text: str | bytes) -> dict[str, Any]:
    found: Any = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("it is no JSON object")
    return cast("dict[str, Any]", found)


def _recording(place: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a recording that a row has, checked as those of a call."""
    fields: dict[str, Any] = {}
    for column, given in row.items():
        name, dot, key = column.partition(".")
        with _in_column(place, column):
            value = given if dot else _value(name, given)
            recording_fields({name: {key: value} if dot else value})
            if dot:
                value = {**fields.get(name, {}), key: value}
            if value is not None:
                fields[name] = value
    return fields


def _value(name: str, given: Any) -> Any:
    """Return the value that a text stands for, where the contract has another type than text."""
    hint = _types().get(name)
    kinds = {get_origin(kind) or kind for kind in (hint, *get_args(hint))}
    if not isinstance(given, str) or hint is None or not kinds.isdisjoint((str, Literal)):
        return given
    if datetime in kinds:
        moment = datetime.fromisoformat(given)
        if moment.tzinfo is None:
            raise ValueError(f"{given!r} has no offset, such as Z or +01:00")
        return moment
    return json.loads(given)  # a number, true or false, or an object


@functools.cache
def _types() -> Mapping[str, Any]:
    return types_of(CreateRecordingParams)


@contextmanager
def _in_column(place: str, column: str) -> Generator[None]:
    try:
        yield
    except (TypeError, ValueError) as error:
        raise ConfigurationError(f"{place}, column {column!r}: {error}") from None

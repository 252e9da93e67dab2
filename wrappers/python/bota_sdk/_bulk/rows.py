"""The items of a journal as rows of its table: what they are, and what is known of them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import datetime
from typing import Any, Final, NamedTuple

import attrs

from bota_sdk._bulk.items import UploadItem, absolute_bytes, path_key, path_of
from bota_sdk._bulk.store import Row
from bota_sdk._upload.options import Checksum, UploadOptions
from bota_sdk._upload.places import is_url
from bota_sdk._upload.progress import OnProgress
from bota_sdk._upload.remote import fingerprint_of
from bota_sdk._upload.source import open_source


@attrs.frozen
class Entry:
    """A row of the table of items, where `duplicate_of` is the other item's recording.

    Its state is `new`, `uploaded`, `duplicate`, or the Stage of its upload, of which `creating` and
    `sending` are written before they begin. A failed item stays where it got to.
    """

    id: int
    token: str | None
    place: str
    path: bytes | None
    state: str
    fingerprint: str | None
    size: int | None
    create_key: str | None
    created_after: float | None
    recording_id: str | None
    sha256: str | None
    verified: bool
    duplicate_of: str | None

    @classmethod
    def of(cls, row: Row, duplicate_of: str | None = None) -> Entry:
        """Return the entry of a row."""
        known: dict[str, Any] = {name: row[name] for name in _COLUMNS}
        return cls(**known, duplicate_of=duplicate_of)


_COLUMNS: Final = [field.name for field in attrs.fields(Entry)][:-1]


class Listed(NamedTuple):
    """What is known of an item before anything is done with it: the columns of a new row."""

    identity: bytes
    key: str
    place: str
    path: bytes | None
    given: str
    among: str | None


def listed_item(key: str, item: UploadItem, recording: Mapping[str, Any], place: str) -> Listed:
    """Return the row of an item that has just been listed."""
    file = path_of(item)
    path = None if file is None else absolute_bytes(file)
    return Listed(
        identity=identity_of(key, item, recording, place),
        key=key,
        place="" if file is None or is_url(file) else place,
        path=path,
        given=_given_json(item, recording),
        # What goes to a given recording goes there, whatever has the same bytes.
        among=None if item.recording_id else json.dumps(recording.get("end_user_id")),
    )


def identity_of(key: str, item: UploadItem, recording: Mapping[str, Any], place: str) -> bytes:
    """Return what makes an item the same one: the same file for another end user is another."""
    # A path is one file on each machine; a URL, or what has a key of its own, is one everywhere.
    file = path_of(item)
    has_its_name = item.key is None or key == path_key(file or "")
    is_path = file is not None and not is_url(file) and has_its_name
    where = place if is_path else ""
    known = [where, key, item.recording_id, recording.get("end_user_id")]
    return hashlib.blake2b(json.dumps(known).encode(), digest_size=16).digest()


def fields_of(item: UploadItem, shared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an item's new recording, of which some are given for all items."""
    return {**({} if item.recording_id else shared), **item.recording}


def options_of(
    item: UploadItem,
    shared: Mapping[str, Any],
    checksum: Checksum = "sha256",
    on_progress: OnProgress | None = None,
) -> UploadOptions:
    """Return how an item is uploaded. It is stopped as the run that it belongs to is."""
    return UploadOptions(
        recording_id=item.recording_id,
        content_type=item.content_type,
        deadline=None,
        cancel=None,
        checksum=checksum,
        on_progress=on_progress,
        recording=fields_of(item, shared),
    )


def kept_text(text: str) -> str:
    """Return a text as any database keeps it: PostgreSQL has no NUL, UTF-8 no lone surrogate."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", r"\x00")


def fingerprint_now(item: UploadItem) -> str | None:
    """Return what is looked at before a file's bytes are: as a text, which holds any number.

    Inode and device are no content: a share that is mounted anew has others.
    """
    # What cannot be looked at cannot be opened either, and that says why.
    with suppress(OSError, ValueError):
        if (path := path_of(item)) is not None:
            if elsewhere := fingerprint_of(item.audio):
                return elsewhere
            found = os.stat(path)  # noqa: PTH116 - a third of the time
            return json.dumps([found.st_size, found.st_mtime_ns])
    return None


def sha256_of(path: str) -> str:
    """Return the hash of a file's bytes."""
    with closing(open_source(path)) as source:
        return source.digests().sha256


def _given_json(item: UploadItem, recording: Mapping[str, Any]) -> str:
    given = {
        "recording_id": item.recording_id,
        "content_type": item.content_type,
        "recording": recording,
        "date_times": [name for name, at in recording.items() if isinstance(at, datetime)],
    }
    return _encoder.encode(given)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value)  # a mapping


_encoder: Final = json.JSONEncoder(default=_plain)


def item_of(row: Row) -> UploadItem:
    """Return the item of a row whose file this machine has."""
    given = json.loads(row["given"])
    recording = given["recording"]
    for name in given["date_times"]:
        recording[name] = datetime.fromisoformat(recording[name])
    return UploadItem(
        os.fsdecode(row["path"]),
        key=row["key"],
        recording_id=given["recording_id"],
        content_type=given["content_type"],
        **recording,
    )

"""What `upload_many` takes and gives back: items, their progress, their results, the report."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, Unpack, cast

import attrs

from bota_sdk._upload.places import check_kept, has_query, is_url, shown_url, url_of
from bota_sdk._upload.progress import Progress
from bota_sdk._upload.source import AsyncUploadSource
from bota_sdk.errors import SourceError

if TYPE_CHECKING:
    from bota_api.params import CreateRecordingParams

MAX_KEPT_FAILURES: Final = 100
"""Failed items that a report keeps; `on_progress` gets all of them."""

UNKEPT: Final = re.compile(r"[\0\ud800-\udfff]")
"""What PostgreSQL has no text with, and UTF-8 no bytes for."""

Outcome: TypeAlias = Literal["uploaded", "skipped", "failed", "not_started"]


def _shown(audio: Any) -> str:
    if isinstance(audio, str):
        return repr(shown_url(audio) if is_url(audio) else audio)
    return repr(audio) if isinstance(audio, Path) else type(audio).__name__


@attrs.frozen(init=False)
class UploadItem:
    """One of the things that `upload_many` uploads. The arguments are those of `Bota.upload`.

    Args:
        audio: a path, a URL, bytes, a binary file or an iterable of bytes (with AsyncBota also an
            asynchronous one).
        recording_id: an existing recording to upload the audio of.
        content_type: one of the contract's audio types; else known by name and first bytes.
        key: what names the item in the journal and in results. Else its absolute path, its URL, or
            the SHA-256 of its bytes. A file or an iterable needs one where a journal is kept.
        sidecar: whether a JSON file beside the audio says what its recording is: `call.json` or
            `call_metadata.json` for `call.wav`. Fields of createRecording in it count before those
            that are given here; whatever else it has is added to `metadata`.
        **recording: the fields of the new recording, as createRecording of the contract has them;
            those that are left out are taken from `upload_many`.

    Attributes:
        recording: the fields that were given.

    """

    audio: AsyncUploadSource = attrs.field(repr=_shown)
    recording_id: str | None
    content_type: str | None
    key: str | None
    sidecar: bool
    recording: CreateRecordingParams

    def __init__(
        self,
        audio: AsyncUploadSource,
        /,
        *,
        recording_id: str | None = None,
        content_type: str | None = None,
        key: str | None = None,
        sidecar: bool = False,
        **recording: Unpack[CreateRecordingParams],
    ) -> None:
        given: Any = {name: value for name, value in recording.items() if value is not None}
        self.__attrs_init__(audio, recording_id, content_type, key, sidecar, given)  # pyright: ignore


@attrs.frozen
class ItemProgress:
    """Where one item of a bulk upload stands; `key` names it as in its result."""

    key: str
    progress: Progress


@attrs.frozen
class ItemResult:
    """How one item of a bulk upload ended.

    `key` and `recording_id` map what was given to what is in the service: collected in
    `on_progress`, `{result.key: result.recording_id}` finds the recording of each file.

    Attributes:
        key: names the item: its own key, its absolute path, or the SHA-256 of its bytes.
        outcome: `uploaded`, `skipped`, `failed` or `not_started`.
        reason: why it was skipped or not started; the error's text when it failed.
        recording_id: its recording, also one that a failed upload has left; None if there is none.
        bytes: size of the audio; None when it could not be read.
        sha256: of the stored bytes, 64 lower-case hex digits; None when nothing is stored.
        verified: whether the service confirmed that SHA-256.
        attempts: PUTs made in this run.
        seconds: from the item's start to its end in this run.
        error: what made it fail.

    """

    key: str
    outcome: Outcome
    reason: str | None = None
    recording_id: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    verified: bool = False
    attempts: int = 0
    seconds: float = 0.0
    error: Exception | None = None


@attrs.frozen
class BulkPaused:
    """Nothing can be reached: the run waits, tries one item, and goes on when it gets through.

    So it does while the database of its journal is away.

    Attributes:
        reason: what failed.
        seconds: until it tries.

    """

    reason: str
    seconds: float


BulkSource: TypeAlias = str | os.PathLike[str] | UploadItem
"""What `upload_many` takes: a path, or an item."""

BulkEvent: TypeAlias = ItemProgress | ItemResult | BulkPaused
OnBulkProgress: TypeAlias = Callable[[BulkEvent], object]


@attrs.frozen
class BulkReport:
    """How a bulk upload ended. The result of each item goes to `on_progress`.

    Attributes:
        uploaded: items that this run uploaded.
        skipped: items that needed no upload: finished before or elsewhere, or the bytes of another.
        failed: items that could not be uploaded.
        not_started: items that were left when the run was stopped, as far as their number is known:
            of an iterable without a length, those that it had given out. Of `work`: those that
            are left for the workers of its place.
        bytes: of the items that this run uploaded.
        seconds: of the whole run.
        stopped: why it ended before its items did; None when it did not.
        failures: the first MAX_KEPT_FAILURES failed items.

    """

    uploaded: int
    skipped: int
    failed: int
    not_started: int
    bytes: int
    seconds: float
    stopped: str | None
    failures: tuple[ItemResult, ...] = attrs.field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether every item is in the service."""
        return not self.failed and not self.not_started and self.stopped is None


def path_key(path: str) -> str:
    r"""Return what names a path: absolute, so that another working directory finds it again.

    A URL names itself, without a password that stands in it.

    Every name has a key of its own, which can be printed: a byte that is no text is `\xNN`, and so
    is a backslash that would be read as one (not on Windows, whose names are texts).
    """
    name = absolute_bytes(path)
    if os.sep == "/":
        name = re.sub(rb"\\(?=x[0-9a-f]{2})", rb"\\x5c", name)
    return name.decode("utf-8", "backslashreplace")


def name_of(item: UploadItem, *, has_journal: bool) -> str | None:
    """Return what names an item in a journal; None for one that has no name.

    Raises:
        TypeError, ValueError: it is no item, or has no name and needs one.
        SourceError: its name is none that a journal can keep, or none of a file.

    """
    if not isinstance(item, UploadItem):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"items are paths or UploadItems, not {type(item).__name__}")
    key, path = item.key, path_of(item)
    if key is not None and (not isinstance(key, str) or not key):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(f"an item's key is a text, not {key!r}")
    if path is not None:
        check_kept(path)
        try:
            name = path_key(path)
        except UnicodeEncodeError:
            raise SourceError(f"{path!r} has half a character: no file is named so") from None
        key = name if key is None else key
    if key is not None:
        if found := UNKEPT.search(key):
            raise SourceError(f"the key {key!r} cannot be kept: {found[0]!r} is in it")
        return key
    if isinstance(item.audio, bytes | bytearray | memoryview):
        return f"sha256:{hashlib.sha256(item.audio).hexdigest()}"
    if has_journal:
        raise ValueError(
            "the item has neither a path nor a key: with a journal, give it a key, by which "
            "another run finds it: UploadItem(..., key=...)"
        )
    return None


def absolute_bytes(path: str) -> bytes:
    """Return the name that a path has for the system, whatever the locale, from its root on.

    A URL is the same everywhere; a password in it is left out.
    """
    if is_url(path):
        return shown_url(path).encode()
    with suppress(OSError):  # the working directory is gone, and nothing in it can be opened
        path = os.path.abspath(path)  # noqa: PTH100 - without following links
    return os.fsencode(path)


def path_of(item: UploadItem) -> str | None:
    """Return the path or the URL by which an item can be opened again; None where there is none.

    An open file's URL is none if its query may be a signature.
    """
    audio: Any = item.audio
    if not isinstance(item.audio, str | os.PathLike):
        url = url_of(audio)
        return None if url is None or has_query(url) else url
    path = cast("str | bytes", os.fspath(audio))
    return path if isinstance(path, str) else None

"""Where a download goes: a new file, named when it is whole, or what is written to as it comes."""

from __future__ import annotations

import errno
import io
import os
import re
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

import attrs

from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import POLL, stop_if_asked
from bota_sdk._upload.audio_type import ENDINGS

Target: TypeAlias = str | os.PathLike[str] | BinaryIO
"""A file's path, a folder, or a binary file to write to."""

_READER_POLLS: Final = 40
"""How often a named pipe is looked at, POLL seconds apart, before it is given up as unread."""


@attrs.frozen
class OpenTarget:
    """Where the bytes are written to. Of a file of ours, what was written can be taken back.

    The path is that of the file that will be there; None for a file object of the caller's.
    """

    path: Path | None
    is_ours: bool
    _file: Any

    def write(self, chunk: bytes) -> None:
        """Write all of a chunk, also to a raw file, which may take it in parts."""
        rest = memoryview(chunk)
        while rest:
            count = self._file.write(rest)
            rest = rest[len(rest) if count is None else count :]

    def clear(self) -> None:
        """Take back what was written."""
        self._file.seek(0)
        self._file.truncate()


def check_target(target: Target, *, overwrite: bool) -> None:
    """Raise what makes a target unfit, as far as is known before anything is sent."""
    if isinstance(target, str | os.PathLike):
        path = Path(target)
        if not overwrite and not path.is_dir() and not _is_device(path):
            _must_be_free(path)
    elif isinstance(target, io.TextIOBase) or not callable(getattr(target, "write", None)):
        raise TypeError(
            f"download() takes a path or a binary file to write to, not {type(target).__name__}"
        )


@contextmanager
def open_target(
    target: Target, recording_id: str, content_type: object, *, overwrite: bool
) -> Generator[OpenTarget]:
    """Give what to write to. If nothing is raised, a file has its name at the end of the block.

    In a folder the file is named for the recording, with the ending of its content type.
    """
    if not isinstance(target, str | os.PathLike):
        yield OpenTarget(None, False, target)
        if callable(flush := getattr(target, "flush", None)):
            flush()
        return
    path = Path(target)
    if path.is_dir():
        name = re.sub(r"[^A-Za-z0-9_-]", "_", recording_id)
        path /= name + ENDINGS.get(str(content_type), ".audio")
    if _is_device(path):
        with _open_device(path) as file:
            yield OpenTarget(path, False, file)
        return
    if not overwrite:
        _must_be_free(path)
    # A link stays one: the file behind it is replaced.
    place = Path(os.path.realpath(path)) if overwrite else path
    part = place.with_name(f".bota-{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            yield OpenTarget(path, True, file)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            part.replace(place)
        else:
            _name(part, place)
    finally:
        part.unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    # A pipe or a socket too: what can be written to, but not replaced.
    return path.exists() and not path.is_file()


def _open_device(path: Path) -> BinaryIO:
    if not hasattr(os, "O_NONBLOCK"):
        return path.open("wb")
    for _ in range(_READER_POLLS):
        stop_if_asked()
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            # A pipe that nobody reads yet: open() would wait for ever, and hear of no cancel.
            waiting.wait_blocking(POLL)
        else:
            os.set_blocking(descriptor, True)
            return os.fdopen(descriptor, "wb")
    raise OSError(errno.ENXIO, "nobody reads the pipe", str(path))


def _must_be_free(path: Path) -> None:
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _name(part: Path, path: Path) -> None:
    try:
        # A link, unlike a rename, never replaces what somebody made meanwhile.
        path.hardlink_to(part)
    except OSError:
        _must_be_free(path)
        part.rename(path)  # a file system without links

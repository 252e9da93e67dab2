"""What is uploaded: a path, bytes, a file or chunks, read anew from its beginning for every PUT."""

from __future__ import annotations

import functools
import io
import os
import stat
import zlib
from collections.abc import AsyncIterable, Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, Protocol, TypeAlias

import attrs

from bota_sdk._upload.audio_type import SNIFFED_BYTES, content_type_of
from bota_sdk._upload.spool import chunks_of, spool
from bota_sdk.errors import SourceChangedError, SourceError

UploadSource: TypeAlias = (
    str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO | Iterable[bytes]
)
"""A path, the bytes themselves, a file opened in binary mode, or an iterable of chunks."""

AsyncUploadSource: TypeAlias = UploadSource | AsyncIterable[bytes]
"""An UploadSource, or an asynchronous iterable of chunks."""

CHUNK: Final = 256 << 10
"""Bytes read and sent at a time: so few that they stay in a core's cache from one to the other."""

_SAMPLED: Final = 1 << 10
"""Bytes of each of the places that a sample is of."""

MAX_BYTES: Final = 5 * 1 << 30
"""The largest object that S3 takes in one PUT (AWS: "Uploading objects")."""


@attrs.frozen
class Fingerprint:
    """What tells a file from the same file changed: size, modification time, device, inode."""

    size: int
    mtime_ns: int
    device: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> Fingerprint:
        """Return the fingerprint of what `os.stat` found."""
        return cls(found.st_size, found.st_mtime_ns, found.st_dev, found.st_ino)


class Source(Protocol):
    """Bytes that can be read from their beginning as often as needed."""

    @property
    def name(self) -> str | None:
        """The file's name without its folder, if it has one."""
        ...

    @property
    def size(self) -> int:
        """Bytes, fixed when the upload began."""
        ...

    def head(self) -> bytes:
        """Return the first bytes, SNIFFED_BYTES at most."""
        ...

    def sample(self) -> int:
        """Return a checksum of some of the bytes: where it differs, the sources differ.

        Raises:
            SourceError: it can no longer be read.

        """
        ...

    def chunks(self) -> Generator[bytes]:
        """Yield all bytes from the beginning, CHUNK at a time.

        Raises:
            SourceChangedError: the source is no longer what it was. Raised before the last chunk
                is handed out, so that whoever sends them cannot have sent a whole body.
            SourceError: it can no longer be read.

        """
        ...

    def close(self) -> None:
        """Let go of what was made for the upload; what the caller gave stays open."""
        ...


def is_read_once(source: object) -> bool:
    """Tell whether a source has to be kept before it can be sent, which may take long."""
    if isinstance(source, str | os.PathLike | bytes | bytearray | memoryview):
        return False
    if callable(getattr(source, "read", None)):
        seekable = getattr(source, "seekable", None)
        with _explained(None):
            return not (seekable and seekable())
    return isinstance(source, Iterable)


def open_source(source: object) -> Source:
    """Return the Source for what a caller gave.

    A file that cannot seek and an iterable are read to their end and kept: up to SPOOL_MEMORY
    bytes in memory, else in a temporary file.

    Raises:
        TypeError: it is none of a path, bytes, a binary file or an iterable of bytes.
        SourceError: it is empty, over 5 GiB, a directory or unreadable.

    """
    given: Any = source
    if is_read_once(source):
        chunks: Iterable[Any] = chunks_of(given) if hasattr(given, "read") else given
        return kept_source(spool(chunks, MAX_BYTES))
    if isinstance(source, str) or hasattr(source, "__fspath__"):
        return _sized(_PathSource.of(_path(given)))
    if isinstance(source, bytes | bytearray | memoryview):
        return _sized(_BytesSource(_flat(given)))
    if callable(getattr(source, "read", None)):
        return _sized(_FileSource.of(given))
    raise TypeError(
        "upload() takes a path, bytes, a binary file or an iterable of bytes, not "
        f"{type(source).__name__}",
    )


@attrs.frozen
class AudioFile:
    """What `inspect_audio` finds.

    Attributes:
        content_type: the type that an upload would have.
        size: bytes.

    """

    content_type: str
    size: int


def inspect_audio(audio: UploadSource, *, content_type: str | None = None) -> AudioFile:
    """Look at what could be uploaded, as an upload does, and send nothing.

    Args:
        audio: as for `Bota.upload`.
        content_type: as for `Bota.upload`.

    Raises:
        TypeError: the audio is none of those.
        SourceError: an upload would refuse it.

    """
    source = open_source(audio)
    try:
        kind = content_type_of(name=source.name, given=content_type, head=source.head())
        return AudioFile(kind, source.size)
    finally:
        source.close()


def kept_source(file: IO[bytes]) -> Source:
    """Return the Source for a temporary file of ours, which it closes."""
    source = _FileSource.of(file, owned=True)
    try:
        return _sized(source)
    except SourceError:
        source.close()
        raise


def _path(given: str | os.PathLike[Any]) -> Path:
    path = os.fspath(given)
    if not isinstance(path, str):
        raise TypeError("upload() takes a path of text, not of bytes; use os.fsdecode")
    return given if isinstance(given, Path) else Path(path)


def _flat(given: bytes | bytearray | memoryview) -> memoryview:
    try:
        return memoryview(given).cast("B")
    except TypeError as error:
        raise TypeError(f"the memoryview cannot be read as bytes: {error}") from None


def _sized(opened: Source) -> Source:
    label = repr(opened.name) if opened.name else "the source"
    if opened.size == 0:
        raise SourceError(f"{label} is empty: there is nothing to upload")
    if opened.size > MAX_BYTES:
        raise SourceError(
            f"{label} has {opened.size} bytes; S3 takes {MAX_BYTES} (5 GiB) at most in one PUT, "
            "and the service offers no other way",
        )
    return opened


@attrs.frozen
class _BytesSource:
    _bytes: memoryview
    name: str | None = None

    @property
    def size(self) -> int:
        return self._bytes.nbytes

    def head(self) -> bytes:
        return bytes(self._bytes[:SNIFFED_BYTES])

    def sample(self) -> int:
        return _checksum(lambda start, count: self._bytes[start : start + count], self.size)

    def close(self) -> None:
        pass

    def chunks(self) -> Generator[bytes]:
        for start in range(0, self.size, CHUNK):
            yield bytes(self._bytes[start : start + CHUNK])


@attrs.frozen
class _PathSource:
    _path: Path
    _fingerprint: Fingerprint
    _head: bytes

    @classmethod
    def of(cls, path: Path) -> _PathSource:
        with _explained(path.name):
            found = path.stat()
            if stat.S_ISDIR(found.st_mode):
                raise SourceError(f"{path.name!r} is a directory; give one of the files in it")
            if not stat.S_ISREG(found.st_mode):
                raise SourceError(f"{path.name!r} is a pipe or a device; give a regular file")
            with io.FileIO(path) as file:
                fingerprint = Fingerprint.of(os.fstat(file.fileno()))
                return cls(path, fingerprint, _read(file, SNIFFED_BYTES))

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def size(self) -> int:
        return self._fingerprint.size

    def head(self) -> bytes:
        return self._head

    def sample(self) -> int:
        with _explained(self.name), io.FileIO(self._path) as file:
            return _checksum(functools.partial(_read_at, file, 0), self.size)

    def close(self) -> None:
        pass

    def chunks(self) -> Generator[bytes]:
        with _explained(self.name), io.FileIO(self._path) as file:
            self._must_be(os.fstat(file.fileno()))
            for chunk, last in _counted(file, self.size, self.name):
                if last:
                    # Also what this path names now: it may be another file.
                    self._must_be(self._path.stat())
                yield chunk

    def _must_be(self, found: os.stat_result) -> None:
        now = Fingerprint.of(found)
        if now != self._fingerprint:
            raise _changed(self.name, self.size, now.size)


@attrs.frozen
class _FileSource:
    _file: IO[bytes]
    _start: int
    name: str | None
    size: int
    _owned: bool

    @classmethod
    def of(cls, file: IO[bytes], *, owned: bool = False) -> _FileSource:
        given = getattr(file, "name", None)
        name = os.path.basename(given) if isinstance(given, str) else None  # noqa: PTH119 - a text
        if isinstance(file, io.TextIOBase):
            raise TypeError("upload() takes a file opened in binary mode: open(path, 'rb')")
        with _explained(name):
            start = file.tell()
            end = file.seek(0, os.SEEK_END)
            file.seek(start)
        return cls(file, start, name, max(end - start, 0), owned)

    def close(self) -> None:
        if self._owned:
            self._file.close()

    def head(self) -> bytes:
        with _explained(self.name):
            self._file.seek(self._start)
            return _read(self._file, min(SNIFFED_BYTES, self.size))

    def sample(self) -> int:
        with _explained(self.name):
            return _checksum(functools.partial(_read_at, self._file, self._start), self.size)

    def chunks(self) -> Generator[bytes]:
        with _explained(self.name):
            self._file.seek(self._start)
            for chunk, last in _counted(self._file, self.size, self.name):
                if last:
                    position = self._file.tell()
                    end = self._file.seek(0, os.SEEK_END)
                    if end - self._start != self.size:
                        raise _changed(self.name, self.size, end - self._start)
                    self._file.seek(position)
                yield chunk


def _checksum(read_at: Callable[[int, int], bytes | memoryview], size: int) -> int:
    # Of the beginning and the middle: recordings that begin alike go on differently.
    checksum = 0
    for start in (0, size // 2):
        checksum = zlib.crc32(read_at(start, min(_SAMPLED, size - start)), checksum)
    return checksum


def _read_at(file: IO[bytes] | io.FileIO, beginning: int, start: int, count: int) -> bytes:
    file.seek(beginning + start)
    return _read(file, count)


def _counted(
    file: IO[bytes] | io.FileIO, size: int, name: str | None
) -> Iterator[tuple[bytes, bool]]:
    left = size
    while left:
        chunk = _read(file, min(CHUNK, left))
        if not chunk:
            raise _changed(name, size, size - left)
        left -= len(chunk)
        yield chunk, left == 0


def _read(file: IO[bytes] | io.FileIO, count: int) -> bytes:
    chunk = file.read(count)
    if not isinstance(chunk, bytes):
        raise TypeError(f"the file's read() returned {type(chunk).__name__}, not bytes")
    return chunk


def _changed(name: str | None, was: int, now: int) -> SourceChangedError:
    label = repr(name) if name else "the source"
    how = f"from {was} to {now} bytes" if now != was else "its contents or the file itself"
    return SourceChangedError(
        f"{label} changed during its upload ({how}); nothing was completed. "
        "Upload it again when nothing writes to it any more",
    )


@contextmanager
def _explained(name: str | None) -> Generator[None]:
    label = repr(name) if name else "the source"
    try:
        yield
    except OSError as error:
        raise SourceError(f"{label} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        if isinstance(error, SourceError):
            raise
        # A closed file, or a path with a NUL in it.
        raise SourceError(f"{label} cannot be read: {error}") from error

"""What is uploaded: a path, bytes, a file or chunks, read anew from its beginning for every PUT."""

from __future__ import annotations

import io
import os
import re
import stat
import zlib
from collections.abc import AsyncIterable, Generator, Iterable
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, TypeAlias

import attrs

from bota_sdk._storage.hashing import BodyHash, Digests
from bota_sdk._upload.audio_type import SNIFFED_BYTES, content_type_of
from bota_sdk._upload.spool import MAX_BYTES, spool
from bota_sdk.errors import BotaError, SourceChangedError, SourceError

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


def fingerprint(found: os.stat_result) -> tuple[int, int, int, int]:
    """Return what distinguishes a file from the same file changed."""
    return found.st_size, found.st_mtime_ns, found.st_dev, found.st_ino


class Source:
    """Bytes that can be read from their beginning as often as needed.

    Attributes:
        name: the file's, without its folder; None where there is none.
        size: bytes, fixed when the upload begins.
        title: the name of a recording of it that is given none.

    """

    title: str | None = None

    def __init__(self, name: str | None, size: int) -> None:
        label = _label(name)
        if size == 0:
            raise SourceError(f"{label} is empty: there is nothing to upload")
        if size > MAX_BYTES:
            raise SourceError(
                f"{label} has {size} bytes; S3 takes {MAX_BYTES} (5 GiB) at most in one PUT, and "
                "the service offers no other way",
            )
        self.name, self.size = name, size

    def head(self) -> bytes:
        """Return the first bytes, SNIFFED_BYTES at most."""
        return self._part(0, SNIFFED_BYTES)

    def sample(self) -> int:
        """Return a checksum of some of the bytes: where it differs, the sources differ."""
        # Of the beginning and the middle: recordings that begin alike go on differently.
        beginning = zlib.crc32(self._part(0, _SAMPLED))
        return zlib.crc32(self._part(self.size // 2, _SAMPLED), beginning)

    def digests(self, *, with_md5: bool = False) -> Digests:
        """Read all bytes and return their hashes. MD5 takes twice as long as SHA-256."""
        with closing(BodyHash(self.size, md5=with_md5)) as hashed, closing(self.chunks()) as chunks:
            for chunk in chunks:
                hashed.update(chunk)
            return hashed.digests()

    def chunks(self) -> Generator[bytes]:
        """Yield all bytes from the beginning, CHUNK at a time.

        Raises:
            SourceChangedError: the source is no longer what it was. Raised before the last chunk
                is handed out, so that whoever sends them cannot have sent a whole body.
            SourceError: it can no longer be read.

        """
        left = self.size
        with _explained(self.name), self._opened(0) as file:
            while left:
                chunk = _read(file, min(CHUNK, left))
                if not chunk:
                    raise self._changed(self.size - left)
                left -= len(chunk)
                if not left:
                    self._check_end()
                yield chunk

    def close(self) -> None:
        """Let go of what was made for the upload; what the caller gave stays open."""

    def _part(self, start: int, count: int) -> bytes:
        with _explained(self.name), self._opened(start) as file:
            return _read(file, min(count, self.size - start))

    def _opened(self, start: int) -> Any:
        """Give, for a `with` block, a file that stands at the byte `start` of the source."""
        raise NotImplementedError

    def _check_end(self) -> None:
        """Raise SourceChangedError if there is more or something else, now that all is read."""

    def _changed(self, size: int) -> SourceChangedError:
        is_other = size != self.size
        how = f"from {self.size} to {size} bytes" if is_other else "its contents or the file itself"
        return SourceChangedError(
            f"{_label(self.name)} changed during its upload ({how}); nothing was completed. "
            "Upload it again when nothing writes to it any more",
        )


def open_source(source: object) -> Source:
    """Return the Source for what a caller gave.

    A file that cannot seek and an iterable are read to their end and kept: up to SPOOL_MEMORY
    bytes in memory, else in a temporary file.
    """
    given: Any = source
    if isinstance(source, str | os.PathLike):
        return _PathSource(given)
    if isinstance(source, bytes | bytearray | memoryview):
        return _BytesSource(given)
    if callable(getattr(source, "read", None)):
        if isinstance(source, io.TextIOBase):
            raise TypeError("upload() takes a file opened in binary mode: open(path, 'rb')")
        with _explained(None):
            can_seek = hasattr(given, "seekable") and given.seekable()
        if can_seek:
            return _FileSource(given)
        given = _chunks_left(given)
    elif not isinstance(source, Iterable):
        raise TypeError(
            "upload() takes a path, bytes, a binary file or an iterable of bytes, not "
            f"{type(source).__name__}",
        )
    return kept_source(spool(given))


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
    with closing(open_source(audio)) as source:
        kind = content_type_of(name=source.name, given=content_type, head=source.head())
        return AudioFile(kind, source.size)


def kept_source(file: IO[bytes]) -> Source:
    """Return the Source for a temporary file of ours, which it closes."""
    try:
        return _FileSource(file, is_ours=True)
    except SourceError:
        file.close()
        raise


class _BytesSource(Source):
    def __init__(self, given: bytes | bytearray | memoryview) -> None:
        try:
            self._bytes = memoryview(given).cast("B")
        except TypeError as error:
            raise TypeError(f"the memoryview cannot be read as bytes: {error}") from None
        super().__init__(None, self._bytes.nbytes)

    def chunks(self) -> Generator[bytes]:
        for start in range(0, self.size, CHUNK):
            yield self._part(start, CHUNK)

    def _part(self, start: int, count: int) -> bytes:
        return bytes(self._bytes[start : start + count])


class _PathSource(Source):
    def __init__(self, given: str | os.PathLike[Any]) -> None:
        fspath = os.fspath(given)
        if not isinstance(fspath, str):
            raise TypeError("upload() takes a path of text, not of bytes; use os.fsdecode")
        self._path = path = Path(fspath)
        with _explained(path.name):
            found = path.stat()
            if stat.S_ISDIR(found.st_mode):
                raise SourceError(f"{path.name!r} is a directory; give one of the files in it")
            if not stat.S_ISREG(found.st_mode):
                raise SourceError(f"{path.name!r} is a pipe or a device; give a regular file")
            io.FileIO(path).close()  # it can be read
        self._fingerprint = fingerprint(found)
        # By it people find recordings again. What is no text cannot stand in JSON.
        title = os.fsencode(path.name).decode("utf-8", "replace")
        self.title = (
            re.sub(r"[\x00-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", title).strip() or None
        )
        super().__init__(path.name, found.st_size)

    @contextmanager
    def _opened(self, start: int) -> Generator[io.FileIO]:
        with io.FileIO(self._path) as file:
            self._must_be(os.fstat(file.fileno()))
            file.seek(start)
            yield file

    def _check_end(self) -> None:
        self._must_be(self._path.stat())  # what the path names now may be another

    def _must_be(self, found: os.stat_result) -> None:
        if fingerprint(found) != self._fingerprint:
            raise self._changed(found.st_size)


class _FileSource(Source):
    def __init__(self, file: Any, *, is_ours: bool = False) -> None:
        given = getattr(file, "name", None)
        name = os.path.basename(given) if isinstance(given, str) else None  # noqa: PTH119 - a text
        with _explained(name):
            self._start = file.tell()
            size = max(_end_of(file) - self._start, 0)
            file.seek(self._start)
        self._file, self._is_ours = file, is_ours
        super().__init__(name, size)

    def close(self) -> None:
        if self._is_ours:
            self._file.close()

    @contextmanager
    def _opened(self, start: int) -> Generator[Any]:
        self._file.seek(self._start + start)
        yield self._file

    def _check_end(self) -> None:
        size = _end_of(self._file) - self._start
        if size != self.size:
            raise self._changed(size)


def _end_of(file: Any) -> int:
    file.seek(0, os.SEEK_END)  # not every file's seek() returns the position
    end: int = file.tell()
    return end


def _chunks_left(file: Any) -> Generator[Any]:
    while chunk := file.read(CHUNK):
        yield chunk


def _read(file: Any, count: int) -> bytes:
    chunk = file.read(count)
    if not isinstance(chunk, bytes):
        raise TypeError(f"the file's read() returned {type(chunk).__name__}, not bytes")
    return chunk


def _label(name: str | None) -> str:
    return repr(name) if name else "the source"


@contextmanager
def _explained(name: str | None) -> Generator[None]:
    try:
        yield
    except (BotaError, TypeError):
        raise
    except Exception as error:
        # Also what a file of the caller's own kind raises, such as a damaged archive's.
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise SourceError(f"{_label(name)} cannot be read: {reason}") from error

"""What is uploaded: a path, bytes, a file or chunks, read anew from its beginning for every PUT."""

from __future__ import annotations

import array
import http.client
import inspect
import io
import os
import stat
import zlib
from collections.abc import AsyncIterable, AsyncIterator, Generator, Iterable
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, Protocol, TypeAlias

from bota_sdk._shared.text import printable_name
from bota_sdk._storage.hashing import CHUNK, BodyHash, Digests, Room
from bota_sdk._upload.audio_type import content_type_of
from bota_sdk._upload.spool import MAX_BYTES, spool
from bota_sdk.errors import BotaError, SourceChangedError, SourceError


class HasFile(Protocol):
    """What keeps a file as its attribute, such as an `UploadFile` of Starlette or FastAPI."""

    @property
    def file(self) -> BinaryIO: ...

    async def read(self, size: int = -1, /) -> bytes: ...


UploadSource: TypeAlias = (
    str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO | Iterable[bytes] | HasFile
)
"""A path, a URL such as `s3://bucket/key`, the bytes themselves, a file opened in binary mode, an
iterable of chunks, or a web framework's `UploadFile`."""


class AsyncFile(Protocol):
    """A file whose `read` has to be awaited, such as a web framework's upload."""

    async def read(self, size: int = -1, /) -> bytes: ...


AsyncUploadSource: TypeAlias = UploadSource | AsyncIterable[bytes] | AsyncFile
"""An UploadSource, an asynchronous iterable of chunks, or a file whose `read` is awaited."""

_LONGEST_PATH: Final = 4096

_SAMPLED: Final = 1 << 10
"""Bytes of each of the places that a sample is of."""


class Source:
    """Bytes that can be read from their beginning as often as needed.

    Attributes:
        name: the file's, without its folder; None where there is none.
        size: bytes, fixed when the upload begins.
        title: the name of a recording of it that is given none.
        stored_type: the content type that is kept with it where it comes from.
        fingerprint: differs where the contents do; None where only the bytes say so.
        is_remote: it comes over a network, which is hardly faster than one core hashes.

    """

    title: str | None = None
    stored_type: str | None = None
    fingerprint: str | None = None
    is_remote = False

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

    def content_type(self, given: str | None) -> str:
        """Return the content type to upload it as; see `content_type_of`."""
        stored = self.stored_type
        return content_type_of(name=self.name, given=given, read=self.part, stored=stored)

    def sample(self) -> int:
        """Return a checksum of some of the bytes: where it differs, the sources differ."""
        # Of the beginning and the middle: recordings that begin alike go on differently.
        beginning = zlib.crc32(self.part(0, _SAMPLED))
        return zlib.crc32(self.part(self.size // 2, _SAMPLED), beginning)

    def digests(self, *, with_md5: bool = False) -> Digests:
        """Read all bytes and return their hashes. MD5 takes twice as long as SHA-256."""
        hashed = BodyHash(self.size, md5=with_md5)
        with closing(hashed), closing(self.chunks(hashed.room)) as chunks:
            for chunk in chunks:
                hashed.update(chunk)
            return hashed.digests()

    def chunks(self, room: Room | None = None) -> Generator[memoryview]:
        """Yield all bytes from the beginning, CHUNK at a time, read into a room or, else, new ones.

        Raises:
            SourceChangedError: the source is no longer what it was. Raised before the last chunk
                is handed out, so that whoever sends them cannot have sent a whole body.
            SourceError: it can no longer be read.

        """
        left = self.size
        with _explained(self.name, is_sending=True), self._opened(0) as file:
            while left:
                chunk = _room_for(left, room)
                count = self._read_into(file, chunk)
                if not count:
                    raise self._changed(self.size - left)
                left -= count
                if not left:
                    self._check_end(file)
                yield chunk[:count]

    def close(self) -> None:
        """Let go of what was made for the upload; what the caller gave stays open."""

    def part(self, start: int, count: int) -> bytes:
        """Return so many bytes, or as many as there are, from a place on."""
        wanted = min(count, max(self.size - start, 0))
        part = b""
        with _explained(self.name), self._opened(start) as file:
            # A read may give less than there is.
            while len(part) < wanted and (chunk := _read(file, wanted - len(part))):
                part += chunk
        return part

    def _opened(self, start: int) -> Any:
        """Give, for a `with` block, a file that stands at the byte `start` of the source."""
        raise NotImplementedError

    def _read_into(self, file: Any, chunk: memoryview) -> int:
        """Read bytes, as many as the chunk has room for or fewer, and return how many."""
        found = _read(file, len(chunk))
        chunk[: len(found)] = found
        return len(found)

    def _check_end(self, file: Any) -> None:
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
    from bota_sdk._upload.remote import remote_source

    given: Any = source
    if (remote := remote_source(source)) is not None:
        return remote
    if isinstance(source, str | os.PathLike):
        return _PathSource(given)
    if isinstance(source, bytes | bytearray | memoryview):
        return _BytesSource(given)
    if isinstance(source, array.array):
        return _BytesSource(memoryview(given))
    if callable(getattr(source, "read", None)):
        if isinstance(source, io.TextIOBase):
            raise TypeError("upload() takes a file opened in binary mode: open(path, 'rb')")
        if inspect.iscoroutinefunction(given.read):
            if not hasattr(given, "file"):
                raise TypeError("the file's read() has to be awaited: give it to AsyncBota")
            return open_source(given.file)
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
        if len(self._bytes) < _LONGEST_PATH and os.path.isfile(bytes(self._bytes)):  # noqa: PTH113 - bytes
            raise TypeError(
                f"{bytes(self._bytes)!r} are the bytes of a file's name, not its audio; for the "
                "file, pass its name as text: os.fsdecode"
            )
        super().__init__(None, self._bytes.nbytes)

    def chunks(self, room: Room | None = None) -> Generator[memoryview]:
        left = self._bytes
        while left:
            chunk = _room_for(len(left), room)
            # A copy: what is sent is then what was hashed, whoever writes to the caller's bytes.
            chunk[:] = left[: len(chunk)]
            yield chunk
            left = left[len(chunk) :]

    def part(self, start: int, count: int) -> bytes:
        return bytes(self._bytes[start : start + count])


class _PathSource(Source):
    def __init__(self, given: str | os.PathLike[Any]) -> None:
        with _explained(None):
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
        self._mtime_ns = found.st_mtime_ns
        self.title = printable_name(os.fsencode(path.name).decode("utf-8", "replace"))
        super().__init__(path.name, found.st_size)

    @contextmanager
    def _opened(self, start: int) -> Generator[io.FileIO]:
        file = io.FileIO(self._path)
        try:
            self._must_be(os.fstat(file.fileno()))
            file.seek(start)
            yield file
        finally:
            with suppress(OSError):  # it was only read, and what ended the reading counts
                file.close()

    def _read_into(self, file: io.FileIO, chunk: memoryview) -> int:
        return file.readinto(chunk) or 0

    def _check_end(self, file: io.FileIO) -> None:
        self._must_be(os.fstat(file.fileno()))
        # Not by its number, which network drives change; and a new date may be the same audio's.
        named = self._path.stat()
        is_same = (named.st_size, named.st_mtime_ns) == (self.size, self._mtime_ns)
        if not is_same and (named.st_size != self.size or not _has_bytes_of(self._path, file)):
            raise self._changed(named.st_size)

    def _must_be(self, found: os.stat_result) -> None:
        if (found.st_size, found.st_mtime_ns) != (self.size, self._mtime_ns):
            raise self._changed(found.st_size)


def _has_bytes_of(path: Path, read: io.FileIO) -> bool:
    read.seek(0)
    with io.FileIO(path) as file:
        while (chunk := file.read(CHUNK)) == read.read(CHUNK):
            if not chunk:
                return True
    return False


class _FileSource(Source):
    def __init__(self, file: Any, *, is_ours: bool = False) -> None:
        with _explained(None):
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
            with suppress(OSError):
                self._file.close()

    @contextmanager
    def _opened(self, start: int) -> Generator[Any]:
        self._file.seek(self._start + start)
        yield self._file

    def _check_end(self, file: Any) -> None:
        size = _end_of(file) - self._start
        if size != self.size:
            raise self._changed(size)


def _end_of(file: Any) -> int:
    file.seek(0, os.SEEK_END)  # not every file's seek() returns the position
    end: int = file.tell()
    return end


def _chunks_left(file: Any) -> Generator[Any]:
    while chunk := file.read(CHUNK):
        yield chunk
    if isinstance(file, http.client.HTTPResponse) and file.length:
        raise EOFError(f"the response ended {file.length} bytes early")


def async_chunks(source: Any) -> AsyncIterable[Any] | None:
    """Return the chunks of an asynchronous source, such as a web framework's file; else None."""
    if isinstance(source, os.PathLike):
        return None
    if inspect.iscoroutinefunction(getattr(source, "read", None)):
        return _async_chunks_left(source)
    return source if hasattr(source, "__aiter__") else None


async def _async_chunks_left(file: Any) -> AsyncIterator[Any]:
    while chunk := await file.read(CHUNK):
        yield chunk


def _room_for(left: int, room: Room | None) -> memoryview:
    return room()[:left] if room else memoryview(bytearray(min(CHUNK, left)))


def _read(file: Any, count: int) -> bytes:
    chunk = file.read(count)
    if not isinstance(chunk, bytes):
        raise TypeError(f"the file's read() returned {type(chunk).__name__}, not bytes")
    if len(chunk) > count:
        raise ValueError(f"the file's read({count}) returned {len(chunk)} bytes")
    return chunk


def _label(name: str | None) -> str:
    return repr(name) if name else "the source"


@contextmanager
def _explained(name: str | None, *, is_sending: bool = False) -> Generator[None]:
    """Make a SourceError of what a source raises; a TypeError passes before anything was sent."""
    try:
        yield
    except BotaError:
        raise
    except Exception as error:
        if isinstance(error, TypeError) and not is_sending:
            raise
        # Also what a file of the caller's own kind raises, such as a damaged archive's.
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise SourceError(f"{_label(name)} cannot be read: {reason}") from error

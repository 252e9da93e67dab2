"""Sources are read whole, from their beginning, as often as needed, or not at all."""

from __future__ import annotations

import array
import http.client
import io
import itertools
import lzma
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bota_sdk import AudioFile, inspect_audio
from bota_sdk._storage.hashing import CHUNK
from bota_sdk._upload import spool
from bota_sdk._upload.source import open_source
from bota_sdk._upload.spool import MAX_BYTES, SPOOL_MEMORY
from bota_sdk.errors import SourceChangedError, SourceError
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.ticks import HANG


@examples(30)
@given(size=st.integers(1, 3 * CHUNK + 2), start=st.integers(0, 5))
def test_bytes_and_files_give_the_same_pieces_every_time(size: int, start: int) -> None:
    data = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    file = io.BytesIO(b"x" * start + data)
    file.seek(start)
    for source in (open_source(data), open_source(memoryview(data)), open_source(file)):
        assert source.size == size
        assert source.part(0, 64) == data[:64]
        for _ in range(2):
            pieces = [bytes(piece) for piece in source.chunks()]
            assert b"".join(pieces) == data
            assert max(map(len, pieces)) <= CHUNK
            room = itertools.repeat(memoryview(bytearray(CHUNK)))
            pieces = [bytes(piece) for piece in source.chunks(room.__next__)]
            assert b"".join(pieces) == data


@given(size=st.integers(1, 5000), start=st.integers(0, 5), at=st.integers(0, 4999))
def test_the_same_bytes_have_the_same_sample(
    tmp_path_factory: pytest.TempPathFactory, size: int, start: int, at: int
) -> None:
    data = (b"0123456789abcdef" * 400)[:size]
    path = tmp_path_factory.mktemp("sample") / "a.wav"
    path.write_bytes(data)
    file = io.BytesIO(b"x" * start + data)
    file.seek(start)
    samples = {open_source(source).sample() for source in (data, memoryview(data), path, file)}
    assert len(samples) == 1
    changed = bytearray(data)
    changed[at % size] ^= 1
    middle = size // 2
    is_sampled = at % size < 1024 or middle <= at % size < middle + 1024
    assert (open_source(changed).sample() not in samples) == is_sampled


def test_a_memoryview_of_wide_items_counts_bytes() -> None:
    assert open_source(memoryview(b"abcdefgh").cast("I")).size == 8


def test_a_path_is_read_anew_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"abc" * CHUNK)
    for given_path in (path, str(path)):
        source = open_source(given_path)
        assert (source.name, source.size) == ("a.wav", 3 * CHUNK)
        for _ in range(2):
            assert b"".join(source.chunks()) == path.read_bytes()


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def truncate(path: Path) -> None:
    os.truncate(path, CHUNK + 1)


def rewrite(path: Path) -> None:
    stamp = path.stat().st_mtime_ns
    path.write_bytes(b"z" * path.stat().st_size)
    os.utime(path, ns=(stamp + 10**9, stamp + 10**9))


def replace(path: Path) -> None:
    before = path.stat()
    other = path.with_suffix(".new")
    other.write_bytes(b"z" * before.st_size)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    other.replace(path)


def forget_number(path: Path) -> None:
    """As a network drive does: the same file, with another inode number."""
    before = path.stat()
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    assert path.stat().st_ino != before.st_ino


def forget_number_and_round_date(path: Path) -> None:
    stamp = path.stat().st_mtime_ns
    forget_number(path)
    os.utime(path, ns=(0, stamp // 10**9 * 10**9))


@pytest.mark.parametrize(
    ("change", "pieces_before"),
    [(forget_number, 0), (forget_number, 2), (forget_number_and_round_date, 1)],
)
def test_a_file_is_its_bytes_and_not_its_number(
    tmp_path: Path, change: Callable[[Path], None], pieces_before: int
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"abc" * CHUNK)
    source = open_source(path)
    pieces = source.chunks()
    got = b"".join(next(pieces) for _ in range(pieces_before))
    change(path)
    assert got + b"".join(pieces) == path.read_bytes()


@pytest.mark.parametrize("change", [grow, truncate, rewrite, replace])
@pytest.mark.parametrize("pieces_before", [0, 1, 2])
def test_a_file_that_changes_is_never_handed_out_whole(
    tmp_path: Path, change: object, pieces_before: int
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"abc" * CHUNK)
    source = open_source(path)
    pieces = source.chunks()
    got = sum(len(next(pieces)) for _ in range(pieces_before))
    change(path)  # type: ignore[operator]
    with pytest.raises(SourceChangedError, match=r"'a\.wav' changed during its upload"):
        for piece in pieces:
            got += len(piece)
    assert got < source.size


def test_an_open_file_that_shrinks_or_grows_is_never_handed_out_whole() -> None:
    for after in (b"a" * CHUNK, b"a" * 4 * CHUNK):
        file = io.BytesIO(b"a" * 2 * CHUNK)
        source = open_source(file)
        file.seek(0)
        file.truncate()
        file.write(after)
        got = 0
        with pytest.raises(SourceChangedError):
            for piece in source.chunks():
                got += len(piece)
        assert got < source.size


def test_refused_sources(tmp_path: Path) -> None:
    empty = tmp_path / "empty.wav"
    empty.touch()
    huge = tmp_path / "huge.wav"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    pipe = tmp_path / "pipe.wav"
    os.mkfifo(pipe)
    closed = io.BytesIO(b"abc")
    closed.close()
    for source, words in [
        (empty, "is empty"),
        (b"", "is empty"),
        (io.BytesIO(b""), "is empty"),
        (iter([]), "is empty"),
        ([b"", b""], "is empty"),
        (huge, "5 GiB"),
        (tmp_path, "is a directory"),
        (pipe, "a pipe or a device"),
        (tmp_path / "none.wav", "cannot be read: No such file"),
        ("a\0b.wav", "cannot be read"),
        (closed, "cannot be read"),
    ]:
        with pytest.raises(SourceError, match=words):
            open_source(source)


class Unseekable(io.RawIOBase):
    """What a socket or a pipe looks like: bytes once, and no way back."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._data.readinto(buffer)


class OnlyRead:
    """The least that a file can be."""

    def __init__(self, data: bytes) -> None:
        self.read = io.BytesIO(data).read


@pytest.mark.parametrize("size", [1, SPOOL_MEMORY - 1, SPOOL_MEMORY, 3 * SPOOL_MEMORY + 7])
@pytest.mark.parametrize(
    "make",
    [
        lambda data: iter([data]),
        lambda data: [data[:100], data[100:], b""],
        lambda data: (bytearray(data[n : n + 99_999]) for n in range(0, len(data), 99_999)),
        Unseekable,
        OnlyRead,
    ],
)
def test_what_can_be_read_only_once_is_kept(size: int, make: Any) -> None:
    data = os.urandom(size)
    source = open_source(make(data))
    assert (source.size, source.name) == (size, None)
    assert source.part(0, 64) == data[:64]
    for _ in range(2):
        assert b"".join(source.chunks()) == data
    source.close()
    with pytest.raises(SourceError):
        source.part(0, 64)


def test_what_fails_while_it_is_read_is_an_error() -> None:
    def broken() -> Iterator[bytes]:
        yield b"abc"
        raise OSError("the microphone is gone")

    with pytest.raises(SourceError, match=r"after 3 bytes .*the microphone") as caught:
        open_source(broken())
    assert isinstance(caught.value.__cause__, OSError)


@pytest.mark.parametrize("pieces", [["text"], [b"abc", 5], {"a": b"b"}, [None]])
def test_pieces_that_are_no_bytes(pieces: object) -> None:
    with pytest.raises(TypeError, match="the source yielded"):
        open_source(pieces)


def test_a_source_without_end_is_stopped_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "MAX_BYTES", 10)
    with pytest.raises(SourceError, match="more than 10 bytes"):
        open_source(itertools.repeat(b"abcd"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"abc")
    path.chmod(0)
    with pytest.raises(SourceError, match="Permission denied"):
        open_source(path)


class BytesPath:
    """A path of bytes, which POSIX knows and the rest does not."""

    def __fspath__(self) -> bytes:
        return b"a.wav"


@pytest.mark.parametrize("source", [None, 5, io.StringIO("text"), BytesPath()])
def test_other_kinds_are_a_type_error(source: object) -> None:
    with pytest.raises(TypeError, match=r"path, bytes, a binary file|binary mode|path of text"):
        open_source(source)


class Reading(io.BytesIO):
    """A file whose read() does something else after the first `good` times."""

    def __init__(self, data: bytes, good: int, then: Callable[[int], Any]) -> None:
        super().__init__(data)
        self._good, self._then = good, then

    def read(self, count: int | None = -1, /) -> bytes:
        self._good -= 1
        return super().read(count) if self._good >= 0 else self._then(count or 0)


def raising(error: BaseException) -> Callable[[int], Any]:
    def then(_: int) -> bytes:
        raise error

    return then


class OfItsOwnError(Exception):
    """What a library raises that knows no OSError."""


@pytest.mark.parametrize(
    "then",
    [
        raising(EOFError("cut")),
        raising(zipfile.BadZipFile("cut")),
        raising(lzma.LZMAError("cut")),
        raising(OfItsOwnError("cut")),
        raising(TypeError("cut")),
        raising(RuntimeError("cut")),
        lambda _: None,
        lambda _: "text",
        lambda count: bytes(count + 1),
    ],
)
def test_a_file_that_fails_under_way_is_a_source_error(then: Callable[[int], Any]) -> None:
    chunks = open_source(Reading(bytes(3 * CHUNK), 1, then)).chunks()
    next(chunks)
    with pytest.raises(SourceError, match="the source cannot be read") as caught:
        list(chunks)
    assert caught.value.__cause__ is not None


def test_short_reads_are_gone_on_with() -> None:
    class Short(io.BytesIO):
        def read(self, count: int | None = -1, /) -> bytes:
            return super().read(min(count or 0, 7))

    source = open_source(Short(bytes(range(256)) * 10))
    assert source.part(0, 64) == bytes(range(64))
    assert b"".join(source.chunks()) == bytes(range(256)) * 10


def test_what_is_no_bytes_but_holds_them() -> None:
    for given_array in (array.array("B", b"abcd"), array.array("h", [1, 2])):
        assert b"".join(open_source(given_array).chunks()) == given_array.tobytes()


def test_the_bytes_of_a_name_are_no_audio(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"abc")
    with pytest.raises(TypeError, match=r"the bytes of a file's name.*os\.fsdecode"):
        open_source(os.fsencode(path))


def test_a_file_to_await_is_refused_where_nobody_awaits() -> None:
    class Awaited:
        async def read(self, count: int) -> bytes:
            raise AssertionError(count)

    with pytest.raises(TypeError, match="AsyncBota"):
        open_source(Awaited())


def test_a_close_that_fails_masks_nothing() -> None:
    class Chunks:
        def __iter__(self) -> Iterator[bytes]:
            raise OfItsOwnError("no beginning")

        def close(self) -> None:
            raise OfItsOwnError("no end")

    with pytest.raises(SourceError, match="no beginning"):
        open_source(Chunks())


def test_a_response_that_was_cut_short_is_no_source() -> None:
    class Wire:
        def makefile(self, _: str) -> io.BytesIO:
            return io.BytesIO(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")

    response = http.client.HTTPResponse(Wire())  # type: ignore[arg-type]
    response.begin()
    with pytest.raises(SourceError, match="ended 7 bytes early"):
        open_source(response)


FULL_AT_THE_END = """
import resource, sys
from bota_sdk import SourceError
from bota_sdk._upload.source import open_source
resource.setrlimit(resource.RLIMIT_FSIZE, ((1 << 20) + 100, (1 << 20) + 100))

def chunks():
    yield bytes((1 << 20) + 50)
    yield bytes(4000)  # which is written by the close, if at all
    raise EOFError("cut")

try:
    open_source(chunks())
except SourceError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files")
def test_a_disk_that_is_full_at_the_end_masks_nothing(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", FULL_AT_THE_END]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=HANG)
    assert found.stdout.startswith("the source failed after 1052626 bytes (EOFError: cut)"), found


SMALL_TEMP = """
import resource, sys
from bota_sdk import SourceError
from bota_sdk._upload.source import open_source
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
for size in (1000, 2 << 20):
    try:
        open_source(bytes(size) for _ in range((2 << 20) // size))
    except SourceError as error:
        print(type(error.__cause__).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files")
@pytest.mark.parametrize("folder", ["", "/none"])
def test_a_folder_for_temporary_files_that_is_full_or_missing(tmp_path: Path, folder: str) -> None:
    environment = {**os.environ, "TMPDIR": folder or str(tmp_path)}
    code = SMALL_TEMP if not folder else "import tempfile; tempfile.tempdir = '/none'" + SMALL_TEMP
    command = [sys.executable, "-c", code]
    found = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    lines = found.stdout.splitlines()
    assert len(lines) == 2, found
    assert all("cannot be kept in the folder for temporary files" in line for line in lines)


class Silent(io.BytesIO):
    """A file whose seek() says nothing, as paramiko's over SFTP does."""

    def seek(self, *place: int) -> None:  # type: ignore[override]
        super().seek(*place)


def test_a_file_whose_seek_returns_nothing() -> None:
    source = open_source(Silent(b"abc" * CHUNK))
    assert source.size == 3 * CHUNK
    assert b"".join(source.chunks()) == b"abc" * CHUNK


class Damaged(io.BytesIO):
    """An archive's member: its errors are of its own kind."""

    def read(self, count: int | None = -1, /) -> bytes:
        raise EOFError("the archive ends before its member")


def test_what_a_file_raises_is_a_source_error() -> None:
    source = open_source(Damaged(b"abc"))
    for read in (lambda: source.part(0, 64), source.sample, lambda: list(source.chunks())):
        with pytest.raises(SourceError, match="the archive ends before") as caught:
            read()
        assert isinstance(caught.value.__cause__, EOFError)


def test_inspect_audio(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVE" + bytes(100))
    assert inspect_audio(path) == AudioFile("audio/wav", 112)
    assert inspect_audio(path.read_bytes()) == AudioFile("audio/wav", 112)
    assert inspect_audio(b"\0", content_type="audio/mp3") == AudioFile("audio/mpeg", 1)
    (tmp_path / "b.mp3").write_bytes(path.read_bytes())
    for source, words in (
        (tmp_path / "b.mp3", "those of audio/wav"),
        (tmp_path, "is a directory"),
        (tmp_path / "none.wav", "No such file"),
        (b"", "is empty"),
        (b"hello", "no supported audio type"),
    ):
        with pytest.raises(SourceError, match=words):
            inspect_audio(source)
    with pytest.raises(TypeError):
        inspect_audio(5)  # type: ignore[arg-type]

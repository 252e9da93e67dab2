"""Whatever is given to upload: its bytes are stored whole, or an error says what is wrong with it."""

from __future__ import annotations

import array
import asyncio
import io
import lzma
import mmap
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from bota_emulator import Emulator
from bota_sdk import AsyncBota, Bota, BotaError, Receipt
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples

pytestmark = pytest.mark.timeout(600)  # a machine may be busy

HEAD = b"RIFF\0\0\0\0WAVE"

# What the libraries under a file object raise when what they read is damaged, and what is no error.
RAISED: list[Callable[[], BaseException]] = [
    lambda: EOFError("Compressed file ended before the end-of-stream marker"),
    lambda: zipfile.BadZipFile("Bad CRC-32"),
    lambda: lzma.LZMAError("Corrupt input data"),
    lambda: OSError("remote went away"),
    lambda: ValueError("I/O operation on closed file"),
    lambda: RuntimeError("can't start new thread"),
    lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    lambda: StopIteration(),
    lambda: KeyError("part"),
    lambda: MemoryError(),
]


@attrs.define(eq=False, slots=False)
class Odd(io.RawIOBase):
    """A file object that does one thing as some do, and many must not."""

    data: bytes
    faults: dict[str, Any]
    at: int = 0

    def _do(self, name: str, usual: Any) -> Any:
        fault = self.faults.get(name, usual)
        if callable(fault):
            raise fault()
        return fault

    def readable(self) -> bool:
        return bool(self._do("readable", True))

    def seekable(self) -> bool:
        return bool(self._do("seekable", True))

    def read(self, size: int = -1, /) -> Any:
        size = len(self.data) if size is None or size < 0 else size
        taken = self.data[self.at : self.at + min(size, self.faults.get("most", size))]
        if "read" in self.faults and self.faults.get("after", 0) <= self.at <= len(self.data):
            self.at = len(self.data) + 1  # once: a source that never ends is another matter
            return self._do("read", taken)
        self.at += len(taken)
        return taken

    def seek(self, offset: int, whence: int = 0, /) -> Any:
        base = {0: 0, 1: self.at, 2: len(self.data)}[whence]
        self.at = base + offset
        return self._do("seek", self.at)

    def tell(self) -> Any:
        return self._do("tell", self.at)

    def fileno(self) -> int:
        raise io.UnsupportedOperation("fileno")

    def close(self) -> None:
        self._do("close", None)

    def __del__(self) -> None:
        pass  # io's own closes what is forgotten, and 3.13 warns of what that raises


contents = st.binary(max_size=5000).map(HEAD.__add__) | st.binary(max_size=20)
raised = st.sampled_from(RAISED)
odd_files = st.builds(
    Odd,
    contents,
    st.fixed_dictionaries(
        {},
        optional={
            "read": raised | st.sampled_from([None, "text", 7, bytearray(b"ab"), [b"a"]]),
            "after": st.integers(0, 5000),
            "most": st.integers(1, 700),
            "seek": raised | st.sampled_from([None, -1, "0"]),
            "tell": raised | st.sampled_from([None, -1, 10**9, "0"]),
            "seekable": raised | st.sampled_from([False, None]),
            "readable": raised | st.sampled_from([False, None]),
            "close": raised,
        },
    ),
)
odd_chunks = st.lists(
    st.binary(max_size=900)
    | st.sampled_from([None, "text", 7, bytearray(b"ab"), memoryview(b"abcd"), 1.5, b""])
    | raised,
    max_size=5,
)


def chunks(parts: list[Any]) -> Iterator[Any]:
    yield HEAD
    for part in parts:
        if callable(part):
            raise part()
        yield part


async def later(parts: list[Any]) -> Any:
    for part in chunks(parts):
        yield part


plain = contents.flatmap(
    lambda data: st.sampled_from(
        [
            data,
            bytearray(data),
            memoryview(data),
            memoryview(data)[::2],
            array.array("B", data),
            io.BytesIO(data),
            io.BufferedReader(io.BytesIO(data)),
            io.StringIO("text"),
        ]
    )
)
nonsense = st.sampled_from(
    [
        None,
        7,
        1.5,
        object(),
        "no such file.wav",
        b"no such file.wav",
        Path("/"),
        Path("/nowhere/a.wav"),
        "/dev/null",
        "a\0.wav",
        "\ud800.wav",
        {},
        [],
        [[]],
        mmap.mmap(-1, 4096),
        Exception,
        lambda: b"",
        io.BytesIO,
    ]
)
sources = st.one_of(plain, odd_files, odd_chunks.map(chunks), odd_chunks.map(later), nonsense)


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


def judge(emulator: Emulator, source: Any, outcome: Receipt | BaseException) -> None:
    if isinstance(outcome, Receipt):
        stored = emulator.object_bytes(outcome.recording_id)
        assert stored is not None
        assert len(stored) == outcome.bytes
        if isinstance(source, bytes | bytearray | memoryview | array.array):
            assert stored == bytes(source)
        if isinstance(source, Odd) and "read" not in source.faults:
            assert source.data.endswith(stored)
        return
    assert isinstance(outcome, BotaError | TypeError | ValueError), repr(outcome)
    assert str(outcome)


@examples(700)
@given(source=sources)
def test_bytes_that_are_stored_whole_or_what_is_wrong_with_them(
    emulator: Emulator, source: Any
) -> None:
    with Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
        try:
            outcome: Any = bota.upload(source, end_user_id="eu_1", content_type="audio/wav")
        except Exception as error:
            outcome = error
    judge(emulator, source, outcome)


@examples(300)
@given(source=sources)
def test_likewise_awaited(emulator: Emulator, source: Any) -> None:
    async def upload() -> Any:
        async with AsyncBota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
            return await bota.upload(source, end_user_id="eu_1", content_type="audio/wav")

    try:
        outcome: Any = asyncio.run(upload())
    except Exception as error:
        outcome = error
    judge(emulator, source, outcome)


@examples(200)
@given(several=st.lists(sources, max_size=4))
def test_likewise_many(emulator: Emulator, several: list[Any]) -> None:
    with Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
        try:
            report = bota.upload_many(several, end_user_id="eu_1")
        except Exception as error:
            assert isinstance(error, BotaError | TypeError | ValueError), repr(error)
            return
    assert all(
        isinstance(each.error, BotaError | TypeError | ValueError) for each in report.failures
    )
    assert report.uploaded + report.skipped + report.failed + report.not_started == len(several)

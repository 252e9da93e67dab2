"""Responses that are too much, or never all there; made without holding them in memory."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import math
import re
import secrets
import struct
import time
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from bota_emulator.clock import Clock
from bota_emulator.faults.plan import Fault, need_flag, need_integer, need_number

MIB = 1 << 20
MOST_MIB = 1 << 14
_CHUNK = 1 << 16
_LOOK = 0.01
"""Real seconds between two looks at the clock, and at whether the client is still there."""


@functools.lru_cache(maxsize=8)
def bomb(mib: int, codings: int) -> bytes:
    """Return a body of zeros, coded with gzip (RFC 1952) as often as wanted.

    Args:
        mib: How many MiB it has when it is decoded.
        codings: How often it was coded; each layer is tiny beside the one in it.

    """
    zeros = bytes(MIB)
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    # A full flush forgets what was before it: the same MiB gives the same bytes every time, so
    # they are computed once and repeated.
    block = deflate.compress(zeros) + deflate.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(mib):
        checksum = zlib.crc32(zeros, checksum)
    body = b"".join(
        [
            b"\x1f\x8b\x08\0\0\0\0\0\x02\xff",
            block * mib,
            b"\x03\0",
            struct.pack("<II", checksum, mib * MIB & 0xFFFF_FFFF),
        ]
    )
    for _ in range(codings - 1):
        body = zlib.compress(body, 9, wbits=16 + zlib.MAX_WBITS)
    return body


def cookies(count: int, size: int) -> Iterator[str]:
    """Return values of `Set-Cookie`, with names that no response had before.

    Args:
        count: How many.
        size: How many characters each cookie's value has.

    """
    series = secrets.token_hex(4)
    return (f"c{series}-{number}={'x' * size}; Path=/" for number in range(count))


@dataclasses.dataclass
class Pace:
    """The rhythm of a drip.

    Attributes:
        every: Seconds between two bytes.
        total: After how many seconds it is over; None for never.
        clock: Whose seconds these are; None for real ones.

    """

    every: float
    total: float | None
    clock: Clock | None

    def __post_init__(self) -> None:
        self._now: Callable[[], float] = self.clock.time if self.clock else time.monotonic
        self._due = self._now()
        self._end = math.inf if self.total is None else self._due + self.total

    @property
    def over(self) -> bool:
        """Whether all that is left comes at once."""
        return self._now() >= self._end

    async def wait(self) -> AsyncIterator[bytes]:
        """Wait until the next byte is due, and give an empty one whenever it is not yet."""
        # By the beginning and not by now: a test that has a byte may move the clock at once.
        self._due += self.every
        while not self.over and self._now() < self._due:
            await asyncio.sleep(min(_LOOK, self.every))
            yield b""


async def drip_head(head: bytes, chunks: Iterable[bytes], pace: Pace) -> AsyncIterator[bytes]:
    """Give a response that has a header whose value grows by a byte at a time, then all of it."""
    line, _, rest = head.partition(b"\r\n")
    yield line + b"\r\nX-Drip: "
    while True:  # one byte at least: on a busy machine the time may be over at once
        yield b"x"
        async for nothing in pace.wait():
            yield nothing
        if pace.over:
            break
    yield b"\r\n" + rest
    for chunk in chunks:
        yield chunk


async def drip_body(head: bytes, chunks: Iterable[bytes], pace: Pace) -> AsyncIterator[bytes]:
    """Give a response whose body comes by a byte at a time; its last one not before the end."""
    yield head
    rest = iter(chunks)
    chunk = next(rest, b"")
    while chunk:
        following = next(rest, b"")
        for place in range(len(chunk)):
            last = place == len(chunk) - 1 and not following
            while last and not pace.over:
                async for nothing in pace.wait():
                    yield nothing
            if pace.over:
                yield chunk[place:]
                break
            yield chunk[place : place + 1]
            async for nothing in pace.wait():
                yield nothing
        chunk = following


async def endless(head: bytes, mib: int) -> AsyncIterator[bytes]:
    """Give a response whose body, of spaces in chunks, breaks off after so many MiB.

    Spaces may stand before JSON as well as before XML, so that no parser stops a client early.
    """
    fields = re.sub(rb"(?i)\r\n(content-length|transfer-encoding):[^\r]*", b"", head)
    yield fields.removesuffix(b"\r\n") + b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"%x\r\n%b\r\n" % (_CHUNK, b" " * _CHUNK)
    for _ in range(mib * MIB // _CHUNK):
        yield chunk


@dataclasses.dataclass
class Bomb(Fault):
    """The response's body is a small one that grows when it is decoded: gzip of zeros.

    Attributes:
        mib: How many MiB it has then.
        codings: How often it was coded; 2 is announced as `gzip, gzip`.

    """

    mib: int = 64
    codings: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("mib", self.mib, 1, MOST_MIB)
        need_integer("codings", self.codings, 1, 3)

    @property
    def coding(self) -> str:
        """What `Content-Encoding` says."""
        return ", ".join(["gzip"] * self.codings)


@dataclasses.dataclass
class Drip(Fault):
    """The response comes by a byte at a time; the connection is closed after it.

    Attributes:
        every: Seconds between two bytes.
        total: After how many seconds the rest comes at once; None: never.
        part: `head`, by a header whose value goes on and on, or `body`, whose last byte comes with
            the rest; one without a body comes as usual.
        clock: Whether these are seconds of the emulator's clock, and not real ones.

    """

    choices: ClassVar[Mapping[str, Sequence[str]]] = {"part": ("head", "body")}

    every: float = 0.5
    total: float | None = None
    part: str = "head"
    clock: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        need_number("every", self.every, 0.001)
        if self.total is not None:
            need_number("total", self.total)
        need_flag("clock", self.clock)

    def stream(self, head: bytes, body: Iterable[bytes], clock: Clock) -> AsyncIterator[bytes]:
        """Return how the response comes before the connection ends."""
        pace = Pace(self.every, self.total, clock if self.clock else None)
        return (drip_head if self.part == "head" else drip_body)(head, body, pace)


@dataclasses.dataclass
class Endless(Fault):
    """The response's body, in chunks, has no end.

    Attributes:
        mib: After how many MiB the connection is closed all the same, without a last chunk.

    """

    mib: int = 64

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("mib", self.mib, 1, MOST_MIB)


@dataclasses.dataclass
class Cookies(Fault):
    """The response sets cookies, which no response has set before.

    Attributes:
        count: How many. Some clients refuse more than 100 headers.
        size: How many characters each has.

    """

    exclusive: ClassVar[bool] = False

    count: int = 50
    size: int = 100

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("count", self.count, 1, 10_000)
        need_integer("size", self.size, 0, 1 << 20)

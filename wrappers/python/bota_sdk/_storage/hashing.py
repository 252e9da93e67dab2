"""Hashes of a body while it is sent."""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Callable
from typing import Final, TypeAlias

import attrs

CHUNK: Final = 256 << 10
"""Bytes read and sent at a time: so few that they stay in a core's cache from one to the other."""

_BLOCK: Final = 8 * CHUNK
"""Bytes that another thread hashes at a time: each hand-over stops both for a moment, and what one
core has just written is slow to read for the other."""

_BLOCKS: Final = 3
"""One is filled while another is hashed; what waits longer is cheap to write again."""

_THREAD_FROM: Final = 8 << 20
"""Bytes: hashing a larger body takes longer than starting a thread for it."""

Room: TypeAlias = Callable[[], memoryview]
"""Gives where the next bytes are to be read to, up to CHUNK of them."""


@attrs.frozen
class Digests:
    """Hashes of all bytes sent: SHA-256 and, when asked for, MD5, in lower-case hex."""

    sha256: str
    md5: str | None


class Blocks:
    """The blocks of a client that are hashed beside the send: one body at a time has them.

    Whoever sends several at once has work for the cores anyway, and no memory to spare. They are
    kept: the traceback of an error may hold a part of them, and many errors may be kept.
    """

    def __init__(self) -> None:
        # Whoever is forked while another thread has it hashes without a thread from then on.
        self._turn = threading.Lock()
        self._blocks: list[memoryview] = []

    def take(self) -> list[memoryview] | None:
        """Return all of them, or None if another body has them."""
        if not self._turn.acquire(blocking=False):
            return None
        try:
            while len(self._blocks) < _BLOCKS:
                self._blocks.append(memoryview(bytearray(_BLOCK)))
        except BaseException:
            self._turn.release()
            raise
        return self._blocks

    def give_back(self) -> None:
        """Let another body have them."""
        self._turn.release()


class BodyHash:
    """The hash of a body of `size` bytes, which is read chunk by chunk into its room; to be closed.

    A large one is hashed in a thread of its own if it gets the `blocks` for it: hashlib lets other
    threads run, so the sending one loses no time to SHA-256, which takes as long as TLS does.
    """

    def __init__(self, size: int, *, md5: bool, blocks: Blocks | None = None) -> None:
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False) if md5 else None
        self._size, self._blocks = size, blocks if size >= _THREAD_FROM else None
        self._block: memoryview = memoryview(b"")
        self._filled = 0
        # Not a queue.Queue: Ctrl-C may end its `put` with the lock held, and the next never begins.
        self._waiting: queue.SimpleQueue[memoryview | None] = queue.SimpleQueue()
        self._free: queue.SimpleQueue[memoryview] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def room(self) -> memoryview:
        """Return where the next chunk is to be read to; the one before may be sent no longer."""
        if self._filled == len(self._block):
            if not self._block:
                self._begin()
            self._block, self._filled = self._free.get(), 0
        return self._block[self._filled : self._filled + CHUNK]

    def update(self, chunk: memoryview) -> None:
        """Take the next chunk, which was read into the beginning of the room."""
        if self._thread is None:
            self._hash(chunk)
            return
        self._filled += len(chunk)
        if self._filled == len(self._block):
            self._waiting.put(self._block)

    def digests(self) -> Digests:
        """Wait for the last chunk, and return the hashes of all."""
        if self._thread is not None and self._filled < len(self._block):
            self._waiting.put(self._block[: self._filled])
        self.close()
        return Digests(self._sha256.hexdigest(), self._md5.hexdigest() if self._md5 else None)

    def close(self) -> None:
        """End the thread, if there is one."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()

    def _hash(self, part: memoryview) -> None:
        self._sha256.update(part)
        if self._md5 is not None:
            self._md5.update(part)

    def _begin(self) -> None:
        # Not before: whoever asks for room has begun the block that closes this.
        blocks = None if self._blocks is None else self._blocks.take()
        if blocks is not None and not self._has_thread():
            blocks = None
        for block in blocks or [memoryview(bytearray(min(self._size, CHUNK)))]:
            self._free.put(block)

    def _has_thread(self) -> bool:
        """Start the thread, which gives the blocks back at its end; False if none is to be had."""
        assert self._blocks is not None
        try:
            self._thread = threading.Thread(target=self._work, name="bota-sdk-hash", daemon=True)
            self._thread.start()
        except RuntimeError:  # as at the interpreter's end: it takes longer and is as good
            self._thread = None
            self._blocks.give_back()
        return self._thread is not None

    def _work(self) -> None:
        assert self._blocks is not None
        try:
            while (block := self._waiting.get()) is not None:
                self._hash(block)
                self._free.put(block)
        finally:
            self._blocks.give_back()

"""Hashes of a body while it is sent."""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
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


class BodyHash:
    """The hash of a body of `size` bytes, which is read chunk by chunk into its room; to be closed.

    A large one is hashed in a thread of its own if nobody else has the `turn`: hashlib lets other
    threads run, so the sending one loses no time to SHA-256, which takes as long as TLS does.
    Whoever sends several at once has work for the cores anyway, and no memory to spare.
    """

    def __init__(self, size: int, *, md5: bool, turn: threading.Lock | None = None) -> None:
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False) if md5 else None
        self._block: memoryview = memoryview(b"")
        self._filled = 0
        # Not a queue.Queue: Ctrl-C may end its `put` with the lock held, and the next never begins.
        self._waiting: queue.SimpleQueue[memoryview | None] = queue.SimpleQueue()
        self._free: queue.SimpleQueue[memoryview] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._turn = turn
        if size >= _THREAD_FROM and turn is not None and turn.acquire(blocking=False):
            thread = threading.Thread(target=self._work, name="bota-sdk-hash", daemon=True)
            # Without one, as at the interpreter's end, it takes longer and is as good.
            with suppress(RuntimeError):
                thread.start()
                self._thread = thread
            if self._thread is None:
                turn.release()
        for _ in range(_BLOCKS if self._thread else 1):
            self._free.put(memoryview(bytearray(_BLOCK if self._thread else min(size, CHUNK))))

    def room(self) -> memoryview:
        """Return where the next chunk is to be read to; the one before may be sent no longer."""
        if self._filled == len(self._block):
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
        if self._thread is not None and self._turn is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None
            self._turn.release()

    def _hash(self, part: memoryview) -> None:
        self._sha256.update(part)
        if self._md5 is not None:
            self._md5.update(part)

    def _work(self) -> None:
        while (block := self._waiting.get()) is not None:
            self._hash(block)
            self._free.put(block)

"""Hashes of a body while it is sent."""

from __future__ import annotations

import hashlib
import queue
import threading
from contextlib import suppress
from typing import Final

import attrs

_THREAD_FROM: Final = 8 << 20
"""Bytes: hashing a larger body takes longer than starting a thread for it."""

_AHEAD: Final = 12
"""Chunks that may wait to be hashed, 3 MiB: with fewer the two threads wait for each other."""


@attrs.frozen
class Digests:
    """Hashes of all bytes sent: SHA-256 and, when asked for, MD5, in lower-case hex."""

    sha256: str
    md5: str | None


class BodyHash:
    """The hash of a body of `size` bytes, whose chunks it takes as they pass; to be closed.

    A large one is hashed in a thread of its own: hashlib lets other threads run, so the sending one
    loses no time to SHA-256, which takes longer than TLS does.
    """

    def __init__(self, size: int, *, md5: bool) -> None:
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False) if md5 else None
        # Not a queue.Queue: Ctrl-C may end its `put` with the lock held, and the next never begins.
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._room: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        if size >= _THREAD_FROM:
            for _ in range(_AHEAD):
                self._room.put(None)
            thread = threading.Thread(target=self._work, name="bota-sdk-hash", daemon=True)
            # Without one, as at the interpreter's end, it takes longer and is as good.
            with suppress(RuntimeError):
                thread.start()
                self._thread = thread

    def update(self, chunk: bytes) -> None:
        """Take the next chunk."""
        if self._thread is None:
            self._hash(chunk)
        else:
            self._room.get()
            self._waiting.put(chunk)

    def digests(self) -> Digests:
        """Wait for the last chunk, and return the hashes of all."""
        self.close()
        return Digests(self._sha256.hexdigest(), self._md5.hexdigest() if self._md5 else None)

    def close(self) -> None:
        """End the thread, if there is one."""
        if self._thread is not None and self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()

    def _hash(self, chunk: bytes) -> None:
        self._sha256.update(chunk)
        if self._md5 is not None:
            self._md5.update(chunk)

    def _work(self) -> None:
        while (chunk := self._waiting.get()) is not None:
            self._hash(chunk)
            self._room.put(None)

"""Hashes of a body while it is sent."""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

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
    """The hash of a body, whose chunks it takes as they pass; `digests` waits for the last one."""

    def __init__(self, *, md5: bool) -> None:
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False) if md5 else None

    def update(self, chunk: bytes) -> None:
        """Take the next chunk."""
        self._sha256.update(chunk)
        if self._md5 is not None:
            self._md5.update(chunk)

    def digests(self) -> Digests:
        """Return the hashes of all chunks."""
        return Digests(self._sha256.hexdigest(), self._md5.hexdigest() if self._md5 else None)


class _ThreadedBodyHash(BodyHash):
    # hashlib lets other threads run: the sending one loses no time to SHA-256, which takes longer
    # than TLS does.
    def __init__(self, *, md5: bool) -> None:
        super().__init__(md5=md5)
        self._waiting: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._thread = threading.Thread(target=self._work, name="bota-sdk-hash", daemon=True)
        self._thread.start()

    def update(self, chunk: bytes) -> None:
        self._waiting.put(chunk)

    def digests(self) -> Digests:
        self.close()
        return super().digests()

    def close(self) -> None:
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (chunk := self._waiting.get()) is not None:
            super().update(chunk)


@contextmanager
def body_hash(size: int, *, md5: bool) -> Generator[BodyHash]:
    """Give the hash for a body of `size` bytes, in a thread of its own where that is faster."""
    if size < _THREAD_FROM:
        yield BodyHash(md5=md5)
        return
    threaded: Any = _ThreadedBodyHash(md5=md5)
    try:
        yield threaded
    finally:
        threaded.close()

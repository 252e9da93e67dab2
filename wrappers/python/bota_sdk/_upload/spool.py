"""Keeps a source that can be read only once, so that it can be sent again after a fault."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterable, Generator, Iterable
from contextlib import contextmanager, suppress
from typing import IO, Any, Final, Self

from bota_sdk._shared.cancel import stop_if_asked
from bota_sdk.errors import SourceError

MAX_BYTES: Final = 5 * 1 << 30
"""The largest object that S3 takes in one PUT (AWS: "Uploading objects")."""

SPOOL_MEMORY: Final = 1 << 20
"""Bytes that are kept in memory; what is longer goes to a temporary file as a whole."""

_END: Final = object()


def spool(chunks: Iterable[Any]) -> IO[bytes]:
    """Return all chunks as one file, at its beginning, which the caller closes."""
    with _Spool() as kept:
        with kept.explained():
            iterator = iter(chunks)
        while True:
            with kept.explained():
                chunk = next(iterator, _END)
            if chunk is _END:
                return kept.file
            kept.add(chunk)


async def spool_async(chunks: AsyncIterable[Any]) -> IO[bytes]:
    """Return all chunks as one file; see `spool`."""
    with _Spool() as kept:
        with kept.explained():
            iterator = aiter(chunks)
        while True:
            with kept.explained():
                chunk = await anext(iterator, _END)
            if chunk is _END:
                return kept.file
            kept.add(chunk)


class _Spool:
    def __init__(self) -> None:
        self._size = 0
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(SPOOL_MEMORY)  # noqa: SIM115 - its owner closes it

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            with suppress(OSError):  # a full disk's, which would take the place of the cause
                self.file.close()
            return
        with self._kept():
            self.file.seek(0)

    def add(self, chunk: Any) -> None:
        stop_if_asked()
        try:
            flat = memoryview(chunk).cast("B")
        except TypeError:
            raise TypeError(f"the source yielded {type(chunk).__name__}, not bytes") from None
        self._size += flat.nbytes
        if self._size > MAX_BYTES:
            raise SourceError(
                f"the source has more than {MAX_BYTES} bytes, the most that S3 takes in one PUT"
            )
        with self._kept():
            self.file.write(flat)

    @contextmanager
    def _kept(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            with suppress(OSError):
                self.file.close()
            raise SourceError(
                "the source cannot be kept in the folder for temporary files, which TMPDIR names: "
                f"{error.strerror or error}; nothing was sent"
            ) from error

    @contextmanager
    def explained(self) -> Generator[None]:
        try:
            yield
        except Exception as error:
            raise SourceError(
                f"the source failed after {self._size} bytes ({type(error).__name__}: {error}); "
                "nothing was sent"
            ) from error

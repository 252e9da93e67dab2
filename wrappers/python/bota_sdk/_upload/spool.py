"""Keeps a source that can be read only once, so that it can be sent again after a fault."""

from __future__ import annotations

import io
import tempfile
from collections.abc import AsyncIterable, Iterable, Iterator
from typing import IO, Any, Final

from bota_sdk._shared.cancel import stop_if_asked
from bota_sdk.errors import SourceError

SPOOL_MEMORY: Final = 1 << 20
"""Bytes that are kept in memory; what is longer goes to a temporary file as a whole."""

READ: Final = 1 << 20
"""Bytes asked of a file at a time."""


class Spool:
    """Takes chunks one by one; `finish` gives them back as a seekable file.

    Args:
        limit: bytes that are taken at most.

    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(SPOOL_MEMORY)  # noqa: SIM115 - its owner closes it

    def add(self, chunk: Any) -> None:
        """Take the next chunk.

        Raises:
            TypeError: it is not bytes.
            SourceError: it is one too many, or there is no room for it.

        """
        stop_if_asked()
        try:
            flat = memoryview(chunk).cast("B")
        except TypeError:
            raise TypeError(f"the source yielded {type(chunk).__name__}, not bytes") from None
        self._size += flat.nbytes
        if self._size > self._limit:
            raise SourceError(
                f"the source has more than {self._limit} bytes, the most that S3 takes in one PUT"
            )
        try:
            self._file.write(flat)
        except OSError as error:
            raise SourceError(
                f"the source cannot be kept in {tempfile.gettempdir()}: {error.strerror or error}"
            ) from error

    def finish(self) -> IO[bytes]:
        """Return all chunks as one file, at its beginning."""
        self._file.seek(0)
        return self._file

    def broken(self, error: Exception) -> SourceError:
        """Return the error for a source that failed while it was read."""
        return SourceError(
            f"the source failed after {self._size} bytes ({type(error).__name__}: {error}); "
            "nothing was sent"
        )

    def close(self) -> None:
        """Forget all chunks."""
        self._file.close()


def spool(chunks: Iterable[Any], limit: int) -> IO[bytes]:
    """Return all chunks as one file; the caller closes it.

    Raises:
        TypeError: one is not bytes.
        SourceError: they are too many, cannot be kept, or whatever yields them failed.

    """
    kept = Spool(limit)
    try:
        iterator = iter(chunks)
        while True:
            try:
                chunk = next(iterator)
            except StopIteration:
                return kept.finish()
            except Exception as error:
                raise kept.broken(error) from error
            kept.add(chunk)
    except BaseException:
        kept.close()
        raise


async def spool_async(chunks: AsyncIterable[Any], limit: int) -> IO[bytes]:
    """Return all chunks as one file; see `spool`."""
    kept = Spool(limit)
    try:
        iterator = aiter(chunks)
        while True:
            try:
                chunk = await anext(iterator)
            except StopAsyncIteration:
                return kept.finish()
            except Exception as error:
                raise kept.broken(error) from error
            kept.add(chunk)
    except BaseException:
        kept.close()
        raise


def chunks_of(file: Any) -> Iterator[Any]:
    """Yield what a file that cannot seek has left."""
    if isinstance(file, io.TextIOBase):
        raise TypeError("upload() takes a file opened in binary mode: open(path, 'rb')")
    while chunk := file.read(READ):
        yield chunk

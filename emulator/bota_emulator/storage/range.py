"""Which bytes of an object a GET wants.

Source: RFC 9110, section 14, and AWS, Amazon S3 API Reference, "GetObject".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from bota_emulator.storage.s3_errors import S3Error

_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)")
_PIECE = 1 << 16


def wanted_bytes(headers: dict[str, str], etag: str, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one after the last that a request wants; None for all.

    Args:
        headers: By name in lower case. A range that cannot be read counts as none, as do several.
        etag: The object's, in quotes; where `If-Range` names another, all of it is wanted.
        size: The object's.

    Raises:
        S3Error: `InvalidRange`: there are no such bytes.

    """
    found = _RANGE.fullmatch(headers.get("range", "").strip())
    if found is None or headers.get("if-range", etag) != etag:
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < start:
            return None
    if start >= end:
        raise S3Error(
            "InvalidRange",
            elements={"RangeRequested": found[0], "ActualObjectSize": str(size)},
            headers={"Content-Range": f"bytes */{size}"},
        )
    return start, end


def bytes_of(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes of a file from `start` up to `end`."""
    file.seek(start)
    while start < end and (piece := file.read(min(_PIECE, end - start))):
        start += len(piece)
        yield piece

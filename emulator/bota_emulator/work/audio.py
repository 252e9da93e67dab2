"""How long some audio is."""

from __future__ import annotations

import struct

HEAD_BYTES = 4096
"""What is looked at of a file. A WAV file's `data` chunk begins early, unless tags come first."""

_BYTES_PER_SECOND = 16_000
"""Of audio that is not WAV: 128 kbit/s, a common rate."""


def wav_seconds(head: bytes, size: int) -> float | None:
    """Return the length of a WAV file; None for what is none, or begins otherwise.

    Args:
        head: Its first bytes.
        size: The size of the whole file in bytes.

    """
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    rate, at = 0, 12
    while at + 8 <= len(head):
        name, length = head[at : at + 4], int.from_bytes(head[at + 4 : at + 8], "little")
        if name == b"fmt " and at + 20 <= len(head):
            (rate,) = struct.unpack_from("<I", head, at + 16)
        if name == b"data":
            # A length that is not known while it is written is left 0 or all ones.
            length = length if 0 < length <= size - at - 8 else size - at - 8
            return length / rate if rate else None
        at += 8 + length + length % 2
    return None


def estimated_seconds(size: int) -> float:
    """Return about how long audio of so many bytes is."""
    return size / _BYTES_PER_SECOND

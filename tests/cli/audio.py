"""Audio files for the tests."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path


def wav(seed: int, size: int = 2000) -> bytes:
    """A WAV file; another seed makes other bytes."""
    data = struct.pack("<I", seed) * (size // 4)
    head = struct.pack(
        "<4sI4s4sIHHIIHH", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16
    )
    return head + struct.pack("<4sI", b"data", len(data)) + data


def folder_of(folder: Path, count: int, size: int = 2000) -> dict[str, str]:
    """Write so many files; their paths with the SHA-256 of each."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for number in range(count):
        path = folder / f"{number:03}.wav"
        path.write_bytes(wav(number, size))
        made[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return made

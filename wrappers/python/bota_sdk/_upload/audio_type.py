"""The content type of audio: by its name, checked against its first bytes."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath
from typing import Final

from bota_sdk.errors import SourceError

SNIFFED_BYTES: Final = 64
"""How many of the first bytes `sniff` looks at."""

# Beside the standard library's table, which differs between operating systems.
_BY_SUFFIX: Final = {
    ".wav": "audio/wav",
    ".wave": "audio/wav",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "audio/mp4",
    ".webm": "audio/webm",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
}

_ALIASES: Final = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/x-flac": "audio/flac",
    "audio/opus": "audio/ogg",
    "application/ogg": "audio/ogg",
    "video/mp4": "audio/mp4",
    "video/webm": "audio/webm",
}

ENDINGS: Final = {kind: suffix for suffix, kind in reversed(_BY_SUFFIX.items())}
"""The suffix for a new file of each type: the first of those above."""


def sniff(head: bytes) -> str | None:
    """Return the content type that the first bytes of a file show; None when they show none.

    The signatures are those of WAV and RF64 (EBU Tech 3306), FLAC (RFC 9639), Ogg (RFC 3533), MP4
    (ISO 14496-12), WebM (its EBML DocType) and MPEG audio (an ID3 tag, or a frame's sync bits).
    """
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith(b"fLaC"):
        return "audio/flac"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head:
        return "audio/webm"
    if head.startswith(b"ID3") or _is_mpeg_audio_frame(head):
        return "audio/mpeg"
    return None


def _is_mpeg_audio_frame(head: bytes) -> bool:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, sampling = head[2] >> 4, head[2] >> 2 & 3
    # Layer 0 is reserved and is what AAC in ADTS has; the other reserved values mean no audio.
    return version != 1 and layer != 0 and bitrate != 15 and sampling != 3


def content_type_of(*, name: str | None, given: str | None, head: bytes) -> str:
    """Return the content type to upload audio as: what was given, else what name or bytes show.

    Raises:
        SourceError: the type is unknown, or the first bytes are those of another one.

    """
    label = repr(name) if name else "the source"
    origin = "the name says" if given is None else f"content_type={given!r} says"
    found = sniff(head)
    if given is not None:
        claimed, unknown = _known(given), f"content_type {given!r} is not"
    elif name is not None and PurePath(name).suffix:
        claimed = audio_content_type(name)
        unknown = (
            f"{label} has a suffix of no supported audio type; rename it or pass content_type=…,"
        )
    else:
        claimed = found
        unknown = (
            f"{label} has no suffix and its first bytes are of no supported audio type; pass "
            "content_type=…,"
        )
    if claimed is None:
        raise SourceError(f"{unknown} one of {', '.join(_content_types())}")
    if found not in (None, claimed):
        raise SourceError(
            f"{label}: {origin} {claimed}, but its first bytes are those of {found}; "
            f"if they are right, pass content_type={found!r}",
        )
    if found is None and given is None and claimed in ENDINGS:
        raise SourceError(
            f"{label}: {origin} {claimed}, but it begins with {head[:12]!r}, which is no such "
            f"file; pass content_type={claimed!r} if it is one all the same",
        )
    return claimed


def _known(content_type: str) -> str | None:
    bare = content_type.split(";", 1)[0].strip().lower()
    bare = _ALIASES.get(bare, bare)
    return bare if bare in _content_types() else None


def audio_content_type(name: str) -> str | None:
    """Return the content type that a file's name shows; None when it is no supported one.

    Args:
        name: the name, with its folder or without.

    """
    by_suffix = _BY_SUFFIX.get(PurePath(name).suffix.lower())
    guessed, compressed = mimetypes.guess_type(name, strict=False)
    # What is in an a.wav.gz is no audio until somebody unpacks it.
    found = by_suffix or (None if compressed else guessed)
    return None if found is None else _known(found)


def _content_types() -> tuple[str, ...]:
    # Here, so that importing this library does not import every model of the contract.
    from bota_api.models.audio_content_type import AUDIO_CONTENT_TYPE_VALUES

    return AUDIO_CONTENT_TYPE_VALUES

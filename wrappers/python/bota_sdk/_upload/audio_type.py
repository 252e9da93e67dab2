"""The content type of audio: by its name, checked against its first bytes."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePath
from typing import Final, TypeAlias

from bota_sdk.errors import SourceError

Read: TypeAlias = Callable[[int, int], bytes]
"""Returns so many bytes of a source, or as many as there are, from a place on: `read(0, 64)`."""

_WINDOW: Final = 4096
"""Bytes: longer than any frame of MPEG audio, and than the header of any WebM file."""

_MOST_TAGS: Final = 4

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
    ".opus": "audio/opus",
    ".flac": "audio/flac",
    ".aac": "audio/aac",
}

# What another name of a type stands for, where the contract does not have that name itself.
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


_MP4: Final = frozenset(
    b"M4A ,M4B ,MSNV,avc1,dash,iso2,iso3,iso4,iso5,iso6,iso7,iso8,iso9,isom,mp41,mp42,mp71".split(
        b","
    )
)
_PICTURES: Final = frozenset(b"heic heix heim heis hevc hevx mif1 msf1 avif avis crx".split())

_EBML: Final = b"\x1a\x45\xdf\xa3"

_OGG_AUDIO: Final = (b"\x01vorbis", b"\x7fFLAC", b"Speex   ")

# kbit/s by index: of MPEG 1 layer III, MPEG 1 layer II, and both layers of MPEG 2 and 2.5.
_RATES_1_3: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_1_2: Final = (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384)
_RATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLES: Final = (44_100, 48_000, 32_000)


def sniff(read: Read) -> str | None:
    """Return the content type that the bytes of a file prove; None when they prove none.

    It is the narrowest one, and may be one that the service does not take. The signatures are those
    of WAV, RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088), FLAC (RFC 9639), Ogg (RFC 3533) with Opus
    (RFC 7845) or others, MP4 (ISO 14496-12), WebM (its EBML DocType), MPEG audio and AAC in ADTS
    (two frames), with ID3 tags (id3.org) before them.

    The libraries that were looked at (puremagic, filetype, mutagen) take an ID3 tag for MPEG audio,
    or know neither BW64 nor WebM.
    """
    head = _after_tags(read)
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith(b"fLaC"):
        return "audio/flac"
    if head.startswith(b"OggS") and len(head) > 27:
        packet = head[27 + head[26] :]
        if packet.startswith(b"\x80theora"):
            return "video/ogg"
        if packet.startswith(b"OpusHead"):
            return "audio/opus"
        return "audio/ogg" if packet.startswith(_OGG_AUDIO) else None
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "audio/mp4" if brand in _MP4 else "image/heif" if brand in _PICTURES else None
    if head.startswith(_EBML) and _doc_type(head) == b"webm":
        return "audio/webm"
    length = _frame_length(head)
    # The next frame is of the same kind; sync bits alone are also those of other data.
    following = head[length : length + 2] if length else b""
    if length and (length >= len(head) or following == head[:2]):
        return "audio/aac" if head[1] & 6 == 0 else "audio/mpeg"
    return None


def _after_tags(read: Read) -> bytes:
    start = 0
    for _ in range(_MOST_TAGS):
        tag = read(start, 10)
        if len(tag) < 10 or not tag.startswith(b"ID3"):
            break
        size = int.from_bytes(tag[6:7]) << 21 | tag[7] << 14 | tag[8] << 7 | tag[9]
        start += 10 + size + (10 if tag[5] & 0x10 else 0)
    head = read(start, _WINDOW)
    return head.lstrip(b"\0") if start else head  # a tag may be longer than it says


def _doc_type(head: bytes) -> bytes | None:
    with suppress(IndexError):
        size, place = _number(head, 4)
        end = place + size
        while place < end:
            name = place
            _, place = _number(head, place)
            name_bytes = head[name:place]
            size, place = _number(head, place)
            if name_bytes == b"\x42\x82":
                return head[place : place + size].rstrip(b"\0")
            place += size
    return None


def _number(head: bytes, place: int) -> tuple[int, int]:
    """Return a number of EBML (RFC 8794, section 4) and the place after it."""
    length = 9 - head[place].bit_length()
    value = int.from_bytes(head[place : place + length]) & (1 << 7 * length) - 1
    return value, place + length


def _frame_length(head: bytes) -> int:
    """Return the bytes of a frame of MPEG audio or ADTS; 0 where none begins."""
    if len(head) < 6 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    if layer == 0:  # ADTS (ISO 13818-7)
        return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5 if version & 2 else 0
    rate, samples = head[2] >> 4, head[2] >> 2 & 3
    # Layer I, which nobody uses, looks like the beginning of a text in UTF-16.
    if version == 1 or layer == 3 or rate in (0, 15) or samples == 3:
        return 0
    rates = _RATES_2 if version != 3 else _RATES_1_3 if layer == 1 else _RATES_1_2
    hertz = _SAMPLES[samples] >> (0 if version == 3 else 1 if version == 2 else 2)
    slots = 72_000 if version != 3 and layer == 1 else 144_000
    return slots * rates[rate] // hertz + (head[2] >> 1 & 1)


def _may_be(content_type: str, read: Read) -> bool:
    """Return whether bytes that prove nothing fit a type that is named for another reason."""
    head = read(0, 12)
    return {
        "audio/mpeg": head.startswith(b"ID3"),  # what follows it may be damaged
        "audio/aac": head.startswith((b"ADIF", b"ID3")),
        "audio/mp4": head[4:8] == b"ftyp",
        "audio/ogg": head.startswith(b"OggS"),
        "audio/opus": head.startswith(b"OggS"),
    }.get(content_type, content_type not in ENDINGS)


def content_type_of(
    *, name: str | None, given: str | None, read: Read, stored: str | None = None
) -> str:
    """Return the content type to upload audio as: what was given, else what name or bytes show.

    Where they show none it is the one that is `stored` with an object, if it is of audio.

    Raises:
        SourceError: the type is unknown, or the first bytes are those of another one.

    """
    label = repr(name) if name else "the source"
    origin = "the name says" if given is None else f"content_type={given!r} says"
    found, takes = sniff(read), _content_types()
    if given is not None:
        claimed, unknown = _known(given), f"content_type={given!r} is not"
    elif name is not None and PurePath(name).suffix:
        claimed = audio_content_type(name)
        unknown = (
            f"{label} has a suffix of no supported audio type; rename it or pass content_type=…,"
        )
    else:
        claimed = found and _known(found)
        unknown = (
            f"{label} has no suffix and its first bytes are of no supported audio type; pass "
            "content_type=…,"
        )
    if claimed is None and given is None and stored is not None:
        claimed, origin = _known(stored), "its metadata says"
    if claimed is None:
        raise SourceError(f"{unknown} one of {', '.join(takes)}")
    if found and claimed not in (found, _ALIASES.get(found)):
        advice = (
            f"if they are right, pass content_type={_known(found)!r}"
            if _known(found)
            else "which the service does not take"
        )
        raise SourceError(
            f"{label}: {origin} {claimed}, but its first bytes are those of {found}; {advice}"
        )
    if found is None and given is None and not _may_be(claimed, read):
        raise SourceError(
            f"{label}: {origin} {claimed}, but it begins with {read(0, 12)!r}, which is no such "
            f"file; pass content_type={claimed!r} if it is one all the same",
        )
    return claimed


def _known(content_type: str) -> str | None:
    bare = content_type.split(";", 1)[0].strip().lower()
    # A type that the contract has is sent as it was asked for.
    return next((kind for kind in (bare, _ALIASES.get(bare)) if kind in _content_types()), None)


def audio_content_type(name: str) -> str | None:
    """Return the content type that a file's name shows; None when it is no supported one.

    Args:
        name: the name, with its folder or without.

    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _known(_BY_SUFFIX[suffix])
    # Only then: it reads the system's tables, some thousand lines.
    guessed, compressed = mimetypes.guess_type(name, strict=False)
    if compressed:  # what is in an a.wav.gz is no audio until somebody unpacks it
        return None
    # A type that is new in the contract is most likely called as its files are.
    return _known(guessed or f"audio/{suffix[1:]}")


def _content_types() -> tuple[str, ...]:
    # Here, so that importing this library does not import every model of the contract.
    from bota_api.models.audio_content_type import AUDIO_CONTENT_TYPE_VALUES

    return AUDIO_CONTENT_TYPE_VALUES

"""Which content type a source is uploaded as."""

from __future__ import annotations

from pathlib import Path

import pytest
from bota_sdk._upload.audio_type import SNIFFED_BYTES, content_type_of, sniff
from bota_sdk.errors import SourceError
from hypothesis import given
from hypothesis import strategies as st

AUDIO = Path(__file__).parents[1] / "audio"
TYPES = {
    "speech.wav": "audio/wav",
    "speech.mp3": "audio/mpeg",
    "speech.m4a": "audio/mp4",
    "speech.webm": "audio/webm",
    "speech.ogg": "audio/ogg",
    "speech.flac": "audio/flac",
}


def head(name: str) -> bytes:
    return (AUDIO / name).read_bytes()[:SNIFFED_BYTES]


@pytest.mark.parametrize(("name", "expected"), TYPES.items())
def test_real_files_are_told_by_their_first_bytes(name: str, expected: str) -> None:
    assert sniff(head(name)) == expected
    assert content_type_of(name=name, given=None, head=head(name)) == expected
    assert content_type_of(name=None, given=None, head=head(name)) == expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (b"\xff\xfb\x90\x00" + bytes(8), "audio/mpeg"),
        (b"\xff\xf3\x40\xc0" + bytes(8), "audio/mpeg"),
        (b"\xff\xf1\x50\x80" + bytes(8), None),  # AAC in ADTS
        (b"\xff\xff\xff\xff", None),
        (b"RF64\0\0\0\0WAVE", "audio/wav"),
        (b"RIFF\0\0\0\0AVI ", None),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", None),
        (b"", None),
    ],
)
def test_sniff(first: bytes, expected: str | None) -> None:
    assert sniff(first) == expected


@given(st.binary(max_size=SNIFFED_BYTES))
def test_sniff_copes_with_any_bytes(first: bytes) -> None:
    assert sniff(first) in {None, *TYPES.values()}


@pytest.mark.parametrize(
    ("given_type", "expected"),
    [("audio/wav", "audio/wav"), ("AUDIO/X-WAV", "audio/wav"), ("audio/wav; rate=1", "audio/wav")],
)
def test_a_given_type_in_any_usual_spelling(given_type: str, expected: str) -> None:
    assert content_type_of(name="a.bin", given=given_type, head=head("speech.wav")) == expected


def test_a_given_type_counts_where_the_first_bytes_are_silent() -> None:
    assert content_type_of(name="x.mp3", given="audio/mpeg", head=bytes(64)) == "audio/mpeg"


@pytest.mark.parametrize(
    ("name", "given_type", "first", "words"),
    [
        ("a.txt", None, b"hello", "no supported audio type"),
        ("a.wav.gz", None, b"\x1f\x8b\x08", "no supported audio type"),
        ("a.aiff", None, b"FORM", "no supported audio type"),
        ("a", None, b"hello", "no suffix"),
        (None, None, b"hello", "pass content_type"),
        ("a.wav", None, b"hello world!", "begins with b'hello world!'"),
        ("a.mp3", None, b"fLaC", "those of audio/flac"),
        ("a.wav", "audio/wav", b"fLaC", "those of audio/flac"),
        ("a.wav", "text/plain", b"fLaC", "is not one of audio/flac, audio/mp4"),
    ],
)
def test_refusals_say_what_is_wrong(
    name: str | None, given_type: str | None, first: bytes, words: str
) -> None:
    with pytest.raises(SourceError, match=words):
        content_type_of(name=name, given=given_type, head=first)

"""Which content type a source is uploaded as."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bota_sdk import audio_content_type
from bota_sdk._upload.audio_type import SNIFFED_BYTES, content_type_of, sniff
from bota_sdk.errors import SourceError
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors import load

VECTORS = load("audio_type")
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


@pytest.mark.parametrize("case", VECTORS["sniff"])
def test_sniff(case: dict[str, Any]) -> None:
    assert sniff(bytes.fromhex(case["head"])) == case["result"]


@given(st.binary(max_size=SNIFFED_BYTES))
def test_sniff_copes_with_any_bytes(first: bytes) -> None:
    assert sniff(first) in {None, *TYPES.values()}


@pytest.mark.parametrize("case", VECTORS["given"])
def test_a_given_type_in_any_usual_spelling(case: dict[str, Any]) -> None:
    found = content_type_of(name="a.bin", given=case["given"], head=head("speech.wav"))
    assert found == case["result"]


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


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.wav", "audio/wav"),
        ("folder/A.MP3", "audio/mpeg"),
        ("a.opus", "audio/ogg"),
        ("a.mp4", "audio/mp4"),
        ("a.wav.gz", None),
        ("a.txt", None),
        ("wav", None),
        ("", None),
    ],
)
def test_the_type_that_a_name_shows(name: str, expected: str | None) -> None:
    assert audio_content_type(name) == expected

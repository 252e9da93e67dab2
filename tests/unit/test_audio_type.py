"""Which content type a source is uploaded as."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bota_api.models import audio_content_type as audio_content_type_module
from bota_sdk import audio_content_type
from bota_sdk._upload.audio_type import Read, content_type_of, sniff
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
    "speech.opus": "audio/opus",
    "speech.aac": "audio/aac",
}


def reading(data: bytes) -> Read:
    return lambda start, count: data[start : start + count]


def type_of(data: bytes, *, name: str | None = None, given: str | None = None) -> str:
    return content_type_of(name=name, given=given, read=reading(data))


def audio(name: str) -> bytes:
    return (AUDIO / name).read_bytes()


@pytest.mark.parametrize(("name", "expected"), TYPES.items())
def test_real_files_are_told_by_their_bytes(name: str, expected: str) -> None:
    assert sniff(reading(audio(name))) == expected
    for known_name in (name, None):
        assert type_of(audio(name), name=known_name) == expected


@pytest.mark.parametrize("case", VECTORS["sniff"])
def test_sniff(case: dict[str, Any]) -> None:
    assert sniff(reading(bytes.fromhex(case["head"]))) == case["result"]


MAGIC = st.sampled_from(
    [b"ID3\4\0\0\0\0\0\0", b"\x1a\x45\xdf\xa3", b"\xff\xfb", b"OggS", b"RIFF", b""]
)


@given(MAGIC, st.binary(max_size=64))
def test_sniff_copes_with_any_bytes(magic: bytes, rest: bytes) -> None:
    known = {None, *TYPES.values(), "image/heif", "video/ogg"}
    assert sniff(reading(magic + rest)) in known


def tagged(data: bytes, size: int = 200) -> bytes:
    """An ID3 tag before something."""
    return (
        b"ID3\3\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + bytes(size) + data
    )


@pytest.mark.parametrize("size", [0, 200, 300_000])
@pytest.mark.parametrize("name", ["speech.flac", "speech.mp3", "speech.wav"])
def test_a_tag_proves_nothing_about_what_follows_it(name: str, size: int) -> None:
    data = tagged(tagged(audio(name), size), 10)
    assert type_of(data, name=name) == TYPES[name]
    assert type_of(data, name=name, given=TYPES[name]) == TYPES[name]
    assert type_of(data) == TYPES[name]


def frames(head: str, length: int, count: int = 3) -> bytes:
    return (bytes.fromhex(head) + bytes(length - len(head) // 2)) * count


AAC = frames("fff150800c1ffc", 96)  # its third to fifth bytes hold its length
OPUS = b"OggS\0\2" + bytes(20) + b"\1\x13OpusHead" + bytes(20)
MP2 = frames("fffd8000", 128 * 144_000 // 44_100)  # 128 kbit/s
EBML = b"\x1a\x45\xdf\xa3"


def webm(doc_type: bytes, *, before: bytes = b"") -> bytes:
    body = before + b"\x42\x82" + doc_type
    return EBML + b"\x01" + len(body).to_bytes(7, "big") + body + bytes(100)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"BW64\xff\xff\xff\xffWAVEds64" + bytes(99), "audio/wav"),
        (webm(b"\x84webm"), "audio/webm"),
        (webm(b"\x85webm\0"), "audio/webm"),
        (webm(b"\x40\x04webm"), "audio/webm"),
        (webm(b"\x84webm", before=b"\xec\xbc" + bytes(60)), "audio/webm"),
        (OPUS, "audio/opus"),
        (AAC, "audio/aac"),
        (tagged(AAC), "audio/aac"),
        (b"\0\0\0\x14ftypM4A \0\0\0\0isom" + bytes(20), "audio/mp4"),
    ],
)
def test_audio_without_a_name(data: bytes, expected: str) -> None:
    assert type_of(data) == expected


def mp4(brand: bytes) -> bytes:
    return b"\0\0\0\x14ftyp" + brand + b"\0\0\0\0isom" + bytes(99)


@pytest.mark.parametrize(
    "data",
    [
        *(mp4(brand) for brand in (b"heic", b"avif", b"crx ", b"f4v ", b"qt  ", b"M4V ")),
        "hello, this is the transcript\n".encode("utf-16"),
        b"\xff\xfb\x90\x00 but this is a text" * 99,
        tagged(b"no audio at all"),
        b"OggS\0\2" + bytes(20) + b"\1\x2a\x80theora" + bytes(99),
        b"OggS\0\2" + bytes(20) + b"\1\x2afishead" + bytes(99),
        webm(b"\x88matroska"),
        EBML + bytes(99),
        EBML,
    ],
)
def test_what_proves_no_audio_is_none_without_a_name(data: bytes) -> None:
    with pytest.raises(SourceError, match="no supported audio type"):
        type_of(data)


@pytest.mark.parametrize(
    ("data", "given_type"),
    [
        (mp4(b"qt  "), "audio/mp4"),
        (webm(b"\x88matroska"), "audio/webm"),
        (tagged(b"damaged, but played everywhere"), "audio/mpeg"),
        (bytes(99), "audio/ogg"),
    ],
)
def test_what_the_caller_says_wins_where_the_bytes_prove_nothing(
    data: bytes, given_type: str
) -> None:
    assert type_of(data, given=given_type) == given_type


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.m4a", mp4(b"heic"), "those of image/heif; which the service does not take"),
        ("a.mp3", tagged(AAC), "pass content_type='audio/aac'"),
        ("a.opus", audio("speech.ogg"), "pass content_type='audio/ogg'"),
        ("a.ogg", b"OggS\0\2" + bytes(20) + b"\1\x2a\x80theora", "those of video/ogg"),
        ("a.mp3", tagged(audio("speech.flac")), "pass content_type='audio/flac'"),
    ],
)
def test_what_the_bytes_prove_false_is_refused(name: str, data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        type_of(data, name=name)
    with pytest.raises(SourceError, match=words):
        type_of(data, given=audio_content_type(name))


def test_names_count_where_the_bytes_fit() -> None:
    assert type_of(mp4(b"qt  "), name="a.m4a") == "audio/mp4"
    assert type_of(tagged(b"damaged"), name="a.mp3") == "audio/mpeg"
    assert type_of(MP2, name="a.mp3") == "audio/mpeg"
    assert type_of(tagged(MP2)) == "audio/mpeg"


@pytest.mark.parametrize("case", VECTORS["given"])
def test_a_given_type_in_any_usual_spelling(case: dict[str, Any]) -> None:
    found = type_of(audio("speech.wav"), name="a.bin", given=case["given"])
    assert found == case["result"]


def test_a_given_type_counts_where_the_first_bytes_are_silent() -> None:
    assert type_of(bytes(64), name="x.mp3", given="audio/mpeg") == "audio/mpeg"


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
        ("a.wav", "text/plain", b"fLaC", "is not one of audio/aac, audio/flac"),
    ],
)
def test_refusals_say_what_is_wrong(
    name: str | None, given_type: str | None, first: bytes, words: str
) -> None:
    with pytest.raises(SourceError, match=words):
        type_of(first, name=name, given=given_type)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.wav", "audio/wav"),
        ("folder/A.MP3", "audio/mpeg"),
        ("a.opus", "audio/opus"),
        ("a.aac", "audio/aac"),
        ("a.mpeg", None),
        ("a.mp4", "audio/mp4"),
        ("a.wav.gz", None),
        ("a.txt", None),
        ("wav", None),
        ("", None),
    ],
)
def test_the_type_that_a_name_shows(name: str, expected: str | None) -> None:
    assert audio_content_type(name) == expected


def test_opus_is_also_what_its_container_is_called() -> None:
    assert type_of(OPUS, name="a.ogg") == "audio/ogg"
    assert type_of(OPUS, given="audio/ogg") == "audio/ogg"
    assert type_of(OPUS, name="a.ogg", given="audio/opus") == "audio/opus"


def takes(monkeypatch: pytest.MonkeyPatch, *types: str) -> None:
    """A contract with these content types."""
    monkeypatch.setattr(audio_content_type_module, "AUDIO_CONTENT_TYPE_VALUES", types)


def test_a_contract_without_opus(monkeypatch: pytest.MonkeyPatch) -> None:
    takes(monkeypatch, "audio/wav", "audio/ogg")
    for known in ({"name": "a.opus"}, {"name": "a.ogg"}, {"given": "audio/opus"}, {}):
        assert type_of(OPUS, **known) == "audio/ogg"
    with pytest.raises(SourceError, match="no supported audio type"):
        type_of(AAC)
    with pytest.raises(SourceError, match="which the service does not take"):
        type_of(AAC, name="a.wav")


def test_a_type_that_is_new_in_a_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    takes(monkeypatch, "audio/amr", "audio/x-wav")
    assert audio_content_type("a.amr") == "audio/amr"
    assert type_of(b"#!AMR\n" + bytes(99), name="a.amr") == "audio/amr"
    assert type_of(bytes(99), given="audio/X-WAV") == "audio/x-wav"
    assert audio_content_type("a.wav") is None

"""A manifest: rows become items, and a wrong one is named before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from bota_emulator import Emulator
from bota_sdk import Bota, ConfigurationError, read_manifest

from tests.cli.audio import wav

LINES = """\
{"audio": "s3://calls/a.wav", "name": "A", "started_at": "2026-11-02T09:30:00Z", "key": "k"}

{"audio": "b.wav", "metadata": {"team": "sales"}, "end_user_id": "eu_2"}
"""
CSV = """\
audio,name,started_at,metadata.team,metadata.site,end_user_id,key
s3://calls/a.wav,A,2026-11-02T09:30:00Z,,,,k
b.wav,,,sales,,eu_2,
"""


@pytest.mark.parametrize(("name", "text"), [("m.jsonl", LINES), ("m.csv", CSV)])
def test_the_items_of_a_manifest(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8-sig")
    first, second = read_manifest(tmp_path / name)
    assert (first.audio, first.key) == ("s3://calls/a.wav", "k")
    assert first.recording.get("name") == "A"
    assert str(first.recording.get("started_at")) == "2026-11-02 09:30:00+00:00"
    assert (second.audio, second.key) == (str(tmp_path / "b.wav"), None)
    assert second.recording == {"metadata": {"team": "sales"}, "end_user_id": "eu_2"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('{"audio": "a.wav", "titel": 1}', r"row 2, column 'titel': titel is no"),
        (
            '{"audio": "a.wav", "started_at": "2026-11-02T09:30"}',
            "row 2, column 'started_at'.*offset",
        ),
        ('{"audio": "a.wav", "started_at": "then"}', "row 2, column 'started_at'"),
        ('{"audio": 3}', "row 2, column 'audio': it must be a text"),
        ('{"name": "A"}', "row 2: it has no audio"),
        (
            '{"audio": "a.wav", "content_type": "text/plain"}',
            "row 2, column 'content_type'.*audio/wav",
        ),
        ('{"audio": "a.wav", "metadata": "x"}', "row 2, column 'metadata'"),
        ("[]", "row 2: it is no JSON object"),
        ("{", "row 2: Expecting"),
    ],
)
def test_a_wrong_row(
    tmp_path: Path, bota: Bota, bota_emulator: Emulator, row: str, words: str
) -> None:
    (tmp_path / "a.wav").write_bytes(wav(1))
    manifest = tmp_path / "m.jsonl"
    manifest.write_text('{"audio": "a.wav"}\n' + row)
    with pytest.raises(ConfigurationError, match=words):
        bota.upload_many(read_manifest(manifest), end_user_id="eu_1")
    assert bota_emulator.requests == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("audio,name\na.wav,A,more\n", "row 2 has more cells"),
        ('audio,name\na.wav,"A\n', "cannot be read"),
        ("audio,name\na.wav,\xff\n", "cannot be read"),
    ],
)
def test_a_wrong_csv(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "m.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigurationError, match=words):
        read_manifest(tmp_path / "m.csv")
    with pytest.raises(ConfigurationError, match="No such file"):
        read_manifest(tmp_path / "none.csv")

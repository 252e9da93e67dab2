"""The audio files are the ones that their README describes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bota_api.models.audio_content_type import AUDIO_CONTENT_TYPE_VALUES

AUDIO = Path(__file__).parents[1] / "audio"


def test_the_readme_describes_the_files() -> None:
    lines = (AUDIO / "README.md").read_text().splitlines()
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines if "|" in line]
    described = {row[0]: (int(row[4]), row[5]) for row in rows[2:]}
    found = {
        path.name: (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in AUDIO.glob("speech.*")
    }
    assert described == found
    assert {row[1] for row in rows[2:]} == set(AUDIO_CONTENT_TYPE_VALUES)

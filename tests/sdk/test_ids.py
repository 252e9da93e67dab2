"""What a file or an environment adds to an id is refused by name, and no id leads elsewhere."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from bota_api.api.recordings import get_recording
from bota_emulator import Emulator
from bota_sdk import AsyncBota, Bota

from tests.conftest import AUDIO
from tests.sdk.conftest import Upload

WAV = AUDIO / "speech.wav"
NO_IDS = ["", ".", "..", "a/b", "../rec_1", "%2e%2e", "?x", "#", "a\\b", "rec_1\r", " rec_1", "a\0"]


@pytest.mark.parametrize("no_id", NO_IDS)
def test_no_id_makes_the_url_of_something_else(
    bota_emulator: Emulator, upload: Upload, bota: Bota, no_id: str
) -> None:
    async def awaited() -> None:
        options = {"base_url": bota_emulator.base_url, "api_key": bota_emulator.api_key}
        async with AsyncBota(**options) as other:
            await other.recordings.delete(no_id)

    for call in (
        lambda: upload(WAV, recording_id=no_id),
        lambda: bota.download(no_id, io.BytesIO()),
        lambda: bota.recordings.get(no_id),
        lambda: bota.recordings.delete(no_id),
        lambda: bota.uploads.complete(no_id),
        lambda: get_recording.sync(no_id, client=bota.api),
        lambda: asyncio.run(awaited()),
    ):
        with pytest.raises(ValueError, match="id"):
            call()
    assert bota_emulator.requests == []


@pytest.mark.parametrize("text", ["eu_1\r", "eu_1\n", " eu_1", "eu\0_1", "eu_1\x85", "\ud800"])
def test_no_text_has_what_nobody_typed(
    bota_emulator: Emulator, upload: Upload, bota: Bota, text: str
) -> None:
    for name, call in (
        ("end_user_id", lambda: upload(WAV, end_user_id=text)),
        ("name", lambda: upload(WAV, name=f"a{text}b")),
        ("end_user_id", lambda: bota.recordings.create(end_user_id=text)),
        ("end_user_id", lambda: list(bota.recordings.list(end_user_id=text))),
    ):
        if name == "name" and text.isascii() and "\0" not in text:
            continue  # white space is a part of words
        with pytest.raises(ValueError, match=f"{name} is "):
            call()
    assert bota_emulator.requests == []


@pytest.mark.parametrize("name", [" Stand-up", "Stand-up\n", "Stand-up,\n\tMonday\r\n"])
def test_words_are_sent_as_they_were_written(
    bota_emulator: Emulator, bota: Bota, name: str
) -> None:
    assert bota.recordings.create(end_user_id="eu_1", name=name).name == name
    receipt = bota.upload(WAV, end_user_id="eu_1", name=name)
    assert bota_emulator.recording(receipt.recording_id)["name"] == name


@pytest.mark.parametrize("text", ["eu/1", "a b", "me@example.com", "100 %", "Zoë", "a\u200d"])
def test_what_people_type_is_sent(bota_emulator: Emulator, bota: Bota, text: str) -> None:
    receipt = bota.upload(WAV, end_user_id=text, name=text)
    found: Any = bota_emulator.recording(receipt.recording_id)
    assert (found["end_user_id"], found["name"]) == (text, text)


def test_any_name_of_a_file_is_one(bota_emulator: Emulator, upload: Upload, tmp_path: Path) -> None:
    path = tmp_path / " talk\r\n2.wav"
    path.write_bytes(WAV.read_bytes())
    receipt = upload(path)
    assert bota_emulator.recording(receipt.recording_id)["name"] == "talk\ufffd\ufffd2.wav"

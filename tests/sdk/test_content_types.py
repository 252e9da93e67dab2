"""Each content type of the contract: the name of a real file, the wire, and what S3 keeps."""

from __future__ import annotations

import urllib.request
from typing import TYPE_CHECKING

import pytest
from bota_api.models import audio_content_type
from bota_sdk import UploadItem

from tests.conftest import AUDIO
from tests.sdk.conftest import Upload

if TYPE_CHECKING:
    from bota_emulator import Emulator
    from bota_sdk import Bota

FILES = {
    "audio/wav": "speech.wav",
    "audio/mpeg": "speech.mp3",
    "audio/mp4": "speech.m4a",
    "audio/webm": "speech.webm",
    "audio/ogg": "speech.ogg",
    "audio/flac": "speech.flac",
    "audio/opus": "speech.opus",
    "audio/aac": "speech.aac",
}


def type_in_s3(bota: Bota, recording_id: str) -> str:
    """The type that the PUT had on the wire, as S3 has kept it and gives it back."""
    url = bota.recordings.get_download_url(recording_id).download_url
    with urllib.request.urlopen(url) as response:
        return str(response.headers["Content-Type"])


@pytest.mark.parametrize("content_type", audio_content_type.AUDIO_CONTENT_TYPE_VALUES)
def test_a_type_is_the_same_on_its_whole_way(
    bota: Bota, bota_emulator: Emulator, upload: Upload, content_type: str
) -> None:
    path = AUDIO / FILES[content_type]
    data = path.read_bytes()
    for source, options in (
        (path, {}),  # by the name
        (data, {}),  # by the bytes
        (data, {"content_type": content_type}),  # as it was asked for
    ):
        receipt = upload(source, **options)
        assert receipt.content_type == content_type
        assert receipt.recording.mime_type == content_type
        assert type_in_s3(bota, receipt.recording_id) == content_type
        assert bota_emulator.object_bytes(receipt.recording_id) == data


def test_many_files(bota: Bota, bota_emulator: Emulator) -> None:
    items = [UploadItem(AUDIO / name, end_user_id="eu_1") for name in FILES.values()]
    assert bota.upload_many(items).uploaded == len(FILES)
    kept = {found.name: found.mime_type for found in bota.recordings.list()}
    assert kept == {name: kind for kind, name in FILES.items()}

"""Each content type of the contract: the name of a real file, the wire, and what S3 keeps."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bota_api.models import audio_content_type
from bota_sdk import UploadItem

from generator.__main__ import main
from tests.conftest import AUDIO
from tests.sdk.conftest import Upload

if TYPE_CHECKING:
    from bota_emulator import Emulator
    from bota_sdk import Bota

ROOT = Path(__file__).parents[2]
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


UPLOAD = """
import sys
import bota_api
from bota_sdk import Bota

assert bota_api.__file__.startswith(sys.argv[2]), bota_api.__file__
with Bota() as bota:
    print(bota.upload(sys.argv[1], end_user_id="eu_1").content_type)
"""


def test_a_type_that_is_added_to_the_contract_is_sent(
    bota: Bota, bota_emulator: Emulator, tmp_path: Path
) -> None:
    contract = (ROOT / "openapi.yaml").read_text("utf-8")
    path = shutil.copy(AUDIO / "speech.opus", tmp_path / "x.opus")
    for removed, expected in ((", audio/opus", "audio/ogg"), ("", "audio/opus")):
        folder = tmp_path / expected.replace("/", "-")
        folder.mkdir()
        (folder / "openapi.yaml").write_text(contract.replace(removed, "", 1), "utf-8")
        options = ["--contract", str(folder / "openapi.yaml"), "--output", str(folder / "bota_api")]
        assert main(options) == 0
        done = subprocess.run(
            [sys.executable, "-c", UPLOAD, str(path), str(folder)],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT / "wrappers" / "python")]),
                "BOTA_BASE_URL": bota_emulator.base_url,
                "BOTA_API_KEY": bota_emulator.api_key,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == f"{expected}\n", done.stderr
        newest = bota.recordings.list().data[0]
        assert newest.mime_type == type_in_s3(bota, newest.id) == expected

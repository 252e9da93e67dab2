from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from bota_emulator import ApiFields

from tests.cli.audio import wav
from tests.cli.conftest import Botactl
from tests.ticks import HANG

if TYPE_CHECKING:
    from bota_emulator import Emulator


@pytest.fixture
def uploaded(botactl: Botactl) -> str:
    """The id of a recording with the audio wav(5)."""
    done = botactl("upload", "-", "-q", stdin=wav(5))
    return str(done.of("result")[0]["recording_id"])


def test_list_reads_all_pages_and_filters(botactl: Botactl, bota_emulator: Emulator) -> None:
    from bota_sdk import Bota

    with Bota(base_url=bota_emulator.base_url, api_key=bota_emulator.api_key) as bota:
        for number in range(120):
            bota.recordings.create(end_user_id=f"eu_{number % 2}")
    assert len(botactl("recordings", "list").lines) == 120
    assert len(botactl("recordings", "list", "--limit", "110").lines) == 110
    assert len(botactl("recordings", "list", "--end-user-id", "eu_1").lines) == 60
    assert botactl("recordings", "list", "--status", "uploaded").lines == []


def test_get_and_delete(botactl: Botactl, uploaded: str) -> None:
    (got,) = botactl("recordings", "get", uploaded).lines
    assert got["content_sha256"] == hashlib.sha256(wav(5)).hexdigest()
    assert botactl("recordings", "delete", uploaded, "--yes").code == 0
    gone = botactl("recordings", "get", uploaded)
    assert gone.code == 1
    assert gone.err.startswith("botactl: 404 not_found")


def test_download(botactl: Botactl, uploaded: str) -> None:
    done = botactl("recordings", "download", uploaded)
    assert done.code == 0, done.err
    target = botactl.home / f"{uploaded}.wav"
    assert target.read_bytes() == wav(5)
    assert "size and SHA-256 are right" in done.err
    target.write_text("mine")
    refused = botactl("recordings", "download", uploaded, "-o", str(target))
    assert refused.code == 2
    assert "--force replaces it" in refused.err
    assert target.read_text() == "mine"
    assert botactl("recordings", "download", uploaded, "-o", str(target), "--force").code == 0
    assert target.read_bytes() == wav(5)
    assert [path.name for path in botactl.home.iterdir()] == [target.name]


def test_download_to_the_standard_output(botactl: Botactl, uploaded: str) -> None:
    with botactl.started("recordings", "download", uploaded, "-o", "-") as process:
        out, err = process.communicate(timeout=HANG)
    assert (process.returncode, out, err) == (0, wav(5), b"")


def test_a_wrong_download_leaves_nothing(
    botactl: Botactl, bota_emulator: Emulator, uploaded: str
) -> None:
    for wrong, text in (
        ({"download_url": "http://example.com/x"}, "not this machine"),
        ({"file_size_bytes": 17}, "the service says 17"),
        (
            {"download_url": f"{bota_emulator.storage_url}/bota-uploads/x"},
            "S3 refused the download",
        ),
        ({"download_url": "http://127.0.0.1:9/x"}, "Connection refused"),
    ):
        bota_emulator.add_fault(ApiFields(operation="getDownloadUrl", set=wrong, times=100))
        done = botactl("recordings", "download", uploaded)
        assert done.code == 1
        assert text in done.err
        bota_emulator.clear_faults()
    bota_emulator.add_fault(ApiFields(operation="getRecording", set={"content_sha256": "0" * 64}))
    assert "SHA-256 is" in botactl("recordings", "download", uploaded).err
    assert list(botactl.home.iterdir()) == []

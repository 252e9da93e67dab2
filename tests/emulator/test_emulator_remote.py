"""The emulator's API with a real S3 server behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from bota_emulator import Emulator

from tests.emulator.api_client import Api
from tests.emulator.s3_servers import SERVERS
from tests.emulator.storage_cases import Target
from tests.ticks import HANG

AUDIO = bytes(range(256)) * 5000
SHA256 = hashlib.sha256(AUDIO).hexdigest()

pytestmark = pytest.mark.parametrize("real_s3", SERVERS, indirect=True)


@pytest.fixture
def remote(real_s3: Target) -> Iterator[Api]:
    with Emulator(
        s3_endpoint=real_s3.endpoint,
        s3_bucket=real_s3.bucket,
        s3_access_key=real_s3.identity.access_key,
        s3_secret_key=real_s3.identity.secret_key,
    ) as emulator:
        api = Api(emulator)
        with api.session:
            yield api


def test_a_whole_upload_through_the_real_server(remote: Api, real_s3: Target) -> None:
    rec = remote.create()
    grant = remote.grant(rec, file_size_bytes=len(AUDIO))
    assert grant["upload_url"].startswith(f"{real_s3.endpoint}/{real_s3.bucket}/proj_test/{rec}/")
    assert remote.complete(rec).status_code == 422
    assert remote.put(grant, AUDIO).status_code == 200
    done = remote.complete(rec, content_sha256=SHA256).json()

    assert (done["status"], done["file_size_bytes"]) == ("uploaded", len(AUDIO))
    assert remote.emulator.object_sha256(rec) == SHA256
    assert remote.emulator.object_bytes(rec) == AUDIO
    link = remote("GET", f"/recordings/{rec}/download-url").json()
    assert remote.session.get(link["download_url"], timeout=HANG).content == AUDIO
    assert remote("DELETE", f"/recordings/{rec}").status_code == 204
    assert remote.session.get(link["download_url"], timeout=HANG).status_code == 404


def test_other_bytes_on_the_real_server_are_noticed(remote: Api) -> None:
    rec = remote.create()
    assert remote.put(remote.grant(rec), AUDIO[::-1]).status_code == 200
    done = remote.complete(rec, content_sha256=SHA256).json()
    assert done["status"] == "integrity_failure"


def test_a_signed_length_is_enforced_there(remote: Api) -> None:
    remote.emulator.settings.sign_content_length = True
    grant = remote.grant(remote.create(), file_size_bytes=len(AUDIO))
    assert remote.put(grant, AUDIO[:-1]).status_code == 403
    assert remote.put(grant, AUDIO).status_code == 200

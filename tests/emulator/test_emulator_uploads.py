"""The upload's way through the API side: signed URLs, what is stored, completion, deletion, time."""

from __future__ import annotations

import datetime
import hashlib

import pytest
from bota_emulator import Emulator

from tests.emulator.api_client import Api, error
from tests.ticks import HANG

AUDIO = b"RIFF" + bytes(2000)
SHA256 = hashlib.sha256(AUDIO).hexdigest()


def test_the_whole_upload(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.clock.set_speed(0)
    rec = api.create(name="Stand-up", metadata={"a": [1, None]}, source="api_upload")
    grant = api.grant(rec, file_size_bytes=len(AUDIO))
    assert f"/bota-uploads/proj_test/{rec}/audio.wav?X-Amz-Algorithm=" in grant["upload_url"]
    assert grant["headers"] == {"Content-Type": "audio/wav"}
    left = datetime.datetime.fromisoformat(grant["expires_at"]) - bota_emulator.clock.now()
    # The signature's date has whole seconds.
    assert 3599 < left.total_seconds() <= 3600
    assert api.put(grant, AUDIO).status_code == 200
    done = api.complete(rec, content_sha256=SHA256).json()

    assert done["status"] == "uploaded"
    assert done["file_size_bytes"] == len(AUDIO)
    assert done["mime_type"] == "audio/wav"
    assert done["content_sha256"] == SHA256
    assert done["content_sha256_verified_at"] == done["uploaded_at"]
    assert done["metadata"] == {"a": [1, None]}
    assert api("GET", f"/recordings/{rec}").json() == done == bota_emulator.recording(rec)
    assert bota_emulator.object_bytes(rec) == AUDIO
    assert bota_emulator.object_sha256(rec) == SHA256
    link = api("GET", f"/recordings/{rec}/download-url").json()
    assert link["expires_in"] == 3600
    assert api.session.get(link["download_url"], timeout=HANG).content == AUDIO
    assert [(r.operation, r.status, r.body_bytes) for r in bota_emulator.requests] == [
        ("createRecording", 201, bota_emulator.requests[0].body_bytes),
        ("createUploadUrl", 200, bota_emulator.requests[1].body_bytes),
        ("PUT object", 200, len(AUDIO)),
        ("completeUpload", 200, 86),
        ("getRecording", 200, 0),
        ("getDownloadUrl", 200, 0),
        ("GET object", 200, 0),
    ]


def test_completion_needs_the_object(api: Api) -> None:
    rec = api.create()
    assert api.complete(rec).status_code == 422
    grant = api.grant(rec)
    answer = api.complete(rec)
    assert (answer.status_code, error(answer)["code"]) == (422, "processing_error")
    assert api("GET", f"/recordings/{rec}/download-url").status_code == 409
    api.put(grant, AUDIO)
    answer = api.complete(rec)
    assert answer.status_code == 200
    assert answer.json()["status"] == "uploaded"
    assert answer.json().get("content_sha256") is None


def test_a_declared_size_is_held_against_the_object(api: Api, bota_emulator: Emulator) -> None:
    rec = api.create()
    assert api.put(api.grant(rec, file_size_bytes=5), AUDIO).status_code == 200
    answer = api.complete(rec)
    assert answer.status_code == 422
    assert error(answer)["details"]["field"] == "file_size_bytes"

    bota_emulator.settings.sign_content_length = True
    grant = api.grant(rec, file_size_bytes=len(AUDIO))
    assert "content-length" in grant["upload_url"]
    assert api.put(grant, AUDIO + b"x").status_code == 403
    assert api.put(grant, AUDIO).status_code == 200
    assert api.complete(rec).status_code == 200


def test_verification_pending_then_verified(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.settings.verification_pending = 2
    rec = api.create()
    api.put(api.grant(rec), AUDIO)
    answers = [api.complete(rec, content_sha256=SHA256) for _ in range(3)]

    assert [a.status_code for a in answers] == [425, 425, 200]
    assert error(answers[0])["code"] == "upload_verification_pending"
    assert answers[2].json()["content_sha256"] == SHA256


def test_other_bytes_are_an_integrity_failure_until_put_again(api: Api) -> None:
    rec = api.create()
    api.put(api.grant(rec), AUDIO[::-1])
    for _ in range(2):
        answer = api.complete(rec, content_sha256=SHA256)
        assert (answer.status_code, answer.json()["status"]) == (200, "integrity_failure")
    api.put(api.grant(rec), AUDIO)
    assert api.complete(rec, content_sha256=SHA256).json()["status"] == "uploaded"


def test_a_completion_can_be_repeated(api: Api) -> None:
    rec = api.upload(AUDIO)
    first = api("GET", f"/recordings/{rec}").json()

    assert api.complete(rec, content_sha256=SHA256).json() == first
    assert api.complete(rec).json() == first
    assert api.complete(rec, content_sha256=SHA256, file_size_bytes=len(AUDIO)).status_code == 409
    assert api.complete(rec, content_sha256="0" * 64).status_code == 409
    body = {"content_type": "audio/wav"}
    answer = api("POST", f"/recordings/{rec}/upload-url", json=body)
    assert (answer.status_code, error(answer)["code"]) == (409, "resource_already_exists")


def test_a_hash_may_follow_an_unverified_completion(api: Api) -> None:
    rec = api.create()
    api.put(api.grant(rec), AUDIO)
    api.complete(rec)
    assert api.complete(rec, content_sha256=SHA256).json()["content_sha256"] == SHA256


def test_deletion_takes_the_audio_along(api: Api, bota_emulator: Emulator) -> None:
    rec = api.upload(AUDIO)
    link = api("GET", f"/recordings/{rec}/download-url").json()["download_url"]
    assert api("DELETE", f"/recordings/{rec}").status_code == 204
    assert api("GET", f"/recordings/{rec}").status_code == 404
    assert api.session.get(link, timeout=HANG).status_code == 404
    with pytest.raises(KeyError):
        bota_emulator.object_bytes(rec)


def test_an_hour_passes_between_url_and_put(api: Api, bota_emulator: Emulator) -> None:
    rec = api.create()
    grant = api.grant(rec)
    bota_emulator.clock.advance(61 * 60)
    assert "Request has expired" in api.put(grant, AUDIO).text
    assert api.put(api.grant(rec), AUDIO).status_code == 200


@pytest.mark.parametrize("skew", [-3600.0, 3600.0])
def test_a_wrong_clock_is_the_same_clock_everywhere(
    api: Api, bota_emulator: Emulator, skew: float
) -> None:
    bota_emulator.clock.set_skew(skew)
    api.upload(AUDIO)


def test_styles_of_upload_answers_and_sizes(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.settings.extra_upload_headers = {"x-amz-meta-project": "p 1"}
    bota_emulator.settings.size_as_string = True
    rec = api.create()
    grant = api.grant(rec)
    assert grant["headers"]["x-amz-meta-project"] == "p 1"
    assert api.put({**grant, "headers": {"Content-Type": "audio/wav"}}, AUDIO).status_code == 403
    assert api.put(grant, AUDIO).status_code == 200
    assert api.complete(rec).json()["file_size_bytes"] == str(len(AUDIO))

    bota_emulator.settings.return_upload_headers = False
    grant = api.grant(api.create())
    assert "headers" not in grant
    assert grant["content_type"] == "audio/wav"

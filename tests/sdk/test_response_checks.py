"""A response that is not about its request is not believed: nothing is stored or told by it."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from bota_sdk import Bota, BotaError, IntegrityError, InvalidResponseError

from tests.sdk.scripted_server import ScriptedServer, answer

AUDIO = b"RIFF\0\0\0\0WAVE" + bytes(1000)
SHA256 = hashlib.sha256(AUDIO).hexdigest()
WHOLE: dict[str, Any] = {
    "id": "rec_0001",
    "status": "uploaded",
    "content_sha256": SHA256,
    "content_sha256_verified_at": "2025-01-15T12:00:00Z",
}
NEW = {"id": "rec_0001", "status": "pending", "end_user_id": "eu_1", "name": "Stand-up"}


@contextmanager
def playing(*script: dict[str, Any] | bytes) -> Iterator[tuple[Bota, ScriptedServer]]:
    """Give a client of a server that responds with these; an `upload_url` is the server's own."""
    answers: list[bytes] = []
    server = ScriptedServer(answers)
    origin = server.base_url.removesuffix("/v1")
    for document in script:
        if isinstance(document, bytes):
            answers.append(document)
            continue
        full = {key: f"{origin}{v}" if key.endswith("_url") else v for key, v in document.items()}
        status = 201 if "name" in document else 200  # a new recording
        answers.append(answer(status, json.dumps(full).encode()))
    try:
        with Bota(base_url=server.base_url, api_key="sk_test_1", max_retries=0) as bota:
            yield bota, server
    finally:
        server.close()


def upload(bota: Bota, **options: Any) -> Any:
    given = {"end_user_id": "eu_1", "name": "Stand-up", **options}
    return bota.upload(AUDIO, **({} if "recording_id" in options else given) | options)


STORED = (NEW, {"upload_url": "/proj/rec_0001/a.wav"}, answer(200))


def test_what_fits_is_believed() -> None:
    with playing(*STORED, WHOLE) as (bota, _):
        assert upload(bota).verified
    # What is only there in part, or tidied up, is no contradiction; nor is an unknown status.
    tidy = {**NEW, "name": "stand-up", "end_user_id": None}
    with playing(tidy, {"upload_url": "/k?sig=1"}, answer(200), WHOLE | {"status": "new"}) as (
        b,
        _,
    ):
        assert upload(b, name=" STAND-UP".strip()).verified
    with playing(*STORED, WHOLE | {"content_sha256": SHA256.upper()}) as (bota, _):
        assert upload(bota).recording_id == "rec_0001"


@pytest.mark.parametrize(
    ("created", "words"),
    [
        ({"id": ""}, "the id '', which is none"),
        ({"id": "../rec_1"}, "which is none"),
        ({"id": ".."}, "which is none"),
        ({"id": "rec_1\r"}, "which is none"),
        ({"end_user_id": "eu_2"}, "another end user's"),
        ({"name": "Retro"}, "another name"),
        ({"status": "uploaded"}, "which is uploaded already"),
        ({"status": "deleted"}, "which is deleted already"),
        ({"metadata": {"bota_sdk_create_key": "b"}}, "other metadata"),
    ],
)
def test_a_recording_that_was_not_asked_for_gets_no_audio(
    created: dict[str, Any], words: str
) -> None:
    with playing(NEW | created) as (bota, server):
        with pytest.raises(InvalidResponseError, match=f"createRecording responded .*{words}"):
            upload(bota, metadata={"bota_sdk_create_key": "a"})
        assert len(server.requests) == 1


def test_one_recording_is_not_created_twice() -> None:
    with playing(*STORED, WHOLE, NEW) as (bota, server):
        upload(bota)
        with pytest.raises(InvalidResponseError, match="rec_0001, which another upload had"):
            upload(bota)
        assert len(server.requests) == 5


@pytest.mark.parametrize("path", ["/proj/rec_0002/a.wav", "/proj/rec_0002", "/a?sig=1"])
def test_audio_goes_to_no_url_of_another_recording(path: str) -> None:
    first = {"upload_url": "/a?sig=1"}
    with playing(first, answer(200), WHOLE, {"upload_url": path}) as (bota, server):
        upload(bota, recording_id="rec_0001")
        with pytest.raises(InvalidResponseError, match="URL of another recording than rec_0003"):
            upload(bota, recording_id="rec_0003")
        assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("completed", "words"),
    [
        ({"status": "failed"}, "success, but the recording rec_0001 is failed"),
        ({"status": "pending"}, "is pending"),
        ({"status": "deleted"}, "is deleted"),
        ({"id": "rec_0002"}, "about the recording 'rec_0002', not about rec_0001"),
    ],
)
def test_an_upload_that_was_not_completed_is_no_success(
    completed: dict[str, Any], words: str
) -> None:
    with playing(*STORED, WHOLE | completed) as (bota, server):
        with pytest.raises(InvalidResponseError, match=words) as caught:
            upload(bota)
        assert caught.value.recording_id == "rec_0001"
        assert len(server.requests) == 4


def test_another_recording_is_no_proof_after_a_conflict() -> None:
    with playing(*STORED, answer(409), WHOLE | {"id": "rec_0002"}) as (bota, _):
        with pytest.raises(BotaError, match="409"):
            upload(bota)
    with playing(*STORED, answer(409), WHOLE) as (bota, _):
        assert upload(bota).verified


def test_a_download_is_of_the_recording_that_was_asked_for() -> None:
    recording = {"id": "rec_0001", "status": "uploaded"}
    url = {"download_url": "/proj/rec_0002/a.wav"}
    other = recording | {"id": "rec_0002"}
    for script, words in (
        ([other], "GET /v1/recordings/rec_0001: the response is about another object"),
        ([recording, url], "getDownloadUrl responded with the URL of another recording"),
    ):
        with playing(*script) as (bota, server):
            with pytest.raises(InvalidResponseError, match=words):
                bota.download("rec_0001", io.BytesIO())
            assert len(server.requests) == len(script)


OBJECT = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
SOUND = {"id": "rec_0001", "status": "uploaded"}
GIVEN = {"download_url": "/k?sig=1"}


@pytest.mark.parametrize(
    ("response", "known", "words"),
    [
        (OBJECT + b"\r\n" + AUDIO[:500], {}, "after 500 bytes, but neither the service nor S3"),
        (OBJECT + b"\r\n" + AUDIO[:500], {"file_size_bytes": 1012}, "has 500 bytes"),
        (OBJECT + b"\r\n" + AUDIO[:500], {"content_sha256": SHA256}, "SHA-256"),
        (OBJECT + b"Content-Length: 1012\r\n\r\n" + AUDIO[:500], {}, "left before the end"),
        (
            OBJECT + b"Transfer-Encoding: chunked\r\n\r\n1f4\r\n" + AUDIO[:500] + b"\r\n",
            {},
            "left before the end|connection failed",
        ),
    ],
)
def test_a_download_that_was_cut_short_is_never_whole(
    response: bytes, known: dict[str, Any], words: str
) -> None:
    with playing(SOUND | known, GIVEN, response) as (bota, _):
        with pytest.raises(BotaError, match=words):
            bota.download("rec_0001", io.BytesIO())


def test_an_end_that_the_hash_proves() -> None:
    target = io.BytesIO()
    with playing(SOUND | {"content_sha256": SHA256}, GIVEN, OBJECT + b"\r\n" + AUDIO) as (bota, _):
        assert bota.download("rec_0001", target).verified
    assert target.getvalue() == AUDIO


@pytest.mark.parametrize("head", [b"Content-Length: 1073741824\r\n", b""])
def test_more_than_there_is_is_not_taken(head: bytes) -> None:
    target = io.BytesIO()
    long = OBJECT + head + b"\r\n" + bytes(8 << 20)
    with playing(SOUND | {"file_size_bytes": 1012}, GIVEN, long) as (bota, _):
        with pytest.raises(IntegrityError, match=r"at least .* bytes, but the service says 1012"):
            bota.download("rec_0001", target)
    assert target.getvalue() == b""

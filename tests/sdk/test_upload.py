"""The main job: a file becomes a verified recording."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bota_emulator import Emulator
from bota_sdk import (
    AsyncBota,
    Bota,
    ConfigurationError,
    ConflictError,
    IntegrityError,
    PermissionDeniedError,
    Progress,
    Receipt,
    ServerError,
    SourceChangedError,
    SourceError,
    StorageError,
    UploadUrlExpiredError,
    VerificationTimeoutError,
)
from bota_sdk._storage import hashing
from bota_sdk._storage.client import StorageClient

from tests.conftest import AUDIO
from tests.sdk.conftest import Upload, steps

CREATE, URL, PUT, COMPLETE = "createRecording", "createUploadUrl", "PUT object", "completeUpload"
HAPPY = [(CREATE, 201), (URL, 200), (PUT, 200), (COMPLETE, 200)]
WAV = AUDIO / "speech.wav"
BIG = b"RIFF\0\0\0\0WAVE" + bytes(range(256)) * 12_000  # 3 MB: more than one piece


def check(emulator: Emulator, receipt: Receipt, data: bytes) -> None:
    """The stored bytes are the source's, and the recording and the receipt say so."""
    digest = hashlib.sha256(data).hexdigest()
    assert emulator.object_bytes(receipt.recording_id) == data
    assert receipt.sha256 == digest == receipt.recording.content_sha256
    assert receipt.verified
    assert receipt.bytes == len(data)
    assert receipt.recording.status == "uploaded"
    assert receipt.etag == hashlib.md5(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("speech.wav", "audio/wav"),
        ("speech.mp3", "audio/mpeg"),
        ("speech.m4a", "audio/mp4"),
        ("speech.webm", "audio/webm"),
        ("speech.ogg", "audio/ogg"),
        ("speech.flac", "audio/flac"),
    ],
)
def test_real_audio_of_every_type(
    bota_emulator: Emulator, upload: Upload, name: str, content_type: str
) -> None:
    receipt = upload(AUDIO / name, name="Stand-up", metadata={"room": {"floor": 3}})
    check(bota_emulator, receipt, (AUDIO / name).read_bytes())
    assert steps(bota_emulator) == HAPPY
    assert [(step.method, step.status_code) for step in receipt.requests] == [
        ("POST", 201), ("POST", 200), ("PUT", 200), ("POST", 200),
    ]  # fmt: skip
    assert receipt.content_type == content_type == receipt.recording.mime_type
    recording = bota_emulator.recording(receipt.recording_id)
    assert recording["name"] == "Stand-up"
    assert recording["metadata"] == {"room": {"floor": 3}}
    assert (recording["source"], recording["upload_method"]) == ("api_upload", "import")


def test_every_kind_of_source(bota_emulator: Emulator, upload: Upload, tmp_path: Path) -> None:
    path = tmp_path / "big.wav"
    path.write_bytes(BIG)
    with path.open("rb") as file:
        file.seek(12)
        pieces = [BIG[:1], BIG[1:100_000], BIG[100_000:]]
        for source in (
            path,
            str(path),
            BIG,
            bytearray(BIG),
            memoryview(BIG),
            io.BytesIO(BIG),
            pieces,
            iter(pieces),
        ):
            check(bota_emulator, upload(source), BIG)
        check(bota_emulator, upload(file, content_type="audio/wav"), BIG[12:])


def test_a_pipe_is_kept_and_sent_again_after_a_fault(
    bota_emulator: Emulator, upload: Upload, sleeps: list[float]
) -> None:
    reader, writer = os.pipe()

    def feed() -> None:
        with os.fdopen(writer, "wb") as file:
            file.write(BIG)

    feeding = threading.Thread(target=feed, daemon=True)
    feeding.start()
    bota_emulator.fail_storage("InternalError", times=1)
    with os.fdopen(reader, "rb") as pipe:
        check(bota_emulator, upload(pipe), BIG)
    feeding.join()


def test_an_asynchronous_iterable(bota_emulator: Emulator) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(BIG), 70_000):
            await asyncio.sleep(0)
            yield BIG[start : start + 70_000]

    async def failing() -> AsyncIterator[bytes]:
        yield BIG
        raise ConnectionError("the call was dropped")

    async def run() -> Receipt:
        options = {"base_url": bota_emulator.base_url, "api_key": bota_emulator.api_key}
        async with AsyncBota(**options) as bota:
            with pytest.raises(SourceError, match=f"failed after {len(BIG)} bytes"):
                await bota.upload(failing(), end_user_id="eu_1")
            assert bota_emulator.requests == []
            return await bota.upload(pieces(), end_user_id="eu_1")

    check(bota_emulator, asyncio.run(run()), BIG)


def test_a_file_that_is_awaited(bota_emulator: Emulator) -> None:
    class UploadFile:
        """A web framework's."""

        def __init__(self) -> None:
            self._file = io.BytesIO(BIG)

        async def read(self, size: int = -1, /) -> bytes:
            await asyncio.sleep(0)
            return self._file.read(size)

    async def run() -> Receipt:
        options = {"base_url": bota_emulator.base_url, "api_key": bota_emulator.api_key}
        async with AsyncBota(**options) as bota:
            return await bota.upload(UploadFile(), end_user_id="eu_1")

    check(bota_emulator, asyncio.run(run()), BIG)


def test_an_existing_recording(bota_emulator: Emulator, upload: Upload, bota: Bota) -> None:
    recording_id = bota.recordings.create(end_user_id="eu_1").id
    receipt = upload(WAV, recording_id=recording_id)
    assert receipt.recording_id == recording_id
    check(bota_emulator, receipt, WAV.read_bytes())
    assert steps(bota_emulator) == HAPPY
    with pytest.raises(ConflictError, match="already uploaded"):
        upload(WAV, recording_id=recording_id)


def test_a_device_token_sends_no_end_user(bota_emulator: Emulator, upload: Upload) -> None:
    receipt = upload(WAV, api_key="dtok_test")
    assert steps(bota_emulator) == HAPPY
    assert bota_emulator.recording(receipt.recording_id)["source"] is None


def test_an_upload_token_serves_its_recording(
    bota_emulator: Emulator, upload: Upload, bota: Bota
) -> None:
    recording_id = bota.recordings.create(end_user_id="eu_1").id
    token = bota_emulator.upload_token(recording_id)
    check(
        bota_emulator,
        upload(WAV, api_key=token, recording_id=recording_id),
        WAV.read_bytes(),
    )
    with pytest.raises(ConfigurationError, match="pass recording_id="):
        upload(WAV, api_key=token)


def test_refused_before_anything_is_sent(
    bota_emulator: Emulator, upload: Upload, tmp_path: Path
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    empty = tmp_path / "empty.wav"
    empty.touch()
    huge = tmp_path / "huge.wav"
    huge.write_bytes(BIG)
    os.truncate(huge, 5 * 2**30 + 1)
    for source, options, kind, words in [
        (text, {}, SourceError, "no supported audio type"),
        (empty, {}, SourceError, "is empty"),
        (huge, {}, SourceError, "5 GiB"),
        (tmp_path, {}, SourceError, "is a directory"),
        (tmp_path / "none.wav", {}, SourceError, "No such file"),
        (AUDIO / "speech.mp3", {"content_type": "audio/wav"}, SourceError, "those of audio/mpeg"),
        (WAV, {"content_type": "audio/aiff"}, SourceError, "is not one of"),
        (WAV, {"end_user_id": None}, ConfigurationError, "end_user_id is missing"),
        (WAV, {"recording_id": ""}, ValueError, "recording_id is empty"),
        (WAV, {"recording_id": "rec_1", "name": "x"}, ValueError, "name would be ignored"),
        (WAV, {"metadata": [1]}, TypeError, "metadata is a Mapping"),
        (WAV, {"metadata": {"a": object()}}, TypeError, "serializable"),
        (WAV, {"metadata": {"a": float("nan")}}, ValueError, "JSON compliant"),
        (5, {}, TypeError, "path, bytes, a binary file or an iterable"),
        (WAV, {"api_key": "dtok_test", "end_user_id": "eu"}, ConfigurationError, "leave it out"),
    ]:
        with pytest.raises(kind, match=words):  # type: ignore[call-overload]
            upload(source, **options)
    assert bota_emulator.requests == []


@pytest.fixture
def an_hour_passes_before_the_put(bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the first URL and its PUT, as in a queue or a laptop that sleeps."""
    original = StorageClient.put
    moves = iter([61 * 60])

    def put(*arguments: Any) -> Any:
        bota_emulator.clock.advance(next(moves, 0))
        return original(*arguments)

    monkeypatch.setattr(StorageClient, "put", put)


@pytest.mark.usefixtures("an_hour_passes_before_the_put")
@pytest.mark.parametrize("audio", [WAV.read_bytes(), BIG])
def test_a_url_that_expired_while_waiting_is_replaced(
    bota_emulator: Emulator, upload: Upload, audio: bytes
) -> None:
    receipt = upload(audio)
    check(bota_emulator, receipt, audio)
    assert receipt.attempts == 2
    assert steps(bota_emulator) == [
        (CREATE, 201), (URL, 200), (PUT, 403), (URL, 200), (PUT, 200), (COMPLETE, 200),
    ]  # fmt: skip
    puts = [record.body_bytes for record in bota_emulator.requests if record.operation == PUT]
    # A large body waits for the server's word; a small one may be on its way already.
    assert puts[1] == len(audio)
    assert puts[0] == 0 if audio is BIG else puts[0] <= len(audio)


@pytest.mark.usefixtures("an_hour_passes_before_the_put", "sleeps")
def test_no_byte_is_sent_to_a_url_that_is_known_to_be_old(
    bota_emulator: Emulator, upload: Upload
) -> None:
    # The 503 tells S3's time, and with it the URL's age.
    bota_emulator.fail_storage("SlowDown", times=1)
    receipt = upload(WAV)
    check(bota_emulator, receipt, WAV.read_bytes())
    assert steps(bota_emulator) == [
        (CREATE, 201), (URL, 200), (PUT, 503), (URL, 200), (PUT, 200), (COMPLETE, 200),
    ]  # fmt: skip


@pytest.mark.parametrize("skew", [-3600, 3600])
def test_the_local_clock_does_not_matter(
    bota_emulator: Emulator, upload: Upload, skew: float
) -> None:
    bota_emulator.clock.set_skew(skew)
    check(bota_emulator, upload(WAV), WAV.read_bytes())
    assert steps(bota_emulator) == HAPPY


@pytest.mark.parametrize("code", ["SlowDown", "InternalError"])
def test_a_passing_storage_error_is_retried_with_a_whole_body(
    bota_emulator: Emulator, upload: Upload, sleeps: list[float], code: str
) -> None:
    bota_emulator.fail_storage(code, times=2)
    receipt = upload(BIG)
    check(bota_emulator, receipt, BIG)
    assert [step for step, _ in steps(bota_emulator)] == [CREATE, URL, PUT, PUT, PUT, COMPLETE]
    assert len(sleeps) == 2


def test_a_storage_that_stays_broken_ends_in_an_error(
    bota_emulator: Emulator, upload: Upload, sleeps: list[float]
) -> None:
    bota_emulator.fail_storage("SlowDown", times=99)
    with pytest.raises(StorageError, match="after 4 attempts: 503 SlowDown") as caught:
        upload(WAV)
    assert caught.value.recording_id
    assert caught.value.request_id
    assert [step for step, _ in steps(bota_emulator)] == [CREATE, URL, PUT, PUT, PUT, PUT]
    assert len(sleeps) == 3


@pytest.mark.parametrize(
    ("code", "words", "urls"),
    [
        ("AccessDenied", "policy", 2),
        ("InvalidAccessKeyId", "does not know the key", 2),
        ("SignatureDoesNotMatch", "signature covers content-type='audio/wav', host", 1),
        ("EntityTooLarge", "5 GiB", 1),
    ],
)
def test_a_permanent_refusal_is_not_repeated(
    bota_emulator: Emulator,
    upload: Upload,
    sleeps: list[float],
    code: str,
    words: str,
    urls: int,
) -> None:
    bota_emulator.fail_storage(code, times=99)
    with pytest.raises(StorageError, match=f"{code}.*{words}") as caught:
        upload(WAV)
    assert type(caught.value) is StorageError
    assert [step for step, _ in steps(bota_emulator)] == [CREATE, *[URL, PUT] * urls]
    assert sleeps == []


def test_a_token_that_is_always_expired_ends_in_an_error(
    bota_emulator: Emulator, upload: Upload
) -> None:
    bota_emulator.fail_storage("ExpiredToken", times=99)
    with pytest.raises(UploadUrlExpiredError, match="ExpiredToken"):
        upload(WAV)
    assert [step for step, _ in steps(bota_emulator)] == [CREATE, URL, PUT, URL, PUT, URL, PUT]


@pytest.mark.parametrize("operation", [CREATE, URL, COMPLETE])
def test_a_passing_api_error_is_retried(
    bota_emulator: Emulator, upload: Upload, sleeps: list[float], operation: str
) -> None:
    bota_emulator.fail_api(operation, 503, times=2)
    check(bota_emulator, upload(WAV), WAV.read_bytes())
    operations = [step for step, _ in steps(bota_emulator)]
    assert operations.count(operation) == 3
    assert operations.count(PUT) == 1
    keys = {r.idempotency_key for r in bota_emulator.requests if r.operation == operation}
    assert len(keys) == 1
    assert None not in keys
    assert len(sleeps) == 2


def test_a_completion_that_fails_never_puts_again(
    bota_emulator: Emulator, upload: Upload, sleeps: list[float]
) -> None:
    bota_emulator.fail_api(COMPLETE, 500, times=99)
    with pytest.raises(ServerError) as caught:
        upload(WAV)
    assert caught.value.recording_id in "".join(caught.value.__notes__)
    operations = [step for step, _ in steps(bota_emulator)]
    assert operations.count(PUT) == 1
    assert operations.count(COMPLETE) == 4


def test_a_verification_that_takes_time_is_waited_for(
    bota_emulator: Emulator, upload: Upload, sleeps: list[float]
) -> None:
    bota_emulator.settings.verification_pending = 3
    phases: list[str] = []
    receipt = upload(WAV, on_progress=lambda progress: phases.append(progress.phase))
    check(bota_emulator, receipt, WAV.read_bytes())
    assert steps(bota_emulator)[-4:] == [(COMPLETE, 425)] * 3 + [(COMPLETE, 200)]
    assert phases.count("verifying") == 3
    assert len(sleeps) == 3


def test_a_verification_that_never_ends_is_given_up(
    bota_emulator: Emulator, upload: Upload, sleeps: list[float]
) -> None:
    bota_emulator.settings.verification_pending = 10_000
    with pytest.raises(VerificationTimeoutError, match="300 seconds"):
        upload(WAV)
    assert 300 <= sum(sleeps) < 330
    assert [step for step, _ in steps(bota_emulator)].count(PUT) == 1


def test_progress(bota_emulator: Emulator, upload: Upload) -> None:
    seen: list[Progress] = []
    receipt = upload(BIG, on_progress=seen.append)
    assert [progress.phase for progress in seen] == [
        "preparing", *["uploading"] * (len(seen) - 2), "completing",
    ]  # fmt: skip
    sent = [progress.bytes_sent for progress in seen if progress.phase == "uploading"]
    assert sent == sorted(sent)
    assert (sent[0], sent[-1]) == (0, len(BIG))
    assert {progress.total_bytes for progress in seen} == {len(BIG)}
    assert seen[-1].recording_id == receipt.recording_id


def test_a_file_that_changes_while_it_is_sent_is_never_completed(
    bota_emulator: Emulator, upload: Upload, tmp_path: Path
) -> None:
    path = tmp_path / "growing.wav"
    path.write_bytes(BIG)

    def grow(progress: Progress) -> None:
        if progress.bytes_sent:
            with path.open("ab") as file:
                file.write(b"more")

    with pytest.raises(SourceChangedError, match=r"growing\.wav") as caught:
        upload(path, on_progress=grow)
    assert caught.value.recording_id
    assert COMPLETE not in [step for step, _ in steps(bota_emulator)]
    with pytest.raises(KeyError):
        bota_emulator.object_sha256(caught.value.recording_id)


def test_bytes_that_arrive_damaged_are_sent_once_more(
    bota_emulator: Emulator, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A hash that does not fit the bytes is what damage between reading and storing looks like.
    def damaged(count: float) -> SimpleNamespace:
        wrong = iter([b"damage"] * int(count))
        return SimpleNamespace(sha256=lambda: hashlib.sha256(next(wrong, b"")), md5=hashlib.md5)

    monkeypatch.setattr(hashing, "hashlib", damaged(1))
    receipt = upload(WAV)
    assert receipt.attempts == 2
    assert steps(bota_emulator)[4:] == [(URL, 200), (PUT, 200), (COMPLETE, 200)]
    assert receipt.verified
    monkeypatch.setattr(hashing, "hashlib", damaged(99))
    with pytest.raises(IntegrityError, match="2 times in a row"):
        upload(WAV)


def test_an_md5_of_s3_that_is_not_ours_is_sent_again(
    bota_emulator: Emulator,
    upload: Upload,
    monkeypatch: pytest.MonkeyPatch,
    sleeps: list[float],
) -> None:
    wrong = SimpleNamespace(
        sha256=hashlib.sha256, md5=lambda **options: hashlib.md5(b"x", **options)
    )
    monkeypatch.setattr(hashing, "hashlib", wrong)
    with pytest.raises(IntegrityError, match=r"its MD5 is .* nothing was completed"):
        upload(WAV)
    assert [step for step, _ in steps(bota_emulator)] == [CREATE, URL, PUT, PUT, PUT, PUT]


@pytest.mark.parametrize("size", [len(BIG), 12 << 20])
def test_s3_checks_an_md5_when_asked(
    bota_emulator: Emulator, upload: Upload, tmp_path: Path, size: int
) -> None:
    audio = BIG + bytes(size - len(BIG))
    check(bota_emulator, upload(audio, checksum="md5"), audio)
    path = tmp_path / "a.wav"
    path.write_bytes(audio)

    def rewrite(progress: Progress) -> None:
        # In place, and with the time put back: no fingerprint shows it.
        if progress.phase == "uploading":
            before = path.stat()
            with path.open("r+b") as file:
                file.seek(20)
                file.write(b"other")
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    with pytest.raises(SourceChangedError, match="between its first reading and its upload"):
        upload(path, checksum="md5", on_progress=rewrite)
    assert COMPLETE not in [step for step, _ in steps(bota_emulator)[4:]]


def test_a_key_without_the_scope(bota_emulator: Emulator, upload: Upload) -> None:
    with pytest.raises(PermissionDeniedError, match="recordings:write"):
        upload(WAV, api_key="rk_test_read")
    assert steps(bota_emulator) == [(CREATE, 403)]


@pytest.mark.parametrize(
    "settings",
    [
        {"return_upload_headers": False},
        {"sign_content_length": True},
        {"extra_upload_headers": {"x-amz-meta-project": "a b"}},
        {"size_as_string": True},
    ],
)
def test_every_form_of_the_upload_answer(
    bota_emulator: Emulator, upload: Upload, settings: dict[str, object]
) -> None:
    bota_emulator.settings.update(settings)
    check(bota_emulator, upload(BIG), BIG)

"""Audio that is elsewhere: in a bucket of a real S3 server, or in a file system of fsspec."""

from __future__ import annotations

import io
import json
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import fsspec
import obstore.store
import pytest
from bota_emulator import ApiStatus
from bota_sdk import (
    Bota,
    ConfigurationError,
    SourceChangedError,
    SourceError,
    UploadItem,
    list_urls,
    unfinished_items,
)
from bota_sdk._upload import places
from upath import UPath

from tests.emulator.storage_cases import Target
from tests.sdk.conftest import Upload

if TYPE_CHECKING:
    from bota_emulator import Emulator

AUDIO = b"RIFF\0\0\0\0WAVE" + bytes(range(256)) * 40
LARGE = b"RIFF\0\0\0\0WAVE" + bytes(range(256)) * (6 << 12)


@pytest.fixture(scope="session")
def s3(real_servers: Callable[[str], Target]) -> Iterator[tuple[str, Any]]:
    """A place in a bucket, and the bucket itself."""
    server = real_servers("seaweedfs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", server.identity.access_key)
        patch.setenv("AWS_SECRET_ACCESS_KEY", server.identity.secret_key)
        patch.setenv("AWS_REGION", server.identity.region)
        patch.setenv("AWS_ENDPOINT_URL", server.endpoint)
        patch.setenv("AWS_ALLOW_HTTP", "true")
        places._store.cache_clear()
        yield f"s3://{server.bucket}", obstore.store.from_url(f"s3://{server.bucket}")
        places._store.cache_clear()


@pytest.fixture
def folder(s3: tuple[str, Any]) -> tuple[str, Callable[..., None]]:
    """The URL of an empty folder in the bucket, and what puts an object there."""
    name = uuid.uuid4().hex

    def put(key: str, content: bytes = AUDIO, kind: str = "audio/wav") -> None:
        s3[1].put(f"{name}/{key}", content, attributes={"Content-Type": kind})

    return f"{s3[0]}/{name}", put


@pytest.fixture
def memory() -> Iterator[Any]:
    """A file system of fsspec, at memory://calls."""
    fs = fsspec.filesystem("memory")
    fs.pipe("/calls/a.wav", AUDIO)
    yield fs
    fs.rm("/calls", recursive=True)


def test_an_object_by_its_url(folder: Any, upload: Upload, bota_emulator: Emulator) -> None:
    place, put = folder
    put("day 1/50% [x] é?#.wav")
    bota_emulator.fail_storage("InternalError", times=1)
    receipt = upload(f"{place}/day 1/50% [x] é?#.wav")
    assert (receipt.verified, receipt.bytes, receipt.attempts) == (True, len(AUDIO), 2)
    assert receipt.recording.name == "50% [x] é?#.wav"
    assert bota_emulator.object_bytes(receipt.recording_id) == AUDIO


def test_the_type_that_an_object_has(folder: Any, upload: Upload) -> None:
    place, put = folder
    put("call.2026-11-02", b"nothing that shows a type" * 9, "audio/flac")
    with pytest.raises(SourceError, match="its metadata says audio/flac, but it begins with"):
        upload(f"{place}/call.2026-11-02")
    put("call.2026-11-02", AUDIO, "audio/x-wav")
    assert upload(f"{place}/call.2026-11-02").content_type == "audio/wav"


@pytest.mark.parametrize("is_longer", [False, True])
def test_an_object_that_is_replaced_under_way(
    folder: Any, bota: Bota, bota_emulator: Emulator, is_longer: bool
) -> None:
    place, put = folder
    put("a.wav", LARGE)
    other = bytes(reversed(LARGE[12:]))

    def replace(progress: Any) -> None:
        if progress.phase == "uploading" and 0 < progress.bytes_sent < len(LARGE):
            put("a.wav", LARGE[:12] + other + (b"more" if is_longer else b""))

    with pytest.raises(SourceChangedError) as caught:
        bota.upload(f"{place}/a.wav", end_user_id="eu_1", on_progress=replace)
    assert bota.recordings.get(str(caught.value.recording_id)).status == "pending"


def test_another_attempt_reads_no_other_version(
    folder: Any, bota: Bota, bota_emulator: Emulator
) -> None:
    place, put = folder
    put("a.wav")
    bota_emulator.fail_storage("InternalError", times=1)

    def replace(progress: Any) -> None:
        if progress.phase == "waiting":
            put("a.wav", AUDIO[:-3] + b"new")

    with pytest.raises(SourceChangedError):
        bota.upload(f"{place}/a.wav", end_user_id="eu_1", on_progress=replace)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("{}/none.wav", "there is nothing of that name"),
        ("{}//a.wav", "an empty part"),
        ("{}/", "it is a folder"),
        ("s3://key:secret@bucket/a.wav", "takes credentials from the environment"),
        ("file:///tmp/a.wav", "give its path"),
        ("http://127.0.0.1/a.wav?X-Amz-Signature=unspoken", "may be a signature"),
        ("nothing://a.wav", "Protocol not known"),
        ("memory://none/a.wav", "there is nothing of that name"),
    ],
)
def test_what_cannot_be_had(
    folder: Any, bota: Bota, bota_emulator: Emulator, url: str, words: str
) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        bota.upload(url.format(folder[0]), end_user_id="eu_1")
    assert "secret" not in str(caught.value)
    assert "unspoken" not in str(caught.value)
    assert bota_emulator.requests == []


def test_a_library_that_is_missing(bota: Bota, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str) -> Any:
        raise ImportError(name)

    places._store.cache_clear()
    monkeypatch.setattr(places, "import_module", without)
    with pytest.raises(ConfigurationError, match=r"bota-sdk\[cloud\]"):
        bota.upload("s3://bucket/a.wav", end_user_id="eu_1")
    with pytest.raises(ConfigurationError, match="pip install fsspec"):
        bota.upload("sftp://host/a.wav", end_user_id="eu_1")


def test_files_and_paths_of_fsspec(memory: Any, upload: Upload) -> None:
    # Opened only when they are needed: all files of it at one path share their position.
    opening: list[Callable[[], Any]] = [
        lambda: "memory://calls/a.wav",
        lambda: UPath("memory://calls/a.wav"),
        lambda: fsspec.open("memory://calls/a.wav"),
        lambda: memory.open("/calls/a.wav"),
    ]
    for source in opening:
        receipt = upload(source())
        assert (receipt.verified, receipt.recording.name) == (True, "a.wav")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("/", ["a.wav", "b/c.wav", "b/d/e.mp3", "b/d/e.json"]),
        ("/*", ["a.wav"]),
        ("/**/*.wav", ["a.wav", "b/c.wav"]),
        ("/b/**", ["b/c.wav", "b/d/e.mp3", "b/d/e.json"]),
        ("/?/[!x].wav", ["b/c.wav"]),
        ("/none/", []),
    ],
)
def test_listing_a_bucket(folder: Any, pattern: str, found: list[str]) -> None:
    place, put = folder
    for key in ("a.wav", "b/c.wav", "b/d/e.mp3", "b/d/e.json"):
        put(key)
    assert sorted(list_urls(place + pattern)) == sorted(f"{place}/{key}" for key in found)
    if pattern == "/":
        assert list(list_urls(f"{place}/", recursive=False)) == [f"{place}/a.wav"]


def test_listing_what_fsspec_opens(memory: Any) -> None:
    memory.pipe("/calls/b/c.wav", AUDIO)
    assert sorted(list_urls("memory://calls/")) == [
        "memory://calls/a.wav",
        "memory://calls/b/c.wav",
    ]
    assert list(list_urls("memory://calls/*/*.wav")) == ["memory://calls/b/c.wav"]
    with pytest.raises(ValueError, match="after the bucket"):
        list(list_urls("s3://b*/a.wav"))


def test_twenty_objects_with_a_journal(
    folder: Any, bota: Bota, bota_emulator: Emulator, tmp_path: Path
) -> None:
    place, put = folder
    for number in range(20):
        put(f"{number:02}.wav", AUDIO + bytes([number]))
    put("copy.wav", AUDIO + bytes([7]))
    bota_emulator.add_fault(ApiStatus(status=400, operation="createRecording"))
    journal = tmp_path / "journal"
    first = bota.upload_many(list_urls(f"{place}/"), end_user_id="eu_1", journal=journal)
    assert (first.uploaded + first.skipped, first.failed) == (20, 1)
    (left,) = unfinished_items(journal)
    assert left.audio == first.failures[0].key
    assert str(left.audio).startswith(place)
    again = bota.upload_many(list_urls(f"{place}/"), end_user_id="eu_1", journal=journal)
    assert again.ok
    assert first.uploaded + again.uploaded == 20
    put("03.wav", AUDIO + b"new contents")
    changed = bota.upload_many([f"{place}/03.wav"], end_user_id="eu_1", journal=journal)
    assert isinstance(changed.failures[0].error, SourceChangedError)


def test_no_password_is_kept(bota: Bota, tmp_path: Path) -> None:
    item = UploadItem("nothing://ann:pa55word@host/a.wav", end_user_id="eu_1")
    report = bota.upload_many([item], journal=tmp_path / "journal")
    (failure,) = report.failures
    assert failure.key == "nothing://ann@host/a.wav"
    shown = repr(item) + repr(failure) + str(failure.error)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "pa55word" not in shown
    assert b"pa55word" not in kept
    assert b"nothing://ann@host/a.wav" in kept


def test_a_sidecar(folder: Any, bota: Bota) -> None:
    place, put = folder
    known = {"name": "Call 7", "started_at": "2026-11-02T09:30:00Z", "metadata": {"a": 1}}
    put("a.wav", AUDIO + b"1")
    put("a.json", json.dumps(known | {"queue": "sales"}).encode())
    put("b.wav", AUDIO + b"2")
    put("b_metadata.json", b'{"conversationId": "c1"}')
    put("c.wav", AUDIO + b"3")
    put("d.wav", AUDIO + b"4")
    put("d.json", b'{"started_at": "today"}')
    items = [
        UploadItem(url, sidecar=True, end_user_id="eu_1", name="N", metadata={"b": 2})
        for url in list_urls(f"{place}/*.wav")
    ]
    report = bota.upload_many(items)
    assert (report.uploaded, report.failed) == (2, 2)
    reasons = sorted(str(failure.reason) for failure in report.failures)
    assert reasons[0].startswith("'c.wav' has no sidecar: there is no c.json")
    assert "the sidecar 'd.json', column 'started_at'" in reasons[1]
    found = {one.name: one for one in bota.recordings.list()}
    assert found["Call 7"].metadata == {"a": 1, "b": 2, "queue": "sales"}
    assert str(found["Call 7"].started_at) == "2026-11-02 09:30:00+00:00"
    assert found["N"].metadata == {"b": 2, "conversationId": "c1"}


def test_the_environment_of_s3_is_the_librarys_own(folder: Any, bota: Bota) -> None:
    place, put = folder
    put("a.wav")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_SECRET_ACCESS_KEY", "another-one")
        places._store.cache_clear()
        with pytest.raises(SourceError, match="access is refused"):
            bota.upload(f"{place}/a.wav", end_user_id="eu_1")
    places._store.cache_clear()
    assert os.environ["AWS_SECRET_ACCESS_KEY"] != "another-one"


def test_a_signed_url_is_not_kept(bota: Bota, bota_emulator: Emulator, tmp_path: Path) -> None:
    url, journal = "https://127.0.0.1/a.wav?X-Amz-Signature=unspoken", tmp_path / "journal"
    report = bota.upload_many([url], end_user_id="eu_1", journal=journal)
    assert report.failed == 1
    assert "may be a signature" in str(report.failures[0].reason)
    done = bota.enqueue([url], end_user_id="eu_1", journal=journal)
    assert "may be a signature" in str(done.failures[0].reason)
    opened = io.BytesIO(AUDIO)
    fs = SimpleNamespace(info=lambda _: {"size": 1}, unstrip_protocol=lambda _: url)
    opened_file: Any = SimpleNamespace(fs=fs, path="a.wav", read=opened.read)
    items = [UploadItem(url, key="a"), UploadItem(opened_file, key="b")]
    report = bota.upload_many(items, end_user_id="eu_1", journal=journal)
    assert report.failed == 2
    assert "unspoken" not in "".join(str(failure.error) for failure in report.failures)
    assert b"unspoken" not in journal.read_bytes()
    assert "createRecording" not in [record.operation for record in bota_emulator.requests]


@pytest.mark.parametrize(("pattern", "words"), [("[z-a].wav", "is no pattern"), ("[", None)])
def test_patterns_that_are_odd(memory: Any, pattern: str, words: str | None) -> None:
    if words:
        with pytest.raises(ValueError, match=words):
            list(list_urls(f"memory://calls/{pattern}"))
    else:
        assert list(list_urls(f"memory://calls/{pattern}")) == []

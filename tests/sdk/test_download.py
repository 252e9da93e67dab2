"""A recording's audio comes down whole and right, or not at all, with both clients."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import (
    AdvanceClock,
    ApiFields,
    Emulator,
    StorageReset,
    StorageTruncate,
)
from bota_emulator import StorageError as StorageErrorFault
from bota_sdk import (
    AsyncBota,
    Bota,
    CancelToken,
    DeadlineExceededError,
    Download,
    IntegrityError,
    InvalidResponseError,
    NotFoundError,
    StorageConnectionError,
    StorageError,
    StorageTimeoutError,
    UploadCancelledError,
)

from tests.sdk.raw_server import raw_server, read_head
from tests.ticks import HANG, Ticks

GET, URL = "GET object", "getDownloadUrl"
AUDIO = b"RIFF\0\0\0\0WAVE" + bytes(range(256)) * 12_000  # 3 MB
DIGEST = hashlib.sha256(AUDIO).hexdigest()
HALF = 6 << 18  # whole chunks

DownloadCall = Callable[..., Download]


@pytest.fixture(params=["sync", "async"])
def download(request: pytest.FixtureRequest, bota_emulator: Emulator) -> DownloadCall:
    """`download(recording_id, target, **options)` with Bota or with AsyncBota."""
    client: dict[str, Any] = {
        "base_url": bota_emulator.base_url,
        "api_key": bota_emulator.api_key,
        "storage_timeout": HANG,
    }

    def with_bota(*arguments: Any, **options: Any) -> Download:
        with Bota(**client) as bota:
            return bota.download(*arguments, **options)

    async def with_async_bota(*arguments: Any, **options: Any) -> Download:
        async with AsyncBota(**client) as bota:
            return await bota.download(*arguments, **options)

    if request.param == "sync":
        return with_bota
    return lambda *arguments, **options: asyncio.run(with_async_bota(*arguments, **options))


@pytest.fixture
def recording_id(bota: Bota, bota_emulator: Emulator) -> str:
    """One uploaded recording; the emulator's notes begin after it."""
    found = bota.upload(AUDIO, end_user_id="eu_1").recording_id
    bota_emulator._recorder.clear()
    return found


def gets(emulator: Emulator) -> list[int | None]:
    """The statuses of the GETs that the storage saw."""
    return [record.status for record in emulator.requests if record.operation == GET]


def check(found: Download, path: Path | None) -> None:
    assert found == Download(path=path, bytes=len(AUDIO), sha256=DIGEST, verified=True)


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_into_a_file_or_a_folder(
    bota_emulator: Emulator, download: DownloadCall, recording_id: str, tmp_path: Path
) -> None:
    seen: list[tuple[int, int | None]] = []
    path = tmp_path / "a.wav"
    check(download(recording_id, path, on_progress=lambda *counts: seen.append(counts)), path)
    assert path.read_bytes() == AUDIO
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [count for count, _ in seen] == sorted({count for count, _ in seen})
    assert seen[-1] == (len(AUDIO), len(AUDIO))
    assert {total for _, total in seen} == {len(AUDIO)}
    assert 3 <= len(seen) <= 4
    named = tmp_path / f"{recording_id}.wav"
    check(download(recording_id, str(tmp_path)), named)
    assert named.read_bytes() == AUDIO
    assert sorted(tmp_path.iterdir()) == sorted([path, named])
    assert gets(bota_emulator) == [200, 200]


class Reluctant(io.RawIOBase):
    """A raw file that takes a part of what it is given."""

    def __init__(self) -> None:
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.taken += bytes(data[:100_000])
        return min(len(data), 100_000)


def test_into_a_file_object(download: DownloadCall, recording_id: str) -> None:
    file = io.BytesIO(b"mine")
    file.seek(4)
    check(download(recording_id, file), None)
    assert file.getvalue() == b"mine" + AUDIO
    raw = Reluctant()
    check(download(recording_id, raw), None)
    assert raw.taken == AUDIO


def test_into_a_pipe_that_stays_one(
    download: DownloadCall, recording_id: str, tmp_path: Path
) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read: list[bytes] = []
    reading = threading.Thread(target=lambda: read.append(path.read_bytes()), daemon=True)
    reading.start()
    check(download(recording_id, path), path)
    reading.join(HANG)
    assert read == [AUDIO]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_pipe_that_nobody_reads(
    download: DownloadCall, recording_id: str, tmp_path: Path, sleeps: list[float]
) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(OSError, match="nobody reads the pipe"):
        download(recording_id, path)
    assert sum(sleeps) == 10.0
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_waiting_for_a_reader_is_stopped(
    download: DownloadCall, recording_id: str, tmp_path: Path, ticks: Ticks
) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    started = ticks()
    with pytest.raises(DeadlineExceededError):
        download(recording_id, path, deadline=1.0)
    assert ticks() - started < 3


def test_what_is_there_is_not_replaced_unasked(
    bota_emulator: Emulator, download: DownloadCall, recording_id: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    dangling = tmp_path / "b.wav"
    dangling.symlink_to("nowhere")
    path.write_text("mine")
    for taken in (path, dangling):
        with pytest.raises(FileExistsError) as caught:
            download(recording_id, taken)
        assert caught.value.filename == str(taken)
    assert bota_emulator.requests == []
    (tmp_path / f"{recording_id}.wav").write_text("mine")
    with pytest.raises(FileExistsError):
        download(recording_id, tmp_path)
    assert gets(bota_emulator) == []
    link = tmp_path / "link.wav"
    link.symlink_to(path)
    check(download(recording_id, link, overwrite=True), link)
    assert link.is_symlink()
    assert path.read_bytes() == AUDIO


def test_what_somebody_made_meanwhile_stays(
    download: DownloadCall, recording_id: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    with pytest.raises(FileExistsError):
        download(recording_id, path, on_progress=lambda *_: path.write_text("theirs"))
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_system_without_links(
    download: DownloadCall, recording_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    path = tmp_path / "a.wav"
    check(download(recording_id, path), path)
    path.unlink()
    with pytest.raises(FileExistsError):
        download(recording_id, path, on_progress=lambda *_: path.write_text("theirs"))
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("into", ["file", "stream"])
def test_a_broken_connection_is_gone_on_from_where_it_broke(
    bota_emulator: Emulator,
    download: DownloadCall,
    recording_id: str,
    tmp_path: Path,
    sleeps: list[float],
    into: str,
) -> None:
    for size in (HALF, 1000):
        bota_emulator.add_fault(StorageTruncate(operation=GET, bytes=size))
    bota_emulator.add_fault(StorageReset(operation=GET))
    stream = io.BytesIO()
    path = tmp_path / "a.wav"
    check(
        download(recording_id, path if into == "file" else stream), path if into == "file" else None
    )
    assert (path.read_bytes() if into == "file" else stream.getvalue()) == AUDIO
    assert gets(bota_emulator) == [None, None, None, 206]
    assert len(sleeps) == 3
    assert [record.operation for record in bota_emulator.requests].count(URL) == 1


def test_a_url_that_expires_under_way_is_replaced(
    bota_emulator: Emulator, download: DownloadCall, recording_id: str, sleeps: list[float]
) -> None:
    bota_emulator.add_fault(StorageTruncate(operation=GET, bytes=HALF))
    bota_emulator.add_fault(AdvanceClock(operation=GET, side="storage", when="after", seconds=3660))
    stream = io.BytesIO()
    check(download(recording_id, stream), None)
    assert stream.getvalue() == AUDIO
    assert gets(bota_emulator) == [None, 403, 206]
    assert [record.operation for record in bota_emulator.requests].count(URL) == 2
    assert len(sleeps) == 1


def test_what_brings_bytes_is_retried_more_often(
    bota_emulator: Emulator, download: DownloadCall, recording_id: str, sleeps: list[float]
) -> None:
    # Two attempts bring a MiB each: each renews the three retries.
    for size in (1000, 1000, 1_200_000, 1000, 1000, 1_200_000, 1000, 1000):
        bota_emulator.add_fault(StorageTruncate(operation=GET, bytes=size))
    stream = io.BytesIO()
    check(download(recording_id, stream), None)
    assert stream.getvalue() == AUDIO
    assert len(sleeps) == 8


def test_a_storage_that_stays_broken_ends_in_an_error(
    bota_emulator: Emulator,
    download: DownloadCall,
    recording_id: str,
    tmp_path: Path,
    sleeps: list[float],
) -> None:
    bota_emulator.add_fault(StorageTruncate(operation=GET, bytes=1000, times=99))
    with pytest.raises(StorageConnectionError, match="after 4 attempts"):
        download(recording_id, tmp_path)
    assert len(gets(bota_emulator)) == 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "statuses"),
    [("SlowDown", [503] * 4), ("AccessDenied", [403] * 2), ("NoSuchKey", [404])],
)
def test_refusals(
    bota_emulator: Emulator,
    download: DownloadCall,
    recording_id: str,
    tmp_path: Path,
    sleeps: list[float],
    code: str,
    statuses: list[int],
) -> None:
    bota_emulator.add_fault(StorageErrorFault(code=code, times=99, operation=GET))
    with pytest.raises(StorageError, match=f"S3 refused the download after .*{code}") as caught:
        download(recording_id, tmp_path)
    assert caught.value.code == code
    assert caught.value.request_id
    assert gets(bota_emulator) == statuses
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("operation", "fields", "kind", "words"),
    [
        (URL, {"download_url": "http://example.com/x"}, InvalidResponseError, "not this machine"),
        (URL, {"download_url": 5}, InvalidResponseError, "download_url is a number, not text"),
        (URL, {"file_size_bytes": 17}, IntegrityError, "bytes, but the service says 17"),
        (URL, {"file_size_bytes": str(2**40)}, IntegrityError, f"{len(AUDIO)} bytes, but"),
        ("getRecording", {"content_sha256": "0" * 64}, IntegrityError, f"SHA-256 is {DIGEST}"),
    ],
)
def test_what_is_wrong_leaves_nothing(
    bota_emulator: Emulator,
    download: DownloadCall,
    recording_id: str,
    tmp_path: Path,
    operation: str,
    fields: dict[str, Any],
    kind: type[Exception],
    words: str,
) -> None:
    bota_emulator.add_fault(ApiFields(operation=operation, set=fields))
    with pytest.raises(kind, match=words):
        download(recording_id, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_the_service_does_not_know_is_not_verified(
    bota_emulator: Emulator, download: DownloadCall, recording_id: str, tmp_path: Path
) -> None:
    bota_emulator.add_fault(
        ApiFields(operation="getRecording", set={"content_sha256": None, "file_size_bytes": None})
    )
    bota_emulator.add_fault(
        ApiFields(operation=URL, set={"content_type": None, "file_size_bytes": None})
    )
    found = download(recording_id, tmp_path)
    assert (found.bytes, found.sha256, found.verified) == (len(AUDIO), DIGEST, False)


def test_arguments_that_cannot_be_used(
    bota_emulator: Emulator, download: DownloadCall, recording_id: str, tmp_path: Path
) -> None:
    with (tmp_path / "text").open("w") as text:
        for target in (text, 5, b"a.wav", None):
            with pytest.raises(TypeError, match="path or a binary file"):
                download(recording_id, target)
    for options in ({"cancel": 5}, {"deadline": "5"}):
        with pytest.raises(TypeError):
            download(recording_id, tmp_path / "a", **options)
    with pytest.raises(ValueError, match="above 0"):
        download(recording_id, tmp_path / "a", deadline=0)
    assert bota_emulator.requests == []
    with pytest.raises(NotFoundError):
        download("rec_none", tmp_path / "a")
    with pytest.raises(OSError, match="No such file"):
        download(recording_id, tmp_path / "none" / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["text"]


def test_what_the_callback_raises_passes_through(
    download: DownloadCall, recording_id: str, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        download(recording_id, tmp_path, on_progress=fail)
    assert list(tmp_path.iterdir()) == []


def head(status: int, length: int, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {length}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.fixture
def storage(bota_emulator: Emulator) -> Iterator[Callable[..., list[bytes]]]:
    """`storage(answer, ...)` has the downloads go to a server that answers so; returns the heads.

    What else the response with the URL says may be given by name.
    """
    heads: list[bytes] = []
    answers: list[bytes] = []

    def behave(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        connection.sendall(answers[len(heads) - 1])

    with raw_server(behave) as server:

        def answer(*given: bytes, **fields: Any) -> list[bytes]:
            answers.extend(given)
            fields["download_url"] = f"{server.url}/k"
            bota_emulator.add_fault(ApiFields(operation=URL, set=fields, times=9))
            return heads

        yield answer


ETAG = 'ETag: "one"'


@pytest.mark.parametrize("into", ["file", "stream"])
def test_a_storage_without_ranges(
    download: DownloadCall,
    recording_id: str,
    storage: Callable[..., list[bytes]],
    tmp_path: Path,
    sleeps: list[float],
    into: str,
) -> None:
    whole = head(200, len(AUDIO), ETAG)
    heads = storage(whole + AUDIO[:HALF], whole + AUDIO)
    stream, path = io.BytesIO(), tmp_path / "a.wav"
    download(recording_id, path if into == "file" else stream)
    assert (path.read_bytes() if into == "file" else stream.getvalue()) == AUDIO
    assert b"Range" not in heads[0]
    assert f"\r\nRange: bytes={HALF}-\r\n".encode() in heads[1]
    assert b'\r\nIf-Range: "one"\r\n' in heads[1]


@pytest.mark.parametrize("etag", ["X-Other: 1", 'ETag: W/"one"'], ids=["no ETag", "a weak one"])
def test_a_range_needs_a_strong_etag(
    download: DownloadCall,
    recording_id: str,
    storage: Callable[..., list[bytes]],
    tmp_path: Path,
    sleeps: list[float],
    etag: str,
) -> None:
    whole = head(200, len(AUDIO), etag)
    heads = storage(whole + AUDIO[:HALF], whole + AUDIO)
    check(download(recording_id, tmp_path / "a"), tmp_path / "a")
    assert b"Range" not in heads[1]


def test_an_object_that_became_another_one(
    download: DownloadCall,
    recording_id: str,
    storage: Callable[..., list[bytes]],
    tmp_path: Path,
    sleeps: list[float],
) -> None:
    old = head(200, len(AUDIO), 'ETag: "old"') + b"x" * HALF
    storage(*[old, head(200, len(AUDIO), ETAG) + AUDIO] * 2)
    check(download(recording_id, tmp_path / "a"), tmp_path / "a")
    with pytest.raises(IntegrityError, match="became another one"):
        download(recording_id, io.BytesIO())


@pytest.mark.parametrize(
    "range_headers",
    [
        (ETAG, f"Content-Range: bytes 0-99/{len(AUDIO)}"),
        (ETAG, f"Content-Range: bytes {HALF + 1}-{HALF + 100}/{len(AUDIO)}"),
        ('ETag: "two"', f"Content-Range: bytes {HALF}-{HALF + 99}/{len(AUDIO)}"),
        (ETAG,),
    ],
)
def test_other_bytes_than_asked_for_are_not_taken(
    download: DownloadCall,
    recording_id: str,
    storage: Callable[..., list[bytes]],
    tmp_path: Path,
    sleeps: list[float],
    range_headers: tuple[str, ...],
) -> None:
    whole = head(200, len(AUDIO), ETAG)
    heads = storage(
        whole + AUDIO[:HALF],
        head(206, 100, *range_headers) + bytes(100),
        whole + AUDIO,
    )
    check(download(recording_id, tmp_path / "a"), tmp_path / "a")
    assert b"Range" not in heads[2]


def test_a_range_in_parts_is_gone_on_with(
    bota: Bota,
    bota_emulator: Emulator,
    recording_id: str,
    storage: Callable[..., list[bytes]],
    sleeps: list[float],
) -> None:
    # Neither the recording nor the URL says how long it is, or what its hash is.
    unknown = {"file_size_bytes": None, "content_sha256": None}
    bota_emulator.add_fault(ApiFields(operation="getRecording", set=unknown))
    size, part = len(AUDIO), HALF + 100
    heads = storage(
        head(200, size, ETAG) + AUDIO[:HALF],
        head(206, 100, ETAG, f"Content-Range: bytes {HALF}-{part - 1}/{size}") + AUDIO[HALF:part],
        head(206, size - part, ETAG, f"Content-Range: bytes {part}-{size - 1}/{size}")
        + AUDIO[part:],
        file_size_bytes=None,
    )
    target = io.BytesIO()
    assert bota.download(recording_id, target).bytes == size
    assert target.getvalue() == AUDIO
    assert len(heads) == 3


def test_a_connection_that_breaks_after_the_last_byte(
    download: DownloadCall,
    recording_id: str,
    storage: Callable[..., list[bytes]],
    sleeps: list[float],
) -> None:
    # In chunks of which the last one, that says so, is missing.
    size = 1 << 20
    chunked = f"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n{ETAG}\r\n\r\n{size:x}\r\n"
    storage(
        chunked.encode() + AUDIO[:size] + b"\r\n",
        head(416, 0, f"Content-Range: bytes */{size}"),
    )
    with pytest.raises(IntegrityError, match=f"has {size} bytes, but the service says"):
        download(recording_id, io.BytesIO())


@pytest.mark.parametrize(
    "answer",
    [
        head(200, len(AUDIO), ETAG) + AUDIO[:HALF],
        head(200, len(AUDIO), ETAG),
        b"HTTP/1.1 200",
    ],
    ids=["body", "head", "status line"],
)
@pytest.mark.parametrize("how", ["cancel", "deadline"])
def test_stopping_within_a_second(
    bota_emulator: Emulator,
    download: DownloadCall,
    recording_id: str,
    tmp_path: Path,
    answer: bytes,
    how: str,
    ticks: Ticks,
) -> None:
    token, done = CancelToken(), threading.Event()
    stalled: list[float] = []

    def stall(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(answer)
        stalled.append(ticks())
        if how == "cancel":
            token.cancel()
        done.wait(HANG)

    options: dict[str, Any] = {"cancel": token} if how == "cancel" else {"deadline": 1.0}
    kind = UploadCancelledError if how == "cancel" else DeadlineExceededError
    with raw_server(stall) as server:
        bota_emulator.add_fault(ApiFields(operation=URL, set={"download_url": f"{server.url}/k"}))
        with pytest.raises(kind, match="the download was"):
            download(recording_id, tmp_path / "a", **options)
        assert ticks() - stalled[0] < (1 if how == "cancel" else 2)
        done.set()
    assert list(tmp_path.iterdir()) == []


def test_a_storage_that_stalls(
    bota_emulator: Emulator, recording_id: str, sleeps: list[float]
) -> None:
    done = threading.Event()

    def stall(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(head(200, len(AUDIO), ETAG) + AUDIO[:1000])
        done.wait(HANG)

    client: dict[str, Any] = {"base_url": bota_emulator.base_url, "api_key": bota_emulator.api_key}
    with raw_server(stall) as server, Bota(**client, storage_timeout=0.2, max_retries=1) as bota:
        bota_emulator.add_fault(ApiFields(operation=URL, set={"download_url": f"{server.url}/k"}))
        with pytest.raises(StorageTimeoutError, match="after 2 attempts"):
            bota.download(recording_id, io.BytesIO())
        done.set()

"""Whatever goes wrong, in whatever order: the bytes are stored whole, or there is one typed error."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
import threading
import time
from typing import Any

import psutil
import pytest
from bota_emulator import (
    AdvanceClock,
    ApiFields,
    ApiLength,
    ApiReset,
    ApiStatus,
    ApiTamperUrl,
    ApiTruncate,
    Emulator,
    Fault,
    StorageDamage,
    StorageEarlyReset,
    StorageError,
    StorageETag,
    StorageHalfClose,
    StorageLength,
    StorageReset,
    StorageResponse,
    StorageTruncate,
)
from bota_sdk import AsyncBota, Bota, BotaError, Receipt
from hypothesis import example, given
from hypothesis import strategies as st

from tests.examples import examples
from tests.sdk.scripted_server import scripted
from tests.ticks import Ticks

OPERATIONS = ("createRecording", "createUploadUrl", "completeUpload")
AUDIO = b"RIFF\0\0\0\0WAVE" + bytes(range(256)) * (3 << 12)
MAX_REQUESTS = 60
"""4 tries each for one creation, 4 URLs in 2 rounds, 2 completions and a reading, and 11 PUTs."""

operations = st.sampled_from(OPERATIONS)
statuses = st.sampled_from([400, 401, 403, 404, 409, 422, 425, 429, 500, 502, 503, 504, 520])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=3,
)
names = st.sampled_from(
    ["id", "status", "upload_url", "headers", "expires_at", "content_type", "content_sha256"]
)
bodies = st.sampled_from([None, "", "<html>no</html>", "[]", "null", '{"error": 5}'])
codes = st.sampled_from(
    [
        "SlowDown",
        "InternalError",
        "AccessDenied",
        "ExpiredToken",
        "SignatureDoesNotMatch",
        "BadDigest",
        "RequestTimeout",
        "EntityTooLarge",
        "PreconditionFailed",
        "NotImplemented",
    ]
)
whens = st.sampled_from(["head", "body"])
counts = st.integers(0, 2 << 20)
faults: st.SearchStrategy[Fault] = st.one_of(
    st.builds(ApiStatus, operation=operations, status=statuses, body=bodies, done=st.booleans()),
    st.builds(ApiStatus, operation=operations, status=st.just(200), body=st.just("{}")),
    st.builds(ApiReset, operation=operations, at=st.sampled_from(["head", "after"])),
    st.builds(ApiTruncate, operation=operations, bytes=st.integers(0, 300)),
    st.builds(ApiLength, operation=operations, difference=st.sampled_from([-5, 5])),
    st.builds(ApiFields, operation=operations, set=st.dictionaries(names, values, max_size=2)),
    st.builds(ApiFields, operation=operations, drop=st.lists(names, max_size=2)),
    st.builds(ApiTamperUrl, change=st.sampled_from(["signature", "path", "content_type"])),
    st.builds(StorageError, code=codes, when=whens),
    st.builds(StorageResponse, status=statuses | st.sampled_from([200, 301, 307, 412]), when=whens),
    st.builds(
        StorageReset,
        at=st.sampled_from(["head", "body", "after_body", "after_store"]),
        bytes=counts,
    ),
    st.builds(StorageEarlyReset, code=codes, bytes=counts),
    st.builds(StorageHalfClose, bytes=counts),
    st.builds(StorageETag),
    st.builds(StorageDamage, offset=counts),
    st.builds(StorageTruncate, bytes=st.integers(0, 200)),
    st.builds(StorageLength, difference=st.sampled_from([-5, 5])),
    st.builds(
        AdvanceClock, side=st.sampled_from(["api", "storage"]), seconds=st.sampled_from([60, 3660])
    ),
)


def upload(emulator: Emulator, kind: str, audio: bytes) -> Receipt | BotaError:
    options = {"base_url": emulator.base_url, "api_key": emulator.api_key, "storage_timeout": 3.0}

    async def awaited() -> Receipt:
        async with AsyncBota(**options) as bota:  # type: ignore[arg-type]
            return await bota.upload(audio, end_user_id="eu_1")

    try:
        if kind == "async":
            return asyncio.run(awaited())
        with Bota(**options) as bota:  # type: ignore[arg-type]
            return bota.upload(audio, end_user_id="eu_1")
    except BotaError as error:
        return error


def handles() -> tuple[int, int]:
    gc.collect()
    files = psutil.Process().open_files()
    names = [thread.name for thread in threading.enumerate()]
    return len(files), sum(not name.startswith("bota-emulator") for name in names)


@pytest.mark.parametrize("kind", ["sync", "async"])
@examples(25)
@given(ordered=st.lists(faults, max_size=6), size=st.integers(12, 3 << 20))
def test_whole_or_one_typed_error(
    kind: str,
    bota_emulator: Emulator,
    sleeps: list[float],
    ticks: Ticks,
    ordered: list[Fault],
    size: int,
) -> None:
    bota_emulator.reset()
    before = handles()
    for fault in ordered:
        bota_emulator.add_fault(fault)
    audio = AUDIO[:size]
    outcome = upload(bota_emulator, kind, audio)
    if isinstance(outcome, Receipt):
        digest = hashlib.sha256(audio).hexdigest()
        assert outcome.sha256 == digest
        # Only an answer that was changed on its way can name a recording that is not there.
        if not any(isinstance(fault, ApiFields | ApiStatus) for fault in ordered):
            assert bota_emulator.object_sha256(outcome.recording_id) == digest
            assert outcome.verified
    else:
        assert str(outcome)
    assert len(bota_emulator.requests) <= MAX_REQUESTS
    assert sum(sleeps) < 2000
    end = ticks() + 2
    while (left := handles()) > before and ticks() < end:
        time.sleep(0.01)
    assert left <= before


CALLS: list[Any] = [
    lambda bota: bota.recordings.create(end_user_id="eu_1"),
    lambda bota: bota.recordings.get("rec_1"),
    lambda bota: bota.recordings.list(limit=5),
    lambda bota: bota.recordings.delete("rec_1"),
    lambda bota: bota.recordings.get_download_url("rec_1"),
    lambda bota: bota.uploads.create_url("rec_1", content_type="audio/wav"),
    lambda bota: bota.uploads.complete("rec_1"),
    lambda bota: list(bota.recordings.list()),
]
json_texts = st.dictionaries(
    st.sampled_from(["id", "status", "data", "has_more", "next_cursor", "upload_url", "error"]),
    values | st.lists(st.fixed_dictionaries({"id": values, "status": values}), max_size=2),
).map(lambda fields: json.dumps(fields).encode())


@pytest.mark.filterwarnings("ignore::bota_sdk.InvalidRowWarning")
@examples(100)
@example(call=CALLS[2], status=200, body=b'{"data": [null]}')
@given(
    call=st.sampled_from(CALLS),
    status=st.integers(200, 599),
    body=st.binary(max_size=60) | json_texts,
)
def test_any_answer_to_any_operation(
    sleeps: list[float], call: Any, status: int, body: bytes
) -> None:
    length = 0 if status in (204, 304) else len(body)
    answer = (
        f"HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    ).encode() + body[:length]
    with scripted(*[answer] * 5) as server:
        with Bota(base_url=server.base_url, api_key="sk_test_1") as bota:
            try:
                call(bota)
            except BotaError as error:
                assert str(error)
            assert 1 <= len(server.requests) <= 5

"""What users do with models and methods, only ever type-checked.

A line with `type: ignore` and `pyright: ignore` is wrong: each checker must refuse it, for the reason
that stands there. Both complain of an ignore that hides nothing.
"""

import copy
import datetime
import pickle
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, assert_type

import attrs
from bota_api.params import CreateRecordingParams
from bota_sdk import (
    AsyncBota,
    AudioContentType,
    AudioContentTypeLiteral,
    Bota,
    CreateRecordingRequest,
    Device,
    DeviceBinding,
    DownloadUrl,
    EndUser,
    EndUserMetadata,
    Receipt,
    Recording,
    RecordingMetadata,
    RecordingPage,
    RecordingStatus,
    RecordingStatusLiteral,
    Summary,
    Transcription,
    TranscriptionStatus,
    UploadUrl,
)

NOW = datetime.datetime.now(datetime.UTC)


def reads_fields(recording: Recording) -> None:
    assert_type(recording.id, str)
    assert_type(recording.name, str | None)
    assert_type(recording.duration_ms, int | None)
    assert_type(recording.duration_seconds, float | None)
    assert_type(recording.file_size_bytes, int | None)
    assert_type(recording.created_at, datetime.datetime | None)
    assert_type(recording.metadata, RecordingMetadata | None)
    size: int = recording.file_size_bytes or 0
    title: str = recording.name or "untitled"
    age: datetime.timedelta = NOW - (recording.created_at or NOW)
    if recording.created_at:
        print(recording.created_at.isoformat(), size, title, age)
    for media in recording.media or []:
        assert_type(media.id, str)
    print(recording.nmae)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    recording.name.upper()  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    print(recording.file_size_bytes + 1)  # type: ignore[operator]  # pyright: ignore[reportOptionalOperand]
    print(recording.created_at.year)  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    wrong: int = recording.id  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    late: str = recording.created_at or ""  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(wrong, late)


def reads_enums(recording: Recording, transcription: Transcription) -> None:
    if recording.status == "uploaded" or recording.status == RecordingStatus.COMPLETED:
        print(recording.status.upper())
    known: str = recording.status
    if recording.status in {RecordingStatus.PENDING, "a value of tomorrow"}:
        print(known)
    done: bool = transcription.status == TranscriptionStatus.COMPLETED
    match recording.status:
        case "failed" | "integrity_failure":
            print(done)
        case other:
            print(other)
    print(RecordingStatus.UPLAODED)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    closed: RecordingStatusLiteral = recording.status  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(closed)


def reads_mappings(recording: Recording, user: EndUser, url: UploadUrl) -> None:
    metadata = recording.metadata or RecordingMetadata()
    plain: dict[str, Any] = dict(metadata)
    mapping: Mapping[str, Any] = metadata
    mutable: MutableMapping[str, Any] = metadata
    print(plain, mapping, mutable, len(metadata), "room" in metadata, metadata.get("room"))
    print(metadata == {"room": 5}, metadata["room"], [*metadata.items()])
    metadata["room"] = 5
    if url.headers is not None:
        for name, value in url.headers.items():
            assert_type(name, str)
            assert_type(value, str)
    user.metadata.get("team")  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    print(metadata.room)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    print(EndUserMetadata({"team": "a"})["team"])


def converts(recording: Recording, payload: Mapping[str, Any]) -> None:
    assert_type(Recording.from_dict(payload), Recording)
    assert_type(recording.to_dict(), dict[str, Any])
    assert_type(recording.to_json(), str)
    assert_type(copy.copy(recording), Recording)
    assert_type(copy.deepcopy(recording), Recording)
    assert_type(attrs.evolve(recording, name="Stand-up"), Recording)
    print("new_field" in recording, recording["new_field"], pickle.dumps(recording))
    print(recording.additional_properties.get("new_field"))
    Recording.from_dict("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    for field in recording:  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues]
        print(field)


def constructs() -> None:
    Recording(id="rec_1", status="uploaded")
    Recording(id="rec_1", status="a value of tomorrow", created_at=NOW)
    CreateRecordingRequest(end_user_id="eu_1", source="api_upload")
    CreateRecordingRequest(metadata=RecordingMetadata({"room": 5}))
    DeviceBinding(id="dev_1", device_token="dtok_1")
    Recording("rec_1", "uploaded")  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue]
    Recording(id="rec_1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Recording(id=5, status="uploaded")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    CreateRecordingRequest(source="robot")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    CreateRecordingRequest(nmae="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    CreateRecordingRequest(started_at="2026-01-02")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def calls(bota: Bota, kind: AudioContentTypeLiteral, text: str) -> None:
    bota.recordings.list(status="uploaded", limit=5)
    bota.recordings.list(status=RecordingStatus.UPLOADED)
    for recording in bota.recordings.list():
        assert_type(recording, Recording)
    rows: Sequence[Recording] = bota.recordings.list().data
    page: RecordingPage = bota.recordings.list().response
    url: UploadUrl = bota.uploads.create_url("rec_1", content_type=kind)
    bota.uploads.create_url("rec_1", content_type=AudioContentType.AUDIO_WAV)
    link: DownloadUrl = bota.recordings.get_download_url("rec_1")
    created: Recording = bota.recordings.create(end_user_id="eu_1", started_at=NOW)
    bota.recordings.create(end_user_id="eu_1", metadata={"room": 5})
    bota.recordings.create(end_user_id="eu_1", metadata=RecordingMetadata(room=5))
    bota.recordings.get("rec_1", timeout=5, extra_headers={"X-A": "b"})
    bota.recordings.create(end_user_id="eu_1", extra_body={"new": 1}, extra_query={"dry": True})
    summary: Summary = bota.summaries.get("sum_1")
    devices: list[Device] = [*bota.devices.list()]
    print(rows, page, url, link, created, summary.output, devices)
    fields: CreateRecordingParams = {"name": "Stand-up", "source": "api_upload"}
    bota.recordings.create(**fields)
    bota.recordings.list(status="uplaoded")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    bota.recordings.list(status=text)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    bota.recordings.list(statsu="uploaded")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    bota.recordings.list(limit="5")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    bota.recordings.get()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    bota.recordings.create(started_at="now")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    bota.recordings.create(end_user_id=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    bota.recordings.create(metadata=[5])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    bota.uploads.create_url("rec_1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    bota.uploads.create_url("rec_1", content_type="text/html")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    bota.recordings.get("rec_1", extra_query=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    odd: CreateRecordingParams = {"source": "robot"}  # type: ignore[typeddict-item]  # pyright: ignore[reportAssignmentType]
    print(bota.recordngs)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    print(odd)


async def awaits(bota: AsyncBota) -> None:
    assert_type(await bota.recordings.get("rec_1"), Recording)
    async for recording in bota.recordings.list(status="uploaded"):
        assert_type(recording, Recording)
    receipt: Receipt = await bota.upload(b"RIFF", end_user_id="eu_1")
    print(receipt.recording.name)
    print(bota.recordings.get("rec_1").id)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]

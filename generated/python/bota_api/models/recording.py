from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .recording_media import RecordingMedia
    from .recording_metadata import RecordingMetadata
    from .recording_source import RecordingSourceLiteral
    from .recording_status import RecordingStatusLiteral
    from .upload_method import UploadMethodLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class Recording(_Model):
    """Recording.

    Attributes:
        id: `rec_...`
        status: Where a recording stands. More values will appear.
        project_id: The project that the recording is in, `proj_...`.
        device_id: The recording device; null when it came from none.
        end_user_id: Whose recording it is.
        name: A name for people.
        duration_ms: Length of the audio in milliseconds.
        duration_seconds: Length of the audio in seconds.
        file_size_bytes: Size of the audio in bytes, a number or its decimal digits.
        mime_type: Type of the stored audio, such as `audio/wav`.
        started_at: When the recording began, by the device's clock.
        ended_at: When the recording ended, by the device's clock.
        recorded_at: When it was recorded.
        transcription_id: The transcription made of it; null when there is none.
        metadata: Free keys and values.
        source: Where a recording comes from. An upload from a server is `api_upload`.
        upload_method: How the audio reaches the service. An upload from a server is `import`.
        media: The files of the recording, where the service takes more than audio.
        audio_url: Where the audio is. It may be signed; whoever holds it can read the audio.
        recording_uuid: The id that the device gave it.
        recording_generation: Which recording of that id it is, counted by the device.
        content_sha256: SHA-256 of the stored bytes, 64 lower-case hex digits.
        content_sha256_verified_at: When the service found the stored bytes to have that
            SHA-256.
        created_at: When the service made the recording.
        uploaded_at: When its upload was completed.
        updated_at: When the service last changed it.
        deleted_at: When it was deleted.

    """

    id: str
    status: RecordingStatusLiteral | str
    project_id: str | None = None
    device_id: str | None = None
    end_user_id: str | None = None
    name: str | None = None
    duration_ms: int | None = None
    duration_seconds: float | None = None
    file_size_bytes: int | None = None
    mime_type: str | None = None
    started_at: datetime.datetime | None = None
    ended_at: datetime.datetime | None = None
    recorded_at: datetime.datetime | None = None
    transcription_id: str | None = None
    metadata: RecordingMetadata | None = None
    source: RecordingSourceLiteral | str | None = None
    upload_method: UploadMethodLiteral | str | None = None
    media: list[RecordingMedia] | None = None
    audio_url: str | None = None
    recording_uuid: str | None = None
    recording_generation: int | None = None
    content_sha256: str | None = None
    content_sha256_verified_at: datetime.datetime | None = None
    created_at: datetime.datetime | None = None
    uploaded_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    deleted_at: datetime.datetime | None = None

    _fields = {
        "id": _Field("id", _r.STRING, required=True),
        "status": _Field("status", _r.STRING, required=True),
        "project_id": _Field("project_id", _r.STRING, nullable=True),
        "device_id": _Field("device_id", _r.STRING, nullable=True),
        "end_user_id": _Field("end_user_id", _r.STRING, nullable=True),
        "name": _Field("name", _r.STRING, nullable=True),
        "duration_ms": _Field("duration_ms", _r.INTEGER, nullable=True),
        "duration_seconds": _Field("duration_seconds", _r.NUMBER, nullable=True),
        "file_size_bytes": _Field("file_size_bytes", _r.INTEGER, nullable=True),
        "mime_type": _Field("mime_type", _r.STRING, nullable=True),
        "started_at": _Field("started_at", _r.DATE_TIME, nullable=True),
        "ended_at": _Field("ended_at", _r.DATE_TIME, nullable=True),
        "recorded_at": _Field("recorded_at", _r.DATE_TIME, nullable=True),
        "transcription_id": _Field("transcription_id", _r.STRING, nullable=True),
        "metadata": _Field("metadata", _r.model_of("RecordingMetadata"), nullable=True),
        "source": _Field("source", _r.STRING, nullable=True),
        "upload_method": _Field("upload_method", _r.STRING, nullable=True),
        "media": _Field("media", _r.list_of(_r.model_of("RecordingMedia"))),
        "audio_url": _Field("audio_url", _r.STRING, nullable=True, secret=True),
        "recording_uuid": _Field("recording_uuid", _r.STRING, nullable=True),
        "recording_generation": _Field("recording_generation", _r.INTEGER, nullable=True),
        "content_sha256": _Field("content_sha256", _r.STRING, nullable=True),
        "content_sha256_verified_at": _Field(
            "content_sha256_verified_at", _r.DATE_TIME, nullable=True
        ),
        "created_at": _Field("created_at", _r.DATE_TIME, nullable=True),
        "uploaded_at": _Field("uploaded_at", _r.DATE_TIME, nullable=True),
        "updated_at": _Field("updated_at", _r.DATE_TIME, nullable=True),
        "deleted_at": _Field("deleted_at", _r.DATE_TIME, nullable=True),
    }

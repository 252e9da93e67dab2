from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.recording_source import RecordingSource, check_recording_source
from ..models.recording_status import RecordingStatus, check_recording_status
from ..models.upload_method import UploadMethod, check_upload_method
from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.recording_media import RecordingMedia
    from ..models.recording_metadata import RecordingMetadata

T = TypeVar("T", bound="Recording")


@_attrs_define
class Recording:
    """

    Attributes:
        id (str): `rec_...`
        status (RecordingStatus): Where a recording stands. More values will appear.
        project_id (None | str | Unset): The project that the recording is in, `proj_...`.
        device_id (None | str | Unset): The recording device; null when it came from none.
        end_user_id (None | str | Unset): Whose recording it is.
        name (None | str | Unset): A name for people.
        duration_ms (int | None | Unset): Length of the audio in milliseconds.
        duration_seconds (float | None | Unset): Length of the audio in seconds.
        file_size_bytes (int | None | str | Unset): Size of the audio in bytes, a number or its decimal digits.
        mime_type (None | str | Unset): Type of the stored audio, such as `audio/wav`.
        started_at (datetime.datetime | None | Unset): When the recording began, by the device's clock.
        ended_at (datetime.datetime | None | Unset): When the recording ended, by the device's clock.
        recorded_at (datetime.datetime | None | Unset): When it was recorded.
        transcription_id (None | str | Unset): The transcription made of it; null when there is none.
        metadata (None | RecordingMetadata | Unset):
        source (None | RecordingSource | Unset):
        upload_method (None | Unset | UploadMethod):
        media (list[RecordingMedia] | Unset): The files of the recording, where the service takes more than audio.
        audio_url (None | str | Unset): Where the audio is. It may be signed; whoever holds it can read the audio.
        recording_uuid (None | str | Unset): The id that the device gave it.
        recording_generation (int | None | Unset): Which recording of that id it is, counted by the device.
        content_sha256 (None | str | Unset): SHA-256 of the stored bytes, 64 lower-case hex digits.
        content_sha256_verified_at (datetime.datetime | None | Unset): When the service found the stored bytes to have
            that SHA-256.
        created_at (datetime.datetime | None | Unset): When the service made the recording.
        uploaded_at (datetime.datetime | None | Unset): When its upload was completed.
        updated_at (datetime.datetime | None | Unset): When the service last changed it.
        deleted_at (datetime.datetime | None | Unset): When it was deleted.
    """

    id: str
    status: RecordingStatus
    project_id: None | str | Unset = UNSET
    device_id: None | str | Unset = UNSET
    end_user_id: None | str | Unset = UNSET
    name: None | str | Unset = UNSET
    duration_ms: int | None | Unset = UNSET
    duration_seconds: float | None | Unset = UNSET
    file_size_bytes: int | None | str | Unset = UNSET
    mime_type: None | str | Unset = UNSET
    started_at: datetime.datetime | None | Unset = UNSET
    ended_at: datetime.datetime | None | Unset = UNSET
    recorded_at: datetime.datetime | None | Unset = UNSET
    transcription_id: None | str | Unset = UNSET
    metadata: None | RecordingMetadata | Unset = UNSET
    source: None | RecordingSource | Unset = UNSET
    upload_method: None | Unset | UploadMethod = UNSET
    media: list[RecordingMedia] | Unset = UNSET
    audio_url: None | str | Unset = _attrs_field(default=UNSET, repr=False)
    recording_uuid: None | str | Unset = UNSET
    recording_generation: int | None | Unset = UNSET
    content_sha256: None | str | Unset = UNSET
    content_sha256_verified_at: datetime.datetime | None | Unset = UNSET
    created_at: datetime.datetime | None | Unset = UNSET
    uploaded_at: datetime.datetime | None | Unset = UNSET
    updated_at: datetime.datetime | None | Unset = UNSET
    deleted_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recording_media import RecordingMedia  # noqa: PLC0415
        from ..models.recording_metadata import RecordingMetadata  # noqa: PLC0415

        d_ = _read_fields("Recording", src_dict, _FIELDS)
        id = d_.pop("id")

        status = check_recording_status(d_.pop("status"))

        def _parse_project_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        project_id = _parse_project_id(d_.pop("project_id", UNSET))

        def _parse_device_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        device_id = _parse_device_id(d_.pop("device_id", UNSET))

        def _parse_end_user_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        end_user_id = _parse_end_user_id(d_.pop("end_user_id", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d_.pop("name", UNSET))

        def _parse_duration_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration_ms = _parse_duration_ms(d_.pop("duration_ms", UNSET))

        def _parse_duration_seconds(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        duration_seconds = _parse_duration_seconds(d_.pop("duration_seconds", UNSET))

        def _parse_file_size_bytes(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        file_size_bytes = _parse_file_size_bytes(d_.pop("file_size_bytes", UNSET))

        def _parse_mime_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        mime_type = _parse_mime_type(d_.pop("mime_type", UNSET))

        def _parse_started_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)

                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        started_at = _parse_started_at(d_.pop("started_at", UNSET))

        def _parse_ended_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)

                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        ended_at = _parse_ended_at(d_.pop("ended_at", UNSET))

        def _parse_recorded_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                recorded_at_type_0 = datetime.datetime.fromisoformat(data)

                return recorded_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        recorded_at = _parse_recorded_at(d_.pop("recorded_at", UNSET))

        def _parse_transcription_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        transcription_id = _parse_transcription_id(d_.pop("transcription_id", UNSET))

        def _parse_metadata(data: object) -> None | RecordingMetadata | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = RecordingMetadata.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RecordingMetadata | Unset, data)

        metadata = _parse_metadata(d_.pop("metadata", UNSET))

        def _parse_source(data: object) -> None | RecordingSource | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                source_type_0 = check_recording_source(data)

                return source_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RecordingSource | Unset, data)

        source = _parse_source(d_.pop("source", UNSET))

        def _parse_upload_method(data: object) -> None | Unset | UploadMethod:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                upload_method_type_0 = check_upload_method(data)

                return upload_method_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UploadMethod, data)

        upload_method = _parse_upload_method(d_.pop("upload_method", UNSET))

        _media = d_.pop("media", UNSET)
        media: list[RecordingMedia] | Unset = UNSET
        if _media is not UNSET:
            media = []
            for media_item_data in _media:
                media_item = RecordingMedia.from_dict(media_item_data)

                media.append(media_item)

        def _parse_audio_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        audio_url = _parse_audio_url(d_.pop("audio_url", UNSET))

        def _parse_recording_uuid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recording_uuid = _parse_recording_uuid(d_.pop("recording_uuid", UNSET))

        def _parse_recording_generation(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        recording_generation = _parse_recording_generation(d_.pop("recording_generation", UNSET))

        def _parse_content_sha256(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        content_sha256 = _parse_content_sha256(d_.pop("content_sha256", UNSET))

        def _parse_content_sha256_verified_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                content_sha256_verified_at_type_0 = datetime.datetime.fromisoformat(data)

                return content_sha256_verified_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        content_sha256_verified_at = _parse_content_sha256_verified_at(
            d_.pop("content_sha256_verified_at", UNSET)
        )

        def _parse_created_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_at_type_0 = datetime.datetime.fromisoformat(data)

                return created_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        created_at = _parse_created_at(d_.pop("created_at", UNSET))

        def _parse_uploaded_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                uploaded_at_type_0 = datetime.datetime.fromisoformat(data)

                return uploaded_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        uploaded_at = _parse_uploaded_at(d_.pop("uploaded_at", UNSET))

        def _parse_updated_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                updated_at_type_0 = datetime.datetime.fromisoformat(data)

                return updated_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        updated_at = _parse_updated_at(d_.pop("updated_at", UNSET))

        def _parse_deleted_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                deleted_at_type_0 = datetime.datetime.fromisoformat(data)

                return deleted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        deleted_at = _parse_deleted_at(d_.pop("deleted_at", UNSET))

        made_ = cls(
            id=id,
            status=status,
            project_id=project_id,
            device_id=device_id,
            end_user_id=end_user_id,
            name=name,
            duration_ms=duration_ms,
            duration_seconds=duration_seconds,
            file_size_bytes=file_size_bytes,
            mime_type=mime_type,
            started_at=started_at,
            ended_at=ended_at,
            recorded_at=recorded_at,
            transcription_id=transcription_id,
            metadata=metadata,
            source=source,
            upload_method=upload_method,
            media=media,
            audio_url=audio_url,
            recording_uuid=recording_uuid,
            recording_generation=recording_generation,
            content_sha256=content_sha256,
            content_sha256_verified_at=content_sha256_verified_at,
            created_at=created_at,
            uploaded_at=uploaded_at,
            updated_at=updated_at,
            deleted_at=deleted_at,
        )

        made_.additional_properties = d_
        return made_

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


_NAMES: dict[str, str] = {
    "id": "id",
    "status": "status",
    "project_id": "project_id",
    "device_id": "device_id",
    "end_user_id": "end_user_id",
    "name": "name",
    "duration_ms": "duration_ms",
    "duration_seconds": "duration_seconds",
    "file_size_bytes": "file_size_bytes",
    "mime_type": "mime_type",
    "started_at": "started_at",
    "ended_at": "ended_at",
    "recorded_at": "recorded_at",
    "transcription_id": "transcription_id",
    "metadata": "metadata",
    "source": "source",
    "upload_method": "upload_method",
    "media": "media",
    "audio_url": "audio_url",
    "recording_uuid": "recording_uuid",
    "recording_generation": "recording_generation",
    "content_sha256": "content_sha256",
    "content_sha256_verified_at": "content_sha256_verified_at",
    "created_at": "created_at",
    "uploaded_at": "uploaded_at",
    "updated_at": "updated_at",
    "deleted_at": "deleted_at",
}
_FIELDS = {
    "id": _Field("string", True, False),
    "status": _Field("string", True, False),
    "project_id": _Field("string", False, True),
    "device_id": _Field("string", False, True),
    "end_user_id": _Field("string", False, True),
    "name": _Field("string", False, True),
    "duration_ms": _Field("integer", False, True),
    "duration_seconds": _Field("number", False, True),
    "file_size_bytes": _Field("any", False, True),
    "mime_type": _Field("string", False, True),
    "started_at": _Field("date", False, True),
    "ended_at": _Field("date", False, True),
    "recorded_at": _Field("date", False, True),
    "transcription_id": _Field("string", False, True),
    "metadata": _Field("object", False, True),
    "source": _Field("string", False, True),
    "upload_method": _Field("string", False, True),
    "media": _Field("array", False, False),
    "audio_url": _Field("string", False, True),
    "recording_uuid": _Field("string", False, True),
    "recording_generation": _Field("integer", False, True),
    "content_sha256": _Field("string", False, True),
    "content_sha256_verified_at": _Field("date", False, True),
    "created_at": _Field("date", False, True),
    "uploaded_at": _Field("date", False, True),
    "updated_at": _Field("date", False, True),
    "deleted_at": _Field("date", False, True),
}

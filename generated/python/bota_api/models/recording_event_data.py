from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.recording_metadata import RecordingMetadata

T = TypeVar("T", bound="RecordingEventData")


@_attrs_define
class RecordingEventData:
    """The recording that it happened to.

    Attributes:
        id (str): `rec_...`
        status (str | Unset): Where the recording stands, such as `created` or `uploaded`.
        end_user_id (None | str | Unset): Whose recording it is.
        device_id (None | str | Unset): The recording device; null when it came from none.
        consent_obtained (bool | None | Unset): Whether those who were recorded agreed.
        metadata (None | RecordingMetadata | Unset):
        duration_seconds (float | None | Unset): Length of the audio in seconds.
        file_size_bytes (int | None | str | Unset): Size of the audio in bytes, a number or its decimal digits.
        format_ (None | str | Unset): The format of the audio, such as `wav`.
        started_at (datetime.datetime | None | Unset): When the recording began, by the device's clock.
        ended_at (datetime.datetime | None | Unset): When the recording ended, by the device's clock.
        created_at (datetime.datetime | None | Unset): When the service made the recording.
        uploaded_at (datetime.datetime | None | Unset): When its upload was completed.
    """

    id: str
    status: str | Unset = UNSET
    end_user_id: None | str | Unset = UNSET
    device_id: None | str | Unset = UNSET
    consent_obtained: bool | None | Unset = UNSET
    metadata: None | RecordingMetadata | Unset = UNSET
    duration_seconds: float | None | Unset = UNSET
    file_size_bytes: int | None | str | Unset = UNSET
    format_: None | str | Unset = UNSET
    started_at: datetime.datetime | None | Unset = UNSET
    ended_at: datetime.datetime | None | Unset = UNSET
    created_at: datetime.datetime | None | Unset = UNSET
    uploaded_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recording_metadata import RecordingMetadata  # noqa: PLC0415

        d_ = _read_fields("RecordingEventData", src_dict, _FIELDS)
        id = d_.pop("id")

        status = d_.pop("status", UNSET)

        def _parse_end_user_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        end_user_id = _parse_end_user_id(d_.pop("end_user_id", UNSET))

        def _parse_device_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        device_id = _parse_device_id(d_.pop("device_id", UNSET))

        def _parse_consent_obtained(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        consent_obtained = _parse_consent_obtained(d_.pop("consent_obtained", UNSET))

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

        def _parse_format_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        format_ = _parse_format_(d_.pop("format", UNSET))

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

        made_ = cls(
            id=id,
            status=status,
            end_user_id=end_user_id,
            device_id=device_id,
            consent_obtained=consent_obtained,
            metadata=metadata,
            duration_seconds=duration_seconds,
            file_size_bytes=file_size_bytes,
            format_=format_,
            started_at=started_at,
            ended_at=ended_at,
            created_at=created_at,
            uploaded_at=uploaded_at,
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
    "end_user_id": "end_user_id",
    "device_id": "device_id",
    "consent_obtained": "consent_obtained",
    "metadata": "metadata",
    "duration_seconds": "duration_seconds",
    "file_size_bytes": "file_size_bytes",
    "format_": "format",
    "started_at": "started_at",
    "ended_at": "ended_at",
    "created_at": "created_at",
    "uploaded_at": "uploaded_at",
}
_FIELDS = {
    "id": _Field("string", True, False),
    "status": _Field("string", False, False),
    "end_user_id": _Field("string", False, True),
    "device_id": _Field("string", False, True),
    "consent_obtained": _Field("boolean", False, True),
    "metadata": _Field("object", False, True),
    "duration_seconds": _Field("number", False, True),
    "file_size_bytes": _Field("any", False, True),
    "format": _Field("string", False, True),
    "started_at": _Field("date", False, True),
    "ended_at": _Field("date", False, True),
    "created_at": _Field("date", False, True),
    "uploaded_at": _Field("date", False, True),
}

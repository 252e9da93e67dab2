from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.recording_source import RecordingSource, check_recording_source
from ..models.upload_method import UploadMethod, check_upload_method
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.recording_metadata import RecordingMetadata

T = TypeVar("T", bound="CreateRecordingRequest")


@_attrs_define
class CreateRecordingRequest:
    """

    Attributes:
        device_id (str | Unset): The recording device.
        end_user_id (str | Unset): Whose recording it is. Required with a secret or restricted key.
        name (str | Unset): A name for people.
        started_at (datetime.datetime | Unset): When the recording began, by the device's clock.
        ended_at (datetime.datetime | Unset): When the recording ended, by the device's clock.
        recorded_at (datetime.datetime | Unset): When it was recorded.
        metadata (RecordingMetadata | Unset): Free keys and values.
        source (RecordingSource | Unset): Where a recording comes from. An upload from a server is `api_upload`.
        upload_method (UploadMethod | Unset): How the audio reaches the service. An upload from a server is `import`.
    """

    device_id: str | Unset = UNSET
    end_user_id: str | Unset = UNSET
    name: str | Unset = UNSET
    started_at: datetime.datetime | Unset = UNSET
    ended_at: datetime.datetime | Unset = UNSET
    recorded_at: datetime.datetime | Unset = UNSET
    metadata: RecordingMetadata | Unset = UNSET
    source: RecordingSource | Unset = UNSET
    upload_method: UploadMethod | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES, _DATES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recording_metadata import RecordingMetadata  # noqa: PLC0415

        d_ = dict(src_dict)
        device_id = d_.pop("device_id", UNSET)

        end_user_id = d_.pop("end_user_id", UNSET)

        name = d_.pop("name", UNSET)

        _started_at = d_.pop("started_at", UNSET)
        started_at: datetime.datetime | Unset
        if isinstance(_started_at, Unset):
            started_at = UNSET
        else:
            started_at = datetime.datetime.fromisoformat(_started_at)

        _ended_at = d_.pop("ended_at", UNSET)
        ended_at: datetime.datetime | Unset
        if isinstance(_ended_at, Unset):
            ended_at = UNSET
        else:
            ended_at = datetime.datetime.fromisoformat(_ended_at)

        _recorded_at = d_.pop("recorded_at", UNSET)
        recorded_at: datetime.datetime | Unset
        if isinstance(_recorded_at, Unset):
            recorded_at = UNSET
        else:
            recorded_at = datetime.datetime.fromisoformat(_recorded_at)

        _metadata = d_.pop("metadata", UNSET)
        metadata: RecordingMetadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = RecordingMetadata.from_dict(_metadata)

        _source = d_.pop("source", UNSET)
        source: RecordingSource | Unset
        if isinstance(_source, Unset):
            source = UNSET
        else:
            source = check_recording_source(_source)

        _upload_method = d_.pop("upload_method", UNSET)
        upload_method: UploadMethod | Unset
        if isinstance(_upload_method, Unset):
            upload_method = UNSET
        else:
            upload_method = check_upload_method(_upload_method)

        made_ = cls(
            device_id=device_id,
            end_user_id=end_user_id,
            name=name,
            started_at=started_at,
            ended_at=ended_at,
            recorded_at=recorded_at,
            metadata=metadata,
            source=source,
            upload_method=upload_method,
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
    "device_id": "device_id",
    "end_user_id": "end_user_id",
    "name": "name",
    "started_at": "started_at",
    "ended_at": "ended_at",
    "recorded_at": "recorded_at",
    "metadata": "metadata",
    "source": "source",
    "upload_method": "upload_method",
}
_DATES = (
    "started_at",
    "ended_at",
    "recorded_at",
)

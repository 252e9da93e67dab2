from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.audio_content_type import AudioContentType, check_audio_content_type
from ..models.media_type import MediaType, check_media_type
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="CreateUploadUrlRequest")


@_attrs_define
class CreateUploadUrlRequest:
    """

    Attributes:
        content_type (AudioContentType): The audio formats that the service takes.
        file_size_bytes (int | Unset): The expected size in bytes; used for validation.
        type_ (MediaType | Unset): What kind of file is uploaded.
        captured_at (datetime.datetime | Unset): When it was taken, by the device's clock.
    """

    content_type: AudioContentType
    file_size_bytes: int | Unset = UNSET
    type_: MediaType | Unset = UNSET
    captured_at: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES, _DATES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = dict(src_dict)
        content_type = check_audio_content_type(d_.pop("content_type"))

        file_size_bytes = d_.pop("file_size_bytes", UNSET)

        _type_ = d_.pop("type", UNSET)
        type_: MediaType | Unset
        if isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = check_media_type(_type_)

        _captured_at = d_.pop("captured_at", UNSET)
        captured_at: datetime.datetime | Unset
        if isinstance(_captured_at, Unset):
            captured_at = UNSET
        else:
            captured_at = datetime.datetime.fromisoformat(_captured_at)

        made_ = cls(
            content_type=content_type,
            file_size_bytes=file_size_bytes,
            type_=type_,
            captured_at=captured_at,
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
    "content_type": "content_type",
    "file_size_bytes": "file_size_bytes",
    "type_": "type",
    "captured_at": "captured_at",
}
_DATES = ("captured_at",)

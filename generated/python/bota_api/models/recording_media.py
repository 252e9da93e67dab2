from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.media_type import MediaType, check_media_type
from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="RecordingMedia")


@_attrs_define
class RecordingMedia:
    """

    Attributes:
        id (str): `med_...`
        type_ (MediaType | Unset): What kind of file is uploaded.
        mime_type (None | str | Unset): Type of the file, such as `audio/wav`.
        file_size_bytes (int | None | str | Unset): Size of the file in bytes, a number or its decimal digits.
        status (None | str | Unset): Where its upload stands, such as `pending` or `uploaded`.
        captured_at (datetime.datetime | None | Unset): When it was taken, by the device's clock.
        created_at (datetime.datetime | None | Unset): When the service made its entry.
    """

    id: str
    type_: MediaType | Unset = UNSET
    mime_type: None | str | Unset = UNSET
    file_size_bytes: int | None | str | Unset = UNSET
    status: None | str | Unset = UNSET
    captured_at: datetime.datetime | None | Unset = UNSET
    created_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = _read_fields("RecordingMedia", src_dict, _FIELDS)
        id = d_.pop("id")

        _type_ = d_.pop("type", UNSET)
        type_: MediaType | Unset
        if isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = check_media_type(_type_)

        def _parse_mime_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        mime_type = _parse_mime_type(d_.pop("mime_type", UNSET))

        def _parse_file_size_bytes(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        file_size_bytes = _parse_file_size_bytes(d_.pop("file_size_bytes", UNSET))

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d_.pop("status", UNSET))

        def _parse_captured_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                captured_at_type_0 = datetime.datetime.fromisoformat(data)

                return captured_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        captured_at = _parse_captured_at(d_.pop("captured_at", UNSET))

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

        made_ = cls(
            id=id,
            type_=type_,
            mime_type=mime_type,
            file_size_bytes=file_size_bytes,
            status=status,
            captured_at=captured_at,
            created_at=created_at,
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
    "type_": "type",
    "mime_type": "mime_type",
    "file_size_bytes": "file_size_bytes",
    "status": "status",
    "captured_at": "captured_at",
    "created_at": "created_at",
}
_FIELDS = {
    "id": _Field("string", True, False),
    "type": _Field("string", False, False),
    "mime_type": _Field("string", False, True),
    "file_size_bytes": _Field("any", False, True),
    "status": _Field("string", False, True),
    "captured_at": _Field("date", False, True),
    "created_at": _Field("date", False, True),
}

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="DownloadUrl")


@_attrs_define
class DownloadUrl:
    """

    Attributes:
        download_url (str): A pre-signed URL for one GET. Whoever holds it can read the audio.
        expires_in (int | Unset): Life of the URL in seconds.
        expires_at (datetime.datetime | Unset): When the URL ends.
        media_id (str | Unset): The file that the URL leads to, `med_...`.
        content_type (None | str | Unset): Type of the stored audio, such as `audio/wav`; null when unknown.
        file_size_bytes (int | None | str | Unset): Size of the audio in bytes, a number or its decimal digits.
    """

    download_url: str = _attrs_field(repr=False)
    expires_in: int | Unset = UNSET
    expires_at: datetime.datetime | Unset = UNSET
    media_id: str | Unset = UNSET
    content_type: None | str | Unset = UNSET
    file_size_bytes: int | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES, _DATES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = _read_fields("DownloadUrl", src_dict, _FIELDS)
        download_url = d_.pop("download_url")

        expires_in = d_.pop("expires_in", UNSET)

        _expires_at = d_.pop("expires_at", UNSET)
        expires_at: datetime.datetime | Unset
        if isinstance(_expires_at, Unset):
            expires_at = UNSET
        else:
            expires_at = datetime.datetime.fromisoformat(_expires_at)

        media_id = d_.pop("media_id", UNSET)

        def _parse_content_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        content_type = _parse_content_type(d_.pop("content_type", UNSET))

        def _parse_file_size_bytes(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        file_size_bytes = _parse_file_size_bytes(d_.pop("file_size_bytes", UNSET))

        made_ = cls(
            download_url=download_url,
            expires_in=expires_in,
            expires_at=expires_at,
            media_id=media_id,
            content_type=content_type,
            file_size_bytes=file_size_bytes,
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
    "download_url": "download_url",
    "expires_in": "expires_in",
    "expires_at": "expires_at",
    "media_id": "media_id",
    "content_type": "content_type",
    "file_size_bytes": "file_size_bytes",
}
_DATES = ("expires_at",)
_FIELDS = {
    "download_url": _Field("string", True, False),
    "expires_in": _Field("integer", False, False),
    "expires_at": _Field("date", False, False),
    "media_id": _Field("string", False, False),
    "content_type": _Field("string", False, True),
    "file_size_bytes": _Field("any", False, True),
}

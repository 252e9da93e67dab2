from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field, read_fields
from ..types import UNSET, Unset

T = TypeVar("T", bound="DownloadUrl")


@_attrs_define
class DownloadUrl:
    """
    Attributes:
        download_url (str): A pre-signed URL for one GET. Whoever holds it can read the audio.
        expires_in (int | Unset): Life of the URL in seconds.
        content_type (None | str | Unset): Type of the stored audio, such as `audio/wav`; null when unknown.
        file_size_bytes (int | None | str | Unset): Size of the audio in bytes, a number or its decimal digits.
    """

    download_url: str = _attrs_field(repr=False)
    expires_in: int | Unset = UNSET
    content_type: None | str | Unset = UNSET
    file_size_bytes: int | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        download_url = self.download_url

        expires_in = self.expires_in

        content_type: None | str | Unset
        if isinstance(self.content_type, Unset):
            content_type = UNSET
        else:
            content_type = self.content_type

        file_size_bytes: int | None | str | Unset
        if isinstance(self.file_size_bytes, Unset):
            file_size_bytes = UNSET
        else:
            file_size_bytes = self.file_size_bytes

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "download_url": download_url,
            }
        )
        if expires_in is not UNSET:
            field_dict["expires_in"] = expires_in
        if content_type is not UNSET:
            field_dict["content_type"] = content_type
        if file_size_bytes is not UNSET:
            field_dict["file_size_bytes"] = file_size_bytes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = read_fields("DownloadUrl", src_dict, _FIELDS)
        download_url = d.pop("download_url")

        expires_in = d.pop("expires_in", UNSET)

        def _parse_content_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        content_type = _parse_content_type(d.pop("content_type", UNSET))

        def _parse_file_size_bytes(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        file_size_bytes = _parse_file_size_bytes(d.pop("file_size_bytes", UNSET))

        download_url = cls(
            download_url=download_url,
            expires_in=expires_in,
            content_type=content_type,
            file_size_bytes=file_size_bytes,
        )

        download_url.additional_properties = d
        return download_url

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


_FIELDS = {
    "download_url": Field("string", True, False),
    "expires_in": Field("integer", False, False),
    "content_type": Field("string", False, True),
    "file_size_bytes": Field("any", False, True),
}

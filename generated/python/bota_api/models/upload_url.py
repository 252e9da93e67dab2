from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field, read_fields
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.upload_headers import UploadHeaders


T = TypeVar("T", bound="UploadUrl")


@_attrs_define
class UploadUrl:
    """
    Attributes:
        upload_url (str): The pre-signed S3 URL for one PUT. Whoever holds it can write the object.
        expires_at (datetime.datetime | Unset): When the URL ends, one hour after the request.
        headers (UploadHeaders | Unset): Headers that the PUT must carry.
        content_type (str | Unset): The type to send on the PUT when `headers` is absent.
    """

    upload_url: str = _attrs_field(repr=False)
    expires_at: datetime.datetime | Unset = UNSET
    headers: UploadHeaders | Unset = UNSET
    content_type: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        upload_url = self.upload_url

        expires_at: str | Unset = UNSET
        if not isinstance(self.expires_at, Unset):
            expires_at = self.expires_at.isoformat()

        headers: dict[str, Any] | Unset = UNSET
        if not isinstance(self.headers, Unset):
            headers = self.headers.to_dict()

        content_type = self.content_type

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "upload_url": upload_url,
            }
        )
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at
        if headers is not UNSET:
            field_dict["headers"] = headers
        if content_type is not UNSET:
            field_dict["content_type"] = content_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.upload_headers import UploadHeaders  # noqa: PLC0415

        d = read_fields("UploadUrl", src_dict, _FIELDS)
        upload_url = d.pop("upload_url")

        _expires_at = d.pop("expires_at", UNSET)
        expires_at: datetime.datetime | Unset
        if isinstance(_expires_at, Unset):
            expires_at = UNSET
        else:
            expires_at = datetime.datetime.fromisoformat(_expires_at)

        _headers = d.pop("headers", UNSET)
        headers: UploadHeaders | Unset
        if isinstance(_headers, Unset):
            headers = UNSET
        else:
            headers = UploadHeaders.from_dict(_headers)

        content_type = d.pop("content_type", UNSET)

        upload_url = cls(
            upload_url=upload_url,
            expires_at=expires_at,
            headers=headers,
            content_type=content_type,
        )

        upload_url.additional_properties = d
        return upload_url

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
    "upload_url": Field("string", True, False),
    "expires_at": Field("date", False, False),
    "headers": Field("object", False, False),
    "content_type": Field("string", False, False),
}

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

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
        media_id (str | Unset): The file that the PUT makes, `med_...`.
        upload_token (str | Unset): A token for the upload of this recording alone, `up_...`, good for minutes.
    """

    upload_url: str = _attrs_field(repr=False)
    expires_at: datetime.datetime | Unset = UNSET
    headers: UploadHeaders | Unset = UNSET
    content_type: str | Unset = UNSET
    media_id: str | Unset = UNSET
    upload_token: str | Unset = _attrs_field(default=UNSET, repr=False)
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES, _DATES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.upload_headers import UploadHeaders  # noqa: PLC0415

        d_ = _read_fields("UploadUrl", src_dict, _FIELDS)
        upload_url = d_.pop("upload_url")

        _expires_at = d_.pop("expires_at", UNSET)
        expires_at: datetime.datetime | Unset
        if isinstance(_expires_at, Unset):
            expires_at = UNSET
        else:
            expires_at = datetime.datetime.fromisoformat(_expires_at)

        _headers = d_.pop("headers", UNSET)
        headers: UploadHeaders | Unset
        if isinstance(_headers, Unset):
            headers = UNSET
        else:
            headers = UploadHeaders.from_dict(_headers)

        content_type = d_.pop("content_type", UNSET)

        media_id = d_.pop("media_id", UNSET)

        upload_token = d_.pop("upload_token", UNSET)

        made_ = cls(
            upload_url=upload_url,
            expires_at=expires_at,
            headers=headers,
            content_type=content_type,
            media_id=media_id,
            upload_token=upload_token,
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
    "upload_url": "upload_url",
    "expires_at": "expires_at",
    "headers": "headers",
    "content_type": "content_type",
    "media_id": "media_id",
    "upload_token": "upload_token",
}
_DATES = ("expires_at",)
_FIELDS = {
    "upload_url": _Field("string", True, False),
    "expires_at": _Field("date", False, False),
    "headers": _Field("object", False, False),
    "content_type": _Field("string", False, False),
    "media_id": _Field("string", False, False),
    "upload_token": _Field("string", False, False),
}

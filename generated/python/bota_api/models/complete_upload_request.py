from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="CompleteUploadRequest")


@_attrs_define
class CompleteUploadRequest:
    """

    Attributes:
        content_sha256 (str | Unset): SHA-256 of the exact bytes stored, 64 lower-case hex digits.
        file_size_bytes (int | Unset): Size of the stored object in bytes. Better left out: a completion that is
            repeated with it is known to be refused (409).
        duration_seconds (int | Unset): Length of the audio in seconds.
    """

    content_sha256: str | Unset = UNSET
    file_size_bytes: int | Unset = UNSET
    duration_seconds: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = dict(src_dict)
        content_sha256 = d_.pop("content_sha256", UNSET)

        file_size_bytes = d_.pop("file_size_bytes", UNSET)

        duration_seconds = d_.pop("duration_seconds", UNSET)

        made_ = cls(
            content_sha256=content_sha256,
            file_size_bytes=file_size_bytes,
            duration_seconds=duration_seconds,
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
    "content_sha256": "content_sha256",
    "file_size_bytes": "file_size_bytes",
    "duration_seconds": "duration_seconds",
}

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.free import Free

T = TypeVar("T", bound="ErrorBody")


@_attrs_define
class ErrorBody:
    """

    Attributes:
        code (str):
        message (str):
        details (Free | Unset):
    """

    code: str
    message: str
    details: Free | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.free import Free  # noqa: PLC0415

        d_ = dict(src_dict)
        code = d_.pop("code")

        message = d_.pop("message")

        _details = d_.pop("details", UNSET)
        details: Free | Unset
        if isinstance(_details, Unset):
            details = UNSET
        else:
            details = Free.from_dict(_details)

        made_ = cls(
            code=code,
            message=message,
            details=details,
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
    "code": "code",
    "message": "message",
    "details": "details",
}

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="BindDeviceRequest")


@_attrs_define
class BindDeviceRequest:
    """

    Attributes:
        end_user_id (str): Whom the device is to belong to.
        pk_d (str | Unset): The public key of the device, 128 lower-case hex digits.
    """

    end_user_id: str
    pk_d: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = dict(src_dict)
        end_user_id = d_.pop("end_user_id")

        pk_d = d_.pop("pk_d", UNSET)

        made_ = cls(
            end_user_id=end_user_id,
            pk_d=pk_d,
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
    "end_user_id": "end_user_id",
    "pk_d": "pk_d",
}

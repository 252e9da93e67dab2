from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.end_user import EndUser

T = TypeVar("T", bound="EndUserPage")


@_attrs_define
class EndUserPage:
    """

    Attributes:
        data (list[EndUser]): The end users of this page, newest first.
        has_more (bool): Whether another page follows.
        next_cursor (None | str | Unset): The `cursor` of the next page; absent or null at the end.
    """

    data: list[EndUser]
    has_more: bool
    next_cursor: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.end_user import EndUser  # noqa: PLC0415

        d_ = _read_fields("EndUserPage", src_dict, _FIELDS)
        data = []
        _data = d_.pop("data")
        for data_item_data in _data:
            data_item = EndUser.from_dict(data_item_data)

            data.append(data_item)

        has_more = d_.pop("has_more")

        def _parse_next_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_cursor = _parse_next_cursor(d_.pop("next_cursor", UNSET))

        made_ = cls(
            data=data,
            has_more=has_more,
            next_cursor=next_cursor,
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
    "data": "data",
    "has_more": "has_more",
    "next_cursor": "next_cursor",
}
_FIELDS = {
    "data": _Field("array", True, False),
    "has_more": _Field("boolean", True, False),
    "next_cursor": _Field("string", False, True),
}

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field, read_fields
from ..types import UNSET, Unset

T = TypeVar("T", bound="Cursors")


@_attrs_define
class Cursors:
    """
    Attributes:
        next_cursor (str | Unset):
    """

    next_cursor: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if next_cursor is not UNSET:
            field_dict["next_cursor"] = next_cursor

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = read_fields("Cursors", src_dict, _FIELDS)
        next_cursor = d.pop("next_cursor", UNSET)

        cursors = cls(
            next_cursor=next_cursor,
        )

        cursors.additional_properties = d
        return cursors

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
    "next_cursor": Field("string", False, False),
}

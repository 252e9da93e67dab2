from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field, read_fields
from ..types import UNSET, Unset

T = TypeVar("T", bound="MyThing")


@_attrs_define
class MyThing:
    """
    Attributes:
        language (str | Unset):
        parent (MyThing | Unset):
    """

    language: str | Unset = UNSET
    parent: MyThing | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        language = self.language

        parent: dict[str, Any] | Unset = UNSET
        if not isinstance(self.parent, Unset):
            parent = self.parent.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if language is not UNSET:
            field_dict["language"] = language
        if parent is not UNSET:
            field_dict["parent"] = parent

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = read_fields("MyThing", src_dict, _FIELDS)
        language = d.pop("language", UNSET)

        _parent = d.pop("parent", UNSET)
        parent: MyThing | Unset
        if isinstance(_parent, Unset):
            parent = UNSET
        else:
            parent = MyThing.from_dict(_parent)

        my_thing = cls(
            language=language,
            parent=parent,
        )

        my_thing.additional_properties = d
        return my_thing

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
    "language": Field("string", False, False),
    "parent": Field("object", False, False),
}

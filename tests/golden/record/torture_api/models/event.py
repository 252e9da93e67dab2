from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field, read_fields
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.ab_thing import ABThing


T = TypeVar("T", bound="Event")


@_attrs_define
class Event:
    """
    Attributes:
        name (str):
        thing (ABThing | Unset): Everything that a field can be.
    """

    name: str
    thing: ABThing | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        thing: dict[str, Any] | Unset = UNSET
        if not isinstance(self.thing, Unset):
            thing = self.thing.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
            }
        )
        if thing is not UNSET:
            field_dict["thing"] = thing

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ab_thing import ABThing  # noqa: PLC0415

        d = read_fields("Event", src_dict, _FIELDS)
        name = d.pop("name")

        _thing = d.pop("thing", UNSET)
        thing: ABThing | Unset
        if isinstance(_thing, Unset):
            thing = UNSET
        else:
            thing = ABThing.from_dict(_thing)

        event = cls(
            name=name,
            thing=thing,
        )

        event.additional_properties = d
        return event

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
    "name": Field("string", True, False),
    "thing": Field("object", False, False),
}

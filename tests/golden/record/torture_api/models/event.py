from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

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
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ab_thing import ABThing  # noqa: PLC0415

        d_ = _read_fields("Event", src_dict, _FIELDS)
        name = d_.pop("name")

        _thing = d_.pop("thing", UNSET)
        thing: ABThing | Unset
        if isinstance(_thing, Unset):
            thing = UNSET
        else:
            thing = ABThing.from_dict(_thing)

        made_ = cls(
            name=name,
            thing=thing,
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
    "name": "name",
    "thing": "thing",
}
_FIELDS = {
    "name": _Field("string", True, False),
    "thing": _Field("object", False, False),
}

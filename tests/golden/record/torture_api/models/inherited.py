from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="Inherited")


@_attrs_define
class Inherited:
    """

    Attributes:
        key (str):
        class_ (str):
        list_ (None | str | Unset):
        accessToken (str | Unset):
        access_token (str | Unset):
        name (str | Unset):
        lat (float | Unset):
        lon (float | Unset):
    """

    key: str = _attrs_field(repr=False)
    class_: str = _attrs_field(repr=False)
    list_: None | str | Unset = _attrs_field(default=UNSET, repr=False)
    accessToken: str | Unset = _attrs_field(default=UNSET, repr=False)
    access_token: str | Unset = _attrs_field(default=UNSET, repr=False)
    name: str | Unset = UNSET
    lat: float | Unset = UNSET
    lon: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = _read_fields("Inherited", src_dict, _FIELDS)
        key = d_.pop("key")

        class_ = d_.pop("class")

        def _parse_list_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        list_ = _parse_list_(d_.pop("list", UNSET))

        accessToken = d_.pop("accessToken", UNSET)

        access_token = d_.pop("access_token", UNSET)

        name = d_.pop("name", UNSET)

        lat = d_.pop("lat", UNSET)

        lon = d_.pop("lon", UNSET)

        made_ = cls(
            key=key,
            class_=class_,
            list_=list_,
            accessToken=accessToken,
            access_token=access_token,
            name=name,
            lat=lat,
            lon=lon,
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
    "key": "key",
    "class_": "class",
    "list_": "list",
    "accessToken": "accessToken",
    "access_token": "access_token",
    "name": "name",
    "lat": "lat",
    "lon": "lon",
}
_FIELDS = {
    "key": _Field("string", True, False),
    "class": _Field("string", True, False),
    "list": _Field("string", False, True),
    "accessToken": _Field("string", False, False),
    "access_token": _Field("string", False, False),
    "name": _Field("string", False, False),
    "lat": _Field("number", False, False),
    "lon": _Field("number", False, False),
}

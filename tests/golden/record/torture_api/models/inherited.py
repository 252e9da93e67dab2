from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field, read_fields
from ..types import UNSET, Unset

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
        key = self.key

        class_ = self.class_

        list_: None | str | Unset
        if isinstance(self.list_, Unset):
            list_ = UNSET
        else:
            list_ = self.list_

        accessToken = self.accessToken

        access_token = self.access_token

        name = self.name

        lat = self.lat

        lon = self.lon

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "key": key,
                "class": class_,
            }
        )
        if list_ is not UNSET:
            field_dict["list"] = list_
        if accessToken is not UNSET:
            field_dict["accessToken"] = accessToken
        if access_token is not UNSET:
            field_dict["access_token"] = access_token
        if name is not UNSET:
            field_dict["name"] = name
        if lat is not UNSET:
            field_dict["lat"] = lat
        if lon is not UNSET:
            field_dict["lon"] = lon

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = read_fields("Inherited", src_dict, _FIELDS)
        key = d.pop("key")

        class_ = d.pop("class")

        def _parse_list_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        list_ = _parse_list_(d.pop("list", UNSET))

        accessToken = d.pop("accessToken", UNSET)

        access_token = d.pop("access_token", UNSET)

        name = d.pop("name", UNSET)

        lat = d.pop("lat", UNSET)

        lon = d.pop("lon", UNSET)

        inherited = cls(
            key=key,
            class_=class_,
            list_=list_,
            accessToken=accessToken,
            access_token=access_token,
            name=name,
            lat=lat,
            lon=lon,
        )

        inherited.additional_properties = d
        return inherited

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
    "key": Field("string", True, False),
    "class": Field("string", True, False),
    "list": Field("string", False, True),
    "accessToken": Field("string", False, False),
    "access_token": Field("string", False, False),
    "name": Field("string", False, False),
    "lat": Field("number", False, False),
    "lon": Field("number", False, False),
}

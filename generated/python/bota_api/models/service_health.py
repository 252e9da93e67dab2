from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="ServiceHealth")


@_attrs_define
class ServiceHealth:
    """

    Attributes:
        status (str): `healthy` or `unhealthy`.
        database (str | Unset): `connected` or `disconnected`.
        billing (str | Unset): `enabled` or `disabled`.
    """

    status: str
    database: str | Unset = UNSET
    billing: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = _read_fields("ServiceHealth", src_dict, _FIELDS)
        status = d_.pop("status")

        database = d_.pop("database", UNSET)

        billing = d_.pop("billing", UNSET)

        made_ = cls(
            status=status,
            database=database,
            billing=billing,
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
    "status": "status",
    "database": "database",
    "billing": "billing",
}
_FIELDS = {
    "status": _Field("string", True, False),
    "database": _Field("string", False, False),
    "billing": _Field("string", False, False),
}

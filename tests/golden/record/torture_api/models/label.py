from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="Label")


@_attrs_define
class Label:
    """

    Attributes:
        label (str):
    """

    label: str

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = _read_fields("Label", src_dict, _FIELDS)
        label = d_.pop("label")

        made_ = cls(
            label=label,
        )

        return made_


_NAMES: dict[str, str] = {
    "label": "label",
}
_FIELDS = {
    "label": _Field("string", True, False),
}

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..reading import Field, read_fields

T = TypeVar("T", bound="Label")


@_attrs_define
class Label:
    """
    Attributes:
        label (str):
    """

    label: str

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "label": label,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = read_fields("Label", src_dict, _FIELDS)
        label = d.pop("label")

        label = cls(
            label=label,
        )

        return label


_FIELDS = {
    "label": Field("string", True, False),
}

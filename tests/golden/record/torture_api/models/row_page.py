from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="RowPage")


@_attrs_define
class RowPage:
    """

    Attributes:
        rows (list[list[str]] | None | Unset):
        is_more (bool | None | Unset):
        after (None | str | Unset):
        total (int | Unset):
    """

    rows: list[list[str]] | None | Unset = UNSET
    is_more: bool | None | Unset = UNSET
    after: None | str | Unset = UNSET
    total: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = _read_fields("RowPage", src_dict, _FIELDS)

        def _parse_rows(data: object) -> list[list[str]] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                rows_type_0 = []
                _rows_type_0 = data
                for rows_type_0_item_data in _rows_type_0:
                    rows_type_0_item = cast(list[str], rows_type_0_item_data)

                    rows_type_0.append(rows_type_0_item)

                return rows_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[list[str]] | None | Unset, data)

        rows = _parse_rows(d_.pop("rows", UNSET))

        def _parse_is_more(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_more = _parse_is_more(d_.pop("is-more", UNSET))

        def _parse_after(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        after = _parse_after(d_.pop("after", UNSET))

        total = d_.pop("total", UNSET)

        made_ = cls(
            rows=rows,
            is_more=is_more,
            after=after,
            total=total,
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
    "rows": "rows",
    "is_more": "is-more",
    "after": "after",
    "total": "total",
}
_FIELDS = {
    "rows": _Field("any", False, True),
    "is-more": _Field("boolean", False, True),
    "after": _Field("string", False, True),
    "total": _Field("integer", False, False),
}

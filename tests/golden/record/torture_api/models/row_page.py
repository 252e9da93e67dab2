from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field, read_fields
from ..types import UNSET, Unset

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
        rows: list[list[str]] | None | Unset
        if isinstance(self.rows, Unset):
            rows = UNSET
        elif isinstance(self.rows, list):
            rows = []
            for rows_type_0_item_data in self.rows:
                rows_type_0_item = rows_type_0_item_data

                rows.append(rows_type_0_item)

        else:
            rows = self.rows

        is_more: bool | None | Unset
        if isinstance(self.is_more, Unset):
            is_more = UNSET
        else:
            is_more = self.is_more

        after: None | str | Unset
        if isinstance(self.after, Unset):
            after = UNSET
        else:
            after = self.after

        total = self.total

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if rows is not UNSET:
            field_dict["rows"] = rows
        if is_more is not UNSET:
            field_dict["is-more"] = is_more
        if after is not UNSET:
            field_dict["after"] = after
        if total is not UNSET:
            field_dict["total"] = total

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = read_fields("RowPage", src_dict, _FIELDS)

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

        rows = _parse_rows(d.pop("rows", UNSET))

        def _parse_is_more(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_more = _parse_is_more(d.pop("is-more", UNSET))

        def _parse_after(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        after = _parse_after(d.pop("after", UNSET))

        total = d.pop("total", UNSET)

        row_page = cls(
            rows=rows,
            is_more=is_more,
            after=after,
            total=total,
        )

        row_page.additional_properties = d
        return row_page

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
    "rows": Field("any", False, True),
    "is-more": Field("boolean", False, True),
    "after": Field("string", False, True),
    "total": Field("integer", False, False),
}

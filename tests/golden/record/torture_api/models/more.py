from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sort import Sort, check_sort
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.map_ import Map

T = TypeVar("T", bound="More")


@_attrs_define
class More:
    """

    Attributes:
        client (str):
        items (int | Unset): A name that a dict has too.
        headers (Map | Unset):
        list_ (list[str] | Unset):
        when (datetime.datetime | None | Unset):
        days (list[datetime.date] | Unset):
        order (Sort | Unset):
    """

    client: str
    items: int | Unset = UNSET
    headers: Map | Unset = UNSET
    list_: list[str] | Unset = UNSET
    when: datetime.datetime | None | Unset = UNSET
    days: list[datetime.date] | Unset = UNSET
    order: Sort | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.map_ import Map  # noqa: PLC0415

        d_ = dict(src_dict)
        client = d_.pop("client")

        items = d_.pop("items", UNSET)

        _headers = d_.pop("headers", UNSET)
        headers: Map | Unset
        if isinstance(_headers, Unset):
            headers = UNSET
        else:
            headers = Map.from_dict(_headers)

        list_ = cast(list[str], d_.pop("list", UNSET))

        def _parse_when(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                when_type_0 = datetime.datetime.fromisoformat(data)

                return when_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        when = _parse_when(d_.pop("when", UNSET))

        _days = d_.pop("days", UNSET)
        days: list[datetime.date] | Unset = UNSET
        if _days is not UNSET:
            days = []
            for days_item_data in _days:
                days_item = datetime.date.fromisoformat(days_item_data)

                days.append(days_item)

        _order = d_.pop("order", UNSET)
        order: Sort | Unset
        if isinstance(_order, Unset):
            order = UNSET
        else:
            order = check_sort(_order)

        made_ = cls(
            client=client,
            items=items,
            headers=headers,
            list_=list_,
            when=when,
            days=days,
            order=order,
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
    "client": "client",
    "items": "items",
    "headers": "headers",
    "list_": "list",
    "when": "when",
    "days": "days",
    "order": "order",
}

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="SearchRecordingsRequest")


@_attrs_define
class SearchRecordingsRequest:
    """

    Attributes:
        query (str): What to look for, in words.
        end_user_id (str | Unset): Only recordings of this end user.
        limit (int | Unset): Passages to return, 1 to 50. The service takes 8 when it is left out.
        recording_ids (list[str] | Unset): Only these recordings, 500 at most.
    """

    query: str
    end_user_id: str | Unset = UNSET
    limit: int | Unset = UNSET
    recording_ids: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = dict(src_dict)
        query = d_.pop("query")

        end_user_id = d_.pop("end_user_id", UNSET)

        limit = d_.pop("limit", UNSET)

        recording_ids = cast(list[str], d_.pop("recording_ids", UNSET))

        made_ = cls(
            query=query,
            end_user_id=end_user_id,
            limit=limit,
            recording_ids=recording_ids,
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
    "query": "query",
    "end_user_id": "end_user_id",
    "limit": "limit",
    "recording_ids": "recording_ids",
}

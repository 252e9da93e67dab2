from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.recording_search_result import RecordingSearchResult

T = TypeVar("T", bound="RecordingSearchResults")


@_attrs_define
class RecordingSearchResults:
    """

    Attributes:
        results (list[RecordingSearchResult]): The passages found, the best first.
    """

    results: list[RecordingSearchResult]
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recording_search_result import RecordingSearchResult  # noqa: PLC0415

        d_ = _read_fields("RecordingSearchResults", src_dict, _FIELDS)
        results = []
        _results = d_.pop("results")
        for results_item_data in _results:
            results_item = RecordingSearchResult.from_dict(results_item_data)

            results.append(results_item)

        made_ = cls(
            results=results,
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
    "results": "results",
}
_FIELDS = {
    "results": _Field("array", True, False),
}

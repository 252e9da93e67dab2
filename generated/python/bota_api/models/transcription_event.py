from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.transcription import Transcription

T = TypeVar("T", bound="TranscriptionEvent")


@_attrs_define
class TranscriptionEvent:
    """

    Attributes:
        id (str): `evt_...`; the same event may be sent twice.
        type_ (str): What happened, such as `transcription.completed`.
        data (Transcription): What was said in a recording.
        created_at (datetime.datetime | Unset): When it happened.
    """

    id: str
    type_: str
    data: Transcription
    created_at: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES, _DATES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.transcription import Transcription  # noqa: PLC0415

        d_ = _read_fields("TranscriptionEvent", src_dict, _FIELDS)
        id = d_.pop("id")

        type_ = d_.pop("type")

        data = Transcription.from_dict(d_.pop("data"))

        _created_at = d_.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at, Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)

        made_ = cls(
            id=id,
            type_=type_,
            data=data,
            created_at=created_at,
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
    "id": "id",
    "type_": "type",
    "data": "data",
    "created_at": "created_at",
}
_DATES = ("created_at",)
_FIELDS = {
    "id": _Field("string", True, False),
    "type": _Field("string", True, False),
    "created_at": _Field("date", False, False),
    "data": _Field("object", True, False),
}

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="TranscriptionSegment")


@_attrs_define
class TranscriptionSegment:
    """

    Attributes:
        text (str): What was said.
        speaker (None | str | Unset): Who said it, such as `SPEAKER_0`.
        start (float | None | Unset): Where it begins, in seconds from the start of the audio.
        end (float | None | Unset): Where it ends, in seconds from the start of the audio.
        confidence (float | None | Unset): How sure the service is, 0 to 1.
    """

    text: str
    speaker: None | str | Unset = UNSET
    start: float | None | Unset = UNSET
    end: float | None | Unset = UNSET
    confidence: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = _read_fields("TranscriptionSegment", src_dict, _FIELDS)
        text = d_.pop("text")

        def _parse_speaker(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        speaker = _parse_speaker(d_.pop("speaker", UNSET))

        def _parse_start(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        start = _parse_start(d_.pop("start", UNSET))

        def _parse_end(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        end = _parse_end(d_.pop("end", UNSET))

        def _parse_confidence(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        confidence = _parse_confidence(d_.pop("confidence", UNSET))

        made_ = cls(
            text=text,
            speaker=speaker,
            start=start,
            end=end,
            confidence=confidence,
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
    "text": "text",
    "speaker": "speaker",
    "start": "start",
    "end": "end",
    "confidence": "confidence",
}
_FIELDS = {
    "text": _Field("string", True, False),
    "speaker": _Field("string", False, True),
    "start": _Field("number", False, True),
    "end": _Field("number", False, True),
    "confidence": _Field("number", False, True),
}

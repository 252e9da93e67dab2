from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="RecordingSearchResult")


@_attrs_define
class RecordingSearchResult:
    """

    Attributes:
        chunk_id (str): The passage.
        recording_id (str): The recording it was said in.
        transcription_id (str): The transcription it is from.
        chunk_text (str): What was said.
        score (float): How well it fits; higher is better.
        speaker (None | str | Unset): Who said it, such as `SPEAKER_0`.
        start_ms (int | None | Unset): Where it begins, in milliseconds from the start of the audio.
        end_ms (int | None | Unset): Where it ends, in milliseconds from the start of the audio.
        recorded_at (datetime.datetime | None | Unset): When the recording was recorded.
    """

    chunk_id: str
    recording_id: str
    transcription_id: str
    chunk_text: str
    score: float
    speaker: None | str | Unset = UNSET
    start_ms: int | None | Unset = UNSET
    end_ms: int | None | Unset = UNSET
    recorded_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = _read_fields("RecordingSearchResult", src_dict, _FIELDS)
        chunk_id = d_.pop("chunk_id")

        recording_id = d_.pop("recording_id")

        transcription_id = d_.pop("transcription_id")

        chunk_text = d_.pop("chunk_text")

        score = d_.pop("score")

        def _parse_speaker(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        speaker = _parse_speaker(d_.pop("speaker", UNSET))

        def _parse_start_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        start_ms = _parse_start_ms(d_.pop("start_ms", UNSET))

        def _parse_end_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        end_ms = _parse_end_ms(d_.pop("end_ms", UNSET))

        def _parse_recorded_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                recorded_at_type_0 = datetime.datetime.fromisoformat(data)

                return recorded_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        recorded_at = _parse_recorded_at(d_.pop("recorded_at", UNSET))

        made_ = cls(
            chunk_id=chunk_id,
            recording_id=recording_id,
            transcription_id=transcription_id,
            chunk_text=chunk_text,
            score=score,
            speaker=speaker,
            start_ms=start_ms,
            end_ms=end_ms,
            recorded_at=recorded_at,
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
    "chunk_id": "chunk_id",
    "recording_id": "recording_id",
    "transcription_id": "transcription_id",
    "chunk_text": "chunk_text",
    "score": "score",
    "speaker": "speaker",
    "start_ms": "start_ms",
    "end_ms": "end_ms",
    "recorded_at": "recorded_at",
}
_FIELDS = {
    "chunk_id": _Field("string", True, False),
    "recording_id": _Field("string", True, False),
    "transcription_id": _Field("string", True, False),
    "chunk_text": _Field("string", True, False),
    "speaker": _Field("string", False, True),
    "start_ms": _Field("integer", False, True),
    "end_ms": _Field("integer", False, True),
    "recorded_at": _Field("date", False, True),
    "score": _Field("number", True, False),
}

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.transcription_provider import TranscriptionProvider, check_transcription_provider
from ..models.transcription_status import TranscriptionStatus, check_transcription_status
from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.transcription_segment import TranscriptionSegment

T = TypeVar("T", bound="Transcription")


@_attrs_define
class Transcription:
    """What was said in a recording.

    Attributes:
        id (str): `txn_...`
        status (TranscriptionStatus): Where a transcription stands. More values will appear.
        recording_id (None | str | Unset): The recording that it is of.
        language (None | str | Unset): The language that is spoken.
        provider (None | TranscriptionProvider | Unset):
        duration_ms (int | None | Unset): Length of the audio in milliseconds.
        text (None | str | Unset): All that was said; null until it is completed.
        full_text (None | str | Unset): The same as `text`, where the service calls it so.
        segments (list[TranscriptionSegment] | None | Unset): What was said, by speaker and time; null until it is
            completed.
        word_count (int | None | Unset): Words in the text.
        error (None | str | Unset): Why it failed, for programs, such as `audio_too_short`.
        error_message (None | str | Unset): Why it failed, for people.
        created_at (datetime.datetime | None | Unset): When it was asked for.
        started_at (datetime.datetime | None | Unset): When it was begun.
        completed_at (datetime.datetime | None | Unset): When it was finished.
        updated_at (datetime.datetime | None | Unset): When the service last changed it.
    """

    id: str
    status: TranscriptionStatus
    recording_id: None | str | Unset = UNSET
    language: None | str | Unset = UNSET
    provider: None | TranscriptionProvider | Unset = UNSET
    duration_ms: int | None | Unset = UNSET
    text: None | str | Unset = UNSET
    full_text: None | str | Unset = UNSET
    segments: list[TranscriptionSegment] | None | Unset = UNSET
    word_count: int | None | Unset = UNSET
    error: None | str | Unset = UNSET
    error_message: None | str | Unset = UNSET
    created_at: datetime.datetime | None | Unset = UNSET
    started_at: datetime.datetime | None | Unset = UNSET
    completed_at: datetime.datetime | None | Unset = UNSET
    updated_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.transcription_segment import TranscriptionSegment  # noqa: PLC0415

        d_ = _read_fields("Transcription", src_dict, _FIELDS)
        id = d_.pop("id")

        status = check_transcription_status(d_.pop("status"))

        def _parse_recording_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recording_id = _parse_recording_id(d_.pop("recording_id", UNSET))

        def _parse_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        language = _parse_language(d_.pop("language", UNSET))

        def _parse_provider(data: object) -> None | TranscriptionProvider | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                provider_type_0 = check_transcription_provider(data)

                return provider_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TranscriptionProvider | Unset, data)

        provider = _parse_provider(d_.pop("provider", UNSET))

        def _parse_duration_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration_ms = _parse_duration_ms(d_.pop("duration_ms", UNSET))

        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d_.pop("text", UNSET))

        def _parse_full_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        full_text = _parse_full_text(d_.pop("full_text", UNSET))

        def _parse_segments(data: object) -> list[TranscriptionSegment] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                segments_type_0 = []
                _segments_type_0 = data
                for segments_type_0_item_data in _segments_type_0:
                    segments_type_0_item = TranscriptionSegment.from_dict(segments_type_0_item_data)

                    segments_type_0.append(segments_type_0_item)

                return segments_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[TranscriptionSegment] | None | Unset, data)

        segments = _parse_segments(d_.pop("segments", UNSET))

        def _parse_word_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        word_count = _parse_word_count(d_.pop("word_count", UNSET))

        def _parse_error(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        error = _parse_error(d_.pop("error", UNSET))

        def _parse_error_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        error_message = _parse_error_message(d_.pop("error_message", UNSET))

        def _parse_created_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_at_type_0 = datetime.datetime.fromisoformat(data)

                return created_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        created_at = _parse_created_at(d_.pop("created_at", UNSET))

        def _parse_started_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)

                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        started_at = _parse_started_at(d_.pop("started_at", UNSET))

        def _parse_completed_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                completed_at_type_0 = datetime.datetime.fromisoformat(data)

                return completed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        completed_at = _parse_completed_at(d_.pop("completed_at", UNSET))

        def _parse_updated_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                updated_at_type_0 = datetime.datetime.fromisoformat(data)

                return updated_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        updated_at = _parse_updated_at(d_.pop("updated_at", UNSET))

        made_ = cls(
            id=id,
            status=status,
            recording_id=recording_id,
            language=language,
            provider=provider,
            duration_ms=duration_ms,
            text=text,
            full_text=full_text,
            segments=segments,
            word_count=word_count,
            error=error,
            error_message=error_message,
            created_at=created_at,
            started_at=started_at,
            completed_at=completed_at,
            updated_at=updated_at,
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
    "status": "status",
    "recording_id": "recording_id",
    "language": "language",
    "provider": "provider",
    "duration_ms": "duration_ms",
    "text": "text",
    "full_text": "full_text",
    "segments": "segments",
    "word_count": "word_count",
    "error": "error",
    "error_message": "error_message",
    "created_at": "created_at",
    "started_at": "started_at",
    "completed_at": "completed_at",
    "updated_at": "updated_at",
}
_FIELDS = {
    "id": _Field("string", True, False),
    "status": _Field("string", True, False),
    "recording_id": _Field("string", False, True),
    "language": _Field("string", False, True),
    "provider": _Field("string", False, True),
    "duration_ms": _Field("integer", False, True),
    "text": _Field("string", False, True),
    "full_text": _Field("string", False, True),
    "segments": _Field("any", False, True),
    "word_count": _Field("integer", False, True),
    "error": _Field("string", False, True),
    "error_message": _Field("string", False, True),
    "created_at": _Field("date", False, True),
    "started_at": _Field("date", False, True),
    "completed_at": _Field("date", False, True),
    "updated_at": _Field("date", False, True),
}

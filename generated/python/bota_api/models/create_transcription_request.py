from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.transcription_provider import TranscriptionProvider, check_transcription_provider
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="CreateTranscriptionRequest")


@_attrs_define
class CreateTranscriptionRequest:
    """

    Attributes:
        recording_id (str): The recording to transcribe. It must be uploaded.
        language (str | Unset): The language that is spoken (ISO 639-1), such as `en` or `pt-BR`. The service finds out
            when it is left out.
        diarization (bool | Unset): Whether to tell the speakers apart. The service does so when it is left out.
        provider (TranscriptionProvider | Unset): Who transcribes. The service chooses when it is left out.
    """

    recording_id: str
    language: str | Unset = UNSET
    diarization: bool | Unset = UNSET
    provider: TranscriptionProvider | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = dict(src_dict)
        recording_id = d_.pop("recording_id")

        language = d_.pop("language", UNSET)

        diarization = d_.pop("diarization", UNSET)

        _provider = d_.pop("provider", UNSET)
        provider: TranscriptionProvider | Unset
        if isinstance(_provider, Unset):
            provider = UNSET
        else:
            provider = check_transcription_provider(_provider)

        made_ = cls(
            recording_id=recording_id,
            language=language,
            diarization=diarization,
            provider=provider,
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
    "recording_id": "recording_id",
    "language": "language",
    "diarization": "diarization",
    "provider": "provider",
}

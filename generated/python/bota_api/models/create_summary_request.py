from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.summary_provider import SummaryProvider, check_summary_provider
from ..models.summary_template import SummaryTemplate, check_summary_template
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="CreateSummaryRequest")


@_attrs_define
class CreateSummaryRequest:
    """

    Attributes:
        transcription_id (str): The transcription to summarise. It must be completed.
        template_id (SummaryTemplate | Unset): The form of a summary.
        prompt (str | Unset): What to make of it, in your words, 10 to 10,000 characters. Not together with
            `template_id`.
        provider (SummaryProvider | Unset): Who summarises. The service takes `gemini` when it is left out.
    """

    transcription_id: str
    template_id: SummaryTemplate | Unset = UNSET
    prompt: str | Unset = UNSET
    provider: SummaryProvider | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d_ = dict(src_dict)
        transcription_id = d_.pop("transcription_id")

        _template_id = d_.pop("template_id", UNSET)
        template_id: SummaryTemplate | Unset
        if isinstance(_template_id, Unset):
            template_id = UNSET
        else:
            template_id = check_summary_template(_template_id)

        prompt = d_.pop("prompt", UNSET)

        _provider = d_.pop("provider", UNSET)
        provider: SummaryProvider | Unset
        if isinstance(_provider, Unset):
            provider = UNSET
        else:
            provider = check_summary_provider(_provider)

        made_ = cls(
            transcription_id=transcription_id,
            template_id=template_id,
            prompt=prompt,
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
    "transcription_id": "transcription_id",
    "template_id": "template_id",
    "prompt": "prompt",
    "provider": "provider",
}

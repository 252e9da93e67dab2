from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.summary_provider import SummaryProvider, check_summary_provider
from ..models.summary_status import SummaryStatus, check_summary_status
from ..models.summary_template import SummaryTemplate, check_summary_template
from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

T = TypeVar("T", bound="Summary")


@_attrs_define
class Summary:
    """What a transcription comes down to.

    Attributes:
        id (str): `sum_...`
        status (SummaryStatus): Where a summary stands. More values will appear.
        project_id (None | str | Unset): The project that it is in, `proj_...`.
        transcription_id (None | str | Unset): The transcription that it is of.
        template_id (None | SummaryTemplate | Unset):
        provider (None | SummaryProvider | Unset):
        custom_prompt (None | str | Unset): The prompt that it was asked for with.
        output (None | str | Unset): The summary; null until it is completed.
        error (None | str | Unset): Why it failed, for programs, such as `transcript_too_short`.
        error_message (None | str | Unset): Why it failed, for people.
        created_at (datetime.datetime | None | Unset): When it was asked for.
        started_at (datetime.datetime | None | Unset): When it was begun.
        completed_at (datetime.datetime | None | Unset): When it was finished.
        updated_at (datetime.datetime | None | Unset): When the service last changed it.
    """

    id: str
    status: SummaryStatus
    project_id: None | str | Unset = UNSET
    transcription_id: None | str | Unset = UNSET
    template_id: None | SummaryTemplate | Unset = UNSET
    provider: None | SummaryProvider | Unset = UNSET
    custom_prompt: None | str | Unset = UNSET
    output: None | str | Unset = UNSET
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
        d_ = _read_fields("Summary", src_dict, _FIELDS)
        id = d_.pop("id")

        status = check_summary_status(d_.pop("status"))

        def _parse_project_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        project_id = _parse_project_id(d_.pop("project_id", UNSET))

        def _parse_transcription_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        transcription_id = _parse_transcription_id(d_.pop("transcription_id", UNSET))

        def _parse_template_id(data: object) -> None | SummaryTemplate | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                template_id_type_0 = check_summary_template(data)

                return template_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SummaryTemplate | Unset, data)

        template_id = _parse_template_id(d_.pop("template_id", UNSET))

        def _parse_provider(data: object) -> None | SummaryProvider | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                provider_type_0 = check_summary_provider(data)

                return provider_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SummaryProvider | Unset, data)

        provider = _parse_provider(d_.pop("provider", UNSET))

        def _parse_custom_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        custom_prompt = _parse_custom_prompt(d_.pop("custom_prompt", UNSET))

        def _parse_output(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        output = _parse_output(d_.pop("output", UNSET))

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
            project_id=project_id,
            transcription_id=transcription_id,
            template_id=template_id,
            provider=provider,
            custom_prompt=custom_prompt,
            output=output,
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
    "project_id": "project_id",
    "transcription_id": "transcription_id",
    "template_id": "template_id",
    "provider": "provider",
    "custom_prompt": "custom_prompt",
    "output": "output",
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
    "project_id": _Field("string", False, True),
    "transcription_id": _Field("string", False, True),
    "template_id": _Field("string", False, True),
    "provider": _Field("string", False, True),
    "custom_prompt": _Field("string", False, True),
    "output": _Field("string", False, True),
    "error": _Field("string", False, True),
    "error_message": _Field("string", False, True),
    "created_at": _Field("date", False, True),
    "started_at": _Field("date", False, True),
    "completed_at": _Field("date", False, True),
    "updated_at": _Field("date", False, True),
}

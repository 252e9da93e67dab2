from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.end_user_metadata import EndUserMetadata

T = TypeVar("T", bound="EndUser")


@_attrs_define
class EndUser:
    """

    Attributes:
        id (str): `eu_...`
        external_id (None | str | Unset): The id that your own system has for the end user.
        email (None | str | Unset): The e-mail address.
        name (None | str | Unset): A name for people.
        metadata (EndUserMetadata | None | Unset):
        created_at (datetime.datetime | None | Unset): When the service made the end user.
        updated_at (datetime.datetime | None | Unset): When the service last changed it.
    """

    id: str
    external_id: None | str | Unset = UNSET
    email: None | str | Unset = UNSET
    name: None | str | Unset = UNSET
    metadata: EndUserMetadata | None | Unset = UNSET
    created_at: datetime.datetime | None | Unset = UNSET
    updated_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.end_user_metadata import EndUserMetadata  # noqa: PLC0415

        d_ = _read_fields("EndUser", src_dict, _FIELDS)
        id = d_.pop("id")

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d_.pop("external_id", UNSET))

        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d_.pop("email", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d_.pop("name", UNSET))

        def _parse_metadata(data: object) -> EndUserMetadata | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = EndUserMetadata.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EndUserMetadata | None | Unset, data)

        metadata = _parse_metadata(d_.pop("metadata", UNSET))

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
            external_id=external_id,
            email=email,
            name=name,
            metadata=metadata,
            created_at=created_at,
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
    "external_id": "external_id",
    "email": "email",
    "name": "name",
    "metadata": "metadata",
    "created_at": "created_at",
    "updated_at": "updated_at",
}
_FIELDS = {
    "id": _Field("string", True, False),
    "external_id": _Field("string", False, True),
    "email": _Field("string", False, True),
    "name": _Field("string", False, True),
    "metadata": _Field("object", False, True),
    "created_at": _Field("date", False, True),
    "updated_at": _Field("date", False, True),
}

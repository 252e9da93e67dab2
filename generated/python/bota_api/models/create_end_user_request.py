from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.end_user_metadata import EndUserMetadata

T = TypeVar("T", bound="CreateEndUserRequest")


@_attrs_define
class CreateEndUserRequest:
    """

    Attributes:
        external_id (str | Unset): The id that your own system has for the end user.
        email (str | Unset): The e-mail address.
        name (str | Unset): A name for people.
        metadata (EndUserMetadata | Unset): Free keys and values.
    """

    external_id: str | Unset = UNSET
    email: str | Unset = UNSET
    name: str | Unset = UNSET
    metadata: EndUserMetadata | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.end_user_metadata import EndUserMetadata  # noqa: PLC0415

        d_ = dict(src_dict)
        external_id = d_.pop("external_id", UNSET)

        email = d_.pop("email", UNSET)

        name = d_.pop("name", UNSET)

        _metadata = d_.pop("metadata", UNSET)
        metadata: EndUserMetadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = EndUserMetadata.from_dict(_metadata)

        made_ = cls(
            external_id=external_id,
            email=email,
            name=name,
            metadata=metadata,
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
    "external_id": "external_id",
    "email": "email",
    "name": "name",
    "metadata": "metadata",
}

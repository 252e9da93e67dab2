from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.device_metadata import DeviceMetadata
    from ..models.device_settings import DeviceSettings

T = TypeVar("T", bound="UpdateDeviceRequest")


@_attrs_define
class UpdateDeviceRequest:
    """

    Attributes:
        name (str | Unset): A name for people.
        firmware_version (str | Unset): The version of its firmware.
        metadata (DeviceMetadata | Unset): Free keys and values.
        settings (DeviceSettings | Unset): How the device is set up, by the names that its firmware knows.
    """

    name: str | Unset = UNSET
    firmware_version: str | Unset = UNSET
    metadata: DeviceMetadata | Unset = UNSET
    settings: DeviceSettings | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.device_metadata import DeviceMetadata  # noqa: PLC0415
        from ..models.device_settings import DeviceSettings  # noqa: PLC0415

        d_ = dict(src_dict)
        name = d_.pop("name", UNSET)

        firmware_version = d_.pop("firmware_version", UNSET)

        _metadata = d_.pop("metadata", UNSET)
        metadata: DeviceMetadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = DeviceMetadata.from_dict(_metadata)

        _settings = d_.pop("settings", UNSET)
        settings: DeviceSettings | Unset
        if isinstance(_settings, Unset):
            settings = UNSET
        else:
            settings = DeviceSettings.from_dict(_settings)

        made_ = cls(
            name=name,
            firmware_version=firmware_version,
            metadata=metadata,
            settings=settings,
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
    "name": "name",
    "firmware_version": "firmware_version",
    "metadata": "metadata",
    "settings": "settings",
}

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_model import DeviceModel, check_device_model
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.device_metadata import DeviceMetadata

T = TypeVar("T", bound="CreateDeviceRequest")


@_attrs_define
class CreateDeviceRequest:
    """

    Attributes:
        serial_number (str): The serial number; the device is known by it.
        model (DeviceModel | Unset): Which device it is.
        firmware_version (str | Unset): The version of its firmware.
        name (str | Unset): A name for people.
        metadata (DeviceMetadata | Unset): Free keys and values.
    """

    serial_number: str
    model: DeviceModel | Unset = UNSET
    firmware_version: str | Unset = UNSET
    name: str | Unset = UNSET
    metadata: DeviceMetadata | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.device_metadata import DeviceMetadata  # noqa: PLC0415

        d_ = dict(src_dict)
        serial_number = d_.pop("serial_number")

        _model = d_.pop("model", UNSET)
        model: DeviceModel | Unset
        if isinstance(_model, Unset):
            model = UNSET
        else:
            model = check_device_model(_model)

        firmware_version = d_.pop("firmware_version", UNSET)

        name = d_.pop("name", UNSET)

        _metadata = d_.pop("metadata", UNSET)
        metadata: DeviceMetadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = DeviceMetadata.from_dict(_metadata)

        made_ = cls(
            serial_number=serial_number,
            model=model,
            firmware_version=firmware_version,
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
    "serial_number": "serial_number",
    "model": "model",
    "firmware_version": "firmware_version",
    "name": "name",
    "metadata": "metadata",
}

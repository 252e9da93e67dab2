from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_model import DeviceModel, check_device_model
from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.device_metadata import DeviceMetadata
    from ..models.device_settings import DeviceSettings

T = TypeVar("T", bound="Device")


@_attrs_define
class Device:
    """

    Attributes:
        id (str): `dev_...`
        serial_number (None | str | Unset): The serial number.
        model (DeviceModel | None | Unset):
        firmware_version (None | str | Unset): The version of its firmware.
        name (None | str | Unset): A name for people.
        end_user_id (None | str | Unset): Whom the device belongs to; null when it is bound to nobody.
        metadata (DeviceMetadata | None | Unset):
        settings (DeviceSettings | None | Unset):
        created_at (datetime.datetime | None | Unset): When the device was registered.
        updated_at (datetime.datetime | None | Unset): When the service last changed it.
    """

    id: str
    serial_number: None | str | Unset = UNSET
    model: DeviceModel | None | Unset = UNSET
    firmware_version: None | str | Unset = UNSET
    name: None | str | Unset = UNSET
    end_user_id: None | str | Unset = UNSET
    metadata: DeviceMetadata | None | Unset = UNSET
    settings: DeviceSettings | None | Unset = UNSET
    created_at: datetime.datetime | None | Unset = UNSET
    updated_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.device_metadata import DeviceMetadata  # noqa: PLC0415
        from ..models.device_settings import DeviceSettings  # noqa: PLC0415

        d_ = _read_fields("Device", src_dict, _FIELDS)
        id = d_.pop("id")

        def _parse_serial_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        serial_number = _parse_serial_number(d_.pop("serial_number", UNSET))

        def _parse_model(data: object) -> DeviceModel | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                model_type_0 = check_device_model(data)

                return model_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeviceModel | None | Unset, data)

        model = _parse_model(d_.pop("model", UNSET))

        def _parse_firmware_version(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        firmware_version = _parse_firmware_version(d_.pop("firmware_version", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d_.pop("name", UNSET))

        def _parse_end_user_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        end_user_id = _parse_end_user_id(d_.pop("end_user_id", UNSET))

        def _parse_metadata(data: object) -> DeviceMetadata | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = DeviceMetadata.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeviceMetadata | None | Unset, data)

        metadata = _parse_metadata(d_.pop("metadata", UNSET))

        def _parse_settings(data: object) -> DeviceSettings | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                settings_type_0 = DeviceSettings.from_dict(data)

                return settings_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeviceSettings | None | Unset, data)

        settings = _parse_settings(d_.pop("settings", UNSET))

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
            serial_number=serial_number,
            model=model,
            firmware_version=firmware_version,
            name=name,
            end_user_id=end_user_id,
            metadata=metadata,
            settings=settings,
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
    "serial_number": "serial_number",
    "model": "model",
    "firmware_version": "firmware_version",
    "name": "name",
    "end_user_id": "end_user_id",
    "metadata": "metadata",
    "settings": "settings",
    "created_at": "created_at",
    "updated_at": "updated_at",
}
_FIELDS = {
    "id": _Field("string", True, False),
    "serial_number": _Field("string", False, True),
    "model": _Field("string", False, True),
    "firmware_version": _Field("string", False, True),
    "name": _Field("string", False, True),
    "end_user_id": _Field("string", False, True),
    "metadata": _Field("object", False, True),
    "settings": _Field("object", False, True),
    "created_at": _Field("date", False, True),
    "updated_at": _Field("date", False, True),
}

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .device_metadata import DeviceMetadata
    from .device_model import DeviceModelLiteral
    from .device_settings import DeviceSettings


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class DeviceBinding(_Model):
    """DeviceBinding.

    Attributes:
        id: `dev_...`
        device_token: The key of the device, `dtok_...`, shown this once. Whoever holds it can
            upload for it.
        serial_number: The serial number.
        model: Which device it is.
        firmware_version: The version of its firmware.
        name: A name for people.
        end_user_id: Whom the device belongs to; null when it is bound to nobody.
        metadata: Free keys and values.
        settings: How the device is set up, by the names that its firmware knows.
        created_at: When the device was registered.
        updated_at: When the service last changed it.
        cert: The certificate of the device.
        ble_pubkey: The key that the device uses over Bluetooth.

    """

    id: str
    device_token: str
    serial_number: str | None = None
    model: DeviceModelLiteral | str | None = None
    firmware_version: str | None = None
    name: str | None = None
    end_user_id: str | None = None
    metadata: DeviceMetadata | None = None
    settings: DeviceSettings | None = None
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    cert: str | None = None
    ble_pubkey: str | None = None

    _fields = {
        "id": _Field("id", _r.STRING, required=True),
        "device_token": _Field("device_token", _r.STRING, required=True, secret=True),
        "serial_number": _Field("serial_number", _r.STRING, nullable=True),
        "model": _Field("model", _r.STRING, nullable=True),
        "firmware_version": _Field("firmware_version", _r.STRING, nullable=True),
        "name": _Field("name", _r.STRING, nullable=True),
        "end_user_id": _Field("end_user_id", _r.STRING, nullable=True),
        "metadata": _Field("metadata", _r.model_of("DeviceMetadata"), nullable=True),
        "settings": _Field("settings", _r.model_of("DeviceSettings"), nullable=True),
        "created_at": _Field("created_at", _r.DATE_TIME, nullable=True),
        "updated_at": _Field("updated_at", _r.DATE_TIME, nullable=True),
        "cert": _Field("cert", _r.STRING, nullable=True),
        "ble_pubkey": _Field("ble_pubkey", _r.STRING, nullable=True),
    }

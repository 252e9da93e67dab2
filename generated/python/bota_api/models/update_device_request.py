from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from .device_metadata import DeviceMetadata
    from .device_settings import DeviceSettings


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class UpdateDeviceRequest(_Model):
    """UpdateDeviceRequest.

    Attributes:
        name: A name for people.
        firmware_version: The version of its firmware.
        metadata: Free keys and values.
        settings: How the device is set up, by the names that its firmware knows.

    """

    name: str | Unset = UNSET
    firmware_version: str | Unset = UNSET
    metadata: DeviceMetadata | Unset = UNSET
    settings: DeviceSettings | Unset = UNSET

    _fields = {
        "name": _Field("name", _r.STRING),
        "firmware_version": _Field("firmware_version", _r.STRING),
        "metadata": _Field("metadata", _r.model_of("DeviceMetadata")),
        "settings": _Field("settings", _r.model_of("DeviceSettings")),
    }
    _is_sent = True

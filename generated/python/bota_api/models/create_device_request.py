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
    from .device_model import DeviceModelLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class CreateDeviceRequest(_Model):
    """CreateDeviceRequest.

    Attributes:
        serial_number: The serial number; the device is known by it.
        model: Which device it is.
        firmware_version: The version of its firmware.
        name: A name for people.
        metadata: Free keys and values.

    """

    serial_number: str
    model: DeviceModelLiteral | Unset = UNSET
    firmware_version: str | Unset = UNSET
    name: str | Unset = UNSET
    metadata: DeviceMetadata | Unset = UNSET

    _fields = {
        "serial_number": _Field("serial_number", _r.STRING, required=True),
        "model": _Field("model", _r.STRING),
        "firmware_version": _Field("firmware_version", _r.STRING),
        "name": _Field("name", _r.STRING),
        "metadata": _Field("metadata", _r.model_of("DeviceMetadata")),
    }
    _is_sent = True

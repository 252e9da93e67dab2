"""The operations on devices, by operationId."""

from __future__ import annotations

from typing import Any

from bota_emulator.api.call import Call, Result
from bota_emulator.api.errors import ApiError
from bota_emulator.handlers.parts import Parts
from bota_emulator.state.database import Row


class Devices:
    """Registers, reads, changes and binds devices.

    Args:
        parts: What it works with.

    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def create(self, call: Call) -> Result:
        """Handle createDevice; 200 with the device that has the serial number already."""
        serial = {"serial_number": call.body["serial_number"]}
        known = self._parts.state.find("device", serial)
        if known:
            return Result(200, known[0].document)
        fields = self._parts.kept("createDevice", call.body) | {
            "end_user_id": None,
            "metadata": call.body.get("metadata", {}),
            "settings": {},
        }
        return Result(201, self._parts.add("device", fields).document)

    def list(self, call: Call) -> Result:
        """Handle listDevices: a page, newest first."""
        return self._parts.page("device", call, ("end_user_id",))

    def get(self, call: Call) -> Result:
        """Handle getDevice."""
        return Result(200, self._parts.find("device", call.path["id"]).document)

    def update(self, call: Call) -> Result:
        """Handle updateDevice: merge what was sent into what is there, at every depth."""
        row = self._parts.find("device", call.path["id"])
        kept = self._parts.kept("updateDevice", call.body)
        row.document = _merged(row.document, {k: call.body[k] for k in kept if k in call.body})
        self._parts.save(row)
        return Result(200, row.document)

    def bind(self, call: Call) -> Result:
        """Handle bindDevice: give the device to an end user, and a token, shown this once."""
        row = self._parts.find("device", call.path["id"])
        if row.document["end_user_id"] is not None:
            raise ApiError(409, "The device is bound already", code="device_already_bound")
        owner = call.body["end_user_id"]
        row.document["end_user_id"] = owner
        self._parts.save(row)
        token = self._parts.gate.device_token(row.id, owner)
        return Result(200, {**row.document, "device_token": token})

    def unbind(self, call: Call) -> Result:
        """Handle unbindDevice: revoke the token; nothing happens to a device bound to nobody."""
        row = self._parts.find("device", call.path["id"])
        unbind(self._parts, row)
        return Result(200, row.document)


def unbind(parts: Parts, row: Row) -> None:
    """Take a device from its end user, and its token from it.

    Args:
        parts: What to work with.
        row: The device.

    """
    if row.document["end_user_id"] is None:
        return
    row.document["end_user_id"] = None
    parts.state.revoke_tokens(row.id)
    parts.save(row)


def _merged(old: Any, new: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return old | {name: _merged(old.get(name), value) for name, value in new.items()}

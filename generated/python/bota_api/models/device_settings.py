from __future__ import annotations

from typing import Any

from ..model import MappingModel as _MappingModel


class DeviceSettings(_MappingModel[Any]):
    """How the device is set up, by the names that its firmware knows."""

    __slots__ = ()

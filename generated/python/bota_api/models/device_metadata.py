from __future__ import annotations

from typing import Any

from ..model import MappingModel as _MappingModel


class DeviceMetadata(_MappingModel[Any]):
    """Free keys and values."""

    __slots__ = ()

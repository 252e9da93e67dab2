from __future__ import annotations

from typing import Any

from ..model import MappingModel as _MappingModel


class UnknownVariant(_MappingModel[Any]):
    """UnknownVariant."""

    __slots__ = ()

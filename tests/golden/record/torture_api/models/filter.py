from __future__ import annotations

from typing import TYPE_CHECKING

from .. import reading as _r
from ..model import MappingModel as _MappingModel

if TYPE_CHECKING:
    from .near import Near  # noqa: F401


class Filter(_MappingModel["Near"]):
    """Filter."""

    __slots__ = ()

    _extra = _r.model_of("Near")

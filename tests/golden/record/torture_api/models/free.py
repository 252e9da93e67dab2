from __future__ import annotations

from .. import reading as _r
from ..model import MappingModel as _MappingModel


class Free(_MappingModel[str | None]):
    """Free."""

    __slots__ = ()

    _extra = _r.union_of(_r.STRING, _r.NULL)

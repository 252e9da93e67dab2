from __future__ import annotations

from .. import reading as _r
from ..model import MappingModel as _MappingModel


class UploadHeaders(_MappingModel[str]):
    """Headers that the PUT must carry."""

    __slots__ = ()

    _extra = _r.STRING

from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class Near(_Model):
    """Near.

    Attributes:
        lat: lat
        lon: lon

    """

    lat: float | None = None
    lon: float | None = None

    _fields = {
        "lat": _Field("lat", _r.NUMBER),
        "lon": _Field("lon", _r.NUMBER),
    }

from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class ServiceHealth(_Model):
    """ServiceHealth.

    Attributes:
        status: `healthy` or `unhealthy`.
        database: `connected` or `disconnected`.
        billing: `enabled` or `disabled`.

    """

    status: str
    database: str | None = None
    billing: str | None = None

    _fields = {
        "status": _Field("status", _r.STRING, required=True),
        "database": _Field("database", _r.STRING),
        "billing": _Field("billing", _r.STRING),
    }

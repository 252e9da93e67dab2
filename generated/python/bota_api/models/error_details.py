from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class ErrorDetails(_Model):
    """More about what went wrong.

    Attributes:
        field: The field that is wrong.
        reason: What is wrong with it.

    """

    field: str | None = None
    reason: str | None = None

    _fields = {
        "field": _Field("field", _r.STRING),
        "reason": _Field("reason", _r.STRING),
    }

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .free import Free


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class ErrorBody(_Model):
    """ErrorBody.

    Attributes:
        code: code
        message: message
        details: details

    """

    code: str
    message: str
    details: Free | None = None

    _fields = {
        "code": _Field("code", _r.STRING, required=True),
        "message": _Field("message", _r.STRING, required=True),
        "details": _Field("details", _r.model_of("Free")),
    }

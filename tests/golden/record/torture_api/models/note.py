from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class Note(_Model):
    """Note.

    Attributes:
        text: text

    """

    text: str

    _fields = {
        "text": _Field("text", _r.STRING, required=True),
    }

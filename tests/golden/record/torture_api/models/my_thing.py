from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class MyThing(_Model):
    """MyThing.

    Attributes:
        language: language
        parent: parent

    """

    language: str | None = None
    parent: MyThing | None = None

    _fields = {
        "language": _Field("language", _r.STRING),
        "parent": _Field("parent", _r.model_of("MyThing")),
    }

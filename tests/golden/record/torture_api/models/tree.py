from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class Tree(_Model):
    """Tree.

    Attributes:
        name: name
        children: children

    """

    name: str
    children: list[Tree] | None = None

    _fields = {
        "name": _Field("name", _r.STRING, required=True),
        "children": _Field("children", _r.list_of(_r.model_of("Tree"))),
    }

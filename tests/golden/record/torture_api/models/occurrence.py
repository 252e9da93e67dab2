from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .ab_thing import ABThing


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class Occurrence(_Model):
    """Occurrence.

    Attributes:
        name: name
        thing: Everything that a field can be.

    """

    name: str
    thing: ABThing | None = None

    _fields = {
        "name": _Field("name", _r.STRING, required=True),
        "thing": _Field("thing", _r.model_of("ABThing")),
    }

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
class ThingPage(_Model):
    """ThingPage.

    Attributes:
        data: data
        has_more: has_more
        next_cursor: next_cursor

    """

    data: list[ABThing]
    has_more: bool
    next_cursor: str | None = None

    _fields = {
        "data": _Field("data", _r.list_of(_r.model_of("ABThing")), required=True),
        "has_more": _Field("has_more", _r.BOOLEAN, required=True),
        "next_cursor": _Field("next_cursor", _r.STRING, nullable=True),
    }

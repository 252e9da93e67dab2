from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .occurrence import Occurrence


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class EventPage(_Model):
    """EventPage.

    Attributes:
        data: data
        next_cursor: next_cursor

    """

    data: list[Occurrence]
    next_cursor: str | None = None

    _fields = {
        "data": _Field("data", _r.rows_of(_r.model_of("Occurrence")), required=True),
        "next_cursor": _Field("next_cursor", _r.STRING),
    }

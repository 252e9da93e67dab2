from __future__ import annotations

from attrs import define as _define

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False)
class Cursors(_Model):
    """Cursors.

    Attributes:
        next_cursor: next_cursor

    """

    next_cursor: str | None = None

    _fields = {
        "next_cursor": _Field("next_cursor", _r.STRING),
    }

from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class RowPage(_Model):
    """RowPage.

    Attributes:
        rows: rows
        is_more: is-more
        after: after
        total: total

    """

    rows: list[list[str]] | None = None
    is_more: bool | None = None
    after: str | None = None
    total: int | None = None

    _fields = {
        "rows": _Field("rows", _r.list_of(_r.list_of(_r.STRING)), nullable=True),
        "is-more": _Field("is_more", _r.BOOLEAN, nullable=True),
        "after": _Field("after", _r.STRING, nullable=True),
        "total": _Field("total", _r.INTEGER),
    }

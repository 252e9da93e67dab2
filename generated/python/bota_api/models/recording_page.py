from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .recording import Recording


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class RecordingPage(_Model):
    """RecordingPage.

    Attributes:
        data: The recordings of this page, newest first.
        has_more: Whether another page follows.
        next_cursor: The `cursor` of the next page; absent or null at the end.

    """

    data: list[Recording]
    has_more: bool
    next_cursor: str | None = None

    _fields = {
        "data": _Field("data", _r.rows_of(_r.model_of("Recording")), required=True),
        "has_more": _Field("has_more", _r.BOOLEAN, required=True),
        "next_cursor": _Field("next_cursor", _r.STRING, nullable=True),
    }

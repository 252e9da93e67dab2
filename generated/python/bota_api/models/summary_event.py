from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .summary import Summary


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class SummaryEvent(_Model):
    """SummaryEvent.

    Attributes:
        id: `evt_...`; the same event may be sent twice.
        type: What happened, such as `summary.completed`.
        data: What a transcription comes down to.
        created_at: When it happened.

    """

    id: str
    type: str
    data: Summary
    created_at: datetime.datetime | None = None

    _fields = {
        "id": _Field("id", _r.STRING, required=True),
        "type": _Field("type", _r.STRING, required=True),
        "data": _Field("data", _r.model_of("Summary"), required=True),
        "created_at": _Field("created_at", _r.DATE_TIME),
    }

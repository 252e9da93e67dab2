from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model
from ..types import UNSET, Unset


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class SearchRecordingsRequest(_Model):
    """SearchRecordingsRequest.

    Attributes:
        query: What to look for, in words.
        end_user_id: Only recordings of this end user.
        limit: Passages to return, 1 to 50. The service takes 8 when it is left out.
        recording_ids: Only these recordings, 500 at most.

    """

    query: str
    end_user_id: str | Unset = UNSET
    limit: int | Unset = UNSET
    recording_ids: list[str] | Unset = UNSET

    _fields = {
        "query": _Field("query", _r.STRING, required=True),
        "end_user_id": _Field("end_user_id", _r.STRING),
        "limit": _Field("limit", _r.INTEGER),
        "recording_ids": _Field("recording_ids", _r.list_of(_r.STRING)),
    }
    _is_sent = True

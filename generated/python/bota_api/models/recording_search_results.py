from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .recording_search_result import RecordingSearchResult


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class RecordingSearchResults(_Model):
    """RecordingSearchResults.

    Attributes:
        results: The passages found, the best first.

    """

    results: list[RecordingSearchResult]

    _fields = {
        "results": _Field(
            "results", _r.list_of(_r.model_of("RecordingSearchResult")), required=True
        ),
    }

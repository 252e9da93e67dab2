from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .media_type import MediaTypeLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class RecordingMedia(_Model):
    """RecordingMedia.

    Attributes:
        id: `med_...`
        type: What kind of file is uploaded.
        mime_type: Type of the file, such as `audio/wav`.
        file_size_bytes: Size of the file in bytes, a number or its decimal digits.
        status: Where its upload stands, such as `pending` or `uploaded`.
        captured_at: When it was taken, by the device's clock.
        created_at: When the service made its entry.

    """

    id: str
    type: MediaTypeLiteral | str | None = None
    mime_type: str | None = None
    file_size_bytes: int | None = None
    status: str | None = None
    captured_at: datetime.datetime | None = None
    created_at: datetime.datetime | None = None

    _fields = {
        "id": _Field("id", _r.STRING, required=True),
        "type": _Field("type", _r.STRING),
        "mime_type": _Field("mime_type", _r.STRING, nullable=True),
        "file_size_bytes": _Field("file_size_bytes", _r.INTEGER, nullable=True),
        "status": _Field("status", _r.STRING, nullable=True),
        "captured_at": _Field("captured_at", _r.DATE_TIME, nullable=True),
        "created_at": _Field("created_at", _r.DATE_TIME, nullable=True),
    }

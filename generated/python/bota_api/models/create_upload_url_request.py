from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from .audio_content_type import AudioContentTypeLiteral
    from .media_type import MediaTypeLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class CreateUploadUrlRequest(_Model):
    """CreateUploadUrlRequest.

    Attributes:
        content_type: The audio formats that the service takes.
        file_size_bytes: The expected size in bytes; used for validation.
        type: What kind of file is uploaded.
        captured_at: When it was taken, by the device's clock.

    """

    content_type: AudioContentTypeLiteral
    file_size_bytes: int | Unset = UNSET
    type: MediaTypeLiteral | Unset = UNSET
    captured_at: datetime.datetime | Unset = UNSET

    _fields = {
        "content_type": _Field("content_type", _r.STRING, required=True),
        "file_size_bytes": _Field("file_size_bytes", _r.INTEGER),
        "type": _Field("type", _r.STRING),
        "captured_at": _Field("captured_at", _r.DATE_TIME),
    }
    _is_sent = True

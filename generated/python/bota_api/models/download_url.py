from __future__ import annotations

import datetime

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class DownloadUrl(_Model):
    """DownloadUrl.

    Attributes:
        download_url: A pre-signed URL for one GET. Whoever holds it can read the audio.
        expires_in: Life of the URL in seconds.
        expires_at: When the URL ends.
        media_id: The file that the URL leads to, `med_...`.
        content_type: Type of the stored audio, such as `audio/wav`; null when unknown.
        file_size_bytes: Size of the audio in bytes, a number or its decimal digits.

    """

    download_url: str
    expires_in: int | None = None
    expires_at: datetime.datetime | None = None
    media_id: str | None = None
    content_type: str | None = None
    file_size_bytes: int | None = None

    _fields = {
        "download_url": _Field("download_url", _r.STRING, required=True, secret=True),
        "expires_in": _Field("expires_in", _r.INTEGER),
        "expires_at": _Field("expires_at", _r.DATE_TIME),
        "media_id": _Field("media_id", _r.STRING),
        "content_type": _Field("content_type", _r.STRING, nullable=True),
        "file_size_bytes": _Field("file_size_bytes", _r.INTEGER, nullable=True),
    }

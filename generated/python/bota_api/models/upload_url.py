from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .upload_headers import UploadHeaders


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class UploadUrl(_Model):
    """UploadUrl.

    Attributes:
        upload_url: The pre-signed S3 URL for one PUT. Whoever holds it can write the object.
        expires_at: When the URL ends, one hour after the request.
        headers: Headers that the PUT must carry.
        content_type: The type to send on the PUT when `headers` is absent.
        media_id: The file that the PUT makes, `med_...`.
        upload_token: A token for the upload of this recording alone, `up_...`, good for
            minutes.

    """

    upload_url: str
    expires_at: datetime.datetime | None = None
    headers: UploadHeaders | None = None
    content_type: str | None = None
    media_id: str | None = None
    upload_token: str | None = None

    _fields = {
        "upload_url": _Field("upload_url", _r.STRING, required=True, secret=True),
        "expires_at": _Field("expires_at", _r.DATE_TIME),
        "headers": _Field("headers", _r.model_of("UploadHeaders")),
        "content_type": _Field("content_type", _r.STRING),
        "media_id": _Field("media_id", _r.STRING),
        "upload_token": _Field("upload_token", _r.STRING, secret=True),
    }

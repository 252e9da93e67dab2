from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model
from ..types import UNSET, Unset


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class CompleteUploadRequest(_Model):
    """CompleteUploadRequest.

    Attributes:
        content_sha256: SHA-256 of the exact bytes stored, 64 lower-case hex digits.
        file_size_bytes: Size of the stored object in bytes. Better left out: a completion that
            is repeated with it is known to be refused (409).
        duration_seconds: Length of the audio in seconds.

    """

    content_sha256: str | Unset = UNSET
    file_size_bytes: int | Unset = UNSET
    duration_seconds: int | Unset = UNSET

    _fields = {
        "content_sha256": _Field("content_sha256", _r.STRING),
        "file_size_bytes": _Field("file_size_bytes", _r.INTEGER),
        "duration_seconds": _Field("duration_seconds", _r.INTEGER),
    }
    _is_sent = True

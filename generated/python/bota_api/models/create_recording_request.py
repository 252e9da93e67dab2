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
    from .recording_metadata import RecordingMetadata
    from .recording_source import RecordingSourceLiteral
    from .upload_method import UploadMethodLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class CreateRecordingRequest(_Model):
    """CreateRecordingRequest.

    Attributes:
        device_id: The recording device.
        end_user_id: Whose recording it is. Required with a secret or restricted key.
        name: A name for people.
        started_at: When the recording began, by the device's clock.
        ended_at: When the recording ended, by the device's clock.
        recorded_at: When it was recorded.
        metadata: Free keys and values.
        source: Where a recording comes from. An upload from a server is `api_upload`.
        upload_method: How the audio reaches the service. An upload from a server is `import`.

    """

    device_id: str | Unset = UNSET
    end_user_id: str | Unset = UNSET
    name: str | Unset = UNSET
    started_at: datetime.datetime | Unset = UNSET
    ended_at: datetime.datetime | Unset = UNSET
    recorded_at: datetime.datetime | Unset = UNSET
    metadata: RecordingMetadata | Unset = UNSET
    source: RecordingSourceLiteral | Unset = UNSET
    upload_method: UploadMethodLiteral | Unset = UNSET

    _fields = {
        "device_id": _Field("device_id", _r.STRING),
        "end_user_id": _Field("end_user_id", _r.STRING),
        "name": _Field("name", _r.STRING),
        "started_at": _Field("started_at", _r.DATE_TIME),
        "ended_at": _Field("ended_at", _r.DATE_TIME),
        "recorded_at": _Field("recorded_at", _r.DATE_TIME),
        "metadata": _Field("metadata", _r.model_of("RecordingMetadata")),
        "source": _Field("source", _r.STRING),
        "upload_method": _Field("upload_method", _r.STRING),
    }
    _is_sent = True

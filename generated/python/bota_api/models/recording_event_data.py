from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .recording_metadata import RecordingMetadata


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class RecordingEventData(_Model):
    """The recording that it happened to.

    Attributes:
        id: `rec_...`
        status: Where the recording stands, such as `created` or `uploaded`.
        end_user_id: Whose recording it is.
        device_id: The recording device; null when it came from none.
        consent_obtained: Whether those who were recorded agreed.
        metadata: Free keys and values.
        duration_seconds: Length of the audio in seconds.
        file_size_bytes: Size of the audio in bytes, a number or its decimal digits.
        format: The format of the audio, such as `wav`.
        started_at: When the recording began, by the device's clock.
        ended_at: When the recording ended, by the device's clock.
        created_at: When the service made the recording.
        uploaded_at: When its upload was completed.

    """

    id: str
    status: str | None = None
    end_user_id: str | None = None
    device_id: str | None = None
    consent_obtained: bool | None = None
    metadata: RecordingMetadata | None = None
    duration_seconds: float | None = None
    file_size_bytes: int | None = None
    format: str | None = None
    started_at: datetime.datetime | None = None
    ended_at: datetime.datetime | None = None
    created_at: datetime.datetime | None = None
    uploaded_at: datetime.datetime | None = None

    _fields = {
        "id": _Field("id", _r.STRING, required=True),
        "status": _Field("status", _r.STRING),
        "end_user_id": _Field("end_user_id", _r.STRING, nullable=True),
        "device_id": _Field("device_id", _r.STRING, nullable=True),
        "consent_obtained": _Field("consent_obtained", _r.BOOLEAN, nullable=True),
        "metadata": _Field("metadata", _r.model_of("RecordingMetadata"), nullable=True),
        "duration_seconds": _Field("duration_seconds", _r.NUMBER, nullable=True),
        "file_size_bytes": _Field("file_size_bytes", _r.INTEGER, nullable=True),
        "format": _Field("format", _r.STRING, nullable=True),
        "started_at": _Field("started_at", _r.DATE_TIME, nullable=True),
        "ended_at": _Field("ended_at", _r.DATE_TIME, nullable=True),
        "created_at": _Field("created_at", _r.DATE_TIME, nullable=True),
        "uploaded_at": _Field("uploaded_at", _r.DATE_TIME, nullable=True),
    }

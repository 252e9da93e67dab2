from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .transcription_provider import TranscriptionProviderLiteral
    from .transcription_segment import TranscriptionSegment
    from .transcription_status import TranscriptionStatusLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class Transcription(_Model):
    """What was said in a recording.

    Attributes:
        id: `txn_...`
        status: Where a transcription stands. More values will appear.
        recording_id: The recording that it is of.
        language: The language that is spoken.
        provider: Who transcribes. The service chooses when it is left out.
        duration_ms: Length of the audio in milliseconds.
        text: All that was said; null until it is completed.
        full_text: The same as `text`, where the service calls it so.
        segments: What was said, by speaker and time; null until it is completed.
        word_count: Words in the text.
        error: Why it failed, for programs, such as `audio_too_short`.
        error_message: Why it failed, for people.
        created_at: When it was asked for.
        started_at: When it was begun.
        completed_at: When it was finished.
        updated_at: When the service last changed it.

    """

    id: str
    status: TranscriptionStatusLiteral | str
    recording_id: str | None = None
    language: str | None = None
    provider: TranscriptionProviderLiteral | str | None = None
    duration_ms: int | None = None
    text: str | None = None
    full_text: str | None = None
    segments: list[TranscriptionSegment] | None = None
    word_count: int | None = None
    error: str | None = None
    error_message: str | None = None
    created_at: datetime.datetime | None = None
    started_at: datetime.datetime | None = None
    completed_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None

    _fields = {
        "id": _Field("id", _r.STRING, required=True),
        "status": _Field("status", _r.STRING, required=True),
        "recording_id": _Field("recording_id", _r.STRING, nullable=True),
        "language": _Field("language", _r.STRING, nullable=True),
        "provider": _Field("provider", _r.STRING, nullable=True),
        "duration_ms": _Field("duration_ms", _r.INTEGER, nullable=True),
        "text": _Field("text", _r.STRING, nullable=True),
        "full_text": _Field("full_text", _r.STRING, nullable=True),
        "segments": _Field(
            "segments", _r.list_of(_r.model_of("TranscriptionSegment")), nullable=True
        ),
        "word_count": _Field("word_count", _r.INTEGER, nullable=True),
        "error": _Field("error", _r.STRING, nullable=True),
        "error_message": _Field("error_message", _r.STRING, nullable=True),
        "created_at": _Field("created_at", _r.DATE_TIME, nullable=True),
        "started_at": _Field("started_at", _r.DATE_TIME, nullable=True),
        "completed_at": _Field("completed_at", _r.DATE_TIME, nullable=True),
        "updated_at": _Field("updated_at", _r.DATE_TIME, nullable=True),
    }

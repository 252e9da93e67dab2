from __future__ import annotations

import datetime

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class RecordingSearchResult(_Model):
    """RecordingSearchResult.

    Attributes:
        chunk_id: The passage.
        recording_id: The recording it was said in.
        transcription_id: The transcription it is from.
        chunk_text: What was said.
        score: How well it fits; higher is better.
        speaker: Who said it, such as `SPEAKER_0`.
        start_ms: Where it begins, in milliseconds from the start of the audio.
        end_ms: Where it ends, in milliseconds from the start of the audio.
        recorded_at: When the recording was recorded.

    """

    chunk_id: str
    recording_id: str
    transcription_id: str
    chunk_text: str
    score: float
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    recorded_at: datetime.datetime | None = None

    _fields = {
        "chunk_id": _Field("chunk_id", _r.STRING, required=True),
        "recording_id": _Field("recording_id", _r.STRING, required=True),
        "transcription_id": _Field("transcription_id", _r.STRING, required=True),
        "chunk_text": _Field("chunk_text", _r.STRING, required=True),
        "score": _Field("score", _r.NUMBER, required=True),
        "speaker": _Field("speaker", _r.STRING, nullable=True),
        "start_ms": _Field("start_ms", _r.INTEGER, nullable=True),
        "end_ms": _Field("end_ms", _r.INTEGER, nullable=True),
        "recorded_at": _Field("recorded_at", _r.DATE_TIME, nullable=True),
    }

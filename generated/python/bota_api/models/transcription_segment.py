from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class TranscriptionSegment(_Model):
    """TranscriptionSegment.

    Attributes:
        text: What was said.
        speaker: Who said it, such as `SPEAKER_0`.
        start: Where it begins, in seconds from the start of the audio.
        end: Where it ends, in seconds from the start of the audio.
        confidence: How sure the service is, 0 to 1.

    """

    text: str
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    confidence: float | None = None

    _fields = {
        "text": _Field("text", _r.STRING, required=True),
        "speaker": _Field("speaker", _r.STRING, nullable=True),
        "start": _Field("start", _r.NUMBER, nullable=True),
        "end": _Field("end", _r.NUMBER, nullable=True),
        "confidence": _Field("confidence", _r.NUMBER, nullable=True),
    }

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from .transcription_provider import TranscriptionProviderLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class CreateTranscriptionRequest(_Model):
    """CreateTranscriptionRequest.

    Attributes:
        recording_id: The recording to transcribe. It must be uploaded.
        language: The language that is spoken (ISO 639-1), such as `en` or `pt-BR`. The service
            finds out when it is left out.
        diarization: Whether to tell the speakers apart. The service does so when it is left
            out.
        provider: Who transcribes. The service chooses when it is left out.

    """

    recording_id: str
    language: str | Unset = UNSET
    diarization: bool | Unset = UNSET
    provider: TranscriptionProviderLiteral | Unset = UNSET

    _fields = {
        "recording_id": _Field("recording_id", _r.STRING, required=True),
        "language": _Field("language", _r.STRING),
        "diarization": _Field("diarization", _r.BOOLEAN),
        "provider": _Field("provider", _r.STRING),
    }
    _is_sent = True

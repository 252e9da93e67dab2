from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from .summary_provider import SummaryProviderLiteral
    from .summary_template import SummaryTemplateLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class CreateSummaryRequest(_Model):
    """CreateSummaryRequest.

    Attributes:
        transcription_id: The transcription to summarise. It must be completed.
        template_id: The form of a summary.
        prompt: What to make of it, in your words, 10 to 10,000 characters. Not together with
            `template_id`.
        provider: Who summarises. The service takes `gemini` when it is left out.

    """

    transcription_id: str
    template_id: SummaryTemplateLiteral | Unset = UNSET
    prompt: str | Unset = UNSET
    provider: SummaryProviderLiteral | Unset = UNSET

    _fields = {
        "transcription_id": _Field("transcription_id", _r.STRING, required=True),
        "template_id": _Field("template_id", _r.STRING),
        "prompt": _Field("prompt", _r.STRING),
        "provider": _Field("provider", _r.STRING),
    }
    _is_sent = True

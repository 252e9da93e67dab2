from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .summary_provider import SummaryProviderLiteral
    from .summary_status import SummaryStatusLiteral
    from .summary_template import SummaryTemplateLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class Summary(_Model):
    """What a transcription comes down to.

    Attributes:
        id: `sum_...`
        status: Where a summary stands. More values will appear.
        project_id: The project that it is in, `proj_...`.
        transcription_id: The transcription that it is of.
        template_id: The form of a summary.
        provider: Who summarises. The service takes `gemini` when it is left out.
        custom_prompt: The prompt that it was asked for with.
        output: The summary; null until it is completed.
        error: Why it failed, for programs, such as `transcript_too_short`.
        error_message: Why it failed, for people.
        created_at: When it was asked for.
        started_at: When it was begun.
        completed_at: When it was finished.
        updated_at: When the service last changed it.

    """

    id: str
    status: SummaryStatusLiteral | str
    project_id: str | None = None
    transcription_id: str | None = None
    template_id: SummaryTemplateLiteral | str | None = None
    provider: SummaryProviderLiteral | str | None = None
    custom_prompt: str | None = None
    output: str | None = None
    error: str | None = None
    error_message: str | None = None
    created_at: datetime.datetime | None = None
    started_at: datetime.datetime | None = None
    completed_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None

    _fields = {
        "id": _Field("id", _r.STRING, required=True),
        "status": _Field("status", _r.STRING, required=True),
        "project_id": _Field("project_id", _r.STRING, nullable=True),
        "transcription_id": _Field("transcription_id", _r.STRING, nullable=True),
        "template_id": _Field("template_id", _r.STRING, nullable=True),
        "provider": _Field("provider", _r.STRING, nullable=True),
        "custom_prompt": _Field("custom_prompt", _r.STRING, nullable=True),
        "output": _Field("output", _r.STRING, nullable=True),
        "error": _Field("error", _r.STRING, nullable=True),
        "error_message": _Field("error_message", _r.STRING, nullable=True),
        "created_at": _Field("created_at", _r.DATE_TIME, nullable=True),
        "started_at": _Field("started_at", _r.DATE_TIME, nullable=True),
        "completed_at": _Field("completed_at", _r.DATE_TIME, nullable=True),
        "updated_at": _Field("updated_at", _r.DATE_TIME, nullable=True),
    }

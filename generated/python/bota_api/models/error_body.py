from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .error_details import ErrorDetails


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class ErrorBody(_Model):
    """Three forms occur: `code` with `details`, `code` with `param` and `request_id`, and `type`.

    Attributes:
        message: What went wrong, for people.
        code: What went wrong, for programs, such as `invalid_request`.
        type: What went wrong, in the form that has no `code`.
        details: More about what went wrong.
        param: The field or parameter that is wrong.
        request_id: Names the request to the service's support, `req_...`.

    """

    message: str
    code: str | None = None
    type: str | None = None
    details: ErrorDetails | None = None
    param: str | None = None
    request_id: str | None = None

    _fields = {
        "message": _Field("message", _r.STRING, required=True),
        "code": _Field("code", _r.STRING),
        "type": _Field("type", _r.STRING),
        "details": _Field("details", _r.model_of("ErrorDetails")),
        "param": _Field("param", _r.STRING, nullable=True),
        "request_id": _Field("request_id", _r.STRING, nullable=True),
    }

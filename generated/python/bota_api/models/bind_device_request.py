from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model
from ..types import UNSET, Unset


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class BindDeviceRequest(_Model):
    """BindDeviceRequest.

    Attributes:
        end_user_id: Whom the device is to belong to.
        pk_d: The public key of the device, 128 lower-case hex digits.

    """

    end_user_id: str
    pk_d: str | Unset = UNSET

    _fields = {
        "end_user_id": _Field("end_user_id", _r.STRING, required=True),
        "pk_d": _Field("pk_d", _r.STRING),
    }
    _is_sent = True

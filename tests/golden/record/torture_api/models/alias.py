from __future__ import annotations

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class Alias(_Model):
    """Alias.

    Attributes:
        key: key
        class_: class
        list_: list
        accessToken: accessToken
        access_token: access_token
        name: name

    """

    key: str
    class_: str
    list_: str | None = None
    accessToken: str | None = None
    access_token: str | None = None
    name: str | None = None

    _fields = {
        "key": _Field("key", _r.STRING, required=True, secret=True),
        "class": _Field("class_", _r.STRING, required=True, secret=True),
        "list": _Field("list_", _r.STRING, nullable=True, secret=True),
        "accessToken": _Field("accessToken", _r.STRING, secret=True),
        "access_token": _Field("access_token", _r.STRING, secret=True),
        "name": _Field("name", _r.STRING),
    }

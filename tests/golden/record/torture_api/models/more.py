from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from .filter import Filter
    from .sort import SortLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class More(_Model):
    """More.

    Attributes:
        client: client
        items: A name that a dict has too.
        headers: headers
        list_: list
        when: when
        days: days
        order: order

    """

    client: str
    items: int | Unset = UNSET
    headers: Filter | Unset = UNSET
    list_: list[str] | Unset = UNSET
    when: datetime.datetime | None | Unset = UNSET
    days: list[datetime.date] | Unset = UNSET
    order: SortLiteral | Unset = UNSET

    _fields = {
        "client": _Field("client", _r.STRING, required=True),
        "items": _Field("items", _r.INTEGER),
        "headers": _Field("headers", _r.model_of("Filter")),
        "list": _Field("list_", _r.list_of(_r.STRING)),
        "when": _Field("when", _r.DATE_TIME, nullable=True),
        "days": _Field("days", _r.list_of(_r.DATE)),
        "order": _Field("order", _r.STRING),
    }
    _is_sent = True

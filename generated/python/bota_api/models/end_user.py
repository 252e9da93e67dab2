from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .end_user_metadata import EndUserMetadata


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class EndUser(_Model):
    """EndUser.

    Attributes:
        id: `eu_...`
        external_id: The id that your own system has for the end user.
        email: The e-mail address.
        name: A name for people.
        metadata: Free keys and values.
        created_at: When the service made the end user.
        updated_at: When the service last changed it.

    """

    id: str
    external_id: str | None = None
    email: str | None = None
    name: str | None = None
    metadata: EndUserMetadata | None = None
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None

    _fields = {
        "id": _Field("id", _r.STRING, required=True),
        "external_id": _Field("external_id", _r.STRING, nullable=True),
        "email": _Field("email", _r.STRING, nullable=True),
        "name": _Field("name", _r.STRING, nullable=True),
        "metadata": _Field("metadata", _r.model_of("EndUserMetadata"), nullable=True),
        "created_at": _Field("created_at", _r.DATE_TIME, nullable=True),
        "updated_at": _Field("updated_at", _r.DATE_TIME, nullable=True),
    }

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..model import Field as _Field
from ..model import Model as _Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from .end_user_metadata import EndUserMetadata


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class CreateEndUserRequest(_Model):
    """CreateEndUserRequest.

    Attributes:
        external_id: The id that your own system has for the end user.
        email: The e-mail address.
        name: A name for people.
        metadata: Free keys and values.

    """

    external_id: str | Unset = UNSET
    email: str | Unset = UNSET
    name: str | Unset = UNSET
    metadata: EndUserMetadata | Unset = UNSET

    _fields = {
        "external_id": _Field("external_id", _r.STRING),
        "email": _Field("email", _r.STRING),
        "name": _Field("name", _r.STRING),
        "metadata": _Field("metadata", _r.model_of("EndUserMetadata")),
    }
    _is_sent = True

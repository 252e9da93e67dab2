from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attrs import define as _define
from attrs.setters import NO_OP as _NO_OP

from .. import reading as _r
from ..deprecation import deprecate_fields
from ..model import Field as _Field
from ..model import Model as _Model

if TYPE_CHECKING:
    from .ab_thing_kind import ABThingKindLiteral
    from .ab_thing_truth import ABThingTruthLiteral
    from .filter import Filter
    from .free import Free
    from .label import Label
    from .near import Near
    from .note import Note
    from .only import OnlyLiteral
    from .sort import SortLiteral


@_define(kw_only=True, repr=False, getstate_setstate=False, on_setattr=_NO_OP)
class ABThing(_Model):
    """Everything that a field can be.

    Attributes:
        kind: kind
        class_: A word of Python.
        nullable: nullable
        when: when
        truth: truth
        day: day
        maybe_when: maybe_when
        uuid: uuid
        link: link
        bytes_: bytes
        sort: sort
        only: only
        near: near
        around: Alone in allOf.
        beside: Deprecated. Beside a reference.
        variant: variant
        anything: anything
        list_: list
        text_or_list: text_or_list
        mixed: mixed
        pair: pair
        rows: rows
        days: days
        map_: map
        free: free
        id: @id
        größe: größe
        field_2nd: 2nd
        field_:
        with_space: with space
        deviceId: deviceId
        device_id: device_id
        self_: self
        data: data
        cls_name: cls_name
        to_dicts: to_dicts
        rows_items: rows_items
        old: Deprecated. Use `class`.
        made: made
        taken: taken

    """

    kind: ABThingKindLiteral | str
    class_: str
    nullable: str | None
    when: datetime.datetime
    truth: ABThingTruthLiteral | str | None = None
    day: datetime.date | None = None
    maybe_when: datetime.datetime | None = None
    uuid: UUID | None = None
    link: str | None = None
    bytes_: str | None = None
    sort: SortLiteral | str | None = None
    only: OnlyLiteral | str | None = None
    near: Near | None = None
    around: Near | None = None
    beside: Near | None = None
    variant: Label | Note | None = None
    anything: Any = None
    list_: list[Any] | None = None
    text_or_list: list[str] | str | None = None
    mixed: list[int | str | None] | None = None
    pair: list[int | str] | None = None
    rows: list[list[Near]] | None = None
    days: list[datetime.date] | None = None
    map_: Filter | None = None
    free: Free | None = None
    id: str | None = None
    größe: bool | int | str | None = None
    field_2nd: str | None = None
    field_: str | None = None
    with_space: int | None = None
    deviceId: str | None = None
    device_id: str | None = None
    self_: str | None = None
    data: str | None = None
    cls_name: str | None = None
    to_dicts: str | None = None
    rows_items: int | None = None
    old: str | None = None
    made: str | None = None
    taken: str | None = None

    _fields = {
        "kind": _Field("kind", _r.STRING, required=True),
        "class": _Field("class_", _r.STRING, required=True),
        "nullable": _Field("nullable", _r.STRING, required=True, nullable=True),
        "when": _Field("when", _r.DATE_TIME, required=True),
        "truth": _Field("truth", _r.STRING),
        "day": _Field("day", _r.DATE),
        "maybe_when": _Field("maybe_when", _r.DATE_TIME, nullable=True),
        "uuid": _Field("uuid", _r.UUID),
        "link": _Field("link", _r.STRING),
        "bytes": _Field("bytes_", _r.STRING),
        "sort": _Field("sort", _r.STRING, nullable=True),
        "only": _Field("only", _r.STRING),
        "near": _Field("near", _r.model_of("Near"), nullable=True),
        "around": _Field("around", _r.model_of("Near")),
        "beside": _Field("beside", _r.model_of("Near")),
        "variant": _Field("variant", _r.union_of(_r.model_of("Note"), _r.model_of("Label"))),
        "anything": _Field("anything", _r.ANY),
        "list": _Field("list_", _r.list_of(_r.ANY)),
        "text_or_list": _Field("text_or_list", _r.union_of(_r.STRING, _r.list_of(_r.STRING))),
        "mixed": _Field("mixed", _r.list_of(_r.union_of(_r.INTEGER, _r.STRING, _r.NULL))),
        "pair": _Field("pair", _r.list_of(_r.union_of(_r.INTEGER, _r.STRING))),
        "rows": _Field("rows", _r.list_of(_r.list_of(_r.model_of("Near")))),
        "days": _Field("days", _r.list_of(_r.DATE)),
        "map": _Field("map_", _r.model_of("Filter")),
        "free": _Field("free", _r.model_of("Free")),
        "@id": _Field("id", _r.STRING),
        "größe": _Field("größe", _r.union_of(_r.INTEGER, _r.STRING, _r.BOOLEAN), nullable=True),
        "2nd": _Field("field_2nd", _r.STRING),
        "": _Field("field_", _r.STRING),
        "with space": _Field("with_space", _r.INTEGER),
        "deviceId": _Field("deviceId", _r.STRING),
        "device_id": _Field("device_id", _r.STRING),
        "self": _Field("self_", _r.STRING),
        "data": _Field("data", _r.STRING),
        "cls_name": _Field("cls_name", _r.STRING),
        "to_dicts": _Field("to_dicts", _r.STRING),
        "rows_items": _Field("rows_items", _r.INTEGER),
        "old": _Field("old", _r.STRING),
        "made": _Field("made", _r.STRING),
        "taken": _Field("taken", _r.STRING),
    }


deprecate_fields(
    ABThing,
    {
        "beside": "a.b-Thing.beside is deprecated: Beside a reference.",
        "old": "a.b-Thing.old is deprecated: Use `class`.",
    },
)

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..deprecation import deprecate_fields
from ..models.ab_thing_kind import ABThingKind, check_ab_thing_kind
from ..models.ab_thing_truth import ABThingTruth, check_ab_thing_truth
from ..models.only import Only, check_only
from ..models.sort import Sort, check_sort
from ..reading import Field as _Field
from ..reading import read_fields as _read_fields
from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.free import Free
    from ..models.label import Label
    from ..models.map_ import Map
    from ..models.near import Near
    from ..models.note import Note

T = TypeVar("T", bound="ABThing")


@_attrs_define
class ABThing:
    """Everything that a field can be.

    Attributes:
        kind (ABThingKind):
        class_ (str): A word of Python.
        nullable (None | str):
        when (datetime.datetime):
        truth (ABThingTruth | Unset):
        day (datetime.date | Unset):
        maybe_when (datetime.datetime | None | Unset):
        uuid (UUID | Unset):
        link (str | Unset):
        bytes_ (str | Unset):
        sort (None | Sort | Unset):
        only (Only | Unset):
        near (Near | None | Unset):
        around (Near | Unset): Alone in allOf.
        beside (Near | Unset): Deprecated. Beside a reference.
        variant (Label | Note | Unset):
        anything (Any | Unset):
        list_ (list[Any] | Unset):
        text_or_list (list[str] | str | Unset):
        mixed (list[int | None | str] | Unset):
        pair (list[int | str] | Unset):
        rows (list[list[Near]] | Unset):
        days (list[datetime.date] | Unset):
        map_ (Map | Unset):
        free (Free | Unset):
        id (str | Unset):
        größe (bool | int | None | str | Unset):
        field_2nd (str | Unset):
        field_ (str | Unset):
        with_space (int | Unset):
        deviceId (str | Unset):
        device_id (str | Unset):
        self_ (str | Unset):
        data (str | Unset):
        cls_name (str | Unset):
        to_dicts (str | Unset):
        rows_items (int | Unset):
        old (str | Unset): Deprecated. Use `class`.
        made (str | Unset):
        taken (str | Unset):
    """

    kind: ABThingKind
    class_: str
    nullable: None | str
    when: datetime.datetime
    truth: ABThingTruth | Unset = UNSET
    day: datetime.date | Unset = UNSET
    maybe_when: datetime.datetime | None | Unset = UNSET
    uuid: UUID | Unset = UNSET
    link: str | Unset = UNSET
    bytes_: str | Unset = UNSET
    sort: None | Sort | Unset = UNSET
    only: Only | Unset = UNSET
    near: Near | None | Unset = UNSET
    around: Near | Unset = UNSET
    beside: Near | Unset = UNSET
    variant: Label | Note | Unset = UNSET
    anything: Any | Unset = UNSET
    list_: list[Any] | Unset = UNSET
    text_or_list: list[str] | str | Unset = UNSET
    mixed: list[int | None | str] | Unset = UNSET
    pair: list[int | str] | Unset = UNSET
    rows: list[list[Near]] | Unset = UNSET
    days: list[datetime.date] | Unset = UNSET
    map_: Map | Unset = UNSET
    free: Free | Unset = UNSET
    id: str | Unset = UNSET
    größe: bool | int | None | str | Unset = UNSET
    field_2nd: str | Unset = UNSET
    field_: str | Unset = UNSET
    with_space: int | Unset = UNSET
    deviceId: str | Unset = UNSET
    device_id: str | Unset = UNSET
    self_: str | Unset = UNSET
    data: str | Unset = UNSET
    cls_name: str | Unset = UNSET
    to_dicts: str | Unset = UNSET
    rows_items: int | Unset = UNSET
    old: str | Unset = UNSET
    made: str | Unset = UNSET
    taken: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES, _DATES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.free import Free  # noqa: PLC0415
        from ..models.label import Label  # noqa: PLC0415
        from ..models.map_ import Map  # noqa: PLC0415
        from ..models.near import Near  # noqa: PLC0415
        from ..models.note import Note  # noqa: PLC0415

        d_ = _read_fields("ABThing", src_dict, _FIELDS)
        kind = check_ab_thing_kind(d_.pop("kind"))

        class_ = d_.pop("class")

        def _parse_nullable(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        nullable = _parse_nullable(d_.pop("nullable"))

        when = datetime.datetime.fromisoformat(d_.pop("when"))

        _truth = d_.pop("truth", UNSET)
        truth: ABThingTruth | Unset
        if isinstance(_truth, Unset):
            truth = UNSET
        else:
            truth = check_ab_thing_truth(_truth)

        _day = d_.pop("day", UNSET)
        day: datetime.date | Unset
        if isinstance(_day, Unset):
            day = UNSET
        else:
            day = datetime.date.fromisoformat(_day)

        def _parse_maybe_when(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                maybe_when_type_0 = datetime.datetime.fromisoformat(data)

                return maybe_when_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        maybe_when = _parse_maybe_when(d_.pop("maybe_when", UNSET))

        _uuid = d_.pop("uuid", UNSET)
        uuid: UUID | Unset
        if isinstance(_uuid, Unset):
            uuid = UNSET
        else:
            uuid = UUID(_uuid)

        link = d_.pop("link", UNSET)

        bytes_ = d_.pop("bytes", UNSET)

        def _parse_sort(data: object) -> None | Sort | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sort_type_0 = check_sort(data)

                return sort_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Sort | Unset, data)

        sort = _parse_sort(d_.pop("sort", UNSET))

        _only = d_.pop("only", UNSET)
        only: Only | Unset
        if isinstance(_only, Unset):
            only = UNSET
        else:
            only = check_only(_only)

        def _parse_near(data: object) -> Near | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                near_type_0 = Near.from_dict(data)

                return near_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Near | None | Unset, data)

        near = _parse_near(d_.pop("near", UNSET))

        _around = d_.pop("around", UNSET)
        around: Near | Unset
        if isinstance(_around, Unset):
            around = UNSET
        else:
            around = Near.from_dict(_around)

        _beside = d_.pop("beside", UNSET)
        beside: Near | Unset
        if isinstance(_beside, Unset):
            beside = UNSET
        else:
            beside = Near.from_dict(_beside)

        def _parse_variant(data: object) -> Label | Note | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                variant_type_0 = Note.from_dict(data)

                return variant_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            variant_type_1 = Label.from_dict(data)

            return variant_type_1

        variant = _parse_variant(d_.pop("variant", UNSET))

        anything = d_.pop("anything", UNSET)

        list_ = cast(list[Any], d_.pop("list", UNSET))

        def _parse_text_or_list(data: object) -> list[str] | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                text_or_list_type_1 = cast(list[str], data)

                return text_or_list_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | str | Unset, data)

        text_or_list = _parse_text_or_list(d_.pop("text_or_list", UNSET))

        _mixed = d_.pop("mixed", UNSET)
        mixed: list[int | None | str] | Unset = UNSET
        if _mixed is not UNSET:
            mixed = []
            for mixed_item_data in _mixed:

                def _parse_mixed_item(data: object) -> int | None | str:
                    if data is None:
                        return data
                    return cast(int | None | str, data)

                mixed_item = _parse_mixed_item(mixed_item_data)

                mixed.append(mixed_item)

        _pair = d_.pop("pair", UNSET)
        pair: list[int | str] | Unset = UNSET
        if _pair is not UNSET:
            pair = []
            for pair_item_data in _pair:

                def _parse_pair_item(data: object) -> int | str:
                    return cast(int | str, data)

                pair_item = _parse_pair_item(pair_item_data)

                pair.append(pair_item)

        _rows = d_.pop("rows", UNSET)
        rows: list[list[Near]] | Unset = UNSET
        if _rows is not UNSET:
            rows = []
            for rows_item_data in _rows:
                rows_item = []
                _rows_item = rows_item_data
                for rows_item_item_data in _rows_item:
                    rows_item_item = Near.from_dict(rows_item_item_data)

                    rows_item.append(rows_item_item)

                rows.append(rows_item)

        _days = d_.pop("days", UNSET)
        days: list[datetime.date] | Unset = UNSET
        if _days is not UNSET:
            days = []
            for days_item_data in _days:
                days_item = datetime.date.fromisoformat(days_item_data)

                days.append(days_item)

        _map_ = d_.pop("map", UNSET)
        map_: Map | Unset
        if isinstance(_map_, Unset):
            map_ = UNSET
        else:
            map_ = Map.from_dict(_map_)

        _free = d_.pop("free", UNSET)
        free: Free | Unset
        if isinstance(_free, Unset):
            free = UNSET
        else:
            free = Free.from_dict(_free)

        id = d_.pop("@id", UNSET)

        def _parse_größe(data: object) -> bool | int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | int | None | str | Unset, data)

        größe = _parse_größe(d_.pop("größe", UNSET))

        field_2nd = d_.pop("2nd", UNSET)

        field_ = d_.pop("", UNSET)

        with_space = d_.pop("with space", UNSET)

        deviceId = d_.pop("deviceId", UNSET)

        device_id = d_.pop("device_id", UNSET)

        self_ = d_.pop("self", UNSET)

        data = d_.pop("data", UNSET)

        cls_name = d_.pop("cls_name", UNSET)

        to_dicts = d_.pop("to_dicts", UNSET)

        rows_items = d_.pop("rows_items", UNSET)

        old = d_.pop("old", UNSET)

        made = d_.pop("made", UNSET)

        taken = d_.pop("taken", UNSET)

        made_ = cls(
            kind=kind,
            class_=class_,
            nullable=nullable,
            when=when,
            truth=truth,
            day=day,
            maybe_when=maybe_when,
            uuid=uuid,
            link=link,
            bytes_=bytes_,
            sort=sort,
            only=only,
            near=near,
            around=around,
            beside=beside,
            variant=variant,
            anything=anything,
            list_=list_,
            text_or_list=text_or_list,
            mixed=mixed,
            pair=pair,
            rows=rows,
            days=days,
            map_=map_,
            free=free,
            id=id,
            größe=größe,
            field_2nd=field_2nd,
            field_=field_,
            with_space=with_space,
            deviceId=deviceId,
            device_id=device_id,
            self_=self_,
            data=data,
            cls_name=cls_name,
            to_dicts=to_dicts,
            rows_items=rows_items,
            old=old,
            made=made,
            taken=taken,
        )

        made_.additional_properties = d_
        return made_

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


_NAMES: dict[str, str] = {
    "kind": "kind",
    "class_": "class",
    "nullable": "nullable",
    "when": "when",
    "truth": "truth",
    "day": "day",
    "maybe_when": "maybe_when",
    "uuid": "uuid",
    "link": "link",
    "bytes_": "bytes",
    "sort": "sort",
    "only": "only",
    "near": "near",
    "around": "around",
    "beside": "beside",
    "variant": "variant",
    "anything": "anything",
    "list_": "list",
    "text_or_list": "text_or_list",
    "mixed": "mixed",
    "pair": "pair",
    "rows": "rows",
    "days": "days",
    "map_": "map",
    "free": "free",
    "id": "@id",
    "größe": "größe",
    "field_2nd": "2nd",
    "field_": "",
    "with_space": "with space",
    "deviceId": "deviceId",
    "device_id": "device_id",
    "self_": "self",
    "data": "data",
    "cls_name": "cls_name",
    "to_dicts": "to_dicts",
    "rows_items": "rows_items",
    "old": "old",
    "made": "made",
    "taken": "taken",
}
_DATES = (
    "when",
    "day",
)
_FIELDS = {
    "kind": _Field("string", True, False),
    "truth": _Field("string", False, False),
    "class": _Field("string", True, False),
    "nullable": _Field("string", True, True),
    "when": _Field("date", True, False),
    "day": _Field("date", False, False),
    "maybe_when": _Field("date", False, True),
    "uuid": _Field("any", False, False),
    "link": _Field("string", False, False),
    "bytes": _Field("string", False, False),
    "sort": _Field("string", False, True),
    "only": _Field("string", False, False),
    "near": _Field("object", False, True),
    "around": _Field("object", False, False),
    "beside": _Field("object", False, False),
    "variant": _Field("object", False, False),
    "anything": _Field("any", False, True),
    "list": _Field("array", False, False),
    "text_or_list": _Field("any", False, False),
    "mixed": _Field("any", False, True),
    "pair": _Field("array", False, False),
    "rows": _Field("array", False, False),
    "days": _Field("array", False, False),
    "map": _Field("object", False, False),
    "free": _Field("object", False, False),
    "@id": _Field("string", False, False),
    "größe": _Field("any", False, True),
    "2nd": _Field("string", False, False),
    "": _Field("string", False, False),
    "with space": _Field("integer", False, False),
    "deviceId": _Field("string", False, False),
    "device_id": _Field("string", False, False),
    "self": _Field("string", False, False),
    "data": _Field("string", False, False),
    "cls_name": _Field("string", False, False),
    "to_dicts": _Field("string", False, False),
    "rows_items": _Field("integer", False, False),
    "old": _Field("string", False, False),
    "made": _Field("string", False, False),
    "taken": _Field("string", False, False),
}

deprecate_fields(
    ABThing,
    {
        "beside": "a.b-Thing.beside is deprecated: Beside a reference.",
        "old": "a.b-Thing.old is deprecated: Use `class`.",
    },
)

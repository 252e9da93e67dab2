from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..deprecation import deprecate_fields
from ..models.only import Only, check_only
from ..models.sort import Sort, check_sort
from ..reading import Field, read_fields
from ..types import UNSET, Unset

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
        kind (Literal['thing']):
        class_ (str): A word of Python.
        nullable (None | str):
        when (datetime.datetime):
        truth (Literal['true'] | Unset):
        day (datetime.date | Unset):
        maybe_when (datetime.datetime | None | Unset):
        uuid (UUID | Unset):
        link (str | Unset):
        bytes_ (str | Unset):
        sort (None | Sort | Unset):
        only (Only | Unset):
        near (Near | None | Unset):
        around (Near | Unset):
        beside (Near | Unset): Deprecated.
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

    kind: Literal["thing"]
    class_: str
    nullable: None | str
    when: datetime.datetime
    truth: Literal["true"] | Unset = UNSET
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
        from ..models.near import Near  # noqa: PLC0415
        from ..models.note import Note  # noqa: PLC0415

        kind = self.kind

        class_ = self.class_

        nullable: None | str
        nullable = self.nullable

        when = self.when.isoformat()

        truth = self.truth

        day: str | Unset = UNSET
        if not isinstance(self.day, Unset):
            day = self.day.isoformat()

        maybe_when: None | str | Unset
        if isinstance(self.maybe_when, Unset):
            maybe_when = UNSET
        elif isinstance(self.maybe_when, datetime.datetime):
            maybe_when = self.maybe_when.isoformat()
        else:
            maybe_when = self.maybe_when

        uuid: str | Unset = UNSET
        if not isinstance(self.uuid, Unset):
            uuid = str(self.uuid)

        link = self.link

        bytes_ = self.bytes_

        sort: None | str | Unset
        if isinstance(self.sort, Unset):
            sort = UNSET
        elif isinstance(self.sort, str):
            sort = self.sort
        else:
            sort = self.sort

        only: str | Unset = UNSET
        if not isinstance(self.only, Unset):
            only = self.only

        near: dict[str, Any] | None | Unset
        if isinstance(self.near, Unset):
            near = UNSET
        elif isinstance(self.near, Near):
            near = self.near.to_dict()
        else:
            near = self.near

        around: dict[str, Any] | Unset = UNSET
        if not isinstance(self.around, Unset):
            around = self.around.to_dict()

        beside: dict[str, Any] | Unset = UNSET
        if not isinstance(self.beside, Unset):
            beside = self.beside.to_dict()

        variant: dict[str, Any] | Unset
        if isinstance(self.variant, Unset):
            variant = UNSET
        elif isinstance(self.variant, Note):
            variant = self.variant.to_dict()
        else:
            variant = self.variant.to_dict()

        anything = self.anything

        list_: list[Any] | Unset = UNSET
        if not isinstance(self.list_, Unset):
            list_ = self.list_

        text_or_list: list[str] | str | Unset
        if isinstance(self.text_or_list, Unset):
            text_or_list = UNSET
        elif isinstance(self.text_or_list, list):
            text_or_list = self.text_or_list

        else:
            text_or_list = self.text_or_list

        mixed: list[int | None | str] | Unset = UNSET
        if not isinstance(self.mixed, Unset):
            mixed = []
            for mixed_item_data in self.mixed:
                mixed_item: int | None | str
                mixed_item = mixed_item_data
                mixed.append(mixed_item)

        pair: list[int | str] | Unset = UNSET
        if not isinstance(self.pair, Unset):
            pair = []
            for pair_item_data in self.pair:
                pair_item: int | str
                pair_item = pair_item_data
                pair.append(pair_item)

        rows: list[list[dict[str, Any]]] | Unset = UNSET
        if not isinstance(self.rows, Unset):
            rows = []
            for rows_item_data in self.rows:
                rows_item = []
                for rows_item_item_data in rows_item_data:
                    rows_item_item = rows_item_item_data.to_dict()
                    rows_item.append(rows_item_item)

                rows.append(rows_item)

        days: list[str] | Unset = UNSET
        if not isinstance(self.days, Unset):
            days = []
            for days_item_data in self.days:
                days_item = days_item_data.isoformat()
                days.append(days_item)

        map_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.map_, Unset):
            map_ = self.map_.to_dict()

        free: dict[str, Any] | Unset = UNSET
        if not isinstance(self.free, Unset):
            free = self.free.to_dict()

        id = self.id

        größe: bool | int | None | str | Unset
        if isinstance(self.größe, Unset):
            größe = UNSET
        else:
            größe = self.größe

        field_2nd = self.field_2nd

        field_ = self.field_

        with_space = self.with_space

        deviceId = self.deviceId

        device_id = self.device_id

        self_ = self.self_

        data = self.data

        cls_name = self.cls_name

        to_dicts = self.to_dicts

        rows_items = self.rows_items

        old = self.old

        made = self.made

        taken = self.taken

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "class": class_,
                "nullable": nullable,
                "when": when,
            }
        )
        if truth is not UNSET:
            field_dict["truth"] = truth
        if day is not UNSET:
            field_dict["day"] = day
        if maybe_when is not UNSET:
            field_dict["maybe_when"] = maybe_when
        if uuid is not UNSET:
            field_dict["uuid"] = uuid
        if link is not UNSET:
            field_dict["link"] = link
        if bytes_ is not UNSET:
            field_dict["bytes"] = bytes_
        if sort is not UNSET:
            field_dict["sort"] = sort
        if only is not UNSET:
            field_dict["only"] = only
        if near is not UNSET:
            field_dict["near"] = near
        if around is not UNSET:
            field_dict["around"] = around
        if beside is not UNSET:
            field_dict["beside"] = beside
        if variant is not UNSET:
            field_dict["variant"] = variant
        if anything is not UNSET:
            field_dict["anything"] = anything
        if list_ is not UNSET:
            field_dict["list"] = list_
        if text_or_list is not UNSET:
            field_dict["text_or_list"] = text_or_list
        if mixed is not UNSET:
            field_dict["mixed"] = mixed
        if pair is not UNSET:
            field_dict["pair"] = pair
        if rows is not UNSET:
            field_dict["rows"] = rows
        if days is not UNSET:
            field_dict["days"] = days
        if map_ is not UNSET:
            field_dict["map"] = map_
        if free is not UNSET:
            field_dict["free"] = free
        if id is not UNSET:
            field_dict["@id"] = id
        if größe is not UNSET:
            field_dict["größe"] = größe
        if field_2nd is not UNSET:
            field_dict["2nd"] = field_2nd
        if field_ is not UNSET:
            field_dict[""] = field_
        if with_space is not UNSET:
            field_dict["with space"] = with_space
        if deviceId is not UNSET:
            field_dict["deviceId"] = deviceId
        if device_id is not UNSET:
            field_dict["device_id"] = device_id
        if self_ is not UNSET:
            field_dict["self"] = self_
        if data is not UNSET:
            field_dict["data"] = data
        if cls_name is not UNSET:
            field_dict["cls_name"] = cls_name
        if to_dicts is not UNSET:
            field_dict["to_dicts"] = to_dicts
        if rows_items is not UNSET:
            field_dict["rows_items"] = rows_items
        if old is not UNSET:
            field_dict["old"] = old
        if made is not UNSET:
            field_dict["made"] = made
        if taken is not UNSET:
            field_dict["taken"] = taken

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.free import Free  # noqa: PLC0415
        from ..models.label import Label  # noqa: PLC0415
        from ..models.map_ import Map  # noqa: PLC0415
        from ..models.near import Near  # noqa: PLC0415
        from ..models.note import Note  # noqa: PLC0415

        d = read_fields("ABThing", src_dict, _FIELDS)
        kind = cast(Literal["thing"], d.pop("kind"))
        if kind != "thing":
            raise ValueError(f"kind must match const 'thing', got '{kind}'")

        class_ = d.pop("class")

        def _parse_nullable(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        nullable = _parse_nullable(d.pop("nullable"))

        when = datetime.datetime.fromisoformat(d.pop("when"))

        truth = cast(Literal["true"] | Unset, d.pop("truth", UNSET))
        if truth != "true" and not isinstance(truth, Unset):
            raise ValueError(f"truth must match const 'true', got '{truth}'")

        _day = d.pop("day", UNSET)
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

        maybe_when = _parse_maybe_when(d.pop("maybe_when", UNSET))

        _uuid = d.pop("uuid", UNSET)
        uuid: UUID | Unset
        if isinstance(_uuid, Unset):
            uuid = UNSET
        else:
            uuid = UUID(_uuid)

        link = d.pop("link", UNSET)

        bytes_ = d.pop("bytes", UNSET)

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

        sort = _parse_sort(d.pop("sort", UNSET))

        _only = d.pop("only", UNSET)
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

        near = _parse_near(d.pop("near", UNSET))

        _around = d.pop("around", UNSET)
        around: Near | Unset
        if isinstance(_around, Unset):
            around = UNSET
        else:
            around = Near.from_dict(_around)

        _beside = d.pop("beside", UNSET)
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

        variant = _parse_variant(d.pop("variant", UNSET))

        anything = d.pop("anything", UNSET)

        list_ = cast(list[Any], d.pop("list", UNSET))

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

        text_or_list = _parse_text_or_list(d.pop("text_or_list", UNSET))

        _mixed = d.pop("mixed", UNSET)
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

        _pair = d.pop("pair", UNSET)
        pair: list[int | str] | Unset = UNSET
        if _pair is not UNSET:
            pair = []
            for pair_item_data in _pair:

                def _parse_pair_item(data: object) -> int | str:
                    return cast(int | str, data)

                pair_item = _parse_pair_item(pair_item_data)

                pair.append(pair_item)

        _rows = d.pop("rows", UNSET)
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

        _days = d.pop("days", UNSET)
        days: list[datetime.date] | Unset = UNSET
        if _days is not UNSET:
            days = []
            for days_item_data in _days:
                days_item = datetime.date.fromisoformat(days_item_data)

                days.append(days_item)

        _map_ = d.pop("map", UNSET)
        map_: Map | Unset
        if isinstance(_map_, Unset):
            map_ = UNSET
        else:
            map_ = Map.from_dict(_map_)

        _free = d.pop("free", UNSET)
        free: Free | Unset
        if isinstance(_free, Unset):
            free = UNSET
        else:
            free = Free.from_dict(_free)

        id = d.pop("@id", UNSET)

        def _parse_größe(data: object) -> bool | int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | int | None | str | Unset, data)

        größe = _parse_größe(d.pop("größe", UNSET))

        field_2nd = d.pop("2nd", UNSET)

        field_ = d.pop("", UNSET)

        with_space = d.pop("with space", UNSET)

        deviceId = d.pop("deviceId", UNSET)

        device_id = d.pop("device_id", UNSET)

        self_ = d.pop("self", UNSET)

        data = d.pop("data", UNSET)

        cls_name = d.pop("cls_name", UNSET)

        to_dicts = d.pop("to_dicts", UNSET)

        rows_items = d.pop("rows_items", UNSET)

        old = d.pop("old", UNSET)

        made = d.pop("made", UNSET)

        taken = d.pop("taken", UNSET)

        ab_thing = cls(
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

        ab_thing.additional_properties = d
        return ab_thing

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


_FIELDS = {
    "kind": Field("any", True, False),
    "truth": Field("any", False, False),
    "class": Field("string", True, False),
    "nullable": Field("string", True, True),
    "when": Field("date", True, False),
    "day": Field("date", False, False),
    "maybe_when": Field("date", False, True),
    "uuid": Field("any", False, False),
    "link": Field("string", False, False),
    "bytes": Field("string", False, False),
    "sort": Field("string", False, True),
    "only": Field("string", False, False),
    "near": Field("object", False, True),
    "around": Field("object", False, False),
    "beside": Field("object", False, False),
    "variant": Field("object", False, False),
    "anything": Field("any", False, True),
    "list": Field("array", False, False),
    "text_or_list": Field("any", False, False),
    "mixed": Field("any", False, True),
    "pair": Field("array", False, False),
    "rows": Field("array", False, False),
    "days": Field("array", False, False),
    "map": Field("object", False, False),
    "free": Field("object", False, False),
    "@id": Field("string", False, False),
    "größe": Field("any", False, True),
    "2nd": Field("string", False, False),
    "": Field("string", False, False),
    "with space": Field("integer", False, False),
    "deviceId": Field("string", False, False),
    "device_id": Field("string", False, False),
    "self": Field("string", False, False),
    "data": Field("string", False, False),
    "cls_name": Field("string", False, False),
    "to_dicts": Field("string", False, False),
    "rows_items": Field("integer", False, False),
    "old": Field("string", False, False),
    "made": Field("string", False, False),
    "taken": Field("string", False, False),
}


deprecate_fields(
    ABThing,
    {
        "beside": "a.b-Thing.beside is deprecated: Beside a reference.",
        "old": "a.b-Thing.old is deprecated: Use `class`.",
    },
)

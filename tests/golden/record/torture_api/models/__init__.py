"""The models of the contract: what its operations take and return."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .ab_thing import ABThing
    from .ab_thing_kind import ABThingKind, ABThingKindLiteral
    from .ab_thing_truth import ABThingTruth, ABThingTruthLiteral
    from .alias import Alias
    from .api_key import APIKey
    from .cursors import Cursors
    from .error_body import ErrorBody
    from .error_response import ErrorResponse
    from .event_data import EventData
    from .event_page import EventPage
    from .extended import Extended
    from .filter import Filter
    from .free import Free
    from .inherited import Inherited
    from .label import Label
    from .more import More
    from .my_thing import MyThing
    from .near import Near
    from .note import Note
    from .notes import Notes
    from .occurrence import Occurrence
    from .only import Only, OnlyLiteral
    from .response_body import ResponseBody
    from .row_page import RowPage
    from .series import Series
    from .sort import Sort, SortLiteral
    from .thing_page import ThingPage
    from .tree import Tree

_MODULES: dict[str, str] = {
    "ABThing": "ab_thing",
    "ABThingKind": "ab_thing_kind",
    "ABThingKindLiteral": "ab_thing_kind",
    "ABThingTruth": "ab_thing_truth",
    "ABThingTruthLiteral": "ab_thing_truth",
    "APIKey": "api_key",
    "Alias": "alias",
    "Cursors": "cursors",
    "ErrorBody": "error_body",
    "ErrorResponse": "error_response",
    "EventData": "event_data",
    "EventPage": "event_page",
    "Extended": "extended",
    "Filter": "filter",
    "Free": "free",
    "Inherited": "inherited",
    "Label": "label",
    "More": "more",
    "MyThing": "my_thing",
    "Near": "near",
    "Note": "note",
    "Notes": "notes",
    "Occurrence": "occurrence",
    "Only": "only",
    "OnlyLiteral": "only",
    "ResponseBody": "response_body",
    "RowPage": "row_page",
    "Series": "series",
    "Sort": "sort",
    "SortLiteral": "sort",
    "ThingPage": "thing_page",
    "Tree": "tree",
}

__all__ = (
    "ABThing",
    "ABThingKind",
    "ABThingKindLiteral",
    "ABThingTruth",
    "ABThingTruthLiteral",
    "Alias",
    "APIKey",
    "Cursors",
    "ErrorBody",
    "ErrorResponse",
    "EventData",
    "EventPage",
    "Extended",
    "Filter",
    "Free",
    "Inherited",
    "Label",
    "More",
    "MyThing",
    "Near",
    "Note",
    "Notes",
    "Occurrence",
    "Only",
    "OnlyLiteral",
    "ResponseBody",
    "RowPage",
    "Series",
    "Sort",
    "SortLiteral",
    "ThingPage",
    "Tree",
)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})

"""Contains all the data models used in inputs/outputs"""

from .ab_thing import ABThing
from .ab_thing_kind import ABThingKind
from .ab_thing_truth import ABThingTruth
from .alias import Alias
from .api_key import APIKey
from .cursors import Cursors
from .error_body import ErrorBody
from .error_response import ErrorResponse
from .event import Event
from .event_data import EventData
from .event_page import EventPage
from .extended import Extended
from .free import Free
from .inherited import Inherited
from .label import Label
from .map_ import Map
from .more import More
from .my_thing import MyThing
from .near import Near
from .note import Note
from .notes import Notes
from .only import Only
from .response_body import ResponseBody
from .row_page import RowPage
from .series import Series
from .sort import Sort
from .thing_page import ThingPage
from .tree import Tree

__all__ = (
    "ABThing",
    "ABThingKind",
    "ABThingTruth",
    "Alias",
    "APIKey",
    "Cursors",
    "ErrorBody",
    "ErrorResponse",
    "Event",
    "EventData",
    "EventPage",
    "Extended",
    "Free",
    "Inherited",
    "Label",
    "Map",
    "More",
    "MyThing",
    "Near",
    "Note",
    "Notes",
    "Only",
    "ResponseBody",
    "RowPage",
    "Series",
    "Sort",
    "ThingPage",
    "Tree",
)

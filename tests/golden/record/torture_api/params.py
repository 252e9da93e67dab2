"""The fields of request bodies as keyword arguments, for functions that pass them on (PEP 692).

A function that takes `**fields: Unpack[CreateThingParams]` takes, and shows in editors, what the
operation `createThing` takes; a field that the contract gains needs no edit of it. No key is required
here: `FIELDS` says which ones the service needs.
"""

from __future__ import annotations

import builtins
import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict, get_type_hints

if TYPE_CHECKING:
    from .models.filter import Filter
    from .models.sort import SortLiteral
    from .models.tree import Tree


class UpdateThingParams(TypedDict, total=False):
    """The fields of the body of `update_thing`."""

    client: str
    """Required. `client` of the request."""
    lat: float
    """`lat` of the request."""
    lon: float
    """`lon` of the request."""
    items: int
    """A name that a dict has too."""
    headers: Filter | Mapping[str, Any]
    """`headers` of the request."""
    list_: builtins.list[str]
    """`list` of the request."""
    when: datetime.datetime | None
    """`when` of the request."""
    days: builtins.list[datetime.date]
    """`days` of the request."""
    order: SortLiteral
    """`order` of the request."""


class CreateThingParams(TypedDict, total=False):
    """The fields of the body of `create_thing`."""

    lat: float
    """`lat` of the request."""
    lon: float
    """`lon` of the request."""


class GrowUploadParams(TypedDict, total=False):
    """The fields of the body of `grow_upload`."""

    name: str
    """Required. `name` of the request."""
    children: builtins.list[Tree]
    """`children` of the request."""


class LabelUploadParams(TypedDict, total=False):
    """The fields of the body of `label_upload`."""

    label: str
    """Required. `label` of the request."""


class ParamsField(NamedTuple):
    """What the contract says of a field: whether the service needs it, and what it is."""

    required: bool
    description: str


FIELDS: Final[Mapping[type[Any], Mapping[str, ParamsField]]] = {
    UpdateThingParams: {
        "client": ParamsField(True, ""),
        "lat": ParamsField(False, ""),
        "lon": ParamsField(False, ""),
        "items": ParamsField(False, "A name that a dict has too."),
        "headers": ParamsField(False, ""),
        "list_": ParamsField(False, ""),
        "when": ParamsField(False, ""),
        "days": ParamsField(False, ""),
        "order": ParamsField(False, ""),
    },
    CreateThingParams: {
        "lat": ParamsField(False, ""),
        "lon": ParamsField(False, ""),
    },
    GrowUploadParams: {
        "name": ParamsField(True, ""),
        "children": ParamsField(False, ""),
    },
    LabelUploadParams: {
        "label": ParamsField(True, ""),
    },
}
"""The fields of each of the above, by their Python names."""


def types_of(params: type[Any]) -> dict[str, Any]:
    """Return the type of each field of one of the above, as `typing.get_type_hints` gives it.

    It imports the models that these types name, which `get_type_hints` alone does not find.

    Args:
        params: one of the classes above.
    """
    return get_type_hints(params, None, _Models())


class _Models(dict[str, Any]):
    """The models by their names, each imported when it is looked up."""

    def __missing__(self, name: str) -> Any:
        from . import models

        if name in getattr(models, "__all__", ()):
            return getattr(models, name)
        raise KeyError(name)

"""One call of an operation, checked and decoded, and what a handler returns for it."""

from __future__ import annotations

import dataclasses
from typing import Any

from bota_emulator.api.auth import Caller


@dataclasses.dataclass
class Call:
    """What a handler gets; everything in it fits the contract.

    Attributes:
        path: The path's parameters.
        query: The query's parameters that were sent.
        body: The decoded body; an empty object when none was sent.
        caller: Who calls.

    """

    path: dict[str, Any]
    query: dict[str, Any]
    body: Any
    caller: Caller | None


@dataclasses.dataclass(frozen=True)
class Result:
    """What a handler returns.

    Attributes:
        status: The HTTP status.
        body: The JSON body, or a text of another content type; None for none.
        media: That content type; None for JSON.
        headers: More headers of the response.

    """

    status: int
    body: Any = None
    media: str | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)

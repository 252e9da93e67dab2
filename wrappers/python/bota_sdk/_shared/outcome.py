"""One HTTP request, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Response(NamedTuple):
    """An HTTP response, read to its end: status, headers (names in lower case), body."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        # A body or a Location can hold a signed URL.
        return f"Response({self.status_code}, {len(self.body)} bytes)"


class NoResponse(NamedTuple):
    """Why there was no response.

    Attributes:
        reason: a sentence for people, free of secrets.
        timed_out: whether time ran out.
        sent: False when the request certainly never reached the server.

    """

    reason: str
    timed_out: bool
    sent: bool


class Exchange(NamedTuple):
    """One request to the API that can be sent again and again.

    Attributes:
        method: the HTTP method.
        path: the path, without a query.
        headers: the request's headers without the key, names in lower case.
        timeout: seconds that one read or write may take.
        send: sends the request once, and reads the whole response.

    """

    method: str
    path: str
    headers: Mapping[str, str]
    timeout: float
    send: Callable[[], Response | NoResponse]

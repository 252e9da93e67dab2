"""What can go wrong between a client and the API: one small class for each fault.

The API calls a fault's hooks as a request proceeds; a fault overrides those it needs.
"""

from __future__ import annotations

import asyncio
import dataclasses
import urllib.parse
from collections.abc import Sequence
from typing import Any, ClassVar, TypeAlias

from bota_emulator.errors import ApiError
from bota_emulator.faults import Fault, need_choice, need_integer, need_number
from bota_emulator.header_fields import need_headers
from bota_emulator.recorder import Side
from bota_emulator.scripted_response import ScriptedResponse, body_of, need_status

# In the classes that count bytes, `bytes` is a number.
Wire: TypeAlias = bytes

_WITHOUT_BODY = (204, 205, 304)
_FRAMING = ("content-length", "transfer-encoding")


class ConnectionReset(Exception):  # noqa: N818 - ordered, not an error
    """End the connection by a TCP reset, without a response."""


@dataclasses.dataclass
class ApiFault(Fault):
    """A fault of the API.

    Its hooks may raise `ApiError`, `ScriptedResponse` or `ConnectionReset`.
    """

    @property
    def side(self) -> Side:
        """Where it happens."""
        return "api"

    def on_request(self) -> None:
        """Act when the request is there, before anything is done."""

    def on_done(self) -> None:
        """Act when the operation was carried out, or refused."""

    def edited(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON object that the operation's success returns."""
        return body

    def pauses(self) -> tuple[float, float]:
        """Return the seconds before the response's head, and before its body."""
        return 0.0, 0.0

    def cut(self, head: Wire, body: Wire) -> Wire | None:
        """Return what is sent of the response before the connection ends; None for all, and on."""
        return None


@dataclasses.dataclass
class ApiStatus(ApiFault):
    """The API responds with a status of choice.

    Attributes:
        status: 200 to 599.
        headers: More headers of the response, such as `Retry-After`.
        body, body_base64: A text, or bytes that are none, in place of the contract's envelope.
        content_type: Of that body.
        done: Whether the operation is carried out all the same, and only its response replaced.

    """

    kind: ClassVar[str] = "api_status"

    status: int = 500
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    body: str | None = None
    body_base64: str | None = None
    content_type: str = "text/html"
    done: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        need_status(self.status)
        self.headers = need_headers(self.headers or {})
        need_headers({"Content-Type": self.content_type})
        if not isinstance(self.done, bool):
            raise ValueError(f"done must be true or false, not {self.done!r}")
        if any(name.lower() in _FRAMING for name in self.headers):
            raise ValueError("the length is not a header to choose; see api_length")
        if self.body is None and self.body_base64 is None:
            if self.status < 400:
                raise ValueError(f"a response {self.status} needs a body")
        elif body_of(self.body, self.body_base64) and self.status in _WITHOUT_BODY:
            raise ValueError(f"a response {self.status} has no body")

    def on_request(self) -> None:
        if not self.done:
            self._respond()

    def on_done(self) -> None:
        self._respond()

    def _respond(self) -> None:
        if self.body is None and self.body_base64 is None:
            raise ApiError(self.status, "A fault was ordered", headers=self.headers)
        headers = {"Content-Type": self.content_type, **self.headers}
        raise ScriptedResponse(self.status, headers, body_of(self.body, self.body_base64))


@dataclasses.dataclass
class ApiReset(ApiFault):
    """A TCP reset in place of a response.

    Attributes:
        at: `head`, before anything is done, or `after` the operation was carried out.

    """

    kind: ClassVar[str] = "api_reset"

    at: str = "head"

    def __post_init__(self) -> None:
        super().__post_init__()
        need_choice("at", self.at, ("head", "after"))

    def on_request(self) -> None:
        if self.at == "head":
            raise ConnectionReset

    def on_done(self) -> None:
        raise ConnectionReset


@dataclasses.dataclass
class ApiDelay(ApiFault):
    """A response that takes its time.

    Attributes:
        before: Real seconds before its head.
        body: Real seconds between its head and its body.

    """

    kind: ClassVar[str] = "api_delay"
    exclusive: ClassVar[bool] = False

    before: float = 0.0
    body: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        need_number("before", self.before)
        need_number("body", self.body)

    def pauses(self) -> tuple[float, float]:
        return self.before, self.body


@dataclasses.dataclass
class ApiTruncate(ApiFault):
    """The operation is carried out, but the response breaks off and the connection is closed.

    Attributes:
        bytes: So many bytes of it are sent, its head included.

    """

    kind: ClassVar[str] = "api_truncate"

    bytes: int = 20

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("bytes", self.bytes, 0)

    def cut(self, head: Wire, body: Wire) -> Wire | None:
        return (head + body)[: self.bytes]


@dataclasses.dataclass
class ApiLength(ApiFault):
    """The operation is carried out, but the response's Content-Length is wrong.

    Attributes:
        difference: Positive: so many bytes never come. Negative: so many come too many. The
            connection is closed after it.

    """

    kind: ClassVar[str] = "api_length"

    difference: int = 10

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("difference", self.difference)

    def cut(self, head: Wire, body: Wire) -> Wire | None:
        right = f"content-length: {len(body)}".encode()
        wrong = f"content-length: {max(len(body) + self.difference, 0)}".encode()
        # More surplus than there is body needs bytes of its own.
        surplus = b"x" * max(-self.difference - len(body), 0)
        return head.replace(right, wrong) + body + surplus


@dataclasses.dataclass
class ApiFields(ApiFault):
    """The operation is carried out, and what its success returns is changed.

    Attributes:
        set: Fields to return with other values: of another type, null, or unknown to the contract.
        drop: Fields to leave out.

    """

    kind: ClassVar[str] = "api_fields"

    set: dict[str, Any] = dataclasses.field(default_factory=dict)
    drop: list[str] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.set, dict) or not all(isinstance(name, str) for name in self.set):
            raise ValueError("set must be an object of fields and values")
        if not isinstance(self.drop, list) or not all(isinstance(n, str) for n in self.drop):
            raise ValueError("drop must be a list of names")

    def edited(self, body: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in body.items() if name not in self.drop}
        return {**kept, **self.set}


@dataclasses.dataclass
class ApiTamperUrl(ApiFault):
    """The upload URL that is returned is not the one that was signed.

    It is for `createUploadUrl` when no operation is given.

    Attributes:
        change: `signature` (one digit of it), `path` (that of another key), or `content_type` (the
            response asks for another one than was signed).

    """

    kind: ClassVar[str] = "api_tamper_url"

    change: str = "signature"

    def __post_init__(self) -> None:
        super().__post_init__()
        need_choice("change", self.change, ("signature", "path", "content_type"))
        self.operation = self.operation or "createUploadUrl"

    def edited(self, body: dict[str, Any]) -> dict[str, Any]:
        if "upload_url" not in body:
            return body
        if self.change == "content_type":
            other = "text/plain"
            if "headers" in body:
                return {**body, "headers": {**body["headers"], "Content-Type": other}}
            return {**body, "content_type": other}
        parts = urllib.parse.urlsplit(body["upload_url"])
        if self.change == "path":
            parts = parts._replace(path=f"{parts.path}.other")
        else:
            before, name, signature = parts.query.partition("X-Amz-Signature=")
            digit = "1" if signature[0] == "0" else "0"
            parts = parts._replace(query=f"{before}{name}{digit}{signature[1:]}")
        return {**body, "upload_url": parts.geturl()}


async def pause(faults: Sequence[ApiFault], place: int) -> None:
    """Wait as the faults want it: 0, before the response's head; 1, before its body."""
    seconds = sum(fault.pauses()[place] for fault in faults)
    if seconds:
        await asyncio.sleep(seconds)

"""What can go wrong between a client and the API: one small class for each fault.

What comes on top of a response, or in place of its bytes, is in `api_excess_faults`.
"""

from __future__ import annotations

import dataclasses
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from bota_emulator.api.errors import ApiError
from bota_emulator.api.header_fields import need_headers
from bota_emulator.faults.api_fault import ApiFault, ConnectionReset, Wire
from bota_emulator.faults.plan import need_flag, need_integer, need_number, need_object
from bota_emulator.faults.scripted_response import ScriptedResponse, body_of, need_status

_WITHOUT_BODY = (204, 205, 304)
_FRAMING = ("content-length", "transfer-encoding")


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
        need_flag("done", self.done)
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
    choices: ClassVar[Mapping[str, Sequence[str]]] = {"at": ("head", "after")}

    at: str = "head"

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

    This makes a response with another recording's id (`set={"id": "rec_other"}`) or with all of
    its fields (`set=emulator.recording(other)`), and a success with an odd status
    (`set={"status": "failed"}`).

    Attributes:
        set: Fields to return with other values: of another recording, of another type, null, or
            unknown to the contract.
        drop: Fields to leave out.

    """

    kind: ClassVar[str] = "api_fields"

    set: dict[str, Any] = dataclasses.field(default_factory=dict)
    drop: list[str] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        need_object("set", self.set)
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
    choices: ClassVar[Mapping[str, Sequence[str]]] = {
        "change": ("signature", "path", "content_type")
    }

    change: str = "signature"

    def __post_init__(self) -> None:
        super().__post_init__()
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

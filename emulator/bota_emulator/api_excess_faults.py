"""What can come from the API on top of a response, or in place of its bytes.

The operation is carried out, and its response begins as the contract says.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import AsyncIterator
from typing import Any, ClassVar

from starlette.responses import Response

from bota_emulator.api_fault import ApiFault, Wire
from bota_emulator.clock import Clock
from bota_emulator.excess import (
    MOST_MIB,
    Pace,
    bomb,
    cookies,
    drip_body,
    drip_head,
    endless,
    need_drip,
)
from bota_emulator.faults import need_integer, need_number, need_object

_WITHOUT_BODY = (204, 205, 304)


@dataclasses.dataclass
class ApiDuplicate(ApiFault):
    """The response is sent twice on its connection, which stays open.

    Attributes:
        set: Fields of the second one's JSON with other values, so that it is about another
            recording or caller. Both have the same bytes when left out.
        later: Real seconds between the two; 0 sends both in one piece.

    """

    kind: ClassVar[str] = "api_duplicate"
    exclusive: ClassVar[bool] = False

    set: dict[str, Any] = dataclasses.field(default_factory=dict)
    later: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        need_object("set", self.set)
        need_number("later", self.later)

    def surplus(self, head: Wire, body: Wire) -> tuple[Wire, float]:
        if self.set and body[:1] == b"{":
            other = json.dumps({**json.loads(body), **self.set}).encode()
            length = b"\\g<1>%d" % len(other)
            head, body = re.sub(rb"(?i)(\r\ncontent-length: )\d+", length, head), other
        return head + body, self.later


@dataclasses.dataclass
class ApiBomb(ApiFault):
    """The response's body is a small one that grows when it is decoded: gzip of zeros.

    Attributes:
        mib: How many MiB it has then.
        codings: How often it was coded; 2 is announced as `gzip, gzip`.

    """

    kind: ClassVar[str] = "api_bomb"

    mib: int = 64
    codings: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("mib", self.mib, 1, MOST_MIB)
        need_integer("codings", self.codings, 1, 3)

    def on_response(self, response: Response) -> None:
        if response.status_code not in _WITHOUT_BODY:
            response.body = bomb(self.mib, self.codings)
            response.headers["Content-Length"] = str(len(response.body))
            response.headers["Content-Encoding"] = ", ".join(["gzip"] * self.codings)


@dataclasses.dataclass
class ApiDrip(ApiFault):
    """The response comes by a byte at a time; the connection is closed after it.

    Attributes:
        every: Seconds between two bytes.
        total: After how many seconds the rest comes at once; None: never.
        part: `head`, by a header whose value goes on and on, or `body`, whose last byte comes with
            the rest.
        clock: Whether these are seconds of the emulator's clock, and not real ones.

    """

    kind: ClassVar[str] = "api_drip"

    every: float = 0.5
    total: float | None = None
    part: str = "head"
    clock: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        need_drip(self.every, self.total, self.part, self.clock)

    def stream(self, head: Wire, body: Wire, clock: Clock) -> AsyncIterator[Wire] | None:
        pace = Pace(self.every, self.total, clock if self.clock else None)
        drip = drip_head if self.part == "head" else drip_body
        return drip(head, [body], pace)


@dataclasses.dataclass
class ApiEndless(ApiFault):
    """The response's body, in chunks, has no end.

    Attributes:
        mib: After how many MiB the connection is closed all the same, without a last chunk.

    """

    kind: ClassVar[str] = "api_endless"

    mib: int = 64

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("mib", self.mib, 1, MOST_MIB)

    def stream(self, head: Wire, body: Wire, clock: Clock) -> AsyncIterator[Wire] | None:
        return endless(head, self.mib)


@dataclasses.dataclass
class ApiCookies(ApiFault):
    """The response sets cookies, which no response has set before.

    Attributes:
        count: How many. Some clients refuse more than 100 headers.
        size: How many characters each has.

    """

    kind: ClassVar[str] = "api_cookies"
    exclusive: ClassVar[bool] = False

    count: int = 50
    size: int = 100

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("count", self.count, 1, 10_000)
        need_integer("size", self.size, 0, 1 << 20)

    def on_response(self, response: Response) -> None:
        for value in cookies(self.count, self.size):
            response.headers.append("Set-Cookie", value)

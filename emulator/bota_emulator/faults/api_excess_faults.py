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

from bota_emulator.clock import Clock
from bota_emulator.faults.api_fault import ApiFault, Wire
from bota_emulator.faults.excess import Bomb, Cookies, Drip, Endless, bomb, cookies, endless
from bota_emulator.faults.plan import need_number, need_object

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
class ApiBomb(Bomb, ApiFault):
    """`Bomb`, which describes the attributes, for the API."""

    kind: ClassVar[str] = "api_bomb"

    def on_response(self, response: Response) -> None:
        if response.status_code not in _WITHOUT_BODY:
            response.body = bomb(self.mib, self.codings)
            response.headers["Content-Length"] = str(len(response.body))
            response.headers["Content-Encoding"] = self.coding


@dataclasses.dataclass
class ApiDrip(Drip, ApiFault):
    """`Drip`, which describes the attributes, for the API."""

    kind: ClassVar[str] = "api_drip"

    def stream(self, head: Wire, body: Any, clock: Clock) -> AsyncIterator[Wire]:
        return super().stream(head, [body], clock)


@dataclasses.dataclass
class ApiEndless(Endless, ApiFault):
    """`Endless`, which describes the attributes, for the API."""

    kind: ClassVar[str] = "api_endless"

    def stream(self, head: Wire, body: Wire, clock: Clock) -> AsyncIterator[Wire] | None:
        return endless(head, self.mib)


@dataclasses.dataclass
class ApiCookies(Cookies, ApiFault):
    """`Cookies`, which describes the attributes, for the API."""

    kind: ClassVar[str] = "api_cookies"

    def on_response(self, response: Response) -> None:
        for value in cookies(self.count, self.size):
            response.headers.append("Set-Cookie", value)

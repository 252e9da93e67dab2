"""What can go wrong between a client and S3 until the response: one small class for each fault.

What can be wrong with a response is in `storage_response_faults`; it can be had from here as well.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Mapping, Sequence
from typing import ClassVar, NoReturn

from bota_emulator.api.header_fields import need_headers
from bota_emulator.faults.plan import need_integer, need_number
from bota_emulator.faults.scripted_response import ScriptedResponse, body_of, need_status
from bota_emulator.faults.storage_fault import Exchange, StorageFault
from bota_emulator.storage.s3_errors import CODES as S3_CODES
from bota_emulator.storage.s3_errors import S3Error

# Until a response is in the client's hands, and a reset cannot destroy it any more.
_ON_ITS_WAY = 0.02


@dataclasses.dataclass
class StorageError(StorageFault):
    """An error of S3.

    Attributes:
        code: S3's error code, such as `SlowDown`.
        message: Other words than S3's own.
        when: `head`, before the body is read, or `body`, after it was and nothing was stored.

    """

    kind: ClassVar[str] = "storage_error"
    choices: ClassVar[Mapping[str, Sequence[str]]] = {
        "code": sorted(S3_CODES),
        "when": ("head", "body"),
    }

    code: str = "SlowDown"
    message: str | None = None
    when: str = "head"

    def __post_init__(self) -> None:
        super().__post_init__()
        _need_text("message", self.message)

    def on_head(self, exchange: Exchange) -> None:
        if self.when == "head":
            raise S3Error(self.code, self.message)

    async def on_complete(self, exchange: Exchange) -> None:
        raise S3Error(self.code, self.message)


@dataclasses.dataclass
class StorageResponse(StorageFault):
    """Any status with any body; nothing is stored.

    Attributes:
        status: 200 to 599.
        body, body_base64: A text, or bytes that are none.
        headers: Of the response; a `Content-Length` among them is sent as it is.
        when: `head`, before the body is read, or `body`, after it was.

    """

    kind: ClassVar[str] = "storage_response"
    choices: ClassVar[Mapping[str, Sequence[str]]] = {"when": ("head", "body")}

    status: int = 502
    body: str = ""
    body_base64: str | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    when: str = "head"

    def __post_init__(self) -> None:
        super().__post_init__()
        need_status(self.status)
        body_of(self.body, self.body_base64)
        self.headers = need_headers(self.headers)

    def on_head(self, exchange: Exchange) -> None:
        if self.when == "head":
            self._respond()

    async def on_complete(self, exchange: Exchange) -> None:
        self._respond()

    def _respond(self) -> NoReturn:
        raise ScriptedResponse(self.status, self.headers, body_of(self.body, self.body_base64))


@dataclasses.dataclass
class _AtByte(StorageFault):
    """Acts once so many bytes of the body have come, or all that there are.

    Attributes:
        bytes: How many; 0 acts before the first, and in place of a `100 Continue`.

    """

    bytes: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        need_integer("bytes", self.bytes, 0)

    def room(self, received: int) -> int | None:
        return max(self.bytes - received, 0) or None

    async def on_body(self, exchange: Exchange, received: int) -> None:
        if received >= self.bytes:
            await self.act(exchange)

    async def on_complete(self, exchange: Exchange) -> None:
        await self.act(exchange)

    async def act(self, exchange: Exchange) -> None:
        """Do it."""
        raise NotImplementedError  # each kind does something else


@dataclasses.dataclass
class StorageReset(_AtByte):
    """A TCP reset without a response.

    Attributes:
        at: `head`, before anything is judged; `body`, after `bytes` of it; `after_body`, nothing
            being stored; or `after_store`. When left out, `body` if `bytes` is given, else `head`.

    """

    kind: ClassVar[str] = "storage_reset"
    choices: ClassVar[Mapping[str, Sequence[str]]] = {
        "at": ("head", "body", "after_body", "after_store")
    }

    at: str = ""

    def __post_init__(self) -> None:
        self.at = self.at or ("body" if self.bytes else "head")
        super().__post_init__()

    def on_head(self, exchange: Exchange) -> None:
        if self.at == "head":
            exchange.reset()

    def room(self, received: int) -> int | None:
        return super().room(received) if self.at == "body" else None

    async def on_body(self, exchange: Exchange, received: int) -> None:
        if self.at == "body":
            await super().on_body(exchange, received)

    async def on_complete(self, exchange: Exchange) -> None:
        if self.at != "after_store":
            exchange.reset()

    def on_stored(self, exchange: Exchange) -> None:
        exchange.reset()

    async def act(self, exchange: Exchange) -> None:
        exchange.reset()


@dataclasses.dataclass
class StorageEarlyReset(_AtByte):
    """An error of S3 in the midst of the body, then a TCP reset.

    Attributes:
        code: S3's error code.
        message: Other words than S3's own.

    """

    kind: ClassVar[str] = "storage_early_reset"
    choices: ClassVar[Mapping[str, Sequence[str]]] = {"code": sorted(S3_CODES)}

    code: str = "AccessDenied"
    message: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _need_text("message", self.message)

    async def act(self, exchange: Exchange) -> None:
        await exchange.refuse(S3Error(self.code, self.message))
        await asyncio.sleep(_ON_ITS_WAY)
        exchange.reset()


@dataclasses.dataclass
class StorageStall(_AtByte):
    """Nothing more is read, and nothing said.

    Attributes:
        seconds: Real seconds before the connection is dropped, if the client has not done it.

    """

    kind: ClassVar[str] = "storage_stall"

    seconds: float = 30.0

    def __post_init__(self) -> None:
        super().__post_init__()
        need_number("seconds", self.seconds)

    async def act(self, exchange: Exchange) -> None:
        await exchange.stall(self.seconds)


@dataclasses.dataclass
class StorageHalfClose(_AtByte):
    """The server ends its side without a response, and goes on reading until the client leaves."""

    kind: ClassVar[str] = "storage_half_close"

    async def act(self, exchange: Exchange) -> None:
        await exchange.half_close()


@dataclasses.dataclass
class StorageContinue(StorageFault):
    """`Expect: 100-continue` is not honoured as it should be; all else is.

    Attributes:
        mode: `never`: the body is read without it; or `late`: after so many real seconds.
        seconds: How late.

    """

    kind: ClassVar[str] = "storage_continue"
    choices: ClassVar[Mapping[str, Sequence[str]]] = {"mode": ("never", "late")}

    mode: str = "never"
    seconds: float = 2.0

    def __post_init__(self) -> None:
        super().__post_init__()
        need_number("seconds", self.seconds)

    def on_head(self, exchange: Exchange) -> None:
        if self.mode == "never":
            exchange.withhold_continue()
        else:
            exchange.delay_continue(self.seconds)


def _need_text(name: str, value: object) -> None:
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} must be a text, not {value!r}")

"""One request to the storage and its response; what faults act on."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import itertools
import secrets
from collections.abc import Iterable
from typing import NoReturn

from bota_emulator.api.response_head import date, response_head
from bota_emulator.clock import Clock
from bota_emulator.faults.plan import Fault, advance_clocks
from bota_emulator.faults.storage_fault import StorageFault
from bota_emulator.serving.cors import storage_headers
from bota_emulator.settings import Settings
from bota_emulator.state.recorder import MAX_BODY, RequestRecord
from bota_emulator.storage.head import Head
from bota_emulator.storage.http import ClientGone, Connection
from bota_emulator.storage.local import Incoming, LocalStorage
from bota_emulator.storage.s3_errors import S3Error

_FRAMING = {"content-length", "transfer-encoding"}


@dataclasses.dataclass
class StorageExchange:
    """A request under way.

    Attributes:
        storage: The bucket.
        clock: The service's clock.
        settings: After how long an idle client is given up, and how far S3's clock is off.
        connection: Where it came from.
        head: Its head.
        record: What is noted of it.
        taken: The faults that it meets.
        key: The object that it is about, once that is known.
        incoming: The object on its way in, if there is one.

    """

    storage: LocalStorage
    clock: Clock
    settings: Settings
    connection: Connection
    head: Head
    record: RequestRecord
    taken: list[Fault]
    key: str = ""
    incoming: Incoming | None = None
    _received: int = 0
    _settled: bool = False
    _client_left: bool = False

    @property
    def faults(self) -> list[StorageFault]:
        """Those of the faults that act on the exchange."""
        return [fault for fault in self.taken if isinstance(fault, StorageFault)]

    @property
    def closes(self) -> bool:
        """Whether the connection ends with the response."""
        return self.connection.body_left or self.head.closes

    @property
    def now(self) -> datetime.datetime:
        """The time by S3's clock."""
        return self.clock.now() + datetime.timedelta(seconds=self.settings.storage_skew_seconds)

    async def read(self) -> memoryview:
        """Return the next chunk of the body; empty at its end.

        Raises:
            S3Error: The client left before the end.
            IdleClient: It sent nothing for too long.
            ClientGone: A fault ended the connection.

        """
        if self.connection.body_left:
            for fault in self.faults:
                await fault.on_body(self, self._received)
        room = [fault.room(self._received) for fault in self.faults]
        limit = min((count for count in room if count is not None), default=None)
        try:
            chunk = await self.connection.read_body(self.settings.storage_idle_seconds, limit)
        except ClientGone:
            self._client_left = True
            raise S3Error("IncompleteBody") from None
        self._received += len(chunk)
        self.record.body_bytes += len(chunk)
        return chunk

    async def respond(
        self,
        status: int,
        headers: list[tuple[str, str]],
        body: bytes | Iterable[bytes] = b"",
        size: int | None = None,
    ) -> None:
        """Send a response as the faults want it.

        Args:
            status: The HTTP status.
            headers: Those beyond the usual ones.
            body: Its body, or the chunks of it.
            size: What its `Content-Length` is, where that is not the size of `body`.

        Raises:
            ClientGone: It could not be sent, or a fault ended the connection.

        """
        pauses = [fault.pauses() for fault in self.faults]
        await asyncio.sleep(sum(before for before, _ in pauses))
        for fault in self.faults:
            replaced = fault.replacement() if self.head.method != "HEAD" else None
            if replaced is not None:
                body, size = replaced, len(replaced)
        chunks: Iterable[bytes] = [body] if isinstance(body, bytes) else body
        if size is None:
            size = len(body) if isinstance(body, bytes) else 0
        longer = sum(fault.longer() for fault in self.faults)
        # More surplus than there is body needs bytes of its own.
        surplus = [b"x" * max(-longer - size, 0)]
        ends = [most for fault in self.faults if (most := fault.most()) is not None]
        broken = bool(longer or ends or any(fault.breaks for fault in self.faults))
        # Noted before, since a client that has its response may look at once.
        # After half a body, as a rule, nobody is there any more to hear the response.
        self.record.status = None if broken or self._client_left else status
        self.settle()
        fields = self._fields(headers, max(size + longer, 0))
        if self.record.exchange is not None:
            self.record.exchange.response_headers = fields
            if isinstance(body, bytes):
                self.record.exchange.response_body = body[:MAX_BODY]
        head = response_head(status, fields)
        streams = [fault.stream(head, chunks, self.clock) for fault in self.faults]
        pieces = next((stream for stream in streams if stream is not None), None)
        repeats = [seconds for fault in self.faults if (seconds := fault.repeats()) is not None]
        try:
            if pieces is not None:
                await self.connection.stream(pieces)
            elif repeats and not broken:
                await self.connection.send_twice(head + b"".join(chunks), max(repeats))
            else:
                await self.connection.respond(
                    status,
                    fields,
                    itertools.chain(chunks, surplus),
                    pause=sum(between for _, between in pauses),
                    most=min(ends, default=None),
                )
        except ClientGone:
            self.record.status = None
            raise
        if broken or pieces is not None:
            self.record.body_bytes += await self.connection.linger()
            raise ClientGone

    async def refuse(self, error: S3Error) -> None:
        """Respond with an error of S3.

        Raises:
            ClientGone: It could not be sent, or a fault ended the connection.

        """
        request_id, host_id = secrets.token_hex(8).upper(), secrets.token_urlsafe(48)
        body = error.xml(request_id, host_id)
        headers = {
            "x-amz-request-id": request_id,
            "x-amz-id-2": host_id,
            "Content-Type": "application/xml",
            **error.headers,
        }
        shown = b"" if self.head.method == "HEAD" else body
        await self.respond(error.status, list(headers.items()), shown, len(body))

    def settle(self) -> None:
        """Do all that is left but the response: close the file, move the clock where a fault asks.

        That is before the response, so that a client that has it finds things as they will stay.
        """
        if self._settled:
            return
        self._settled = True
        if self.incoming is not None:
            self.incoming.abandon()
        advance_clocks(self.taken, self.clock, "after")

    def damage(self, offset: int) -> None:
        """Change one byte of the object that was just stored."""
        self.storage.damage(self.key, offset)

    def withhold_continue(self) -> None:
        """Never send the `100 Continue` that the client waits for."""
        self.connection.withhold_continue()

    def delay_continue(self, seconds: float) -> None:
        """Send the `100 Continue` that the client waits for so many seconds late."""
        self.connection.delay_continue(seconds)

    def reset(self) -> NoReturn:
        """End the connection by a TCP reset; raises `ClientGone`."""
        self.settle()
        self.connection.reset()

    async def stall(self, seconds: float) -> NoReturn:
        """Do nothing for some seconds, or until the client is gone; raises `ClientGone`."""
        self.settle()
        await self.connection.stall(seconds)

    async def half_close(self) -> NoReturn:
        """End our side, and read on until the client ends its own; raises `ClientGone`."""
        self.settle()
        self.record.body_bytes += await self.connection.half_close()
        raise ClientGone

    def _fields(self, headers: list[tuple[str, str]], length: int) -> list[tuple[str, str]]:
        given = {name.lower() for name, _ in headers}
        usual = {
            "x-amz-request-id": secrets.token_hex(8).upper(),
            "x-amz-id-2": secrets.token_urlsafe(48),
            "Date": date(self.now.timestamp()),
            "Server": "AmazonS3",
        }
        fields = [*(pair for pair in usual.items() if pair[0].lower() not in given), *headers]
        if self.head.method != "OPTIONS":
            fields += storage_headers(self.settings.cors_origins, self.head.fields.get("origin"))
        for fault in self.faults:
            fields = fault.edited(fields)
        if not given & _FRAMING:
            fields.append(("Content-Length", str(length)))
        if self.closes:
            fields.append(("Connection", "close"))
        return fields

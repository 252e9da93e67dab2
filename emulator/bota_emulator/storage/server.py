"""The S3 side: takes PUTs of pre-signed URLs and refuses what S3 refuses, in its words."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
import ssl
import urllib.parse

import h11

from bota_emulator.clock import Clock
from bota_emulator.faults.plan import FaultPlan, advance_clocks, decided_by
from bota_emulator.faults.scripted_response import ScriptedResponse
from bota_emulator.serving.cors import preflight_headers
from bota_emulator.serving.forks import kept_from_children
from bota_emulator.settings import Settings
from bota_emulator.state.recorder import Exchange, Recorder, RequestRecord
from bota_emulator.storage.bucket import BUCKET
from bota_emulator.storage.channel import PlainChannel, TlsChannel
from bota_emulator.storage.exchange import StorageExchange
from bota_emulator.storage.head import Head
from bota_emulator.storage.http import ClientGone, Connection, IdleClient
from bota_emulator.storage.local import LocalStorage
from bota_emulator.storage.range import bytes_of, wanted_bytes
from bota_emulator.storage.rules import already_there, put_demands
from bota_emulator.storage.s3_errors import S3Error
from bota_emulator.storage.signing import verify

_METHODS = ("PUT", "GET", "HEAD")


class StorageServer:
    """Serves a `LocalStorage` over HTTP.

    Args:
        storage: The bucket.
        clock: Says what has expired.
        faults: Asked before anything else about a request.
        recorder: Keeps a record of every request.
        settings: After how long an idle client is given up.
        tls: What makes it speak TLS.

    """

    def __init__(
        self,
        storage: LocalStorage,
        clock: Clock,
        faults: FaultPlan,
        recorder: Recorder,
        settings: Settings,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._faults = faults
        self._recorder = recorder
        self._settings = settings
        self._tls = tls

    async def serve(self, listener: socket.socket, stop: asyncio.Event) -> None:
        """Accept connections until `stop` is set, then drop all of them.

        Args:
            listener: Bound, listening and non-blocking. Closed at the end.
            stop: Set it to end.

        """
        loop = asyncio.get_running_loop()
        tasks: set[asyncio.Task[None]] = set()

        async def accept() -> None:
            while True:
                sock, _ = await loop.sock_accept(listener)
                sock.setblocking(False)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                task = loop.create_task(self._connection(sock))
                tasks.add(task)
                task.add_done_callback(tasks.discard)

        accepting = loop.create_task(accept())
        try:
            await stop.wait()
        finally:
            listener.close()
            running = [accepting, *tasks]
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _connection(self, sock: socket.socket) -> None:
        channel = PlainChannel(sock) if self._tls is None else TlsChannel(sock, self._tls)
        connection = Connection(channel)
        with (
            sock,
            kept_from_children(sock),
            contextlib.closing(connection),
            contextlib.suppress(ClientGone),
        ):
            await connection.open()
            while True:
                try:
                    head = await connection.head()
                except (h11.RemoteProtocolError, UnicodeDecodeError):
                    # S3 responds to what is no HTTP with a bare 400, too.
                    close = [("Content-Length", "0"), ("Connection", "close")]
                    await connection.respond(400, close)
                    await connection.linger()
                    return
                if head is None or not await self._request(connection, head):
                    return

    async def _request(self, connection: Connection, head: Head) -> bool:
        """Serve a request; return whether another one may follow.

        Raises:
            ClientGone: The connection ended, by the client or by a fault.

        """
        record = self._recorder.add(
            RequestRecord(
                side="storage",
                method=head.method,
                operation=f"{head.method} object",
                path=head.target.partition("?")[0],
                at=self._clock.time(),
            ),
            Exchange(head.target, head.headers),
        )
        try:
            return await self._respond(connection, head, record)
        finally:
            self._recorder.end(record)

    async def _respond(self, connection: Connection, head: Head, record: RequestRecord) -> bool:
        # A preflight is the browser's own: no fault is ordered for it.
        is_preflight = head.method == "OPTIONS"
        taken = [] if is_preflight else self._faults.take("storage", record.operation)
        record.fault = decided_by(taken)
        if record.exchange is not None:
            record.exchange.faults = [fault.to_json() for fault in taken]
        exchange = StorageExchange(
            self._storage, self._clock, self._settings, connection, head, record, taken
        )
        # Time passes before anything is decided.
        advance_clocks(taken, self._clock, "before")
        try:
            for fault in exchange.faults:
                fault.on_head(exchange)
            await self._object(exchange)
        except S3Error as error:
            await exchange.refuse(error)
        except ScriptedResponse as odd:
            await exchange.respond(odd.status, list(odd.headers.items()), odd.body)
        finally:
            exchange.settle()
        if exchange.closes:
            record.body_bytes += await connection.linger()
            return False
        return True

    async def _object(self, exchange: StorageExchange) -> None:
        head = exchange.head
        if head.method == "OPTIONS":
            allowed = preflight_headers(self._settings.cors_origins, head.fields)
            await exchange.respond(200, allowed)
            return
        if head.method not in _METHODS:
            raise S3Error(
                "MethodNotAllowed",
                elements={"Method": head.method, "ResourceType": "OBJECT"},
                headers={"Allow": ", ".join(_METHODS)},
            )
        query = verify(
            self._storage.identity, head.method, head.target, head.headers, now=exchange.now
        )
        exchange.key = _key(head.target)
        if head.method == "PUT":
            await self._put(exchange, query)
        else:
            await self._get(exchange)

    async def _put(self, exchange: StorageExchange, query: dict[str, str]) -> None:
        key = exchange.key
        demands = put_demands(exchange.head.fields, query)
        if demands.only_new and self._storage.stat(key) is not None:
            raise already_there()
        incoming = exchange.incoming = self._storage.receive(key, demands.content_type)
        try:
            demands.watch(incoming)
            while chunk := await exchange.read():
                incoming.write(chunk)
            demands.check(incoming)
            for fault in exchange.faults:
                await fault.on_complete(exchange)
            if demands.only_new and self._storage.stat(key) is not None:
                raise already_there()
            md5 = incoming.commit()
        except IdleClient:
            raise S3Error("RequestTimeout") from None
        finally:
            incoming.abandon()
        for fault in exchange.faults:
            fault.on_stored(exchange)
        headers = [("ETag", f'"{md5}"')]
        if demands.checksum is not None:
            name, digest = demands.checksum
            headers.append((f"x-amz-checksum-{name}", base64.b64encode(digest).decode()))
        await exchange.respond(200, headers)

    async def _get(self, exchange: StorageExchange) -> None:
        key = exchange.key
        found = self._storage.stat(key)
        if found is None:
            raise S3Error("NoSuchKey", elements={"Key": key})
        headers = [
            ("ETag", found.etag),
            ("Accept-Ranges", "bytes"),
            ("Content-Type", found.content_type or "binary/octet-stream"),
        ]
        wanted = wanted_bytes(exchange.head.fields, found.etag, found.size)
        start, end = wanted or (0, found.size)
        if wanted is not None:
            headers.append(("Content-Range", f"bytes {start}-{end - 1}/{found.size}"))
        with self._storage.path(key).open("rb") as file:
            chunks = bytes_of(file, start, end) if exchange.head.method == "GET" else ()
            await exchange.respond(206 if wanted else 200, headers, chunks, end - start)


def _key(target: str) -> str:
    path = target.partition("?")[0]
    bucket, _, key = path.removeprefix("/").partition("/")
    name = urllib.parse.unquote(bucket)
    if name != BUCKET:
        raise S3Error("NoSuchBucket", elements={"BucketName": name})
    if not key:
        raise S3Error("MethodNotAllowed", elements={"ResourceType": "BUCKET"})
    try:
        return urllib.parse.unquote(key, errors="strict")
    except UnicodeDecodeError:
        raise S3Error("InvalidURI", elements={"URI": path}) from None

"""The S3 side: takes PUTs of pre-signed URLs and refuses what S3 refuses, in its words."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import secrets
import socket
import urllib.parse

import h11

from bota_emulator.clock import Clock
from bota_emulator.faults import FaultPlan, StorageError
from bota_emulator.recorder import Recorder, RequestRecord
from bota_emulator.s3_errors import S3Error
from bota_emulator.settings import Settings
from bota_emulator.signing import verify
from bota_emulator.storage import BUCKET
from bota_emulator.storage_http import PIECE, ClientGone, Connection, Head, IdleClient, date
from bota_emulator.storage_local import LocalStorage
from bota_emulator.storage_rules import already_there, put_demands

_METHODS = ("PUT", "GET", "HEAD")


class StorageServer:
    """Serves a `LocalStorage` over HTTP.

    Args:
        storage: The bucket.
        clock: Judges expiry.
        faults: Asked before anything else about a request.
        recorder: Told of every request.
        settings: How long an idle client is suffered.

    """

    def __init__(
        self,
        storage: LocalStorage,
        clock: Clock,
        faults: FaultPlan,
        recorder: Recorder,
        settings: Settings,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._faults = faults
        self._recorder = recorder
        self._settings = settings

    async def serve(self, listener: socket.socket, stop: asyncio.Event) -> None:
        """Accept connections until told to stop, then drop all of them.

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
        with sock:
            connection = Connection(sock)
            with contextlib.suppress(ClientGone):
                while True:
                    try:
                        head = await connection.head()
                    except (h11.RemoteProtocolError, UnicodeDecodeError):
                        # S3 answers what is no HTTP with a bare 400, too.
                        await connection.answer(400, [], close=True)
                        await connection.linger()
                        return
                    if head is None or not await self._request(connection, head):
                        return

    async def _request(self, connection: Connection, head: Head) -> bool:
        record = self._recorder.add(
            RequestRecord(
                side="storage",
                method=head.method,
                operation=f"{head.method} object",
                path=head.target.partition("?")[0],
                at=self._clock.time(),
            )
        )
        fields = head.fields
        try:
            fault = self._faults.take("storage", record.operation)
            if isinstance(fault, StorageError):
                record.fault = fault.kind
                raise fault.error()
            await self._object(connection, head, fields, record)
        except S3Error as error:
            return await self._refuse(connection, head, record, error)
        except ClientGone:
            return False
        return fields.get("connection", "").lower() != "close"

    async def _object(
        self, connection: Connection, head: Head, fields: dict[str, str], record: RequestRecord
    ) -> None:
        if head.method not in _METHODS:
            raise S3Error(
                "MethodNotAllowed",
                elements={"Method": head.method, "ResourceType": "OBJECT"},
                headers={"Allow": ", ".join(_METHODS)},
            )
        query = verify(
            self._storage.identity, head.method, head.target, head.headers, now=self._clock.now()
        )
        key = _key(head.target)
        if head.method == "PUT":
            await self._put(connection, key, fields, query, record)
        else:
            await self._get(connection, key, head, record)

    async def _put(
        self,
        connection: Connection,
        key: str,
        fields: dict[str, str],
        query: dict[str, str],
        record: RequestRecord,
    ) -> None:
        demands = put_demands(fields, query)
        if demands.only_new and self._storage.stat(key) is not None:
            raise already_there()
        incoming = self._storage.receive(key, demands.content_type)
        try:
            demands.watch(incoming)
            while piece := await connection.read_body(self._settings.storage_idle_seconds):
                record.body_bytes += len(piece)
                incoming.write(piece)
            demands.check(incoming)
            if demands.only_new and self._storage.stat(key) is not None:
                raise already_there()
            md5 = incoming.commit()
        except IdleClient:
            raise S3Error("RequestTimeout") from None
        except ClientGone:
            raise S3Error("IncompleteBody") from None
        finally:
            incoming.abandon()
        headers = [*self._common(), ("ETag", f'"{md5}"')]
        if demands.checksum is not None:
            name, digest = demands.checksum
            headers.append((f"x-amz-checksum-{name}", base64.b64encode(digest).decode()))
        record.status = 200
        await connection.answer(200, headers, close=False)

    async def _get(
        self, connection: Connection, key: str, head: Head, record: RequestRecord
    ) -> None:
        found = self._storage.stat(key)
        if found is None:
            raise S3Error("NoSuchKey", elements={"Key": key})
        with self._storage.path(key).open("rb") as file:
            record.status = 200
            await connection.answer(
                200,
                [
                    *self._common(),
                    ("ETag", f'"{self._storage.md5(key)}"'),
                    ("Content-Type", found.content_type or "binary/octet-stream"),
                    ("Content-Length", str(found.size)),
                ],
                close=False,
            )
            while head.method == "GET" and (piece := file.read(PIECE)):
                await connection.send_piece(piece)

    async def _refuse(
        self, connection: Connection, head: Head, record: RequestRecord, error: S3Error
    ) -> bool:
        request_id, host_id = secrets.token_hex(8).upper(), secrets.token_urlsafe(48)
        headers = [
            *self._common(request_id, host_id),
            ("Content-Type", "application/xml"),
            *error.headers.items(),
        ]
        body = error.xml(request_id, host_id)
        if head.method == "HEAD":
            headers.append(("Content-Length", str(len(body))))
            body = b""
        close = connection.body_left or head.fields.get("connection", "").lower() == "close"
        record.status = error.status
        try:
            await connection.answer(error.status, headers, body, close=close)
        except ClientGone:
            record.status = None
            return False
        if close:
            record.body_bytes += await connection.linger()
        return not close

    def _common(
        self, request_id: str | None = None, host_id: str | None = None
    ) -> list[tuple[str, str]]:
        return [
            ("x-amz-request-id", request_id or secrets.token_hex(8).upper()),
            ("x-amz-id-2", host_id or secrets.token_urlsafe(48)),
            ("Date", date(self._clock.time())),
            ("Server", "AmazonS3"),
        ]


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

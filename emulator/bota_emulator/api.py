"""The API side: a request passes fault, auth, limit, validation and replay to its handler."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import urllib.parse
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from bota_emulator.auth import Caller
from bota_emulator.call import Answer, Call
from bota_emulator.contract import Operation
from bota_emulator.control import control_routes
from bota_emulator.errors import ApiError, not_found
from bota_emulator.faults import ApiStatus
from bota_emulator.recorder import RequestRecord
from bota_emulator.service import Service
from bota_emulator.state import token_hash
from bota_emulator.storage import StorageUnavailableError
from bota_emulator.storage_http import date

PREFIX = "/v1"
MAX_BODY_BYTES = 1 << 20
IDEMPOTENCY_SECONDS = 24 * 3600
_logger = logging.getLogger(__name__)


def make_app(service: Service) -> Starlette:
    """Return the ASGI app: the contract's operations under `/v1`, and `/_control`.

    Args:
        service: What it serves.

    """
    api = Api(service)
    app = Starlette(routes=[Mount("/_control", routes=control_routes(service))])
    # No route for the rest: Starlette's patterns miss paths with an escaped line feed.
    app.router.default = api
    app.router.redirect_slashes = False
    return app


class Api:
    """Answers the contract's operations.

    Args:
        service: The parts to work with.

    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._replaying: dict[str, asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request as an ASGI app."""
        if scope["type"] == "http":
            response = await self.answer(Request(scope, receive))
            await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """Answer any request outside `/_control`; never with an exception."""
        s = self._service
        raw = request.scope.get("raw_path") or request.url.path.encode()
        path = raw.decode("latin-1").partition("?")[0]
        request_id = f"req_{secrets.token_hex(8)}"
        record = s.recorder.add(
            RequestRecord(
                side="api",
                method=request.method,
                operation=None,
                path=path,
                at=s.clock.time(),
                idempotency_key=request.headers.get("idempotency-key"),
            )
        )
        headers: dict[str, str] = {}
        try:
            answer = await self._operate(request, path, record)
            status, body = answer.status, answer.body
        except ApiError as error:
            status, headers = error.status, error.headers
            body = error.body(s.settings.error_envelope, request_id)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:
            # The type alone: the text of an unforeseen exception could hold anything.
            _logger.error("%s failed: %s", record.operation, type(error).__name__)
            status = 500
            failure = ApiError(500, "Something went wrong")
            body = failure.body(s.settings.error_envelope, request_id)
        record.status = status
        content = b"" if body is None else json.dumps(body).encode()
        return Response(
            content,
            status,
            {
                "Date": date(s.clock.time()),
                "X-Request-Id": request_id,
                **s.limiter.headers(record.operation),
                **headers,
            },
            None if body is None else "application/json",
        )

    async def _operate(self, request: Request, path: str, record: RequestRecord) -> Answer:
        s = self._service
        operations = s.contract.match(path.removeprefix(PREFIX)) if path.startswith(PREFIX) else {}
        operation, raw_path = operations.get(request.method, (None, {}))
        record.operation = operation.id if operation else None
        content = await self._read(request, record)
        fault = s.faults.take("api", record.operation)
        if isinstance(fault, ApiStatus):
            record.fault = fault.kind
            raise ApiError(fault.status, "A fault was ordered", headers=fault.headers)
        if not operations:
            raise not_found()
        if operation is None:
            raise ApiError(
                405, "The method is not allowed here", headers={"Allow": ", ".join(operations)}
            )
        raw_path = {name: urllib.parse.unquote(text) for name, text in raw_path.items()}
        authorization = request.headers.get("authorization")
        caller = s.gate.admit(authorization, operation, raw_path)
        s.limiter.count(operation.id)
        if len(content) > MAX_BODY_BYTES:
            raise ApiError(413, f"The body has more than {MAX_BODY_BYTES} bytes")
        values = _parameters(operation, request, raw_path)
        body = _body(operation, request, content)
        call = Call(values["path"], values["query"], body, caller)
        key = values["header"].get("Idempotency-Key")
        if key is None:
            return await self._handle(operation, call)
        return await self._once(operation, call, caller, path, key)

    async def _read(self, request: Request, record: RequestRecord) -> bytes:
        pieces: list[bytes] = []
        async for piece in request.stream():
            record.body_bytes += len(piece)
            if record.body_bytes <= MAX_BODY_BYTES + len(piece):
                pieces.append(piece)
        return b"".join(pieces)

    async def _handle(self, operation: Operation, call: Call) -> Answer:
        handler = self._service.handlers[operation.id]
        try:
            if self._service.storage.remote:
                return await asyncio.to_thread(handler, call)
            return handler(call)
        except StorageUnavailableError as error:
            raise ApiError(500, str(error)) from error

    async def _once(
        self, operation: Operation, call: Call, caller: Caller | None, path: str, key: str
    ) -> Answer:
        s = self._service
        who = caller.identity if caller else ""
        name = token_hash("\n".join([operation.id, path, who, key]))
        lock = self._replaying.setdefault(name, asyncio.Lock())
        try:
            async with lock:
                kept = s.state.replay(name, s.clock.time() - IDEMPOTENCY_SECONDS)
                if kept is not None:
                    return Answer(kept[0], json.loads(kept[1]))
                answer = await self._handle(operation, call)
                s.state.add_replay(name, s.clock.time(), answer.status, json.dumps(answer.body))
                return answer
        finally:
            if not lock.locked():
                self._replaying.pop(name, None)


def _parameters(
    operation: Operation, request: Request, path: dict[str, str]
) -> dict[str, dict[str, Any]]:
    try:
        pairs = urllib.parse.parse_qsl(
            request.scope["query_string"].decode("latin-1"),
            keep_blank_values=True,
            errors="strict",
        )
    except ValueError as error:
        raise ApiError(400, "The query is not UTF-8", field="query", reason="encoding") from error
    values: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.parameters:
        if parameter.place == "path":
            texts = [path[parameter.name]]
        elif parameter.place == "query":
            texts = [value for name, value in pairs if name == parameter.name]
        elif parameter.place == "header":
            texts = request.headers.getlist(parameter.name)
        else:
            continue
        if len(texts) > 1:
            raise ApiError(
                400, f"{parameter.name} was sent twice", field=parameter.name, reason="repeated"
            )
        if texts:
            values[parameter.place][parameter.name] = parameter.read(texts[0])
        elif parameter.required:
            raise ApiError(
                400, f"{parameter.name} is required", field=parameter.name, reason="required"
            )
    return values


def _body(operation: Operation, request: Request, content: bytes) -> dict[str, Any]:
    if operation.body is None:
        return {}
    if not content:
        if operation.body_required:
            raise ApiError(400, "A JSON body is required", field="body", reason="required")
        return {}
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise ApiError(415, "The body must be application/json")
    try:
        value = json.loads(content.decode("utf-8"), parse_constant=_no_constant)
        # Escapes can spell text that is no Unicode (RFC 8259, 8.2).
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "The body is not JSON", field="body", reason="syntax") from error
    operation.check_body(value)
    if not isinstance(value, dict):
        raise ApiError(400, "The body must be an object", field="body", reason="type")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")

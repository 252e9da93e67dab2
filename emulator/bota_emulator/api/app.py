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
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Receive, Scope, Send

from bota_emulator.api.arguments import read_body, read_parameters
from bota_emulator.api.auth import Caller
from bota_emulator.api.call import Call, Result
from bota_emulator.api.delivery import deliver
from bota_emulator.api.errors import ApiError, not_found
from bota_emulator.api.protocol import break_off
from bota_emulator.api.request_body import BodyTooLarge, read_bounded
from bota_emulator.api.response_head import date
from bota_emulator.contract.operations import Operation, ResponseMismatchError, is_json
from bota_emulator.control.routes import control_app
from bota_emulator.faults.api_fault import ApiFault, ConnectionReset
from bota_emulator.faults.plan import Fault, advance_clocks, decided_by
from bota_emulator.faults.scripted_response import ScriptedResponse
from bota_emulator.service import Service
from bota_emulator.serving.cors import ApiCors
from bota_emulator.state.database import token_hash
from bota_emulator.state.recorder import MAX_BODY, Exchange, RequestRecord
from bota_emulator.storage.bucket import StorageUnavailableError

EXAMPLE_HEADER = "X-Bota-Emulator"
IDEMPOTENCY_SECONDS = 24 * 3600
_logger = logging.getLogger(__name__)


def make_app(service: Service) -> Starlette:
    """Return the ASGI app: the contract's operations at its servers' paths, the page, `/_control`.

    Args:
        service: What it serves.

    """
    api = Api(service)
    routes: list[BaseRoute] = [Mount("/_control", control_app(service))]
    if service.api_key is not None:
        # Only who has a page needs its templates.
        from bota_emulator.page.app import ROOT, page_app

        home, page = page_app(service)
        routes += [Mount(ROOT, page), Route(ROOT, home)]
        if not service.contract.match("/"):
            routes.append(Route("/", home))
    app = Starlette(routes=routes)
    app.state.stopping = False
    # No route for the rest: Starlette's patterns miss paths with an escaped line feed.
    app.router.default = ApiCors(api, service.settings)
    app.router.redirect_slashes = False
    return app


class Api:
    """Serves the contract's operations.

    Args:
        service: The parts to work with.

    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._replaying: dict[str, asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request as an ASGI app."""
        if scope["type"] != "http":
            return
        s = self._service
        faults: list[Fault] = []
        request = Request(scope, receive)
        raw = scope.get("raw_path") or request.url.path.encode()
        path = raw.decode("latin-1").partition("?")[0]
        target = f"{path}?{request.url.query}" if request.url.query else path
        record = s.recorder.add(
            RequestRecord(
                side="api",
                method=request.method,
                operation=None,
                path=path,
                at=s.clock.time(),
                idempotency_key=request.headers.get("idempotency-key"),
            ),
            Exchange(target, request.headers.items()),
        )
        try:
            response = await self._respond(request, path, record, faults)
            if record.exchange is not None:
                record.exchange.response_headers = response.headers.items()
                record.exchange.response_body = bytes(response.body)[:MAX_BODY]
            await deliver(response, faults, s.clock, scope, receive, send)
        except ConnectionReset:
            advance_clocks(faults, s.clock, "after")
            await break_off(scope, receive, None)
        finally:
            s.recorder.end(record)

    async def _respond(
        self, request: Request, path: str, record: RequestRecord, faults: list[Fault]
    ) -> Response:
        """Return the response to a request; `faults` is filled with those that it meets.

        Raises:
            ConnectionReset: One of them wants no response.

        """
        s = self._service
        request_id = f"req_{secrets.token_hex(8)}"
        headers: dict[str, str] = {}
        content: bytes | None = None
        media = "application/json"
        try:
            result = await self._operate(request, path, record, faults)
            status, body, headers = result.status, result.body, result.headers
            if record.recording_id is None and isinstance(body, dict):
                record.recording_id = _recording_of(body)
            if result.media is not None:
                media, content = result.media, str(body).encode()
        except ApiError as error:
            status, headers = error.status, error.headers
            body = error.body(s.settings.error_envelope, request_id)
        except ScriptedResponse as odd:
            status, headers, content, body = odd.status, odd.headers, odd.body, None
        except ClientDisconnect:
            return Response(status_code=400)
        except ConnectionReset:
            raise
        except Exception as error:
            # The type alone: the text of an unforeseen exception could hold anything.
            _logger.error("%s failed: %s", record.operation, type(error).__name__)
            status = 500
            failure = ApiError(500, "Something went wrong")
            body = failure.body(s.settings.error_envelope, request_id)
        record.status = status
        if getattr(request.state, "unread", False):
            headers = {**headers, "Connection": "close"}
        if content is None:
            content = b"" if body is None else json.dumps(body).encode()
        return Response(
            content,
            status,
            {
                "Date": date(s.clock.time()),
                "X-Request-Id": request_id,
                **s.limiter.headers(s.contract.operations.get(record.operation or "")),
                **headers,
            },
            None if body is None else media,
        )

    async def _operate(
        self, request: Request, path: str, record: RequestRecord, taken: list[Fault]
    ) -> Result:
        s = self._service
        operations = s.contract.match(path)
        operation, raw_path = operations.get(request.method, (None, {}))
        record.operation = operation.id if operation else None
        content: bytes | BodyTooLarge
        try:
            content = await read_bounded(request, record)
        except BodyTooLarge as error:
            content, request.state.unread = error, True
        taken += s.faults.take("api", record.operation)
        if record.exchange is not None:
            record.exchange.body = b"" if isinstance(content, BodyTooLarge) else content[:MAX_BODY]
            record.exchange.faults = [fault.to_json() for fault in taken]
        record.fault = decided_by(taken)
        # Time passes before anything is decided.
        advance_clocks(taken, s.clock, "before")
        s.jobs.run()
        faults = [fault for fault in taken if isinstance(fault, ApiFault)]
        for fault in faults:
            fault.on_request()
        outcome: Result | ApiError
        try:
            if not operations:
                raise not_found("operation")
            if operation is None:
                allowed = ", ".join(operations)
                raise ApiError(405, "The method is not allowed here", headers={"Allow": allowed})
            outcome = await self._perform(operation, request, path, raw_path, content)
        except ApiError as error:
            outcome = error
        for fault in faults:
            fault.on_done()
        if isinstance(outcome, ApiError):
            raise outcome
        for fault in faults:
            if isinstance(outcome.body, dict):
                outcome = Result(outcome.status, fault.edited(outcome.body))
        return outcome

    async def _perform(
        self,
        operation: Operation,
        request: Request,
        path: str,
        raw_path: dict[str, str],
        content: bytes | BodyTooLarge,
    ) -> Result:
        s = self._service
        raw_path = {name: urllib.parse.unquote(text) for name, text in raw_path.items()}
        caller = s.gate.admit(request, operation, raw_path)
        s.limiter.count(operation)
        if isinstance(content, BodyTooLarge):
            raise ApiError(413, str(content))
        values = read_parameters(operation, request, raw_path)
        body = read_body(operation, request, content)
        call = Call(values["path"], values["query"], body, caller)
        key = values["header"].get("Idempotency-Key")
        if key is None or operation.id not in s.handlers:
            return await self._handle(operation, call)
        return await self._once(operation, call, caller, path, key)

    async def _handle(self, operation: Operation, call: Call) -> Result:
        handler = self._service.handlers.get(operation.id)
        if handler is None:
            return self._example(operation)
        try:
            if self._service.storage.remote:
                result = await asyncio.to_thread(handler, call)
            else:
                result = handler(call)
        except StorageUnavailableError as error:
            raise ApiError(500, str(error)) from error
        if self._service.settings.strict:
            try:
                operation.check_response(result.status, result.body)
            except ResponseMismatchError as error:
                _logger.error("the emulator breaks the contract: %s", error)
                raise ApiError(500, f"The emulator breaks the contract: {error}") from error
        return result

    def _example(self, operation: Operation) -> Result:
        if self._service.settings.strict:
            raise ApiError(501, f"The emulator has no handler for {operation.id}")
        shown = operation.example()
        media = None if shown.media is None or is_json(shown.media) else shown.media
        return Result(shown.status, shown.body, media, {EXAMPLE_HEADER: "example"})

    async def _once(
        self, operation: Operation, call: Call, caller: Caller | None, path: str, key: str
    ) -> Result:
        s = self._service
        who = caller.identity if caller else ""
        name = token_hash("\n".join([operation.id, path, who, key]))
        lock = self._replaying.setdefault(name, asyncio.Lock())
        try:
            async with lock:
                kept = s.state.replay(name, s.clock.time() - IDEMPOTENCY_SECONDS)
                if kept is not None:
                    return Result(kept[0], json.loads(kept[1]))
                result = await self._handle(operation, call)
                s.state.add_replay(name, s.clock.time(), result.status, json.dumps(result.body))
                return result
        finally:
            if not lock.locked():
                self._replaying.pop(name, None)


def _recording_of(body: dict[str, Any]) -> str | None:
    """Return the recording that a response is about, if it says one."""
    ids = (body.get("recording_id"), body.get("id"))
    return next((one for one in ids if isinstance(one, str) and one.startswith("rec_")), None)

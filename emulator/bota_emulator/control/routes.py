"""The routes under `/_control`, by which a test in another process or language steers."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from bota_emulator.api.request_body import BodyTooLarge, read_bounded
from bota_emulator.clock import rfc3339
from bota_emulator.control.access import ControlAccess
from bota_emulator.faults.kinds import fault_from_json
from bota_emulator.faults.plan import need_operation
from bota_emulator.service import Service
from bota_emulator.work.webhooks import DEFAULT_SECRET, Endpoint

Respond = Callable[[Request], Awaitable[Response]]


@dataclasses.dataclass
class _Control:
    service: Service

    async def get_clock(self, _: Request) -> Response:
        clock = self.service.clock
        return JSONResponse(
            {"now": rfc3339(clock.now()), "offset_seconds": clock.offset, "speed": clock.speed}
        )

    async def set_clock(self, request: Request) -> Response:
        wanted = await _object(request, "advance", "skew", "speed")
        clock = self.service.clock
        moves = {
            "advance": clock.advance,
            "skew": clock.set_skew,
            "speed": clock.set_speed,
        }
        for name, move in moves.items():
            if name in wanted:
                move(_seconds(name, wanted[name]))
        return await self.get_clock(request)

    async def get_faults(self, _: Request) -> Response:
        return JSONResponse([fault.to_json() for fault in self.service.faults.all()])

    async def add_fault(self, request: Request) -> Response:
        fault = fault_from_json(await _object(request))
        need_operation(fault, self.service.contract.operations)
        self.service.faults.add(fault)
        return JSONResponse(fault.to_json(), 201)

    async def clear_faults(self, _: Request) -> Response:
        self.service.faults.clear()
        return Response(status_code=204)

    async def get_settings(self, _: Request) -> Response:
        return JSONResponse(self.service.settings.to_json())

    async def set_settings(self, request: Request) -> Response:
        self.service.settings.update(await _object(request))
        return await self.get_settings(request)

    async def get_requests(self, _: Request) -> Response:
        return JSONResponse([record.to_json() for record in self.service.recorder.all()])

    async def clear_requests(self, _: Request) -> Response:
        self.service.recorder.clear()
        return Response(status_code=204)

    async def add_upload_token(self, request: Request) -> Response:
        wanted = await _object(request, "recording_id", "seconds")
        recording = wanted.get("recording_id")
        if not isinstance(recording, str) or self.service.state.get("recording", recording) is None:
            raise ValueError("recording_id must name a recording")
        seconds = _seconds("seconds", wanted.get("seconds", 600))
        return JSONResponse({"token": self.service.gate.upload_token(recording, seconds)}, 201)

    async def add_key(self, request: Request) -> Response:
        scopes = (await _object(request, "scopes")).get("scopes")
        if not isinstance(scopes, list) or not all(isinstance(scope, str) for scope in scopes):
            raise ValueError("scopes must be a list of names")
        return JSONResponse({"key": self.service.gate.restricted_key(scopes)}, 201)

    async def get_webhooks(self, _: Request) -> Response:
        return JSONResponse([e.to_json() for e in self.service.webhooks.endpoints()])

    async def add_webhook(self, request: Request) -> Response:
        wanted = await _object(request, "url", "secret", "events")
        events = wanted.get("events", [])
        if not isinstance(wanted.get("url"), str) or not isinstance(events, list):
            raise ValueError("url must be a text, events a list")
        endpoint = Endpoint(wanted["url"], wanted.get("secret", DEFAULT_SECRET), tuple(events))
        self.service.webhooks.add(endpoint)
        return JSONResponse(endpoint.to_json(), 201)

    async def get_deliveries(self, _: Request) -> Response:
        return JSONResponse(self.service.webhooks.deliveries())

    async def get_recording(self, request: Request) -> Response:
        row = self.service.state.get("recording", request.path_params["id"])
        if row is None:
            return JSONResponse({"error": "there is no such recording"}, 404)
        key = row.facts.get("key")
        # An object on a real server is read through for it.
        storage = self.service.storage
        sha256 = None if key is None else await run_in_threadpool(storage.sha256, str(key))
        return JSONResponse({"recording": row.document, "object_sha256": sha256})

    async def reset(self, _: Request) -> Response:
        self.service.reset()
        return Response(status_code=204)


def control_app(service: Service) -> ASGIApp:
    """Return the control routes.

    Args:
        service: What they steer.

    """
    c = _Control(service)
    routes: list[tuple[str, str, Respond]] = [
        ("GET", "/clock", c.get_clock),
        ("POST", "/clock", c.set_clock),
        ("GET", "/faults", c.get_faults),
        ("POST", "/faults", c.add_fault),
        ("DELETE", "/faults", c.clear_faults),
        ("GET", "/settings", c.get_settings),
        ("PATCH", "/settings", c.set_settings),
        ("GET", "/requests", c.get_requests),
        ("DELETE", "/requests", c.clear_requests),
        ("GET", "/recordings/{id}", c.get_recording),
        ("POST", "/upload-tokens", c.add_upload_token),
        ("POST", "/keys", c.add_key),
        ("GET", "/webhooks", c.get_webhooks),
        ("POST", "/webhooks", c.add_webhook),
        ("GET", "/deliveries", c.get_deliveries),
        ("POST", "/reset", c.reset),
    ]
    router = Router([Route(path, _in_words(end), methods=[method]) for method, path, end in routes])
    return ControlAccess(router, service.control_token)


def _in_words(endpoint: Respond) -> Respond:
    async def respond(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ValueError as error:
            return JSONResponse({"error": str(error)}, 400)
        except BodyTooLarge as error:
            return JSONResponse({"error": str(error)}, 413, {"Connection": "close"})

    return respond


async def _object(request: Request, *names: str) -> dict[str, Any]:
    try:
        value = json.loads(await read_bounded(request))
    except (ValueError, RecursionError):
        raise ValueError("the body is not JSON") from None
    if not isinstance(value, dict):
        raise ValueError("the body must be a JSON object")
    unknown = sorted(set(value) - set(names)) if names else []
    if unknown:
        raise ValueError(f"no such field: {', '.join(unknown)}; known: {', '.join(names)}")
    return value


def _seconds(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} must be a number of seconds")
    return float(value)

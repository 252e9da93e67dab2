"""What the forms of the page do; without JavaScript, a browser sends them as well."""

from __future__ import annotations

import math
import urllib.parse
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bota_emulator.api.call import Call
from bota_emulator.api.request_body import BodyTooLarge, read_bounded
from bota_emulator.faults.api_faults import ApiReset, ApiStatus
from bota_emulator.faults.kinds import KINDS
from bota_emulator.faults.plan import AdvanceClock, Fault, need_operation
from bota_emulator.faults.storage_faults import StorageError, StorageReset
from bota_emulator.faults.storage_response_faults import StorageDamage
from bota_emulator.page.forms import values_of
from bota_emulator.service import Service
from bota_emulator.settings import Settings
from bota_emulator.work.webhooks import DEFAULT_SECRET, Endpoint


class Preset(NamedTuple):
    """Faults to order with a click: the next ones, or by chance where there is a `rate`."""

    label: str
    faults: tuple[Fault, ...]
    rate: float | None = None


PRESETS = (
    Preset("The next PUT: 503 SlowDown, 2 times", (StorageError(times=2),)),
    Preset("The next PUT: connection reset after 1,000 bytes", (StorageReset(bytes=1000),)),
    Preset(
        "The next upload URL expires before it is used",
        (AdvanceClock(operation="createUploadUrl"),),
    ),
    Preset("The next PUT: one stored byte is another", (StorageDamage(),)),
    Preset(
        "The next API call: 429, retry after 2 seconds",
        (ApiStatus(status=429, headers={"Retry-After": "2"}),),
    ),
    Preset(
        "A fifth of all requests: 503, or a reset",
        (ApiStatus(status=503), ApiReset(at="after"), StorageError(), StorageReset(bytes=1000)),
        rate=0.2,
    ),
)

Form = dict[str, str]


class Actions:
    """Does what a form asks for, and shows the page again.

    Args:
        service: What is steered.
        failed: Shows what was wrong with a form.

    """

    def __init__(self, service: Service, failed: Callable[[Request, str], Response]) -> None:
        self._service = service
        self._failed = failed

    def routes(self) -> list[Route]:
        """Return the routes of the forms."""
        actions: dict[str, Callable[[Request, Form], Awaitable[str]]] = {
            "/faults": self._add_fault,
            "/faults/preset": self._add_preset,
            "/faults/remove": self._remove_faults,
            "/clock": self._move_clock,
            "/rate-limits": self._set_rate_limits,
            "/settings": self._set_settings,
            "/webhooks": self._add_webhook,
            "/requests/clear": self._clear_requests,
            "/recordings/{id}/delete": self._delete_recording,
            "/reset": self._reset,
        }
        return [Route(path, self._posted(act), methods=["POST"]) for path, act in actions.items()]

    def _posted(
        self, act: Callable[[Request, Form], Awaitable[str]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            try:
                body = (await read_bounded(request)).decode("utf-8", "replace")
                form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
                place = await act(request, form)
            except ValueError as error:
                return self._failed(request, str(error))
            except BodyTooLarge as error:
                return PlainTextResponse(str(error), 413, {"Connection": "close"})
            # Relative to `/_page/...`, wherever that is mounted.
            return RedirectResponse(request.scope["root_path"] + place, 303)

        return respond

    async def _add_fault(self, _: Request, form: Form) -> str:
        kind = form.get("kind", "")
        if kind not in KINDS:
            raise ValueError(f"no kind of fault is called {kind!r}")
        fault = KINDS[kind](**values_of(KINDS[kind], form))
        share = form.get("share", "")
        self._order((fault,), _number("share", share) / 100 if share else None)
        return f"/faults?kind={kind}"

    async def _add_preset(self, _: Request, form: Form) -> str:
        place = form.get("place", "")
        if not place.isdecimal() or int(place) >= len(PRESETS):
            raise ValueError("there is no such fault to order")
        preset = PRESETS[int(place)]
        self._order(preset.faults, preset.rate)
        return "/faults"

    def _order(self, faults: tuple[Fault, ...], rate: float | None) -> None:
        for fault in faults:
            need_operation(fault, self._service.contract.operations)
        if rate is not None:
            self._service.faults.at_random(rate, faults, seed=0)
            return
        for fault in faults:
            self._service.faults.add(fault)

    async def _remove_faults(self, _: Request, form: Form) -> str:
        faults, place = self._service.faults, form.get("place", "")
        if place == "all":
            faults.clear()
        elif place == "chance":
            faults.at_random(0, (), 0)
        elif place.isdecimal():
            faults.remove(int(place))
        return "/faults"

    async def _move_clock(self, _: Request, form: Form) -> str:
        clock = self._service.clock
        if "reset" in form:
            clock.reset()
        if form.get("advance"):
            clock.advance(_number("advance", form["advance"]))
        if form.get("speed"):
            clock.set_speed(_number("speed", form["speed"]))
        return "/faults"

    async def _set_rate_limits(self, _: Request, form: Form) -> str:
        self._service.settings.update({"rate_limits": form.get("rate_limits", "off")})
        return "/faults"

    async def _set_settings(self, _: Request, form: Form) -> str:
        self._service.settings.update(values_of(Settings, form))
        return "/faults"

    async def _add_webhook(self, _: Request, form: Form) -> str:
        events = tuple(form.get("events", "").replace(",", " ").split())
        secret = form.get("secret") or DEFAULT_SECRET
        self._service.webhooks.add(Endpoint(form.get("url", ""), secret, events))
        return "/faults"

    async def _clear_requests(self, _: Request, __: Form) -> str:
        self._service.recorder.clear()
        return "/"

    async def _delete_recording(self, request: Request, _: Form) -> str:
        s, recording = self._service, request.path_params["id"]
        if s.state.get("recording", recording) is not None:
            call = Call({"id": recording}, {}, None, None)
            await run_in_threadpool(s.handlers["deleteRecording"], call)
        return "/recordings"

    async def _reset(self, _: Request, __: Form) -> str:
        self._service.reset()
        return "/"


def _number(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a number, not {text!r}")
    return number

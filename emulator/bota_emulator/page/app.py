"""The routes of the page: what it shows. What its forms do is in `actions`."""

from __future__ import annotations

import math
import pathlib
import urllib.parse
from collections.abc import Awaitable, Callable
from typing import Any

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bota_emulator.clock import rfc3339
from bota_emulator.control.access import PageAccess
from bota_emulator.faults.kinds import KINDS
from bota_emulator.page import texts
from bota_emulator.page.actions import PRESETS, Actions
from bota_emulator.page.audio import audio_of
from bota_emulator.page.events import Events
from bota_emulator.page.exchanges import as_curl, as_python, message, remarks
from bota_emulator.page.forms import fields_of, summary_of
from bota_emulator.page.recordings import arrived, timeline
from bota_emulator.page.reference import entries
from bota_emulator.page.secrets import hider
from bota_emulator.service import Service
from bota_emulator.settings import CHOICES
from bota_emulator.state.database import Row
from bota_emulator.state.recorder import MAX_RECORDS, RequestRecord
from bota_emulator.storage.bucket import StorageUnavailableError

ROOT = "/_page"
ROWS = 100
"""How many requests, or recordings, a page has at most."""

_HERE = pathlib.Path(__file__).parent
# Nothing from elsewhere, no script in the page itself, and no frame of another page around it.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_SAFE = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def page_app(service: Service) -> tuple[ASGIApp, ASGIApp]:
    """Return what serves `/`, and what serves everything below `ROOT`.

    Args:
        service: What is shown.

    """
    page = _Page(service)
    routes = [
        Route("/", page.requests),
        Route("/requests/{number:int}", page.request),
        Route("/recordings", page.recordings),
        Route("/recordings/{id}", page.stored(page.recording)),
        Route("/recordings/{id}/audio", page.stored(page.audio)),
        Route("/faults", page.faults),
        Route("/reference", page.reference),
        Route("/events", page.events),
        *Actions(service, page.failed).routes(),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    home = RedirectResponse(f"{ROOT}/", headers=_SAFE)
    token = service.control_token
    return PageAccess(home, token), PageAccess(Router(routes), token)


_Show = Callable[[Request], Awaitable[Response]]


class _Page:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._hide = hider(service.contract, service.api_key)
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._templates.filters |= {
            "code": texts.code,
            "moment": texts.moment,
            "duration": texts.duration,
            "size": texts.size,
            "query": urllib.parse.urlencode,
        }

    async def requests(self, request: Request) -> Response:
        s, query = self._service, request.query_params
        records = s.recorder.all()
        recording, only = query.get("recording", ""), query.get("only", "")
        if recording:
            records = [record for record in records if record.recording_id == recording]
        if only == "failed":
            records = [record for record in records if _failed(record)]
        records.reverse()
        page, pages, start = _window(query.get("page"), len(records))
        groups: dict[str, list[RequestRecord]] = {}
        for record in records[start : start + ROWS]:
            groups.setdefault(record.recording_id or "", []).append(record)
        return self._show(
            request,
            "requests.html",
            groups=[(one, s.state.get("recording", one), rows) for one, rows in groups.items()],
            total=len(records),
            page=page,
            pages=pages,
            filters={"recording": recording, "only": only},
            dropped=s.recorder.dropped,
            most=MAX_RECORDS,
        )

    async def request(self, request: Request) -> Response:
        s, number = self._service, request.path_params["number"]
        record = next((r for r in s.recorder.all() if r.number == number), None)
        if record is None:
            return self._missing(request, f"The request {number} is not remembered any more.")
        reveal = "reveal" in request.query_params
        hide = (lambda text: text) if reveal else self._hide
        shown: dict[str, Any] = {}
        if (exchange := record.exchange) is not None:
            api = str(request.base_url).rstrip("/")
            origin = s.storage.endpoint if record.side == "storage" else api
            base_url = api + s.contract.prefix
            shown = {
                "sent": message(exchange.headers, exchange.body, hide),
                "got": message(exchange.response_headers, exchange.response_body, hide),
                "target": hide(exchange.target),
                "remarks": remarks(s.contract, record, exchange),
                "curl": hide(as_curl(record, exchange, origin)),
                "python": hide(as_python(s.contract, record, exchange, origin, base_url)),
                "faults": exchange.faults,
            }
        return self._show(request, "request.html", record=record, reveal=reveal, shown=shown)

    def stored(self, show: _Show) -> _Show:
        """Return what shows something stored, and says where that is not to be had."""

        async def respond(request: Request) -> Response:
            try:
                return await show(request)
            except StorageUnavailableError as error:
                return self._missing(request, f"{error}.", 502)

        return respond

    async def recordings(self, request: Request) -> Response:
        state = self._service.state
        total = state.count("recording")
        page, pages, start = _window(request.query_params.get("page"), total)
        rows = state.find("recording", limit=ROWS, offset=start)
        return self._show(
            request, "recordings.html", rows=rows, total=total, page=page, pages=pages, filters={}
        )

    async def recording(self, request: Request) -> Response:
        s, row = self._service, self._row(request)
        if row is None:
            return self._missing(request, "There is no such recording any more.")
        return self._show(
            request,
            "recording.html",
            row=row,
            **await run_in_threadpool(arrived, s, row),
            events=timeline(s, row, s.recorder.all()),
            transcriptions=s.state.find("transcription", {"recording_id": row.id}),
        )

    async def audio(self, request: Request) -> Response:
        row = self._row(request)
        storage = self._service.storage
        found = None
        if row is not None:
            found = await run_in_threadpool(audio_of, storage, row, request, _SAFE)
        return found or self._missing(request, "There is no such audio any more.")

    async def faults(self, request: Request) -> Response:
        return self._show(request, "faults.html", **self._fault_values(request))

    async def reference(self, request: Request) -> Response:
        contract = self._service.contract
        return self._show(request, "reference.html", tags=entries(contract), info=contract.info)

    async def events(self, _: Request) -> Response:
        return Events(self._service, _SAFE)

    def failed(self, request: Request, words: str) -> Response:
        """Return the page of the faults with what was wrong with a form."""
        values = self._fault_values(request)
        return self._show(request, "faults.html", 400, error=words, **values)

    def _fault_values(self, request: Request) -> dict[str, Any]:
        s = self._service
        chosen = request.query_params.get("kind", "storage_error")
        kind = KINDS.get(chosen, KINDS["storage_error"])
        rate, choices = s.faults.by_chance()
        return {
            "presets": PRESETS,
            "kinds": {name: summary_of(found) for name, found in KINDS.items()},
            "kind": kind.kind,
            "fields": fields_of(kind, kind.choices),
            "operations": [*s.contract.operations, "PUT object", "GET object"],
            "pending": [fault.to_json() for fault in s.faults.all()],
            "rate": rate,
            "choices": [fault.to_json() for fault in choices],
            "settings": fields_of(s.settings, CHOICES),
            "rate_limits": s.settings.rate_limits,
            "endpoints": s.webhooks.endpoints(),
            "events": s.contract.events,
            "deliveries": s.state.find("delivery", limit=ROWS),
        }

    def _row(self, request: Request) -> Row | None:
        return self._service.state.get("recording", request.path_params["id"])

    def _missing(self, request: Request, words: str, status: int = 404) -> Response:
        return self._show(request, "missing.html", status, words=words)

    def _show(
        self,
        request: Request,
        template: str,
        status: int = 200,
        /,
        *,
        error: str = "",
        **values: Any,
    ) -> Response:
        clock, url = self._service.clock, request.url
        text = self._templates.get_template(template).render(
            root=ROOT,
            here=url.path + (f"?{url.query}" if url.query else ""),
            section=url.path.removeprefix(ROOT).split("/")[1],
            now=rfc3339(clock.now()),
            epoch=clock.time(),
            offset=clock.offset,
            speed=clock.speed,
            base_url=str(request.base_url).rstrip("/") + self._service.contract.prefix,
            api_key=self._service.api_key or "",
            error=error,
            **values,
        )
        return HTMLResponse(text, status, _SAFE)


def _window(asked: str | None, total: int) -> tuple[int, int, int]:
    """Return the number of a page, how many there are, and how many rows stand before it."""
    pages = max(math.ceil(total / ROWS), 1)
    is_number = asked is not None and asked.isdecimal() and len(asked) < 10
    page = min(max(int(asked or 1), 1), pages) if is_number else 1
    return page, pages, (page - 1) * ROWS


def _failed(record: RequestRecord) -> bool:
    return record.over and (record.status is None or record.status >= 400)

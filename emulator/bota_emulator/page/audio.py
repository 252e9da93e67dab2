"""Serves the audio of a recording to the page's player, wherever it is stored."""

from __future__ import annotations

import contextlib

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from bota_emulator.api.protocol import break_off
from bota_emulator.state.database import Row
from bota_emulator.storage.bucket import StorageUnavailableError
from bota_emulator.storage.local import LocalStorage
from bota_emulator.storage.remote import RemoteStorage, chunks_of

_ASKED = ("Range", "If-Range")
_PASSED = ("Accept-Ranges", "Content-Length", "Content-Range", "ETag", "Last-Modified")


def audio_of(
    storage: LocalStorage | RemoteStorage, row: Row, request: Request, headers: dict[str, str]
) -> Response | None:
    """Return the response to a request for a recording's audio; None when there is none.

    Args:
        storage: What has it.
        row: The recording.
        request: May want a part of it, or have it saved (`?download`).
        headers: More of the response.

    Raises:
        StorageUnavailableError: A real server is the storage, and could not be asked.

    """
    key = str(row.facts.get("key", ""))
    how = "attachment" if "download" in request.query_params else "inline"
    name = f"{row.id}.{key.rpartition('.')[2]}"
    if not key:
        return None
    if isinstance(storage, RemoteStorage):
        headers = {**headers, "Content-Disposition": f'{how}; filename="{name}"'}
        return _passed_on(storage, key, request, headers)
    found = storage.stat(key)
    if found is None:
        return None
    return FileResponse(
        storage.path(key),
        headers=headers,
        media_type=_media(found.content_type),
        filename=name,
        content_disposition_type=how,
    )


class _PassedOn(StreamingResponse):
    """What a real server sends, as it comes and no faster than the client takes it."""

    connection: contextlib.ExitStack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.connection:
            try:
                await super().__call__(scope, receive, send)
            except StorageUnavailableError:
                # The rest never comes: the player sees it, and asks for that part again.
                await break_off(scope, receive, None)


def _passed_on(
    storage: RemoteStorage, key: str, request: Request, headers: dict[str, str]
) -> Response | None:
    asked = {name: request.headers[name] for name in _ASKED if name in request.headers}
    with contextlib.ExitStack() as opened:
        got = opened.enter_context(storage.open(request.method, key, asked))
        if got is None:
            return None
        passed = {name: got.headers[name] for name in _PASSED if name in got.headers}
        response = _PassedOn(
            chunks_of(got), got.status, headers | passed, _media(got.headers.get("Content-Type"))
        )
        response.connection = opened.pop_all()
        return response


def _media(stored: str | None) -> str:
    """Return the type to serve audio as: what says that it is a page must not become one here."""
    stored = stored or ""
    return stored if stored.startswith(("audio/", "video/")) else "application/octet-stream"

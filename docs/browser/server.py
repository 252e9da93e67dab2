"""The server behind public/: it has the API key, and asks the API for what its users may do."""

# pip install bota-sdk starlette uvicorn
# BOTA_API_KEY=sk_live_... uvicorn server:app

from pathlib import Path

from bota_sdk import ApiError, AsyncBota
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

bota = AsyncBota()


def user_of(_: Request) -> str:
    """Return whose request it is. Yours reads the session that your log-in made."""
    return "eu_1"


async def create_upload_url(request: Request) -> JSONResponse:
    """Create the recording, where there is none yet, and an upload URL for it."""
    asked, user = await request.json(), user_of(request)
    if asked["recording_id"] is None:
        key, name = asked["idempotency_key"], asked["name"] or "Recording"
        new = await bota.recordings.create(end_user_id=user, name=name, idempotency_key=key)
        recording_id = new.id
    else:
        recording_id = await own_recording(asked["recording_id"], user)
    about = {name: asked[name] for name in ("content_type", "file_size_bytes")}
    found = (await bota.uploads.create_url(recording_id, **about)).to_dict()
    found.pop("upload_token", None)  # the page needs the URL alone
    return JSONResponse({**found, "recording_id": recording_id})


async def complete_upload(request: Request) -> JSONResponse:
    """Complete an upload with the SHA-256 that the page has computed."""
    asked = await request.json()
    recording_id = await own_recording(asked.pop("recording_id"), user_of(request))
    sha256 = {name: asked[name] for name in asked if name == "content_sha256"}
    return JSONResponse((await bota.uploads.complete(recording_id, **sha256)).to_dict())


async def own_recording(recording_id: str, user: str) -> str:
    """Let nobody have what is another user's."""
    if (await bota.recordings.get(recording_id)).end_user_id != user:
        raise HTTPException(404)
    return recording_id


async def refused(_: Request, error: Exception) -> JSONResponse:
    """Pass on what the API says, so that the page knows whether to repeat its request."""
    assert isinstance(error, ApiError)
    wait = {name: error.headers[name] for name in ("retry-after",) if name in error.headers}
    said = {"code": error.code, "message": error.message, "param": error.param}
    return JSONResponse({"error": said}, error.status_code, wait)


app = Starlette(
    routes=[
        Route("/uploads", create_upload_url, methods=["POST"]),
        Route("/uploads/complete", complete_upload, methods=["POST"]),
        Mount("/", StaticFiles(directory=Path(__file__).parent / "public", html=True)),
    ],
    exception_handlers={ApiError: refused},
)

"""The applications of the pages, driven as their frameworks would."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import io
import json
import shutil
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from bota_emulator import Emulator
from bota_sdk import ConfigurationError

from tests.docs.blocks import ROOT, blocks_of

AUDIO = ROOT / "tests" / "audio" / "speech.wav"


@pytest.fixture(autouse=True)
def settings(bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOTA_BASE_URL", bota_emulator.base_url)
    monkeypatch.setenv("BOTA_API_KEY", bota_emulator.api_key)
    monkeypatch.setenv("BOTA_WEBHOOK_SECRET", "whsec_1")


def program(page: str, word: str) -> dict[str, Any]:
    """Run the block of Python in which a word stands, and return its names."""
    (block,) = [
        each
        for each in blocks_of(ROOT / "docs" / "guides" / page)
        if each.language == "python" and word in each.code
    ]
    names: dict[str, Any] = {"__name__": "app"}
    exec(compile(block.code, f"{block.page}:{block.line}", "exec"), names)
    return names


async def post(app: Any, path: str, **request: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        return await client.post(path, **request)


def is_stored(bota_emulator: Emulator, recording_id: str) -> bool:
    return bota_emulator.object_bytes(recording_id) == AUDIO.read_bytes()


def test_starlette_streams_a_body(bota_emulator: Emulator) -> None:
    app = program("web-backend.md", "Starlette(")["app"]

    async def both() -> tuple[httpx.Response, httpx.Response]:
        headers = {"Content-Type": "audio/wav"}
        good = await post(app, "/recordings", content=AUDIO.read_bytes(), headers=headers)
        return good, await post(app, "/recordings", content=b"", headers=headers)

    good, empty = asyncio.run(both())
    assert good.status_code == 201
    assert is_stored(bota_emulator, good.json()["recording_id"])
    assert empty.status_code == 422


def test_starlette_takes_webhooks() -> None:
    app = program("webhooks.md", "Starlette(")["app"]
    data = {"id": "txn_1", "status": "completed"}
    body = json.dumps({"id": "evt_1", "type": "transcription.completed", "data": data}).encode()
    moment = str(int(time.time()))

    def send(secret: bytes) -> httpx.Response:
        digest = hmac.new(secret, moment.encode() + b"." + body, "sha256").hexdigest()
        headers = {"X-Bota-Timestamp": moment, "X-Bota-Signature": f"v1={digest}"}
        return asyncio.run(post(app, "/bota", content=body, headers=headers))

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert send(b"whsec_1").status_code == 204
        refused = send(b"whsec_2")
    assert (refused.status_code, "does not match" in refused.text) == (400, True)
    assert printed.getvalue() == "transcription.completed txn_1\n"


def test_fastapi_takes_a_form(bota_emulator: Emulator) -> None:
    pytest.importorskip("fastapi")
    app = program("servers-and-workers.md", "FastAPI(")["app"]
    form = {"files": {"audio": ("a.wav", AUDIO.read_bytes(), "audio/wav")}, "data": {"name": "A"}}
    response = asyncio.run(post(app, "/recordings", **form))
    assert response.status_code == 201, response.text
    assert is_stored(bota_emulator, response.json()["recording_id"])


def test_django_takes_a_form(bota_emulator: Emulator) -> None:
    django = pytest.importorskip("django")
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import RequestFactory

    settings.configure(DEFAULT_CHARSET="utf-8")
    django.setup()
    view = program("servers-and-workers.md", "HttpRequest")["upload"]
    audio = SimpleUploadedFile("a.wav", AUDIO.read_bytes(), "audio/wav")
    response = view(RequestFactory().post("/", {"audio": audio}))
    assert response.status_code == 201, response.content
    assert is_stored(bota_emulator, json.loads(response.content)["recording_id"])
    empty = SimpleUploadedFile("a.wav", b"", "audio/wav")
    assert view(RequestFactory().post("/", {"audio": empty})).status_code == 422


def test_gunicorn_checks_the_settings_and_sends_nothing(
    bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_starting = program("servers-and-workers.md", "on_starting")["on_starting"]
    on_starting(None)
    assert not bota_emulator.requests
    monkeypatch.delenv("BOTA_API_KEY")
    with pytest.raises(ConfigurationError):
        on_starting(None)


def test_a_task_of_celery_that_comes_twice_uploads_once(
    bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("celery")
    monkeypatch.setenv("BOTA_JOURNAL", str(tmp_path / "calls.journal"))
    path = shutil.copy(AUDIO, tmp_path)
    task = program("servers-and-workers.md", "Celery(")["upload"]
    for _ in range(2):
        assert task.apply(args=[str(path), "call-4711"]).get() is None
    puts = [each for each in bota_emulator.requests if each.method == "PUT"]
    assert len(puts) == 1

"""Upload, transcribe, summarise, and the webhooks of it all, end to end against the emulator."""

from __future__ import annotations

import asyncio
import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from bota_api.models import RecordingEvent, Summary, SummaryEvent, Transcription, TranscriptionEvent
from bota_emulator import Emulator
from bota_sdk import AsyncBota, Bota, TranscriptionFailedError, WebhookSignatureError, webhooks
from bota_sdk._shared import waiting

from tests.conftest import AUDIO

SECRET = "whsec_end_to_end"
EVENTS = {
    "recording.created": RecordingEvent,
    "recording.uploaded": RecordingEvent,
    "transcription.started": TranscriptionEvent,
    "transcription.completed": TranscriptionEvent,
    "summary.started": SummaryEvent,
    "summary.completed": SummaryEvent,
}


class Endpoint:
    """A URL of a user's: what came to it."""

    def __init__(self) -> None:
        received = self.received = list[tuple[bytes, dict[str, str]]]()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received.append((body, dict(self.headers.items())))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None: ...

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/bota"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def events(self, now: float, secret: str = SECRET) -> list[Any]:
        return [webhooks.verify(body, sent, secret, now=now) for body, sent in self.received]


@pytest.fixture
def endpoint(bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """An endpoint; while a client waits, the emulator's time passes, and that alone."""
    endpoint = Endpoint()
    bota_emulator.add_webhook(endpoint.url, secret=SECRET)
    bota_emulator.clock.set_speed(0)
    monkeypatch.setattr(waiting, "wait_blocking", bota_emulator.clock.advance)

    async def wait_async(seconds: float) -> None:
        await asyncio.to_thread(bota_emulator.clock.advance, seconds)

    monkeypatch.setattr(waiting, "wait_async", wait_async)
    yield endpoint
    endpoint.server.shutdown()
    endpoint.server.server_close()


def with_bota(emulator: Emulator) -> tuple[Transcription, Summary]:
    with Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
        receipt = bota.upload(AUDIO / "speech.wav", end_user_id="eu_1")
        transcription = bota.transcribe(receipt.recording, language="de")
        return transcription, bota.summarize(transcription, template_id="tmpl_sales_call")


async def with_async_bota(emulator: Emulator) -> tuple[Transcription, Summary]:
    async with AsyncBota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
        receipt = await bota.upload(AUDIO / "speech.wav", end_user_id="eu_1")
        transcription = await bota.transcribe(receipt.recording_id, language="de")
        return transcription, await bota.summarize(transcription.id, prompt="In one sentence.")


@pytest.mark.parametrize("client", ["sync", "async"])
def test_from_a_file_to_its_summary(
    bota_emulator: Emulator, endpoint: Endpoint, client: str
) -> None:
    if client == "sync":
        transcription, summary = with_bota(bota_emulator)
    else:
        transcription, summary = asyncio.run(with_async_bota(bota_emulator))
    assert (transcription.status, transcription.language) == ("completed", "de")
    assert transcription.text
    assert (summary.status, summary.transcription_id) == ("completed", transcription.id)
    assert summary.output
    bota_emulator.deliver_webhooks()
    events = {event.type: event for event in endpoint.events(bota_emulator.clock.time())}
    assert {name: type(event) for name, event in events.items()} == EVENTS
    assert events["transcription.completed"].data.text == transcription.text
    assert events["summary.completed"].data.id == summary.id
    with pytest.raises(WebhookSignatureError, match="does not match"):
        endpoint.events(bota_emulator.clock.time(), "whsec_another")
    with pytest.raises(WebhookSignatureError, match="seconds ago"):
        endpoint.events(bota_emulator.clock.time() + 3600)


def test_audio_that_is_too_short(bota: Bota, endpoint: Endpoint) -> None:
    short = (AUDIO / "speech.wav").read_bytes()[:2000]
    receipt = bota.upload(short, end_user_id="eu_1")
    with pytest.raises(TranscriptionFailedError) as caught:
        bota.transcribe(receipt.recording)
    assert (caught.value.status, caught.value.code) == ("failed", "audio_too_short")
    assert bota.transcriptions.get(caught.value.job_id).status == "failed"

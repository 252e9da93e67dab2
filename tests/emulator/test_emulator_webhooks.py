"""Events arrive at a user's endpoint: signed, sent again by the clock, and looked up."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterator

import pytest
from bota_emulator import Emulator

from tests.emulator.api_client import Api
from tests.emulator.raw_client import eventually
from tests.emulator.receiver import Receiver, receiving
from tests.emulator.test_emulator_contract import validator
from tests.emulator.test_emulator_jobs import start, wav


@pytest.fixture
def hook(bota_emulator: Emulator) -> Iterator[Receiver]:
    bota_emulator.clock.set_speed(0)
    with receiving() as receiver:
        yield receiver


def test_a_whole_life_is_reported_signed_and_in_order(
    api: Api, bota_emulator: Emulator, hook: Receiver
) -> None:
    bota_emulator.add_webhook(hook.url, "whsec_mine")
    rec = api.upload(wav(10), metadata={"room": "4"})
    job = start(api, rec)["id"]
    bota_emulator.clock.advance(60)
    json = {"transcription_id": job, "template_id": "tmpl_general_notes"}
    note = api("POST", "/summaries", json=json).json()["id"]
    bota_emulator.clock.advance(60)
    assert api("DELETE", f"/recordings/{rec}").status_code == 204
    bota_emulator.deliver_webhooks()

    assert hook.types == [
        *("recording.created", "recording.uploaded"),
        *("transcription.started", "transcription.completed"),
        *("summary.started", "summary.completed"),
        "recording.deleted",
    ]
    events = dict(zip(hook.types, hook.events, strict=True))
    for event in hook.events:
        kind = event["type"].partition(".")[0].title()
        validator(f"{kind}Event").validate(event)
    assert events["recording.created"]["data"] == {
        "id": rec,
        "end_user_id": "eu_1",
        "device_id": None,
        "metadata": {"room": "4"},
        "created_at": events["recording.created"]["created_at"],
        "status": "created",
    }
    uploaded = events["recording.uploaded"]["data"]
    assert (uploaded["duration_seconds"], uploaded["format"]) == (10.0, "wav")
    assert events["transcription.completed"]["data"]["text"]
    assert events["summary.completed"]["data"]["id"] == note
    for headers, body in hook.seen:
        signed = f"{headers['x-bota-timestamp']}.".encode() + body
        digest = hmac.new(b"whsec_mine", signed, hashlib.sha256).hexdigest()
        assert headers["x-bota-signature"] == f"v1={digest}"
        assert headers["content-type"] == "application/json"
    assert [h["x-bota-event-id"] for h, _ in hook.seen] == [e["id"] for e in hook.events]
    assert int(hook.seen[-1][0]["x-bota-timestamp"]) == int(bota_emulator.clock.time())


def test_what_fails_is_sent_again_by_the_clock(
    api: Api, bota_emulator: Emulator, hook: Receiver
) -> None:
    bota_emulator.add_webhook(hook.url, events=["recording.created"])
    hook.statuses = [500, 302, 404, 503, 400, 500, 500]
    api.upload(wav(1))
    bota_emulator.deliver_webhooks()
    counts = [len(hook.seen)]
    for minutes in (1, 5, 30, 120, 480, 10_000):
        bota_emulator.clock.advance(minutes * 60 - 1)
        bota_emulator.deliver_webhooks()
        counts.append(len(hook.seen))
        bota_emulator.clock.advance(1)
        bota_emulator.deliver_webhooks()
        counts.append(len(hook.seen))
    assert counts == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6]
    assert len({body for _, body in hook.seen}) == 1
    (delivery,) = bota_emulator.deliveries
    assert [attempt["status"] for attempt in delivery["attempts"]] == [500, 302, 404, 503, 400, 500]
    assert (delivery["status"], delivery["type"]) == ("failed", "recording.created")
    assert api.control("GET", "/deliveries").json() == [delivery]


def test_a_moved_clock_wakes_the_delivery(
    api: Api, bota_emulator: Emulator, hook: Receiver
) -> None:
    added = api.control("POST", "/webhooks", {"url": hook.url, "events": ["transcription.failed"]})
    assert added.status_code == 201
    assert api.control("GET", "/webhooks").json() == [added.json()]
    assert "secret" not in added.text
    bota_emulator.settings.transcription_error = "audio_corrupt"
    hook.statuses = [500]
    start(api, api.upload(wav(1)))
    # Nobody asks for it: time passes, and that is all.
    bota_emulator.clock.advance(10)
    assert eventually(lambda: len(hook.seen) == 1)
    assert eventually(lambda: len(bota_emulator.deliveries[0]["attempts"]) == 1)
    bota_emulator.clock.advance(60)
    assert eventually(lambda: bota_emulator.deliveries[0]["status"] == "delivered")
    assert hook.types == ["transcription.failed"] * 2


def test_silence_and_refusal_are_failures(
    api: Api, bota_emulator: Emulator, hook: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bota_emulator")
    bota_emulator.settings.webhook_timeout_seconds = 0.05
    bota_emulator.add_webhook(hook.url)
    bota_emulator.add_webhook("http://127.0.0.1:9/closed?token=t")
    hook.release.clear()
    api.create()
    bota_emulator.deliver_webhooks()
    errors = {d["attempts"][0]["error"] for d in bota_emulator.deliveries}
    assert errors == {"ReadTimeoutError", "NewConnectionError"}
    assert "token=t" not in caplog.text


def test_no_proxy_is_used(
    api: Api, bota_emulator: Emulator, hook: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    bota_emulator.add_webhook(hook.url)
    api.create()
    bota_emulator.deliver_webhooks()
    assert hook.types == ["recording.created"]


def test_reset_forgets_what_was_added_and_keeps_what_was_given(hook: Receiver) -> None:
    with Emulator(webhook_url=hook.url, webhook_secret="s") as emulator:
        emulator.add_webhook("http://127.0.0.1:9/")
        emulator.reset()
        assert emulator.deliveries == []
        api = Api(emulator)
        with api.session:
            api.create()
            emulator.deliver_webhooks()
            assert [d["status"] for d in emulator.deliveries] == ["delivered"]
            headers, body = hook.seen[0]
            signed = f"{headers['x-bota-timestamp']}.".encode() + body
            digest = hmac.new(b"s", signed, hashlib.sha256).hexdigest()
            assert headers["x-bota-signature"] == f"v1={digest}"


@pytest.mark.parametrize("url", ["", "hook", "ftp://a/b", "http://", "http://a:b/"])
def test_a_webhook_needs_a_url(api: Api, bota_emulator: Emulator, url: str) -> None:
    with pytest.raises(ValueError, match="must be an http or https URL"):
        bota_emulator.add_webhook(url)
    refused = api.control("POST", "/webhooks", {"url": url})
    assert (refused.status_code, refused.json()["error"]) == (
        400,
        "the URL of a webhook must be an http or https URL",
    )

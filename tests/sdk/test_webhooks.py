"""A webhook counts when the service sent it, just now, and as it came."""

from __future__ import annotations

import hashlib
import hmac
import json
import traceback
from collections.abc import Mapping
from typing import Any

import pytest
from bota_api.models import RecordingEvent, SummaryEvent, TranscriptionEvent, UnknownVariant
from bota_sdk import BotaError, ConfigurationError, WebhookError, WebhookSignatureError, webhooks

SECRET = "whsec_" + "s3cr3t" * 4
NOW = 1_760_000_000
EVENT = {
    "id": "evt_1",
    "type": "transcription.completed",
    "created_at": "2026-05-31T09:30:00Z",
    "data": {"id": "txn_1", "recording_id": "rec_1", "status": "completed", "text": "ö"},
}
BODY = json.dumps(EVENT, ensure_ascii=False).encode()


def signed(
    body: bytes = BODY, secret: str = SECRET, at: str = str(NOW), **changed: str | None
) -> dict[str, str]:
    digest = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers: dict[str, str | None] = {
        "X-Bota-Signature": f"v1={digest}",
        "X-Bota-Timestamp": at,
        "X-Bota-Event-Id": "evt_1",
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    return {name: value for name, value in headers.items() if value is not None}


def verify(body: Any = BODY, headers: Any = None, secret: Any = SECRET, **options: Any) -> Any:
    given: Mapping[str, str] = signed() if headers is None else headers
    return webhooks.verify(body, given, secret, **{"now": NOW, **options})


def test_an_event_is_a_model_of_the_contract() -> None:
    event = verify()
    assert isinstance(event, TranscriptionEvent)
    assert (event.id, event.data.text) == ("evt_1", "ö")
    assert event.created_at.isoformat() == "2026-05-31T09:30:00+00:00"
    for kind, expected in (
        ("recording.uploaded", RecordingEvent),
        ("summary.failed", SummaryEvent),
        ("recording.sung", UnknownVariant),
    ):
        body = json.dumps({**EVENT, "type": kind}).encode()
        found = verify(body, signed(body))
        assert isinstance(found, expected)
        assert found.to_dict()["data"]["id"] == "txn_1"


@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_names_of_headers_count_in_any_case(case: Any) -> None:
    assert verify(headers={case(name): value for name, value in signed().items()}).id == "evt_1"


def test_a_body_may_be_a_text() -> None:
    assert verify(BODY.decode()).id == "evt_1"
    assert verify(bytearray(BODY)).id == "evt_1"


def test_secrets_change_while_both_count() -> None:
    for secret in (["whsec_new", SECRET], (SECRET, "whsec_new")):
        assert verify(secret=secret).id == "evt_1"
    both = ", ".join(signed(secret=each)["X-Bota-Signature"] for each in ("whsec_new", SECRET))
    assert verify(headers=signed(X_Bota_Signature=both)).id == "evt_1"
    with pytest.raises(WebhookSignatureError):
        verify(secret=["whsec_new", "whsec_newer"])


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_clock_may_differ_a_little(seconds: int) -> None:
    assert verify(now=NOW + seconds).id == "evt_1"
    with pytest.raises(WebhookSignatureError, match="was sent 301 seconds"):
        verify(now=NOW + seconds // 300 * 301)
    assert verify(now=NOW + 4000, tolerance=4000).id == "evt_1"


def test_without_now_the_machine_s_clock_counts() -> None:
    with pytest.raises(WebhookSignatureError, match="seconds ago"):
        verify(now=None)


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({}, "X-Bota-Timestamp is missing"),
        (signed(X_Bota_Signature=None), "X-Bota-Signature is missing"),
        (signed(X_Bota_Signature=""), "X-Bota-Signature is missing"),
        (signed(X_Bota_Timestamp="yesterday"), "no number of seconds"),
        (signed(X_Bota_Timestamp="١٧٦٠٠٠٠٠٠٠"), "no number of seconds"),
        (signed(X_Bota_Timestamp=f"{NOW + 1}"), "does not match"),
        (signed(X_Bota_Signature="v1="), "does not match"),
        (signed(X_Bota_Signature="v1=ü"), "does not match"),
        (signed(X_Bota_Signature=signed()["X-Bota-Signature"].upper()), "does not match"),
        (signed(X_Bota_Signature=signed()["X-Bota-Signature"][3:]), "does not match"),
        (signed(X_Bota_Signature=signed()["X-Bota-Signature"][:-1]), "does not match"),
        (signed(BODY + b" "), "does not match"),
        (signed(secret="whsec_other"), "does not match"),
    ],
)
def test_what_proves_nothing_is_refused(headers: dict[str, str], words: str) -> None:
    with pytest.raises(WebhookSignatureError, match=words) as caught:
        verify(headers=headers)
    assert isinstance(caught.value, BotaError)
    shown = "".join(traceback.format_exception(caught.value))
    assert SECRET not in shown
    assert "txn_1" not in shown
    # Nor does a crash report find them in the frames.
    frame = caught.value.__traceback__
    inner = []
    while frame is not None:
        inner.append(frame.tb_frame.f_code.co_filename)
        frame = frame.tb_next
    assert not any(name.endswith("webhooks.py") and "bota_sdk" in name for name in inner)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b'{"type": []}',
        b'{"type": "recording.created"}',
        b'{"id": "evt_1", "type": "recording.created", "data": 5}',
        b'{"id": "evt_1", "type": "recording.created", "data": {"id": null}}',
        b"[" * 100_000,
    ],
)
def test_what_is_signed_but_no_event(body: bytes) -> None:
    with pytest.raises(WebhookError, match="no event that the contract describes") as caught:
        verify(body, signed(body))
    assert not isinstance(caught.value, WebhookSignatureError)


@pytest.mark.parametrize("secret", ["", [], ["whsec_1", ""], None])
def test_an_empty_secret_is_none(secret: Any) -> None:
    with pytest.raises(ConfigurationError, match="anybody could sign"):
        verify(headers=signed(secret=""), secret=secret)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"body": EVENT}, "raw bytes of the request, not dict"),
        ({"headers": [("a", "b")]}, "a mapping of names to values, not list"),
        ({"secret": [b"whsec_1"]}, "secret is a str"),
    ],
)
def test_an_argument_of_another_type(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        verify(**arguments)

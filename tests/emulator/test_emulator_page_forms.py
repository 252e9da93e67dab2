"""The forms of the emulator's page: faults, time, settings, webhooks, and the API's reference."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest
from bota_emulator import Emulator
from bota_emulator.faults.kinds import KINDS
from bota_emulator.page.actions import PRESETS
from bota_emulator.settings import Settings
from bota_emulator.work.webhooks import signature

from tests.emulator.api_client import Api
from tests.emulator.plain_browser import Page, rows, text_of
from tests.emulator.receiver import receiving

AUDIO = b"RIFF\0\0\0\0WAVE" + bytes(1000)


def filled(page: str, form: str) -> dict[str, str]:
    """What a browser would send of a form as it is."""
    found = re.search(
        rf'<form id="{form}".*?</form>|action="[^"]*{form}".*?</form>', page, re.DOTALL
    )
    assert found
    inside = found.group(0)
    values = {}
    for tag in re.findall(r"<input[^>]*>", inside):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            values[name.group(1)] = html.unescape(value.group(1)) if value else ""
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', inside, re.DOTALL
    ):
        values[name] = html.unescape(text)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', inside, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        assert chosen, name
        values[name] = chosen.group(1)
    return values


def test_every_kind_of_fault_has_a_form_that_orders_it(emulator: Emulator, page: Page) -> None:
    for kind, cls in KINDS.items():
        form = filled(page.get(f"/faults?kind={kind}"), "fault-form")
        assert form["kind"] == kind
        page.post("/faults", **form)
        ordered = emulator._faults.all()[-1]
        if kind == "api_status":
            assert ordered == dataclasses.replace(cls(), body=None)
        else:
            assert ordered == cls()
    assert len(emulator._faults.all()) == len(KINDS)


def test_what_is_filled_in_is_what_is_ordered(emulator: Emulator, page: Page) -> None:
    form = filled(page.get("/faults?kind=api_fields"), "fault-form")
    form |= {"times": "3", "skip": "1", "operation": "getRecording", "set": '{"id": "rec_other"}'}
    shown = page.post("/faults", **form)
    assert "api_fields \u00d7 3, after 1 more, getRecording" in text_of(shown)
    (fault,) = emulator._faults.all()
    assert fault.to_json() == {
        "kind": "api_fields",
        "times": 3,
        "skip": 1,
        "operation": "getRecording",
        "set": {"id": "rec_other"},
        "drop": [],
    }
    by_chance = filled(page.get("/faults"), "fault-form") | {"share": "20"}
    assert "20 % of all requests : storage_error" in text_of(page.post("/faults", **by_chance))
    rate, choices = emulator._faults.by_chance()
    assert (rate, [one.kind for one in choices]) == (0.2, ["storage_error"])


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("/faults", {"kind": "flood"}, "no kind of fault is called 'flood'"),
        ("/faults", {"kind": "storage_error", "times": "0"}, "times must be an integer of 1"),
        ("/faults", {"kind": "storage_error", "times": "x"}, "times must be a number, not 'x'"),
        ("/faults", {"kind": "storage_error", "code": "<b>"}, "code must be one of AccessDenied"),
        ("/faults", {"kind": "api_fields", "set": "{"}, "set must be JSON, not '{'"),
        (
            "/faults",
            {"kind": "api_status", "operation": "nothing"},
            "no operation is called nothing",
        ),
        ("/faults", {"kind": "api_status", "share": "200"}, "rate must be a number"),
        ("/faults/preset", {"place": "99"}, "there is no such fault to order"),
        ("/clock", {"advance": "1e999"}, "advance must be a number"),
        ("/clock", {"advance": "1e12"}, "the clock cannot be moved by more than 50 years"),
        ("/clock", {"advance": "nan"}, "advance must be a number"),
        ("/clock", {"speed": "0.5"}, "the clock's speed must be from 1 to 1000, or 0"),
        ("/rate-limits", {"rate_limits": "some"}, "rate_limits must be one of off, documented"),
        ("/settings", {"url_lifetime_seconds": "0"}, "url_lifetime_seconds must be from 1"),
        (
            "/webhooks",
            {"url": "http://127.0.0.1:1", "events": "recording.created, recording.create"},
            "no event is called 'recording.create'; the contract has recording.created, recording.",
        ),
        ("/webhooks", {"url": "ftp://x"}, "the URL of a webhook must be an http or https URL"),
    ],
)
def test_what_is_wrong_with_a_form_is_said(
    emulator: Emulator, page: Page, path: str, form: dict[str, str], words: str
) -> None:
    before = emulator.settings.to_json()
    shown = page.post(path, 400, **form)
    assert words in text_of(shown)
    assert "<b>" not in shown
    assert emulator._faults.all() == []
    assert emulator._faults.by_chance()[0] == 0
    assert emulator.settings.to_json() == before
    assert emulator._running().webhooks.endpoints() == []


def test_the_ready_made_orders(emulator: Emulator, page: Page, client: Api) -> None:
    for place, preset in enumerate(PRESETS):
        assert preset.label in text_of(page.post("/faults/preset", place=str(place)))
    assert len(emulator._faults.all()) == sum(not preset.rate for preset in PRESETS)
    assert emulator._faults.by_chance()[0] == 0.2
    page.post("/faults/remove", place="0")
    assert len(emulator._faults.all()) == 4
    page.post("/faults/remove", place="chance")
    assert emulator._faults.by_chance()[0] == 0
    page.post("/faults/remove", place="all")
    page.post("/faults/preset", place="0")
    recording = client.create()
    signed = client.grant(recording)
    assert [client.put(signed, AUDIO).status_code for _ in range(3)] == [503, 503, 200]


def test_the_clock_is_moved_sped_up_and_set_back(emulator: Emulator, page: Page) -> None:
    shown = page.post("/clock", advance="3660")
    assert "+1 h 1 min" in text_of(shown)
    assert 3660 <= emulator.clock.offset < 3700
    page.post("/clock", advance="-300")
    assert 3360 <= emulator.clock.offset < 3400
    assert "stopped" in text_of(page.post("/clock", speed="0"))
    assert "\u00d7 60" in text_of(page.post("/clock", speed="60"))
    assert emulator.clock.speed == 60
    page.post("/clock", reset="1")
    assert (emulator.clock.speed, emulator.clock.offset) == (1, 0)


def test_rate_limits_and_every_other_setting(emulator: Emulator, page: Page) -> None:
    page.post("/rate-limits", rate_limits="documented")
    assert emulator.settings.rate_limits == "documented"
    form = filled(page.get("/faults"), "/settings")
    # As it is, the form changes nothing.
    before = emulator.settings.to_json()
    page.post("/settings", **form)
    assert emulator.settings.to_json() == before
    assert set(before) == {field.name for field in dataclasses.fields(Settings)}
    form |= {"url_lifetime_seconds": "60", "sign_content_length": "on", "paging": "offset"}
    form |= {"cors_origins": '["http://localhost:3000"]', "storage_skew_seconds": "-2.5"}
    page.post("/settings", **form)
    changed = {n: v for n, v in emulator.settings.to_json().items() if v != before[n]}
    assert changed == {
        "url_lifetime_seconds": 60,
        "sign_content_length": True,
        "paging": "offset",
        "cors_origins": ["http://localhost:3000"],
        "storage_skew_seconds": -2.5,
    }


def test_webhooks_with_their_deliveries_and_signatures(
    emulator: Emulator, page: Page, client: Api
) -> None:
    with receiving() as hook:
        page.post("/webhooks", url=hook.url, secret="whsec_mine", events="recording.created")
        client.upload(AUDIO)
        emulator.deliver_webhooks()
        headers, body = hook.seen[0]
        expected = signature("whsec_mine", int(headers["x-bota-timestamp"]), body)
        shown = page.get("/faults")
        (row,) = rows(shown)
        assert row == f"recording.created delivered 204 {expected}"
        assert headers["x-bota-signature"] == expected
        assert "whsec_mine" not in shown
        assert f"Sent to {hook.url}" in text_of(shown)


def test_the_reference_has_every_operation_of_the_contract(emulator: Emulator, page: Page) -> None:
    shown = page.get("/reference")
    operations = emulator._contract.operations.values()
    for operation in operations:
        article = re.search(rf'<article [^>]*id="{operation.id}".*?</article>', shown, re.DOTALL)
        assert article, operation.id
        words = text_of(article.group(0))
        assert f"{operation.method} {operation.prefix}{operation.path} " in words
        assert all(f" {p.name} " in words for p in operation.parameters)
        assert all(f" {name} " in words for name in operation.body_fields)
        assert all(f" {status} " in words for status in operation.responses)
    assert len(operations) > 20
    assert f'value="{emulator.api_key}"' in shown
    assert "`" not in text_of(shown)


def test_start_again(emulator: Emulator, page: Page, client: Api) -> None:
    client.upload(AUDIO)
    page.post("/faults/preset", place="0")
    page.post("/clock", advance="60")
    assert "No requests yet" in page.post("/reset")
    assert (emulator.requests, emulator._faults.all(), emulator.clock.offset) == ([], [], 0)
    assert "No recordings yet" in page.get("/recordings")

"""Each fault of the API over real sockets."""

from __future__ import annotations

import base64
import dataclasses
import json
import logging
import re
import time
from typing import Any

import pytest
import requests
from bota_emulator import (
    AdvanceClock,
    ApiDelay,
    ApiDrip,
    ApiDuplicate,
    ApiEndless,
    ApiFields,
    ApiLength,
    ApiReset,
    ApiStatus,
    ApiTamperUrl,
    ApiTruncate,
    Emulator,
)
from bota_emulator.faults.plan import Fault

from tests.emulator.api_client import Api
from tests.emulator.raw_client import End, RawClient
from tests.emulator.storage_cases import Target, send
from tests.ticks import HANG

BODY = json.dumps({"end_user_id": "eu_1"}).encode()
HTML = b"<html>Bad Gateway</html>"


@dataclasses.dataclass
class Case:
    """A fault, and what comes of creating a recording on a connection of its own."""

    fault: Fault
    answer: bytes
    """A regular expression that all that came matches."""
    end: End = "closed"
    made: bool = True
    status: int | None = 201


CASES = {
    "status": Case(
        ApiStatus(status=503, headers={"Retry-After": "7"}),
        rb'HTTP/1\.1 503 .*retry-after: 7\r\n.*"A fault was ordered".*',
        made=False,
        status=503,
    ),
    "html": Case(
        ApiStatus(status=502, body=HTML.decode()),
        rb"HTTP/1\.1 502 .*content-type: text/html\r\n.*" + HTML,
        made=False,
        status=502,
    ),
    "no text": Case(
        ApiStatus(
            status=500,
            body_base64=base64.b64encode(b"\xff\xfe").decode(),
            content_type="application/json",
        ),
        rb"HTTP/1\.1 500 .*content-type: application/json\r\n.*\r\n\r\n\xff\xfe",
        made=False,
        status=500,
    ),
    "success of another kind": Case(
        ApiStatus(status=200, body=""),
        rb"HTTP/1\.1 200 .*content-length: 0\r\n.*\r\n\r\n",
        made=False,
        status=200,
    ),
    "no content": Case(
        ApiStatus(status=204, body=""), rb"HTTP/1\.1 204 .*\r\n\r\n", made=False, status=204
    ),
    "status of what was done": Case(
        ApiStatus(status=500, done=True), rb"HTTP/1\.1 500 .*", status=500
    ),
    "reset": Case(ApiReset(), b"", "reset", made=False, status=None),
    "reset of what was done": Case(ApiReset(at="after"), b"", "reset", status=None),
    "cut in the head": Case(ApiTruncate(bytes=25), rb"(?=.{25}\Z)HTTP/1\.1 201 Created\r\n.*"),
    "cut before the head": Case(ApiTruncate(bytes=0), b""),
    "too short": Case(ApiLength(difference=9), rb"HTTP/1\.1 201 .*\r\n\r\n\{.*\}"),
    "too long": Case(ApiLength(difference=-9), rb"HTTP/1\.1 201 .*\r\n\r\n\{.*\}"),
    "longer than the body": Case(
        ApiLength(difference=-9999), rb"HTTP/1\.1 201 .*content-length: 0\r\n.*\}x+"
    ),
    "delay": Case(ApiDelay(before=0.02, body=0.02), rb"HTTP/1\.1 201 .*\}"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_of_the_api(
    api: Api, bota_emulator: Emulator, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    case = CASES[name]
    bota_emulator.add_fault(case.fault)
    with RawClient(f"{bota_emulator.base_url}/recordings") as client:
        client.head(
            "POST",
            len(BODY),
            f"Authorization: Bearer {bota_emulator.api_key}",
            "Content-Type: application/json",
            "Connection: close",
        )
        client.body(BODY)
        got, end = client.all()

    assert re.fullmatch(case.answer, got, re.DOTALL), got
    assert end == case.end
    (record,) = bota_emulator.requests
    assert (record.status, record.fault) == (case.status, case.fault.kind)
    assert record.body_bytes == len(BODY)
    assert len(api("GET", "/recordings").json()["data"]) == case.made
    if isinstance(case.fault, ApiLength):
        head, _, body = got.partition(b"\r\n\r\n")
        said = int(re.search(rb"content-length: (\d+)", head)[1])  # type: ignore[index]
        # Only then are there as many bytes too few, or too many, as was ordered.
        assert said - len(body) == case.fault.difference
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


def test_what_was_done_is_replayed_to_the_same_key(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.add_fault(ApiReset(at="after"))
    body, key = {"end_user_id": "eu_1"}, {"Idempotency-Key": "k"}
    with pytest.raises(requests.ConnectionError):
        api("POST", "/recordings", json=body, headers=key)
    again = api("POST", "/recordings", json=body, headers=key)

    assert again.status_code == 201
    (only,) = api("GET", "/recordings").json()["data"]
    assert only["id"] == again.json()["id"]


def test_refusals_are_replaced_as_well(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.add_fault(ApiStatus(status=500, done=True))
    assert api("GET", "/recordings/rec_none").status_code == 500
    bota_emulator.add_fault(ApiReset(at="after"))
    with pytest.raises(requests.ConnectionError):
        api("GET", "/recordings/rec_none")
    bota_emulator.add_fault(ApiFields(set={"error": 5}))
    assert api("GET", "/recordings/rec_none").json()["error"]["code"] == "not_found"


def test_a_delay_parts_head_and_body(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.add_fault(ApiDelay(before=0.1, body=0.1))
    begin = time.monotonic()
    with api.session.get(
        f"{bota_emulator.base_url}/recordings",
        headers={"Authorization": f"Bearer {api.token}"},
        stream=True,
        timeout=HANG,
    ) as answer:
        assert time.monotonic() - begin >= 0.1
        assert answer.json()["data"] == []
    assert time.monotonic() - begin >= 0.2


def test_the_connection_goes_on_after_faults_that_leave_it(
    api: Api, bota_emulator: Emulator
) -> None:
    for fault in (ApiStatus(status=502, body="no"), ApiDelay(before=0.01), ApiFields(drop=["x"])):
        bota_emulator.add_fault(fault)
        api("GET", "/recordings")
    answers = [r.status for r in bota_emulator.requests]
    assert answers == [502, 200, 200]


@pytest.mark.parametrize(
    ("fault", "changed"),
    [
        ({"set": {"status": "brand_new", "odd": {"a": [1, None]}}}, {"status": "brand_new"}),
        ({"set": {"id": None}}, {"id": None}),
        ({"set": {"id": 5}, "drop": ["status"]}, {"id": 5}),
    ],
)
def test_fields_of_an_answer(
    api: Api, bota_emulator: Emulator, fault: dict[str, Any], changed: dict[str, Any]
) -> None:
    rec = api.create()
    right = api("GET", f"/recordings/{rec}").json()
    made = ApiFields(operation="getRecording", **fault)
    bota_emulator.add_fault(made)
    answer = api("GET", f"/recordings/{rec}")

    assert answer.status_code == 200
    kept = {name: value for name, value in right.items() if name not in made.drop}
    assert answer.json() == {**kept, **made.set}
    assert answer.json().items() >= changed.items()
    assert bota_emulator.recording(rec)["id"] == rec
    assert api("GET", f"/recordings/{rec}").json() == right


@pytest.mark.parametrize(
    ("change", "part"),
    [("signature", "X-Amz-Signature"), ("path", "path"), ("content_type", "headers")],
)
@pytest.mark.parametrize("return_upload_headers", [True, False])
def test_a_tampered_url_does_not_open(
    api: Api, bota_emulator: Emulator, change: str, part: str, return_upload_headers: bool
) -> None:
    bota_emulator.settings.return_upload_headers = return_upload_headers
    bota_emulator.add_fault(ApiTamperUrl(change=change))
    rec = api.create()
    bad, good = api.grant(rec), api.grant(rec)
    statuses = []
    for grant in (bad, good):
        headers = grant.get("headers") or {"Content-Type": grant["content_type"]}
        answer = send("PUT", grant["upload_url"], b"abc", headers)
        statuses.append(answer.verdict)

    assert statuses == [(403, "SignatureDoesNotMatch"), (200, "")]
    if part == "path":
        assert bad["upload_url"].partition("?")[0] != good["upload_url"].partition("?")[0]
    elif part == "headers":
        assert (
            bad["upload_url"].partition("X-Amz-Sig")[0]
            == good["upload_url"].partition("X-Amz-Sig")[0]
        )


def test_time_passes_at_a_request(api: Api, bota_emulator: Emulator, emulated: Target) -> None:
    rec = api.create()
    old = api.grant(rec)
    bota_emulator.add_fault(AdvanceClock(operation="createUploadUrl", seconds=3660))
    stale = api.grant(rec)
    assert api.put(stale, b"abc").status_code == 403

    bota_emulator.add_fault(AdvanceClock(operation="createUploadUrl", seconds=3660, when="before"))
    fresh = api.grant(rec)
    assert api.put(fresh, b"abc").status_code == 200

    bota_emulator.add_fault(AdvanceClock(side="storage", seconds=7200, operation="PUT object"))
    assert api.put(fresh, b"abc").status_code == 403
    fresh = api.grant(rec)
    bota_emulator.add_fault(AdvanceClock(side="storage", seconds=3660, when="after"))
    assert [api.put(fresh, b"abc").status_code for _ in range(2)] == [200, 403]

    assert api.put(old, b"abc").status_code == 403
    assert [r.fault for r in bota_emulator.requests if r.fault] == ["advance_clock"] * 4


def test_the_clock_cannot_be_moved_too_far(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.add_fault(AdvanceClock(seconds=40 * 365 * 86_400, times=2))
    assert [api("GET", "/recordings").status_code for _ in range(3)] == [200] * 3


def test_faults_combine(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.add_fault(ApiDelay(before=0.05))
    bota_emulator.add_fault(ApiStatus(status=503))
    bota_emulator.add_fault(ApiStatus(status=502))
    bota_emulator.add_fault(AdvanceClock(seconds=100))
    begin = time.monotonic()
    assert api("GET", "/recordings").status_code == 503
    assert time.monotonic() - begin >= 0.05
    assert bota_emulator.clock.offset == 100
    assert api("GET", "/recordings").status_code == 502
    assert api("GET", "/recordings").status_code == 200
    assert [r.fault for r in bota_emulator.requests] == ["api_status", "api_status", None]


async def _call(app: Any) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def forget(_: dict[str, Any]) -> None:
        pass

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/v1/recordings",
        "raw_path": b"/v1/recordings",
        "query_string": b"",
        "headers": [],
    }
    await app(scope, receive, forget)


@pytest.mark.parametrize(
    "fault",
    [ApiReset(), ApiTruncate(), ApiDuplicate(), ApiDrip(), ApiEndless()],
    ids=lambda fault: fault.kind,
)
def test_without_a_connection_a_reset_is_an_exception(
    bota_emulator: Emulator, fault: Fault
) -> None:
    import asyncio

    bota_emulator.add_fault(fault)
    with pytest.raises(ConnectionResetError):
        asyncio.run(_call(bota_emulator.app))

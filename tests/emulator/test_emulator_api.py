"""The API side over real HTTP: keys, validation, replay, paging, limits, faults, control."""

from __future__ import annotations

import email.utils
import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from bota_emulator import Emulator

from tests.emulator.api_client import Api, error

AUDIO = b"RIFF" + bytes(2000)
SHA256 = hashlib.sha256(AUDIO).hexdigest()
NOWHERE = "/recordings/rec_none"
CALLS: dict[str, tuple[str, str, Any]] = {
    "createRecording": ("POST", "/recordings", {"end_user_id": "eu_1"}),
    "listRecordings": ("GET", "/recordings", None),
    "getRecording": ("GET", NOWHERE, None),
    "deleteRecording": ("DELETE", NOWHERE, None),
    "createUploadUrl": ("POST", f"{NOWHERE}/upload-url", {"content_type": "audio/wav"}),
    "completeUpload": ("POST", f"{NOWHERE}/upload-complete", None),
    "getDownloadUrl": ("GET", f"{NOWHERE}/download-url", None),
}
READS = {"listRecordings", "getRecording", "getDownloadUrl"}
UPLOADS = {"createUploadUrl", "completeUpload"}
ALLOWED = {
    "sk_test_emulator": set(CALLS),
    "rk_test_read": READS,
    "rk_test_write": set(CALLS) - READS,
    "dtok_test": {"createRecording", *UPLOADS},
}


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("token", ALLOWED)
def test_keys_and_tokens_open_what_the_contract_says(api: Api, token: str, operation: str) -> None:
    method, path, body = CALLS[operation]
    api.token = token
    status = api(method, path, json=body).status_code

    if operation in ALLOWED[token]:
        assert status not in (401, 403)
    else:
        assert status == 403


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("header", [None, "Bearer sk_test_wrong", "Basic abc", "Bearer", "Bearer "])
def test_no_good_key_is_401(api: Api, header: str | None, operation: str) -> None:
    method, path, body = CALLS[operation]
    api.token = ""
    answer = api(method, path, json=body, headers={"Authorization": header} if header else {})

    assert answer.status_code == 401
    assert error(answer)["code"] == "unauthorized"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_upload_token_covers_one_recording_for_its_time(
    api: Api, bota_emulator: Emulator
) -> None:
    mine, other = api.create(), api.create()
    api.token = bota_emulator.upload_token(mine, seconds=300)

    api.grant(mine)
    body = {"content_type": "audio/wav"}
    assert api("POST", f"/recordings/{other}/upload-url", json=body).status_code == 403
    assert api("GET", f"/recordings/{mine}").status_code == 403
    bota_emulator.clock.advance(301)
    assert api("POST", f"/recordings/{mine}/upload-url", json=body).status_code == 401


def test_end_user_id_goes_with_keys_and_not_with_device_tokens(api: Api) -> None:
    answer = api("POST", "/recordings", json={"name": "x"})
    assert answer.status_code == 400
    assert error(answer)["code"] == "invalid_request"
    assert error(answer)["details"] == {"field": "end_user_id", "reason": "required"}

    api.token = "dtok_test"
    for field in ("end_user_id", "device_id"):
        answer = api("POST", "/recordings", json={field: "x"})
        assert (answer.status_code, error(answer)["details"]["field"]) == (400, field)
    made = api("POST", "/recordings", json={"name": "x"}).json()
    assert made["device_id"] == "dev_test"
    assert made["end_user_id"] == "eu_test"


def test_three_envelopes(api: Api, bota_emulator: Emulator) -> None:
    seen = {}
    for envelope in ("details", "param", "type"):
        api.control("PATCH", "/settings", {"error_envelope": envelope}).raise_for_status()
        answer = api("POST", f"{NOWHERE}/upload-url", json={})
        seen[envelope] = error(answer)
        request_id = answer.headers["X-Request-Id"]
        if envelope == "param":
            assert seen[envelope].pop("request_id") == request_id

    message = "content_type is required"
    assert seen == {
        "details": {
            "code": "invalid_request",
            "message": message,
            "details": {"field": "content_type", "reason": "required"},
        },
        "param": {"code": "invalid_request", "message": message, "param": "content_type"},
        "type": {"type": "invalid_request", "message": message},
    }


BAD_BODIES: list[tuple[Any, dict[str, str], int, str | None]] = [
    (b"", {}, 400, "body"),
    (b"{", {}, 400, "body"),
    (b"\xff\xfe", {}, 400, "body"),
    (b'{"name": "\\ud800", "end_user_id": "a"}', {}, 400, "body"),
    (b'{"metadata": {"a": NaN}, "end_user_id": "a"}', {}, 400, "body"),
    (b'{"metadata": {"a": ' + b"9" * 5000 + b'}, "end_user_id": "a"}', {}, 400, "body"),
    (b"[" * 100_000, {}, 400, "body"),
    (b'{"end_user_id": "a", "metadata": ' + b'{"a":' * 400 + b"1" + b"}" * 401, {}, 0, None),
    (b"[]", {}, 400, "body"),
    (b"null", {}, 400, "body"),
    (b'{"end_user_id": 7}', {}, 400, "end_user_id"),
    (b'{"end_user_id": ""}', {}, 400, "end_user_id"),
    (b'{"end_user_id": "a", "started_at": "yesterday"}', {}, 400, "started_at"),
    (b'{"end_user_id": "a", "source": "thin air"}', {}, 400, "source"),
    (b'{"end_user_id": "a", "metadata": []}', {}, 400, "metadata"),
    (b"end_user_id=a", {"Content-Type": "application/x-www-form-urlencoded"}, 415, None),
    (b'{"end_user_id": "a"}', {"Content-Type": "text/plain"}, 415, None),
    (b'{"end_user_id": "a"}', {"Content-Type": "application/json; charset=utf-8"}, 201, None),
    (b'{"end_user_id": "a"}', {"Idempotency-Key": "no spaces please"}, 400, "Idempotency-Key"),
    (b'{"end_user_id": "a", "name": "' + b"x" * (1 << 20) + b'"}', {}, 413, None),
]


@pytest.mark.parametrize(
    ("body", "headers", "status", "field"), BAD_BODIES, ids=range(len(BAD_BODIES))
)
def test_bad_bodies_name_their_field_and_never_break_the_service(
    api: Api, body: bytes, headers: dict[str, str], status: int, field: str | None
) -> None:
    sent = {"Content-Type": "application/json"} | headers
    answer = api("POST", "/recordings", data=body, headers=sent)

    assert answer.status_code < 500
    if status:
        assert answer.status_code == status
    if field:
        assert error(answer)["details"]["field"] == field


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("limit=", "limit"),
        ("limit=1.5", "limit"),
        ("limit=1&limit=2", "limit"),
        ("offset=-1", "offset"),
        ("cursor=", "cursor"),
        ("cursor=nonsense", "cursor"),
        ("cursor=YmVmb3JlOjE&offset=1", "cursor"),
        ("device_id=", "device_id"),
        ("status=lost", "status"),
        ("status=%ff", "query"),
    ],
)
def test_bad_parameters_are_400(api: Api, query: str, field: str) -> None:
    answer = api("GET", f"/recordings?{query}")

    assert answer.status_code == 400
    assert error(answer)["details"]["field"] == field


@pytest.mark.parametrize("query", ["offset=99999999999999999999999", "unknown=1", "limit=100"])
def test_odd_but_good_parameters(api: Api, query: str) -> None:
    assert api("GET", f"/recordings?{query}").status_code == 200


def test_unknown_paths_and_methods(api: Api) -> None:
    assert api("GET", "/nothing").status_code == 404
    assert api("GET", "/recordings/").status_code == 404
    assert error(api("GET", "/recordings/a%0A"))["code"] == "not_found"
    assert api("GET", "/recordings/%00%2F%ff").status_code == 404
    answer = api("PUT", "/recordings")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, POST"


def test_every_answer_carries_limits_date_and_request_id(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.clock.set_speed(0)
    bota_emulator.clock.advance(86_400)
    now = bota_emulator.clock.now().replace(microsecond=0)
    for method, path, body in [*CALLS.values(), ("GET", "/nothing", None), ("PUT", NOWHERE, None)]:
        answer = api(method, path, json=body)
        for name in ("Limit", "Remaining", "Reset"):
            assert int(answer.headers[f"X-RateLimit-{name}"]) >= 0
        assert re.fullmatch(r"req_[0-9a-f]+", answer.headers["X-Request-Id"])
        assert email.utils.parsedate_to_datetime(answer.headers["Date"]) == now


def test_an_idempotency_key_replays_the_stored_answer_for_a_day(
    api: Api, bota_emulator: Emulator
) -> None:
    def create(key: str = "k1", name: str = "a", **headers: str) -> requests.Response:
        body = {"end_user_id": "eu_1", "name": name}
        return api("POST", "/recordings", json=body, headers={"Idempotency-Key": key, **headers})

    first = create()
    again = create(name="b")
    assert (again.status_code, again.json()) == (201, first.json())
    assert create("k2").json()["id"] != first.json()["id"]
    assert create(Authorization="Bearer rk_test_write").json()["id"] != first.json()["id"]
    bota_emulator.clock.advance(24 * 3600 + 1)
    assert create().json()["id"] != first.json()["id"]

    keyed = {"Idempotency-Key": "k1"}
    body = {"content_type": "audio/wav"}
    urls = [
        api("POST", f"/recordings/{rec}/upload-url", json=body, headers=keyed).json()["upload_url"]
        for rec in (first.json()["id"], first.json()["id"], api.create())
    ]
    assert urls[0] == urls[1] != urls[2]


def test_a_failed_request_is_not_replayed(api: Api, bota_emulator: Emulator) -> None:
    keyed = {"Idempotency-Key": "k"}
    bota_emulator.fail_api("createRecording", 503)
    body = {"end_user_id": "eu_1"}
    assert api("POST", "/recordings", json={}, headers=keyed).status_code == 503
    assert api("POST", "/recordings", json={}, headers=keyed).status_code == 400
    assert api("POST", "/recordings", json=body, headers=keyed).status_code == 201


def _follow(api: Api, limit: int, query: str = "") -> list[str]:
    found: list[str] = []
    more = ""
    while True:
        page = api("GET", f"/recordings?limit={limit}{query}{more}").json()
        found += [r["id"] for r in page["data"]]
        if not page["has_more"]:
            assert page.get("next_cursor") is None
            return found
        assert len(page["data"]) == limit
        more = (
            f"&cursor={page['next_cursor']}" if "next_cursor" in page else f"&offset={len(found)}"
        )


@pytest.mark.parametrize("paging", ["cursor", "offset"])
@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_hold_everything_once_newest_first(
    api: Api, bota_emulator: Emulator, paging: Any, limit: int
) -> None:
    bota_emulator.settings.paging = paging
    made = [api.create(end_user_id=f"eu_{n % 2}") for n in range(7)]

    assert _follow(api, limit) == made[::-1]
    assert _follow(api, limit, "&end_user_id=eu_1") == made[1::2][::-1]
    assert _follow(api, limit, "&status=uploaded") == []


def test_a_cursor_is_steady_while_recordings_arrive(api: Api) -> None:
    made = [api.create() for _ in range(4)]
    page = api("GET", "/recordings?limit=2").json()
    api.create()
    rest = api("GET", f"/recordings?cursor={page['next_cursor']}").json()

    assert [r["id"] for r in page["data"] + rest["data"]] == made[::-1]


def test_documented_rate_limits_by_the_clock(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.clock.set_speed(0)
    rec = api.create()
    bota_emulator.settings.rate_limits = "documented"
    body = {"content_type": "audio/wav"}
    answers = [api("POST", f"/recordings/{rec}/upload-url", json=body) for _ in range(31)]
    assert [a.status_code for a in answers] == [200] * 30 + [429]
    assert [int(a.headers["X-RateLimit-Remaining"]) for a in answers] == [*range(29, -1, -1), 0]
    assert error(answers[-1])["code"] == "rate_limit_exceeded"

    others = [api("GET", "/recordings") for _ in range(71)]
    assert [a.status_code for a in others] == [200] * 70 + [429]
    assert others[0].headers["X-RateLimit-Limit"] == "100"
    reset = int(others[-1].headers["X-RateLimit-Reset"])
    assert 60 <= reset - bota_emulator.clock.time() < 61
    bota_emulator.clock.advance(59)
    assert api("GET", "/recordings").status_code == 429
    bota_emulator.clock.advance(1)
    assert api("GET", "/recordings").status_code == 200


def test_ordered_api_faults(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.fail_api("listRecordings", 503, times=2, headers={"Retry-After": "7"})
    api.control("POST", "/faults", {"kind": "api_status", "status": 429}).raise_for_status()
    get = api("GET", NOWHERE)
    answers = [api("GET", "/recordings") for _ in range(3)]

    assert get.status_code == 429
    assert error(get)["code"] == "rate_limit_exceeded"
    assert [a.status_code for a in answers] == [503, 503, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert [r.fault for r in bota_emulator.requests] == [*["api_status"] * 3, None]


def test_control_routes(api: Api, bota_emulator: Emulator) -> None:
    control: Callable[..., requests.Response] = api.control
    moved = control("POST", "/clock", {"advance": 60, "skew": -10.5}).json()
    assert moved["offset_seconds"] == 49.5 == bota_emulator.clock.offset
    stopped = control("POST", "/clock", {"speed": 0}).json()
    assert stopped["speed"] == 0
    assert control("GET", "/clock").json()["now"] == stopped["now"]
    assert control("POST", "/faults", {"kind": "storage_error", "times": 2}).status_code == 201
    assert control("GET", "/faults").json()[0]["code"] == "SlowDown"
    assert control("DELETE", "/faults").status_code == 204
    assert control("GET", "/faults").json() == []
    rec = api.create()
    seen = control("GET", "/requests").json()
    assert [(r["operation"], r["status"]) for r in seen] == [("createRecording", 201)]
    assert control("DELETE", "/requests").status_code == 204
    kept = control("GET", f"/recordings/{rec}").json()
    assert (kept["recording"]["status"], kept["object_sha256"]) == ("pending", None)
    assert control("GET", "/recordings/rec_none").status_code == 404
    token = control("POST", "/upload-tokens", {"recording_id": rec}).json()["token"]
    assert token.startswith("up_")
    assert control("PATCH", "/settings", {"paging": "offset"}).json()["paging"] == "offset"
    assert control("POST", "/reset").status_code == 204
    assert control("GET", "/settings").json()["paging"] == "cursor"
    assert bota_emulator.clock.offset == 0
    assert api("GET", f"/recordings/{rec}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/clock", {"advance": "1"}),
        ("POST", "/clock", {"forward": 1}),
        ("POST", "/faults", {"kind": "flood"}),
        ("POST", "/faults", {"kind": "api_status", "status": 200}),
        ("POST", "/faults", {"kind": "api_status", "times": 0}),
        ("POST", "/faults", {"kind": "storage_error", "code": "Nope"}),
        ("POST", "/faults", {"kind": "storage_error", "colour": "red"}),
        ("PATCH", "/settings", {"paging": "none"}),
        ("PATCH", "/settings", {"verification_pending": True}),
        ("PATCH", "/settings", {"nothing": 1}),
        ("POST", "/upload-tokens", {"recording_id": "rec_none"}),
        ("POST", "/clock", [1]),
    ],
)
def test_control_routes_say_what_is_wrong(api: Api, method: str, path: str, body: Any) -> None:
    answer = api.control(method, path, body)
    assert answer.status_code == 400
    assert answer.json()["error"]

"""End users, devices, and the keys and tokens that each may have."""

from __future__ import annotations

from typing import Any

import pytest
from bota_emulator import Emulator

from tests.emulator.api_client import Api
from tests.emulator.test_emulator_jobs import start, wav


def made(api: Api, path: str, **fields: Any) -> dict[str, Any]:
    response = api("POST", path, json=fields)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def test_an_external_id_is_one_end_users_until_it_is_deleted(api: Api) -> None:
    ada = made(api, "/end-users", external_id="crm-1", name="Ada", metadata={"a": 1})
    made(api, "/end-users")
    assert ada["id"].startswith("eu_")
    assert api("GET", f"/end-users/{ada['id']}").json() == ada
    assert api("GET", "/end-users?external_id=crm-1").json()["data"] == [ada]
    assert len(api("GET", "/end-users").json()["data"]) == 2
    again = api("POST", "/end-users", json={"external_id": "crm-1"})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "resource_already_exists")
    assert api("DELETE", f"/end-users/{ada['id']}").status_code == 204
    assert api("GET", f"/end-users/{ada['id']}").status_code == 404
    made(api, "/end-users", external_id="crm-1")


def test_an_end_user_takes_all_that_is_theirs_along(api: Api, bota_emulator: Emulator) -> None:
    ada = made(api, "/end-users")["id"]
    mine, other = api.upload(wav(5), end_user_id=ada), api.upload(wav(5))
    jobs = [start(api, rec)["id"] for rec in (mine, other)]
    bota_emulator.clock.advance(60)
    form = {"template_id": "tmpl_general_notes"}
    notes = [made(api, "/summaries", transcription_id=id, **form)["id"] for id in jobs]
    device = made(api, "/devices", serial_number="1")["id"]
    assert api("POST", f"/devices/{device}/bind", json={"end_user_id": ada}).status_code == 200

    assert api("DELETE", f"/end-users/{ada}").status_code == 204
    for path, (gone, kept) in {
        "recordings": (mine, other),
        "transcriptions": jobs,
        "summaries": notes,
    }.items():
        assert api("GET", f"/{path}/{gone}").status_code == 404
        assert api("GET", f"/{path}/{kept}").status_code == 200
    assert api("GET", f"/devices/{device}").json()["end_user_id"] is None
    with pytest.raises(KeyError):
        bota_emulator.object_bytes(mine)


def test_a_serial_number_is_registered_once(api: Api) -> None:
    device = made(api, "/devices", serial_number="BP-1", model="bota_pin")
    again = api("POST", "/devices", json={"serial_number": "BP-1", "name": "Other"})
    assert (again.status_code, again.json()) == (200, device)


def test_a_device_is_merged_at_every_depth(api: Api) -> None:
    device = made(api, "/devices", serial_number="1", name="Pin", metadata={"a": {"b": 1, "c": 2}})
    here = f"/devices/{device['id']}"
    for settings in ({"led": {"on": True}}, {"led": {"dim": 3}}):
        response = api("PATCH", here, json={"settings": settings, "metadata": {"a": {"b": 9}}})
        assert response.status_code == 200
    found = api("GET", here).json()
    assert found["settings"] == {"led": {"on": True, "dim": 3}}
    assert found["metadata"] == {"a": {"b": 9, "c": 2}}
    assert (found["name"], found["serial_number"]) == ("Pin", "1")


def test_a_bound_device_uploads_for_its_end_user(api: Api) -> None:
    device = made(api, "/devices", serial_number="1")["id"]
    here = f"/devices/{device}"
    bound = api("POST", f"{here}/bind", json={"end_user_id": "eu_7"}).json()
    assert api("GET", "/devices?end_user_id=eu_7").json()["data"][0]["id"] == device
    assert "device_token" not in api("GET", here).json()
    again = api("POST", f"{here}/bind", json={"end_user_id": "eu_8"})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "device_already_bound")

    api.token = bound["device_token"]
    rec = made(api, "/recordings", name="x")
    assert (rec["device_id"], rec["end_user_id"]) == (device, "eu_7")
    api.put(api.grant(rec["id"]), wav(1))
    assert api.complete(rec["id"]).json()["status"] == "uploaded"
    assert api("GET", f"/recordings/{rec['id']}").status_code == 403

    api.token = api.emulator.api_key
    assert api("POST", f"{here}/unbind").json()["end_user_id"] is None
    assert api("POST", f"{here}/unbind").status_code == 200
    api.token = bound["device_token"]
    assert api("POST", "/recordings", json={"name": "x"}).status_code == 401


def test_a_restricted_key_has_its_scopes_alone(api: Api, bota_emulator: Emulator) -> None:
    response = api.control("POST", "/keys", {"scopes": ["end_users:read"]})
    for key in (response.json()["key"], bota_emulator.restricted_key("end_users:read")):
        api.token = key
        assert api("GET", "/end-users").status_code == 200
        refused = api("POST", "/end-users", json={})
        assert refused.status_code == 403
        assert "lacks the scope end_users:write" in refused.json()["error"]["message"]
        assert "transcriptions:read" in api("GET", "/transcriptions").json()["error"]["message"]
    with pytest.raises(ValueError, match="no such scope: all"):
        bota_emulator.restricted_key("all")


def test_health_is_outside_the_version_and_open(api: Api) -> None:
    api.token = ""
    response = api("GET", "/../health")
    assert response.url.endswith("/health")
    assert "/v1" not in response.url
    assert (response.status_code, response.json()["status"]) == (200, "healthy")
    assert api("GET", "/health").status_code == 404


def test_transcriptions_are_limited_to_ten_a_minute(api: Api, bota_emulator: Emulator) -> None:
    bota_emulator.clock.set_speed(0)
    bota_emulator.settings.rate_limits = "documented"
    json = {"recording_id": "rec_none"}
    statuses = [api("POST", "/transcriptions", json=json).status_code for _ in range(11)]
    assert statuses == [404] * 10 + [429]
    assert api("GET", "/transcriptions").status_code == 200
    bota_emulator.clock.advance(60)
    assert api("POST", "/transcriptions", json=json).status_code == 404

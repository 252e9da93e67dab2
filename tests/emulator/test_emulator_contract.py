"""The emulator against openapi.yaml: it responds as described, and nothing stops it."""

from __future__ import annotations

import functools
import pathlib
import zlib
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
import yaml
from bota_emulator import Emulator
from bota_emulator.contract.document import Contract, ContractError, contract_path
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.emulator.api_client import Api

schema = schemathesis.openapi.from_path(contract_path())
CONTRACT = Contract()

# A request that the emulator answers before it knows an operation's own rules: what HTTP itself
# asks for (405, 413, 415) is described in no operation of the contract.
BY_HTTP = (405, 413, 415)
# Of these a wrong one is refused by HTTP itself, in words of its own.
FRAMING = {"connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding"}
QUERY = {
    *("limit", "offset", "cursor", "device_id", "end_user_id", "status"),
    *("recording_id", "transcription_id", "external_id"),
}


@pytest.fixture
def populated(api: Api, bota_emulator: Emulator) -> dict[str, list[str]]:
    """Ids of what there is, by the first part of its path."""
    pending, uploaded = api.create(name="pending"), api.upload(b"RIFF", name="uploaded")
    ready = api.create(name="ready")
    api.put(api.grant(ready), b"RIFF")

    def made(path: str, **fields: str) -> str:
        return str(api("POST", path, json=fields).json()["id"])

    done = made("/transcriptions", recording_id=api.upload(b"ID3" + bytes(40_000)))
    bota_emulator.clock.advance(60)
    return {
        "recordings": [pending, uploaded, ready],
        "transcriptions": [done, made("/transcriptions", recording_id=uploaded)],
        "summaries": [made("/summaries", transcription_id=done, prompt="What was said?")],
        "end-users": [made("/end-users", external_id="crm-1")],
        "devices": [made("/devices", serial_number="1"), made("/devices", serial_number="2")],
    }


def _base_url(case: schemathesis.Case, emulator: Emulator) -> str:
    operation = CONTRACT.operations[case.operation.definition.raw["operationId"]]
    return emulator.base_url.removesuffix("/v1") + operation.prefix


@schema.parametrize()
@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_the_contract_says(
    case: schemathesis.Case, bota_emulator: Emulator, populated: dict[str, list[str]]
) -> None:
    # What comes of an operation without a handler is tested below.
    service: Any = bota_emulator._service
    if case.operation.definition.raw["operationId"] not in service.handlers:
        return
    # Invented ids would all end in 404: half of the examples name what there is.
    if (
        case.path_parameters
        and zlib.crc32(str(case.path_parameters["id"]).encode("utf-8", "replace")) % 2
    ):
        ids = populated[case.path.split("/")[1]]
        case.path_parameters["id"] = ids[len(str(case.body)) % len(ids)]
    for name in FRAMING & {name.lower() for name in case.headers or {}}:
        del case.headers[name]
    authorized = {"Authorization": f"Bearer {bota_emulator.api_key}"}
    response = case.call(base_url=_base_url(case, bota_emulator), headers=authorized)

    checks: list[Any] = [
        not_a_server_error,
        response_schema_conformance,
        response_headers_conformance,
        content_type_conformance,
        unsupported_method,
    ]
    # The emulator ignores query parameters that it does not know, as most services do, and the
    # check takes those for wrong data.
    if set(case.query or {}) <= QUERY:
        checks.append(negative_data_rejection)
    if response.status_code not in BY_HTTP:
        checks.append(status_code_conformance)
    case.validate_response(response, checks=checks)


@schema.parametrize()
@settings(
    max_examples=3,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_operation_ignores_auth(
    case: schemathesis.Case, bota_emulator: Emulator, populated: dict[str, list[str]]
) -> None:
    response = case.call(
        base_url=_base_url(case, bota_emulator), headers={"Authorization": "Bearer sk_test_wrong"}
    )
    if not CONTRACT.operations[case.operation.definition.raw["operationId"]].security:
        assert response.status_code == 200
        return
    assert response.status_code == 401
    case.validate_response(response, checks=[ignored_auth, response_schema_conformance])


@functools.cache
def validator(name: str) -> Any:
    document = yaml.safe_load(contract_path().read_text("utf-8"))
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": document["components"]},
        validate_formats=True,
    )


@pytest.mark.parametrize("envelope", ["details", "param", "type"])
def test_errors_and_successes_fit_their_schemas(
    api: Api, bota_emulator: Emulator, envelope: Any, populated: dict[str, list[str]]
) -> None:
    bota_emulator.settings.error_envelope = envelope
    for text in (False, True):
        bota_emulator.settings.size_as_string = text
        validator("RecordingPage").validate(api("GET", "/recordings").json())
        link = api("GET", f"/recordings/{populated['recordings'][1]}/download-url").json()
        validator("DownloadUrl").validate(link)
    validator("UploadUrl").validate(api.grant(populated["recordings"][0]))
    for status in (400, 401, 403, 404, 409, 422, 425, 429, 500, 503):
        bota_emulator.fail_api(None, status)
        answer = api("GET", "/recordings")
        assert answer.status_code == status
        validator("ErrorResponse").validate(answer.json())


def _changed(tmp_path: pathlib.Path, change: Any) -> pathlib.Path:
    document = yaml.safe_load(contract_path().read_text("utf-8"))
    change(document)
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(document))
    return path


def _grow(document: dict[str, Any]) -> None:
    """Ten operations in three tags, of which the emulator knows nothing."""
    row = {
        "type": "object",
        "required": ["id", "kind"],
        "properties": {
            "id": {"type": "string"},
            "kind": {"enum": ["loud", "quiet"]},
            "at": {"type": "string", "format": "date-time"},
            "levels": {"type": "array", "items": {"type": "number"}},
        },
    }
    document["components"]["schemas"]["Waveform"] = row
    schema = {"$ref": "#/components/schemas/Waveform"}
    good = {"description": "It.", "content": {"application/json": {"schema": schema}}}
    text = {"description": "It.", "content": {"text/csv": {"example": "id,kind\nw1,loud\n"}}}
    body = {"required": True, "content": {"application/merge-patch+json": {"schema": schema}}}
    for tag in ("waveforms", "highlights", "exports"):
        key = {"security": [{"apiKey": [f"{tag}:read"]}], "tags": [tag]}
        path = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        document["paths"][f"/{tag}"] = {
            "get": {"operationId": f"{tag}.list", **key, "responses": {"200": good}},
        }
        document["paths"][f"/{tag}/{{id}}:{tag}"] = {
            "parameters": [path],
            "post": {
                "operationId": f"{tag}.change",
                **key,
                "requestBody": body,
                "responses": {"202": good},
            },
            "delete": {
                "operationId": f"{tag}.delete",
                "responses": {"204": {"description": "Gone."}},
            },
        }
    document["paths"]["/exports/{a}/{b}.csv"] = {
        "get": {"operationId": "exports.text", "security": [], "responses": {"default": text}}
    }


def test_ten_operations_without_a_handler_respond_from_the_contract(tmp_path: pathlib.Path) -> None:
    with Emulator(contract=_changed(tmp_path, _grow)) as emulator:
        api = Api(emulator)
        with api.session:
            api.upload(b"RIFF" + bytes(2000))
            for tag in ("waveforms", "highlights", "exports"):
                shown = api("GET", f"/{tag}")
                assert (shown.status_code, shown.headers["X-Bota-Emulator"]) == (200, "example")
                assert shown.json()["kind"] == "loud"
                change = f"/{tag}/a%2Fb:{tag}"
                media = {"Content-Type": "application/merge-patch+json"}
                done = api("POST", change, json={"id": "a", "kind": "quiet"}, headers=media)
                assert done.status_code == 202
                assert api("POST", change, json={"id": "a"}, headers=media).status_code == 400
                assert api("POST", change, json={"id": "a", "kind": "loud"}).status_code == 415
                gone = api("DELETE", change)
                assert (gone.status_code, gone.content) == (204, b"")
                api.token = "rk_test_write"
                refused = api("GET", f"/{tag}")
                assert refused.status_code == 403
                assert f"{tag}:read" in refused.json()["error"]["message"]
                api.token = ""
                assert api("DELETE", change).status_code == 401
                api.token = emulator.api_key
            plain = api("GET", "/exports/x/y.csv")
            assert plain.headers["Content-Type"].startswith("text/csv")
            assert plain.text == "id,kind\nw1,loud\n"

            emulator.settings.strict = True
            refused = api("GET", "/waveforms")
            assert refused.status_code == 501
            assert "waveforms.list" in refused.json()["error"]["message"]
            api.upload(b"RIFF" + bytes(2000))


def test_a_contract_without_an_operation_that_has_a_handler_is_served(
    tmp_path: pathlib.Path,
) -> None:
    path = _changed(tmp_path, lambda d: d["paths"].pop("/recordings/{id}/download-url"))
    with Emulator(contract=path) as emulator:
        api = Api(emulator)
        with api.session:
            rec = api.upload(b"RIFF" + bytes(2000))
            gone = api("GET", f"/recordings/{rec}/download-url")
            assert gone.status_code == 404
            assert gone.json()["error"]["message"] == "No such operation"


def test_an_operation_without_an_id_is_named(tmp_path: pathlib.Path) -> None:
    path = _changed(tmp_path, lambda d: d["paths"]["/recordings"]["get"].pop("operationId"))
    with pytest.raises(ContractError, match="GET /recordings has no operationId"):
        Contract(path)


def test_a_new_field_and_a_new_type_need_no_code(tmp_path: pathlib.Path) -> None:
    def add(document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        schemas["AudioContentType"]["enum"].append("audio/aac")
        schemas["CreateRecordingRequest"]["properties"]["language"] = {"type": "string"}
        schemas["Recording"]["properties"]["language"] = {"type": ["string", "null"]}

    with Emulator(contract=_changed(tmp_path, add)) as emulator:
        api = Api(emulator)
        with api.session:
            assert api("POST", "/recordings", json={"language": 7}).status_code == 400
            rec = api.create(language="de")
            assert api("GET", f"/recordings/{rec}").json()["language"] == "de"
            grant = api.grant(rec, content_type="audio/aac")
            assert "audio.aac?" in grant["upload_url"]

"""What a contract may ask for: parameters of every style, bodies of every kind, security, samples."""

from __future__ import annotations

import base64
import json
import pathlib
from typing import Any

import pytest
import yaml
from bota_emulator import Emulator
from bota_emulator.contract.document import Contract, ContractError

from tests.emulator.api_client import Api

CAT = {"type": "object", "required": ["kind", "lives"], "properties": {"lives": {"minimum": 9}}}
DOG = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "servers": [{"url": "https://{host}/api/v2/", "variables": {"host": {"default": "x.test"}}}],
    "components": {
        "securitySchemes": {
            "secret": {"type": "http", "scheme": "bearer"},
            "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "basic": {"type": "http", "scheme": "basic"},
        },
        "schemas": {
            "Ids": {"type": "array", "items": {"type": "integer"}, "minItems": 2},
            "Base": {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}},
            "Both": {
                "allOf": [{"$ref": "#/components/schemas/Base"}],
                "required": ["b"],
                "properties": {"b": {"type": "number", "minimum": 0.5}},
            },
            "Cat": CAT,
            "Dog": DOG,
            "Pet": {
                "oneOf": [
                    {"$ref": "#/components/schemas/Dog"},
                    {"$ref": "#/components/schemas/Cat"},
                ],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {"dog": "#/components/schemas/Dog"},
                },
            },
        },
    },
}
PLACE = "#/paths/~1things/post/responses/200/content/application~1json"
IDS = {"schema": {"$ref": "#/components/schemas/Ids"}}
POINT = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "boolean"}}}


def serve(
    tmp_path: pathlib.Path,
    *parameters: dict[str, Any],
    path: str = "/things",
    security: Any = (),
    response: Any = None,
    **body: Any,
) -> Emulator:
    node: dict[str, Any] = {
        "operationId": "it",
        "parameters": list(parameters),
        "responses": {200: {"description": "It.", "content": {"application/json": response or {}}}},
    }
    if security is not None:
        node["security"] = list(security)
    if body:
        node["requestBody"] = {"required": True, "content": body}
    file = tmp_path / "openapi.yaml"
    file.write_text(yaml.safe_dump({**CONTRACT, "paths": {path: {"post": node}}}))
    return Emulator(contract=file)


def query(**node: Any) -> dict[str, Any]:
    return {"name": "q", "in": "query", **node}


@pytest.mark.parametrize(
    ("parameter", "good", "bad"),
    [
        (query(schema={"type": "number"}), "q=1.5", "q=much"),
        (query(schema={"type": ["integer", "null"]}), "q=1", "q=1.5"),
        (query(schema={"type": "boolean"}), "q=true", "q=yes"),
        (query(schema={"anyOf": [{"type": "integer"}, {"const": "all"}]}), "q=all", "q=some"),
        (query(**IDS), "q=1&q=2", "q=1"),
        (query(**IDS), "q=1&q=2", "q=1&q=b"),
        (query(**IDS, explode=False), "q=1,2", "q=1,b"),
        (query(**IDS, explode=False, style="pipeDelimited"), "q=1%7C2", "q=1,2"),
        (query(**IDS, explode=False, style="spaceDelimited"), "q=1%202", "q=1,2"),
        (query(schema=POINT), "x=1&y=true", "x=one"),
        (query(schema=POINT, explode=False), "q=x,1,y,true", "q=x,one"),
        (query(schema=POINT, style="deepObject", explode=True), "q[x]=1", "q[x]=one"),
        (query(content={"application/json": {"schema": POINT}}), 'q={"x":1}', 'q={"x":"1"}'),
        (query(content={"application/json": {"schema": POINT}}), "q={}", "q={"),
        (query(schema={"type": "string"}, required=True), "q=", "other=1"),
    ],
)
def test_queries_are_read_by_their_style(
    tmp_path: pathlib.Path, parameter: dict[str, Any], good: str, bad: str
) -> None:
    with serve(tmp_path, parameter) as emulator:
        api = Api(emulator)
        with api.session:
            assert api("POST", f"/things?{good}").status_code == 200
            refused = api("POST", f"/things?{bad}")
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "invalid_request"


def test_other_places_are_read_too(tmp_path: pathlib.Path) -> None:
    parameters: list[dict[str, Any]] = [
        {"name": "ids", "in": "path", "required": True, **IDS},
        {"name": "X-Ids", "in": "header", **IDS},
        {"name": "seen", "in": "cookie", "schema": {"type": "integer"}},
    ]
    with serve(tmp_path, *parameters, path="/a/{ids}/b/{free}:verb") as emulator:
        api = Api(emulator)
        with api.session:
            assert api("POST", "/a/1,2/b/x:verb").status_code == 200
            assert api("POST", "/a/1,b/b/x:verb").status_code == 400
            assert api("POST", "/a/1,2/b/x").status_code == 404
            for headers, status in (
                ({"X-Ids": "1,2"}, 200),
                ({"X-Ids": "1"}, 400),
                ({"Cookie": "seen=1"}, 200),
                ({"Cookie": "seen=no"}, 400),
            ):
                assert api("POST", "/a/1,2/b/x:verb", headers=headers).status_code == status


BOTH = {"schema": {"$ref": "#/components/schemas/Both"}}
PET = {"schema": {"$ref": "#/components/schemas/Pet"}}
FIELDS = {
    "ids": {"$ref": "#/components/schemas/Ids"},
    "base": {"$ref": "#/components/schemas/Base"},
}
FILE = {"schema": {"properties": {**FIELDS, "audio": {"type": "string", "maxLength": 5}}}}
MULTIPART = "multipart/form-data; boundary=edge"


def multipart(*parts: str) -> str:
    head = '--edge\r\nContent-Disposition: form-data; name="'
    return "".join(f"{head}{part}\r\n" for part in parts) + "--edge--\r\n"


def field(name: str, value: str) -> str:
    return f'{name}"\r\n\r\n{value}'


def file(value: str) -> str:
    return f'audio"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n{value}'


@pytest.mark.parametrize(
    ("media", "schema", "sent", "status"),
    [
        ("application/json", BOTH, {"a": 1, "b": 0.5}, 200),
        ("application/json", BOTH, {"b": 0.5}, 400),
        ("application/merge-patch+json", BOTH, {"a": 1, "b": 2}, 200),
        ("application/merge-patch+json", BOTH, {"a": 1}, 400),
        ("application/vnd.x+json; version=1", BOTH, {"a": 1, "b": 2}, 200),
        # A cat is a dog to JSON Schema; the discriminator knows better.
        ("application/json", PET, {"kind": "cat", "lives": 9}, 200),
        ("application/json", PET, {"lives": 9}, 400),
        ("application/json", {"schema": {"type": "array"}}, [1], 200),
        ("application/x-www-form-urlencoded", BOTH, "a=1&b=2", 200),
        ("application/x-www-form-urlencoded", BOTH, "a=one&b=2", 400),
        ("application/x-www-form-urlencoded", FILE, "ids=1&ids=2", 200),
        ("application/x-www-form-urlencoded", FILE, "ids=1", 400),
        ("application/x-www-form-urlencoded", FILE, "audio=a&audio=b", 400),
        ("application/x-www-form-urlencoded", FILE, "base=%7B%22a%22%3A1%7D", 200),
        ("application/x-www-form-urlencoded", FILE, "base=%7B%22a%22%3A%22b%22%7D", 400),
        (MULTIPART, BOTH, multipart(field("a", "1"), field("b", "2")), 200),
        (MULTIPART, BOTH, multipart(field("a", "1")), 400),
        (MULTIPART, BOTH, multipart(field("a", "one"), field("b", "2")), 400),
        (MULTIPART, FILE, multipart(field("ids", "1"), field("ids", "2")), 200),
        (MULTIPART, FILE, multipart(field("base", '{"a": 1}')), 200),
        (MULTIPART, FILE, multipart(field("base", "{}")), 400),
        (MULTIPART, FILE, multipart(file("\0\r\n\r\x85")), 200),
        (MULTIPART, FILE, multipart(file("123456")), 400),
        (MULTIPART, FILE, multipart(field("x", "\xff")), 400),
        (MULTIPART, FILE, multipart(file("1"))[:-6], 400),
        (MULTIPART, FILE, "no part", 400),
        ("application/octet-stream", {}, "\0\1", 200),
        ("text/plain", BOTH, "a", 200),
    ],
)
def test_bodies_of_every_kind_are_read(
    tmp_path: pathlib.Path, media: str, schema: dict[str, Any], sent: Any, status: int
) -> None:
    known = media.partition(";")[0]
    with serve(tmp_path, **{known: schema}) as emulator:
        api = Api(emulator)
        with api.session:
            data = sent.encode("latin-1") if isinstance(sent, str) else json.dumps(sent)
            response = api("POST", "/things", data=data, headers={"Content-Type": media})
            assert response.status_code == status, response.text
            refused = api("POST", "/things", data="x", headers={"Content-Type": "image/png"})
            assert refused.status_code == 415
            assert known in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    ("security", "headers", "status"),
    [
        (None, {}, 401),
        (None, {"Authorization": "Bearer sk_test_emulator"}, 200),
        ([], {}, 200),
        ([{}], {}, 200),
        ([{"header": []}], {"X-Key": "sk_test_emulator"}, 200),
        ([{"header": []}], {"Authorization": "Bearer sk_test_emulator"}, 401),
        ([{"basic": []}], {"Authorization": "Basic " + base64.b64encode(b"u:p").decode()}, 401),
        (
            [{"basic": []}],
            {"Authorization": "Basic " + base64.b64encode(b"u:sk_test_emulator").decode()},
            200,
        ),
        ([{"secret": []}], {"Authorization": "Bearer dtok_test"}, 403),
        ([{"secret": ["x:read"]}], {"Authorization": "Bearer rk_test_write"}, 403),
        ([{"secret": ["x:read"]}], {"Authorization": "Bearer rk_test_read"}, 200),
        ([{"secret": ["x:read"]}, {"secret": []}], {"Authorization": "Bearer rk_test_write"}, 200),
    ],
)
def test_security_is_the_contracts(
    tmp_path: pathlib.Path, security: Any, headers: dict[str, str], status: int
) -> None:
    with serve(tmp_path, security=security) as emulator:
        assert emulator.base_url.endswith("/api/v2")
        api = Api(emulator, token="")
        with api.session:
            assert api("POST", "/things", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("schema", "sample"),
    [
        ({"$ref": "#/components/schemas/Both"}, {"a": 0, "b": 0.5}),
        ({"$ref": "#/components/schemas/Pet"}, {"kind": "dog"}),
        ({"$ref": "#/components/schemas/Ids"}, [0, 0]),
        ({"type": ["string", "null"], "format": "date-time"}, "2025-01-15T10:00:00Z"),
        ({"enum": ["x", "y"]}, "x"),
        ({"type": "string", "minLength": 6}, "textxx"),
        ({"type": "integer", "minimum": 3, "maximum": 9}, 3),
        ({"oneOf": [{"type": "null"}, {"type": "boolean"}]}, True),
        ({"type": "object", "additionalProperties": True}, {}),
        ({"allOf": [{"enum": ["on", "off"]}], "description": "A switch."}, "on"),
        ({"type": "object", "properties": {"any": True, "no": {"writeOnly": True}}}, {"any": None}),
        (
            {
                "properties": {"id": {"type": "integer"}},
                "oneOf": [{"type": "object", "properties": {"x": {"const": 1}}}],
            },
            {"id": 0, "x": 1},
        ),
    ],
)
def test_a_response_without_an_example_is_made_from_its_schema(
    tmp_path: pathlib.Path, schema: dict[str, Any], sample: Any
) -> None:
    with serve(tmp_path, response={"schema": schema}) as emulator:
        api = Api(emulator)
        with api.session:
            response = api("POST", "/things")
    assert (response.headers["X-Bota-Emulator"], response.json()) == ("example", sample)
    Contract(tmp_path / "openapi.yaml").operations["it"].check_response(200, sample)


def test_a_value_without_an_end_is_cut_off(tmp_path: pathlib.Path) -> None:
    endless = {"type": "object", "required": ["next"]}
    endless["properties"] = {"next": {"$ref": PLACE + "/schema"}}
    with serve(tmp_path, response={"schema": endless}) as emulator:
        api = Api(emulator)
        with api.session:
            assert api("POST", "/things").status_code == 200


def test_a_response_that_breaks_the_contract_is_500_under_strict(
    api: Api, tmp_path: pathlib.Path, caplog: pytest.LogCaptureFixture
) -> None:
    document = yaml.safe_load(pathlib.Path(_contract()).read_text("utf-8"))
    document["components"]["schemas"]["Recording"]["required"].append("waveform")
    file = tmp_path / "openapi.yaml"
    file.write_text(yaml.safe_dump(document))
    with Emulator(contract=file, strict=True) as emulator:
        strict = Api(emulator)
        with strict.session:
            response = strict("POST", "/recordings", json={"end_user_id": "eu_1"})
            assert response.status_code == 500
            assert "waveform is required" in response.json()["error"]["message"]
            assert "createRecording, response 201: waveform is required" in caplog.text
            emulator.settings.strict = False
            assert strict("POST", "/recordings", json={"end_user_id": "eu_1"}).status_code == 201


@pytest.mark.parametrize("text", ["[1]", "a: [", "paths: []"])
def test_what_is_no_contract_is_an_error_in_words(tmp_path: pathlib.Path, text: str) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_text(text)
    with pytest.raises(ContractError, match=r"openapi\.yaml"):
        Emulator(contract=file)


def _contract() -> pathlib.Path:
    from bota_emulator.contract.document import contract_path

    return contract_path()

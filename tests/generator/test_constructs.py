"""Ordinary constructs of OpenAPI give calls that are typed, sent and read as they should be.

Few are refused, each with its reason in one line.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.errors import GenerationError
from generator.generate import generate
from generator.rules import FIRST_RULES, RULES

ALL: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("constructs.yaml"))
TABLE = [each for each in ALL if "refused" not in each]
REFUSED = [each for each in ALL if "refused" in each]
LEAST, MOST_REFUSED = 100, 15
CONTRACTS = list(dict.fromkeys(each.get("contract", "common") for each in TABLE))
HEAD = """\
import datetime, uuid
from typing import assert_type
from {package} import models
from {package}.resources import Resources
from {package}.types import File
"""


def package(contract: str) -> str:
    return f"{contract.replace(' ', '_')}_api"


def operation(node: dict[str, Any], tag: str) -> dict[str, Any]:
    """Write out what the table leaves away."""
    found = {"tags": [tag], "security": [{"key": []}], **node}
    if "body" in found:
        media = found.pop("media", "application/json")
        body = found.pop("body")
        content = {} if body is None else {"schema": body}
        listed = [media] if isinstance(media, str) else media
        found["requestBody"] = {
            "required": not found.pop("optional", False),
            "content": dict.fromkeys(listed, content),
        }
        if not found["requestBody"]["required"] or (body and "default" in str(body)):
            del found["requestBody"]["required"]
    if "returns" in found:
        media = {"application/json": {"schema": found.pop("returns")}}
        found["responses"] = {"200": {"description": "ok", "content": media}}
    found.setdefault("responses", {"200": {"description": "ok"}})
    return {key: value for key, value in found.items() if value is not None}


def contract_of(constructs: Iterable[dict[str, Any]]) -> dict[str, Any]:
    document: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    items: dict[str, Any] = {}
    for each in constructs:
        document |= each.get("top", {})
        schemas |= each.get("schemas", {})
        for key, node in each["op"].items():
            method, _, path = key.partition(" ")
            item = {
                method.lower(): operation({k: v for k, v in node.items() if k != "item"}, path[1])
            }
            if node.get("item"):
                items["Item"] = item
                item = {"$ref": "#/components/pathItems/Item"}
            paths.setdefault(path, {}).update(item)
            if "security" in each.get("top", {}):
                item[method.lower()].pop("security")
    components = {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}
    components |= document.get("components", {})
    return {
        **document,
        "paths": paths,
        "components": {**components, "schemas": schemas, "pathItems": items},
    }


def in_contract(name: str) -> list[dict[str, Any]]:
    return [each for each in TABLE if each.get("contract", "common") == name]


def function(each: dict[str, Any], index: int) -> str:
    then = each.get("then", "")
    result = f"result = {each['call']}" if "result" in then else each["call"]
    result += f"\n    assert {then}" * bool(then)
    return f"\n\ndef call_{index}(bota: Resources) -> None:  # {each['name']}\n    {result}\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every contract's client, and a module of the table's calls for each."""
    folder = tmp_path_factory.mktemp("constructs")
    for name in CONTRACTS:
        path = folder / f"{package(name)}.yaml"
        with path.open("w") as file:
            YAML(typ="safe").dump(contract_of(in_contract(name)), file)
        generate(path, folder / package(name))
        calls = [function(each, i) for i, each in enumerate(TABLE) if each in in_contract(name)]
        (folder / f"calls_{package(name)}.py").write_text(
            HEAD.format(package=package(name)) + "".join(calls)
        )
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


class Server:
    """Gives one answer, and keeps what it was sent."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = {}
        self.sent: dict[str, Any] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.sent = {
                    "method": self.command,
                    "path": self.path,
                    "headers": self.headers,
                    "text": content.decode("latin-1"),
                }
                said = outer.answer
                body = json.dumps(said["json"]) if "json" in said else said.get("text", "")
                self.send_response(said.get("status", 200))
                for name, value in said.get("headers", {}).items():
                    self.send_header(name, value)
                if said.get("status") != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode("latin-1"))

            do_GET = do_PUT = do_POST = do_DELETE = do_OPTIONS = do_HEAD = do_PATCH = answer  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.http.shutdown()
    found.http.server_close()


@pytest.mark.parametrize("index", range(len(TABLE)), ids=[each["name"] for each in TABLE])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_construct(made: Path, server: Server, index: int) -> None:
    each = TABLE[index]
    name = package(each.get("contract", "common"))
    client = importlib.import_module(f"{name}.client")
    calls = importlib.import_module(f"calls_{name}")
    server.answer, server.sent = each.get("answer", {}), {}
    with client.AuthenticatedClient(base_url=server.url, token="t") as api:
        bota = importlib.import_module(f"{name}.resources").Resources(api)
        getattr(calls, f"call_{index}")(bota)
    for key, expected in each.get("sent", {}).items():
        if key == "json":
            assert json.loads(server.sent["text"]) == expected
        elif key == "headers":
            assert {name: server.sent["headers"][name] for name in expected} == expected
        elif key == "has":
            assert [part for part in expected if part not in server.sent["text"]] == []
        else:
            assert server.sent[key] == expected


def test_all_are_typed(made: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        *(f"calls_{package(name)}.py" for name in CONTRACTS),
    ]
    packages = [package(name) for name in CONTRACTS]
    done = subprocess.run(
        [*command, *packages], cwd=made, capture_output=True, text=True, check=False
    )
    assert "no issues found" in done.stdout, done.stdout


@pytest.mark.parametrize("each", REFUSED, ids=[each["name"] for each in REFUSED])
def test_what_is_refused_has_a_reason_in_one_line(each: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    with path.open("w") as file:
        YAML(typ="safe").dump(contract_of([each]), file)
    with pytest.raises(GenerationError) as caught:
        generate(path, tmp_path / "refused_api")
    (line,) = str(caught.value).splitlines()
    assert f": {each['refused']}" in line


def test_many_are_generated_and_few_refused() -> None:
    assert len(TABLE) >= LEAST
    assert len(REFUSED) <= MOST_REFUSED
    # Beside these rules stand those for our own hints.
    named = {each["refused"].partition(":")[0] for each in REFUSED}
    rules = {rule.__name__.replace("_", "-") for rule in (*FIRST_RULES, *RULES)}
    assert rules - named == {"rate-limit", "pagination-hint"}

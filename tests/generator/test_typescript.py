"""The contract reaches TypeScript as it reaches Python, and nothing edited by hand stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.__main__ import PYTHON, TYPESCRIPT, main
from generator.contract import load_contract
from generator.errors import GenerationError
from generator.rules import check_contract
from generator.typescript.generate import generate_typescript
from generator.typescript.naming import GLOBALS, argument, attribute, camel
from generator.typescript.operations import render_operations
from generator.typescript.reading import render_reading
from tests.generator.conftest import ROOT
from tests.generator.contracts import GOOD, KIND
from tests.generator.test_constructs import CONTRACTS, contract_of, in_contract


def normal(folder: Path, text: str) -> tuple[Path, dict[str, Any]]:
    contract = folder / "openapi.yaml"
    contract.write_text(text, "utf-8")
    return contract, check_contract(contract, load_contract(contract))


@pytest.mark.parametrize("name", ["Event", "Map", "promise"])
def test_a_type_that_would_hide_a_global_one_is_a_finding(tmp_path: Path, name: str) -> None:
    text = GOOD.replace(KIND, f"{KIND}\n    {name}: {{type: object}}")
    contract, document = normal(tmp_path, text)
    with pytest.raises(GenerationError, match=rf"global-name: {name} hides .*x-bota-name"):
        generate_typescript(contract, document, tmp_path / "made", tmp_path / "none")


def test_the_hint_gives_the_type_another_name_everywhere(tmp_path: Path) -> None:
    text = GOOD.replace("    Thing:\n", "    Event:\n      x-bota-name: ThingEvent\n")
    _, document = normal(tmp_path, text.replace("schemas/Thing", "schemas/Event"))
    assert "Promise<ThingEvent>" in render_operations(document)
    assert "  ThingEvent: {" in render_reading(document)
    assert not GLOBALS & set(document["components"]["schemas"])


@pytest.mark.parametrize("name", CONTRACTS)
def test_each_construct_is_written(tmp_path: Path, name: str) -> None:
    contract = tmp_path / "openapi.yaml"
    contract.write_text(json.dumps(contract_of(in_contract(name))))
    document = check_contract(contract, load_contract(contract))
    assert "export class Resources" in render_operations(document)
    assert "export const MODELS" in render_reading(document)


def test_what_the_contract_gains_is_there(tmp_path: Path) -> None:
    yaml = YAML(typ="rt")
    grown = yaml.load(ROOT / "openapi.yaml")
    schemas = grown["components"]["schemas"]
    schemas["CreateRecordingRequest"]["properties"]["room"] = {"type": "string"}
    schemas["AudioContentType"]["enum"].append("audio/amr")
    listing = json.loads(json.dumps(grown["paths"]["/recordings"]["get"]))
    grown["paths"]["/rooms"] = {"get": {**listing, "operationId": "listRooms", "tags": ["rooms"]}}
    contract = tmp_path / "openapi.yaml"
    yaml.dump(grown, contract)
    made = tmp_path / "typescript"
    output = str(tmp_path / "bota_api")
    arguments = ["--contract", str(contract), "--output", output, "--typescript", str(made)]
    assert main(arguments) == 0
    text = {path.name: path.read_text("utf-8") for path in made.iterdir()}
    assert "room?: string;" in text["types.gen.ts"]
    assert "'audio/amr'" in text["types.gen.ts"]
    assert '      room: { kind: "string" },' in text["reading.ts"]
    assert '"audio/amr"' in text["reading.ts"]
    assert "readonly rooms: RoomsOperations;" in text["operations.ts"]
    assert 'list(query?: ListRoomsData["query"]' in text["operations.ts"]


@pytest.mark.parametrize("name", ["operations.ts", "types.gen.ts", "stamp.json"])
def test_what_was_edited_by_hand_is_named(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "typescript"
    shutil.copytree(ROOT / TYPESCRIPT, made)
    (made / name).write_text((made / name).read_text("utf-8") + " ", "utf-8")
    arguments = ["--check", "--output", str(ROOT / PYTHON), "--typescript", str(made)]
    assert main(arguments) == 1
    assert f"differs: {name}" in capsys.readouterr().out


def test_names_are_those_of_python_in_another_spelling() -> None:
    assert [camel(name) for name in ("list", "create_url", "get_download_url", "import_")] == [
        "list",
        "createUrl",
        "getDownloadUrl",
        "import",
    ]
    assert attribute("end-users") == "endUsers"
    assert attribute("upload") == "upload_"
    assert [argument(name) for name in ("id", "device-id", "delete")] == [
        "id",
        "deviceId",
        "delete_",
    ]

"""What `nox -s spec` finds beside the generator's rules. redocly itself runs in that session."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import redocly
from generator.contract import load_contract
from generator.rules import findings
from generator.spec import RULES, broken_rules, main
from tests.generator.conftest import ROOT
from tests.generator.contracts import BODY, CHANGED, GOOD, LABEL, NOTE, OK

CONTRACT = ROOT / "openapi.yaml"
LABELLED = LABEL.replace("type: string", "type: string, description: d")
WRONG = [
    ("wrong-examples", BODY, BODY.replace("}}}", "}, example: {label: 5}}}"), ".label is not what its schema says: 5 is not of type"),
    ("wrong-examples", OK, OK.replace("}}}}", "}, examples: {a: {value: {kind: three}}}}}}"), ".kind is not what its schema says: 'three' is not one of"),
    ("wrong-examples", NOTE, NOTE.replace("schema:", "example: 5, schema:"), "5 is not of type 'string'"),
    ("wrong-examples", LABEL, LABEL.replace("type: string", "type: string, example: 5"), "5 is not of type 'string'"),
    ("wrong-examples", LABEL, LABEL.replace("type: string", "type: string, examples: [a, 5]"), "5 is not of type 'string'"),
    ("wrong-examples", LABEL, LABEL.replace("type: string", "type: string, format: date-time, example: soon"), "'soon' is not a 'date-time'"),
    ("missing-examples", BODY, BODY, "a body has no example"),
    ("missing-examples", OK, OK, "a response has no example"),
    ("undescribed", NOTE, NOTE, "the parameter X-Note has no description"),
    ("undescribed", LABEL, LABEL, "the property label has no description"),
]  # fmt: skip


def test_the_contract_has_nothing_to_mend() -> None:
    assert broken_rules(CONTRACT) == []
    assert findings(CONTRACT, load_contract(CONTRACT), RULES) == []


@pytest.mark.parametrize(("rule", "good", "wrong", "words"), WRONG)
def test_what_readers_would_miss_is_found(
    tmp_path: Path, rule: str, good: str, wrong: str, words: str
) -> None:
    assert good in GOOD
    path = tmp_path / "contract.yaml"
    path.write_text(GOOD.replace(good, wrong, 1))
    found = [line for line in findings(path, load_contract(path), RULES) if words in line]
    assert found
    for line in found:
        place, number, name, _ = line.split(":", 3)
        assert (place, name.strip()) == ("contract.yaml", rule)
        assert 0 < int(number) <= GOOD.count("\n")


def test_an_example_that_fits_passes(tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text(GOOD.replace(BODY, BODY.replace("}}}", "}, example: {label: a}}}"), 1))
    assert not any("wrong-examples" in line for line in findings(path, load_contract(path), RULES))


@pytest.mark.parametrize(
    ("good", "wrong", "line"),
    [
        ('info: {title: T, version: "1"}', "info: {title: T}", "2"),
        ("security: [{key: []}]", "security: {}", "10"),
        (CHANGED, CHANGED.replace("type: string", "minLength: -1"), "37"),
    ],
)
def test_what_is_no_openapi_is_found(tmp_path: Path, good: str, wrong: str, line: str) -> None:
    assert good in GOOD
    path = tmp_path / "contract.yaml"
    path.write_text(GOOD.replace(good, wrong, 1))
    found = broken_rules(path)
    assert found
    assert found[0].startswith(f"contract.yaml:{line}: shape: ")


def test_a_trap_ends_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text(GOOD.replace("openapi: 3.1.0", "openapi: 3.2.0"))
    assert main(["--contract", str(path), f"--linter={tmp_path / 'linter'}"]) == 1
    assert "contract.yaml:1: shape: " in capsys.readouterr().out


def test_the_linter_is_locked_and_its_lock_names_no_registry() -> None:
    lock = json.loads((redocly.LINT / "package-lock.json").read_text())
    wanted = json.loads((redocly.LINT / "package.json").read_text())["devDependencies"]
    packages = {name: node for name, node in lock["packages"].items() if name}
    for name, pin in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == pin
    for node in packages.values():
        assert node["integrity"].startswith("sha512-")
        assert "resolved" not in node

"""What `nox -s spec` finds beside the generator's rules. redocly itself runs in that session."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import redocly
from generator.contract import load_contract
from generator.errors import GenerationError
from generator.rules import check_contract
from generator.spec import main
from tests.generator.conftest import ROOT
from tests.generator.contracts import CHANGED, GOOD

CONTRACT = ROOT / "openapi.yaml"


def test_the_contract_has_nothing_to_mend() -> None:
    check_contract(CONTRACT, load_contract(CONTRACT))


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
    with pytest.raises(GenerationError, match=f"^contract.yaml:{line}: shape: "):
        check_contract(path, load_contract(path))


def test_a_trap_ends_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text(GOOD.replace("openapi: 3.1.0", "openapi: 3.2.0"))
    assert main(["--contract", str(path), f"--linter={tmp_path / 'linter'}"]) == 1
    assert "contract.yaml:1: shape: " in capsys.readouterr().err


def test_the_linter_is_locked_and_its_lock_names_no_registry() -> None:
    lock = json.loads((redocly.LINT / "package-lock.json").read_text())
    wanted = json.loads((redocly.LINT / "package.json").read_text())["devDependencies"]
    packages = {name: node for name, node in lock["packages"].items() if name}
    for name, pin in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == pin
    for node in packages.values():
        assert node["integrity"].startswith("sha512-")
        assert "resolved" not in node

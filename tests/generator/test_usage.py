"""What a new contract breaks in our own code is named, and the run that made it fails."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.naming import class_name, module_name
from tests.generator.conftest import ROOT
from tests.generator.growth import grow, rewrite

PARTS = ("generator", "generated", "wrappers", "emulator")
SOURCES = ("generated/python", "wrappers/python", "emulator")
BROKEN = re.compile(r"^(wrappers/python/bota_sdk/\S+\.py):(\d+): error: (.*)", re.MULTILINE)
UPLOAD = """\
import sys
from bota_emulator import Emulator
from bota_sdk import Bota
with Emulator(contract="openapi.yaml") as emulator:
    with Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
        print(bota.upload(b"RIFF0000WAVE", content_type="audio/wav", end_user_id="eu_1").verified)
"""
# Types are checked anew where the contract changed, and this machine may be busy.
pytestmark = pytest.mark.timeout(600)

Edit = Callable[[dict[str, Any]], object]


class Checkout:
    """A copy of what generation needs, and of what is checked after it.

    Args:
        folder: where it is.

    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.contract = folder / "openapi.yaml"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join(str(self.folder / name) for name in SOURCES)
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )

    def generate(self, *arguments: str) -> tuple[int, str]:
        done = self.run("-m", "generator", *arguments)
        assert not done.stderr
        return done.returncode, done.stdout

    def broken(self, text: str) -> list[str]:
        """Return the source of each line that an output names."""
        found = BROKEN.findall(text)
        return [
            (self.folder / file).read_text("utf-8").splitlines()[int(line) - 1]
            for file, line, _ in found
        ]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    folder = tmp_path_factory.mktemp("checkout")
    for name in PARTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "openapi.yaml", folder)
    return Checkout(folder)


@pytest.fixture
def checkout(shared: Checkout) -> Iterator[Checkout]:
    """A checkout in which everything fits, and whose contract is mended at the end."""
    code, text = shared.generate("--accept")
    assert code == 0, text
    before = shared.contract.read_bytes()
    yield shared
    shared.contract.write_bytes(before)


def require(schema: str) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        node = document["components"]["schemas"][schema]
        node["properties"]["region"] = {"type": "string", "description": "Where it is stored."}
        node["required"] = [*node.get("required", []), "region"]

    return edit


def rename_enum(checkout: Checkout) -> str:
    """Rename an enum that the wrapper uses; return its old name."""
    text = checkout.contract.read_text("utf-8")
    named = YAML(typ="safe").load(text)["components"]["schemas"]
    wrapper = "".join(path.read_text() for path in checkout.folder.glob("wrappers/**/*.py"))
    old = next(
        name
        for name, node in named.items()
        if "enum" in node and re.search(rf"\b({class_name(name)}|{module_name(name)})\b", wrapper)
    )
    text = text.replace(f'schemas/{old}"', 'schemas/Renamed"')
    checkout.contract.write_text(text.replace(f"    {old}:\n", "    Renamed:\n"), "utf-8")
    return old


def test_what_breaks_the_upload_is_named_until_it_is_mended(checkout: Checkout) -> None:
    old = rename_enum(checkout)
    rewrite(checkout.contract, require("CreateUploadUrlRequest"))
    code, said = checkout.generate()
    assert code == 1, said
    lines = checkout.broken(said)
    assert any(module_name(old) in line or class_name(old) in line for line in lines), said
    assert any("uploads.create_url(" in line for line in lines), said
    named = "bota.uploads.create_url(): parameter `region` added, and required"
    assert named in said.splitlines()
    assert "docs/extending.md" in said

    # What breaks a line of ours cannot be accepted, and the next run and a check find it too.
    for arguments in ([], ["--accept"], ["--check"]):
        code, again = checkout.generate(*arguments)
        assert code == 1
        assert BROKEN.findall(again) == BROKEN.findall(said)
        assert (named in again.splitlines()) == (arguments != ["--check"])


MORE = "bota.recordings.create(): parameter `region` added, and required"


def test_a_method_that_asks_for_more_is_named_until_it_does_not(checkout: Checkout) -> None:
    before = checkout.contract.read_bytes()
    rewrite(checkout.contract, require("CreateRecordingRequest"))
    for _ in range(2):
        code, said = checkout.generate()
        assert code == 1
        assert MORE in said.splitlines()
    checkout.contract.write_bytes(before)
    code, said = checkout.generate()
    assert (code, "required" in said) == (0, False)


def test_a_method_that_asks_for_more_can_be_accepted(checkout: Checkout) -> None:
    rewrite(checkout.contract, require("CreateRecordingRequest"))
    assert checkout.generate()[0] == 1
    code, said = checkout.generate("--accept")
    assert code == 0, said
    assert MORE in said.splitlines()
    assert checkout.generate() == (0, "nothing changed\n")
    assert checkout.generate("--check")[0] == 0


def test_ten_operations_in_three_tags_break_nothing(checkout: Checkout) -> None:
    rewrite(checkout.contract, grow)
    code, said = checkout.generate()
    assert code == 0, said
    assert "added: api/teams/create_team.py" in said.splitlines()
    assert checkout.generate() == (0, "nothing changed\n")
    uploaded = checkout.run("-c", UPLOAD)
    assert uploaded.stdout == "True\n", uploaded.stderr

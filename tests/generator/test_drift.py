"""Whatever makes generated/ differ from its contract is found and named."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from pathlib import Path

import bota_api
import pytest
from bota_api._stamp import SPEC_SHA256, TOOLS

from generator.__main__ import main
from generator.errors import GenerationError
from generator.tools import ORIGINALS, check_templates, pinned_versions
from tests.generator.conftest import ROOT, Run

PACKAGE = "generated/python/bota_api"


def test_the_committed_tree_is_what_the_contract_makes(run: Run) -> None:
    done = run("-m", "generator", "--check")
    assert done.returncode == 0, done.stdout + done.stderr


EDITS = [
    ("models/recording.py", "# edited by hand\n", "differs: models/recording.py"),
    ("models/upload_url.py", None, "missing: models/upload_url.py"),
    ("models/stale.py", "x = 1\n", "not generated: models/stale.py"),
    ("py.typed", None, "missing: py.typed"),
    ("resources.py", "", "differs: resources.py"),
]


def edit(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        path.write_text(text)


@pytest.mark.parametrize(("file", "text", "named"), EDITS)
def test_an_edited_removed_or_added_file_is_named(
    copy: Path, run: Run, file: str, text: str | None, named: str
) -> None:
    edit(copy / PACKAGE / file, text)
    done = run("-m", "generator", "--check")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:-1] == [named]


def test_generating_again_mends_all_of_it(copy: Path, run: Run) -> None:
    for file, text, _ in EDITS:
        edit(copy / PACKAGE / file, text)
    assert run("-m", "generator").returncode == 0
    assert run("-m", "generator", "--check").returncode == 0


IS_DONE = """\
import os, sys
from pathlib import Path
from generator.record import is_done
contract, output = Path("openapi.yaml"), Path("generated/python/bota_api").resolve()
outputs = [output, Path("generated/typescript").resolve()]
print(is_done(contract, outputs))
for name in sys.argv[1:]:
    path = Path(name)
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(b"" if before is None else before + b" ")
    print(is_done(contract, outputs))
    path.unlink() if before is None else path.write_bytes(before)
path = output / "py.typed"
path.unlink()
print(is_done(contract, outputs))
path.touch()
print(is_done(contract, outputs))
"""


def test_a_run_is_skipped_only_when_nothing_changed(copy: Path, run: Run) -> None:
    assert run("-c", IS_DONE).stdout.split() == ["False"] * 3
    assert run("-m", "generator").stdout == "nothing changed\n"
    changed = [
        "openapi.yaml",
        f"{PACKAGE}/models/recording.py",
        f"{PACKAGE}/models/stale.py",
        "generator/templates/types.py.jinja",
        "generator/config.yaml",
        "generator/requirements.txt",
        "generator/naming.py",
    ]
    done = run("-c", IS_DONE, *changed)
    assert done.stdout.split() == ["True", *["False"] * (len(changed) + 1), "True"], done.stderr
    # What was not made by the last run is made anew, whatever a record says.
    edit(copy / PACKAGE / "models/recording.py", "x = 1\n")
    assert run("-m", "generator").stdout == "changed: models/recording.py\n"


def test_a_changed_contract_without_generation_is_named(copy: Path, run: Run) -> None:
    contract = copy / "openapi.yaml"
    contract.write_text(contract.read_text().replace("A name for people.", "What it is called."))
    done = run("-m", "generator", "--check")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert "differs: _stamp.py" in lines
    assert "differs: api/recordings/__init__.py" in lines


def test_the_stamp_names_the_contract_and_the_tools() -> None:
    contract = (ROOT / "openapi.yaml").read_bytes()
    assert hashlib.sha256(contract).hexdigest() == SPEC_SHA256 == bota_api.__spec_sha256__
    assert pinned_versions() == TOOLS == bota_api.__tools__
    assert set(TOOLS) == {"openapi-python-client", "ruff"}


def test_a_moved_upstream_template_is_named(tmp_path: Path) -> None:
    check_templates()
    record = tmp_path / "record"
    record.write_text(ORIGINALS.read_text().replace("93df9d75", "00000000"))
    with pytest.raises(GenerationError, match=r"template types\.py\.jinja is not the one"):
        check_templates(record)


def test_another_tool_version_is_refused(copy: Path, run: Run) -> None:
    pins = copy / "generator" / "requirements.txt"
    pins.write_text(pins.read_text().replace("ruff==", "ruff==0.0."))
    done = run("-m", "generator", "--check")
    assert done.returncode == 1
    assert "ruff 0.0." in done.stderr
    assert "nox -s generate" in done.stderr


@pytest.mark.parametrize(
    ("text", "words"), [("a: [", "no valid YAML"), ("a: 1", "no OpenAPI document")]
)
def test_what_is_no_contract_is_refused(copy: Path, run: Run, text: str, words: str) -> None:
    (copy / "openapi.yaml").write_text(text)
    done = run("-m", "generator")
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_temporary_folder_that_git_ignores_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # ruff leaves alone what git ignores, unless an option says otherwise.
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("*\n")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert main(["--check"]) == 0

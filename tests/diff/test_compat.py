"""What the last release's users rely on, against the working tree."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from packaging.version import Version

from generator.diff.history import RECORD, Base
from generator.release.compat import conclusion, main, passes
from tests.diff.conftest import ROOT, Edit

EXAMPLE = """\
from bota_api.models import Recording
from bota_api.types import Unset

seconds: int | None | Unset = Recording(id="rec_1", status="uploaded").duration_ms
"""
SCENARIO = """\
- name: one upload of the last release
  expect:
    outcome: uploaded
    requests: [createRecording 201, createUploadUrl 200, PUT 200, completeUpload {status}]
"""


def test_recorded_examples_fail_on_a_changed_type(
    repository: Path, edit: Edit, capfd: pytest.CaptureFixture[str]
) -> None:
    (repository / RECORD / "tests/typing/example.py").write_text(EXAMPLE)
    words = '        duration_ms:\n          type: [{}, "null"]'
    edit(repository, {words.format("integer"): words.format("string")})
    # What is in the working tree now has no part in it, and tests that are not there fail.
    (repository / "tests/typing/example.py").write_text("x: int = ''\n")
    assert main(["--root", str(repository)]) == 1
    shown = capfd.readouterr().out
    assert "typing examples of v0.1.0:" in shown
    assert 'variable has type "int | Unset | None"' in shown
    assert "Found 1 error" in shown
    assert "The typing examples and scenarios of v0.1.0 FAIL" in shown


@pytest.mark.parametrize(("status", "passed"), [(200, True), (425, False)])
def test_recorded_scenarios_are_played_by_the_present_runner(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], status: int, *, passed: bool
) -> None:
    shutil.copytree(ROOT / RECORD, tmp_path / "record")
    folder = tmp_path / "record/tests/conformance"
    for path in folder.iterdir():
        path.unlink()
    (folder / "one.yaml").write_text(SCENARIO.format(status=status))
    assert passes(ROOT, Base("v0.1.0", tmp_path / "record", None), "scenarios") == passed
    assert ("3 passed" in capfd.readouterr().out) == passed


RELEASE = Base("v0.2.0", Path(os.devnull), "0" * 40)


@pytest.mark.parametrize(
    ("new", "failed", "code", "words"),
    [
        ("0.2.1", [], 0, "Code written for v0.2.0 works"),
        ("0.2.1", ["scenarios"], 1, "raise the version in"),
        ("0.3.0", ["scenarios"], 0, "as they may: 0.3.0 is a breaking step after 0.2.0"),
    ],
)
def test_conclusion(
    new: str, failed: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert conclusion(RELEASE, Version("0.2.0"), Version(new), failed) == code
    assert words in capsys.readouterr().out

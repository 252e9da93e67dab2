"""What the last release's tests say of the working tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from generator.diff.history import Base
from generator.diff.old_tests import conclusion, main
from tests.diff.conftest import Edit, git

EXAMPLE = """\
from bota_api.models import Recording
from bota_api.types import Unset

seconds: int | None | Unset = Recording(id="rec_1", status="uploaded").duration_ms
"""
SCENARIO = """\
from pathlib import Path
from bota_api.models import Recording
import bota_api

def test_the_present_package_is_under_test():
    assert Path(bota_api.__file__).is_relative_to({root!r})
    assert Recording.from_dict({{"id": "rec_1", "status": "new"}}).status == "new"
"""


def test_old_examples_fail_on_a_changed_type(
    repository: Path, edit: Edit, capfd: pytest.CaptureFixture[str]
) -> None:
    for folder, name, text in (
        ("typing", "example.py", EXAMPLE),
        ("conformance", "test_scenario.py", SCENARIO.format(root=str(repository))),
    ):
        (repository / "tests" / folder).mkdir(parents=True)
        (repository / "tests" / folder / name).write_text(text)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Add tests")
    git(repository, "tag", "v0.1.1")

    edit(
        repository,
        {
            '        duration_ms:\n          type: [integer, "null"]': (
                '        duration_ms:\n          type: [string, "null"]'
            )
        },
    )
    # What is in the working tree now has no part in it.
    (repository / "tests/typing/example.py").write_text("x: int = ''\n")
    assert main(["--root", str(repository)]) == 1
    shown = capfd.readouterr().out
    assert "typing examples of v0.1.1" in shown
    assert 'variable has type "int | Unset | None"' in shown
    assert "1 passed" in shown
    assert "The typing examples of v0.1.1 FAIL" in shown


def test_a_revision_without_tests_is_said(
    repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(repository)]) == 2
    assert "v0.1.0 has no tests/typing" in capfd.readouterr().err


RELEASE = Base("v0.2.0", "0" * 40, released=True)


@pytest.mark.parametrize(
    ("base", "new", "failed", "code", "words"),
    [
        (RELEASE, "0.2.1", [], 0, "Code written for v0.2.0 works"),
        (RELEASE, "0.2.1", ["scenarios"], 1, "raise the version in"),
        (RELEASE, "0.3.0", ["scenarios"], 0, "as they may: 0.3.0 is a breaking step after 0.2.0"),
        (Base("main^", "0" * 40, released=False), "0.2.0", ["scenarios"], 0, "No release has a"),
    ],
)
def test_verdict(
    base: Base,
    new: str,
    failed: list[str],
    code: int,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert conclusion(base, Version("0.2.0"), Version(new), failed) == code
    assert words in capsys.readouterr().out

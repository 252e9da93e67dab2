"""`python -m generator.diff` on repositories as they come."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.diff.__main__ import main
from generator.diff.history import RECORD
from tests.diff.conftest import Edit, git, make_record, set_version

REQUIRED = {
    "    CreateRecordingRequest:\n      type: object\n      properties:\n": (
        "    CreateRecordingRequest:\n      type: object\n      required: [asked_by_test]\n"
        "      properties:\n        asked_by_test:\n          type: string\n"
    )
}
OPTIONAL = {
    "        transcription_id:\n": "        added_by_test:\n          type: string\n"
    "        transcription_id:\n"
}


def run(root: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(root)])


@pytest.mark.usefixtures("oasdiff")
def test_a_break_asks_for_a_version(
    repository: Path, edit: Edit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(repository, REQUIRED)
    # Neither a clean working tree is needed, nor is it changed.
    before = git(repository, "status", "--porcelain")
    assert before
    file = tmp_path / "report.json"
    assert run(repository, "--json", str(file)) == 1
    assert git(repository, "status", "--porcelain") == before

    shown = capsys.readouterr().out
    assert "# Changes since v0.1.0" in shown
    row = "| **yes** | callers, type checkers | `bota.recordings.create()` | parameter `asked_by_test`"
    assert row in shown
    assert "3 of them breaking: a major step, which in 0.x is the second number." in shown
    assert "0.1.0 is TOO LOW" in shown
    assert "### Added\n\n- **Breaking:** `POST /recordings`" in shown
    report = json.loads(file.read_text())
    assert (report["step"], report["needed_version"], report["too_low"]) == ("major", "0.2.0", True)
    rules = {change["rule"]: change for change in report["changes"]}
    assert rules["required-parameter-added"]["audiences"] == ["callers", "type checkers"]
    assert rules["new-required-request-property"]["paths"] == ["POST /recordings"]

    set_version(repository, "0.2.0.dev1")
    assert run(repository) == 0
    assert "The version is 0.2.0.dev1." in capsys.readouterr().out


@pytest.mark.usefixtures("oasdiff")
def test_changes_are_taken_from_the_recorded_release(
    repository: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(repository, REQUIRED)
    set_version(repository, "0.2.0")
    make_record(repository)
    git(repository, "commit", "-qam", "Ask for more")
    git(repository, "tag", "v0.2.0")
    assert run(repository) == 0
    assert "Nothing that is shipped changed." in capsys.readouterr().out

    edit(repository, OPTIONAL)
    git(repository, "commit", "-qam", "Add the added_by_test")
    assert run(repository) == 1
    shown = capsys.readouterr().out
    assert "# Changes since v0.2.0" in shown
    assert "asked_by_test" not in shown
    assert "After 0.2.0 that is 0.2.1 or higher." in shown
    assert run(repository, "v0.1.0") == 0
    assert "asked_by_test" in capsys.readouterr().out


@pytest.mark.usefixtures("oasdiff")
def test_a_release_without_a_tag_is_still_being_made(
    repository: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "tag", "-d", "v0.1.0")
    edit(repository, REQUIRED)
    git(repository, "commit", "-qam", "Ask for more")
    assert run(repository) == 0
    shown = capsys.readouterr().out
    assert "# Changes since v0.1.0\n" in shown
    assert "There is no tag v0.1.0 yet: it is being prepared" in shown
    assert "| **yes** |" in shown
    # Who names a revision wants a conclusion, and the next version is held to the record.
    assert run(repository, "HEAD~1") == 1
    assert "# Changes since HEAD~1 (" in capsys.readouterr().out
    set_version(repository, "0.1.1")
    assert run(repository) == 1
    assert "After 0.1.0 that is 0.2.0 or higher. 0.1.1 is TOO LOW" in capsys.readouterr().out


@pytest.mark.usefixtures("oasdiff")
def test_changed_insides_ask_for_a_patch(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = repository / "wrappers/python/bota_sdk/errors.py"
    module.write_text(f"{module.read_text()}\n# Better.\n")
    assert run(repository) == 1
    shown = capsys.readouterr().out
    assert "Shipped files changed, but no operation and no public name: a patch step" in shown
    assert "0.1.1 or higher" in shown
    (repository / "notes.txt").write_text("not shipped")
    git(repository, "checkout", "-q", "wrappers")
    assert run(repository) == 0


def test_what_cannot_be_compared_is_said(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(repository, "v9.9.9") == 2
    assert "there is no revision 'v9.9.9'" in capsys.readouterr().err
    git(repository, "rm", "-rqf", "docs/api")
    git(repository, "commit", "-qm", "Forget the public names")
    assert run(repository, "HEAD") == 2
    assert "HEAD cannot be compared with; name a later one" in capsys.readouterr().err
    shutil.rmtree(repository / RECORD)
    assert run(repository) == 2
    assert "tests/last_release" in capsys.readouterr().err
    (repository / "openapi.yaml").write_text("openapi: 3.1.0\n")
    assert run(repository) == 2
    assert "nox -s generate" in capsys.readouterr().err


@pytest.mark.usefixtures("oasdiff")
def test_a_folder_without_git_has_the_record_alone(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent))
    (repository / ".git").rename(repository / "git")
    assert run(repository) == 0
    assert "Nothing that is shipped changed." in capsys.readouterr().out
    assert run(repository, "v0.1.0") == 2
    assert "not a git repository" in capsys.readouterr().err

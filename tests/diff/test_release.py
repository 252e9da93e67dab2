"""A release: one version everywhere, refused where it may not be, and made twice the same."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from generator.release.__main__ import main
from generator.release.finish import finish
from generator.release.versions import versions, write_version
from tests.diff.conftest import ROOT, Edit, git
from tests.diff.test_command import REQUIRED

PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
CATEGORIES = tomllib.loads(PYPROJECT)["tool"]["scriv"]["categories"]
FRAGMENT = "### Fixed\n\n- An upload no longer fails.\n"
CHANGELOG = "# Changelog\n\n<!-- scriv-insert-here -->\n\n## [0.1.0] - 2026-01-01\n"


@pytest.fixture
def checkout(repository: Path) -> Path:
    """A clean checkout after v0.1.0, with a change for the changelog."""
    (repository / "CHANGELOG.md").write_text(CHANGELOG)
    (repository / "changelog.d").mkdir()
    (repository / "changelog.d/upload.md").write_text(FRAGMENT)
    module = repository / "wrappers/python/bota_sdk/errors.py"
    module.write_text(f"{module.read_text()}\n# Better.\n")
    shutil.copy(ROOT / ".gitignore", repository)
    commit(repository)
    return repository


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Change")


def prepare(root: Path, version: str) -> int:
    return main(["--root", str(root), "prepare", version])


def test_one_version_everywhere(repository: Path) -> None:
    assert len(versions(ROOT)) == 5
    assert len({*versions(ROOT).values()}) == 1
    write_version(repository, "12.3.45")
    assert {*versions(repository).values()} == {"12.3.45"}
    for line in git(repository, "diff", "--numstat").splitlines():
        added, removed, name = line.split()
        assert added == removed == ("2" if name.endswith("-lock.json") else "1")
    write_version(repository, versions(ROOT)["wrappers/typescript/package.json"])
    set_back = git(repository, "diff", "--name-only", "--", "wrappers/typescript")
    assert not set_back


@pytest.mark.usefixtures("oasdiff")
def test_what_is_no_release_is_refused_and_nothing_written(
    checkout: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    for version, words in (
        ("next", "'next' is no version; name it as `-- 1.2.3`"),
        ("0.1.1rc1", "is no version"),
        ("0.1.0", "the tag v0.1.0 is there"),
        ("0.0.9", "asks for 0.1.1 or higher"),
    ):
        assert prepare(checkout, version) == 1
        assert words in capsys.readouterr().err
    (checkout / "notes.txt").touch()
    assert prepare(checkout, "0.1.1") == 1
    assert "not committed:\n?? notes.txt" in capsys.readouterr().err
    edit(checkout, REQUIRED)
    commit(checkout)
    assert prepare(checkout, "0.1.1") == 1
    assert "what changed since v0.1.0 asks for 0.2.0 or higher" in capsys.readouterr().err
    assert not git(checkout, "status", "--porcelain")


@pytest.mark.usefixtures("oasdiff")
def test_a_release_is_written(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1792000000")
    assert prepare(checkout, "0.1.1") == 0
    assert {*versions(checkout).values()} == {"0.1.1"}
    entry = "## [0.1.1] - 2026-10-14\n\n### Fixed\n\n- An upload no longer fails.\n"
    assert entry in (checkout / "CHANGELOG.md").read_text()
    assert not [*(checkout / "changelog.d").glob("*.md")]

    # In the place of what `dist` builds.
    (checkout / "dist").mkdir()
    wheel = checkout / "dist/bota_sdk-0.1.1-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    bill = checkout / "dist/bota_sdk-0.1.1.npm.cdx.json"
    made = []
    for number in range(2):
        metadata = {"timestamp": f"2026-01-0{number + 1}", "component": {"name": "typescript"}}
        bill.write_text(json.dumps({"serialNumber": f"urn:uuid:{number}", "metadata": metadata}))
        finish(checkout)
        written = (checkout / "dist/provenance.json", checkout / "dist/upload.sh")
        made.append([path.read_text() for path in written])
    assert made[0] == made[1]
    provenance, upload = json.loads(made[0][0]), made[0][1]
    assert json.loads(bill.read_text()) == {
        "metadata": {"component": {"name": "bota-sdk", "version": "0.1.1"}}
    }
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (wheel, bill)}
    assert provenance["artifacts"] == hashes
    assert provenance["tools"]["hatchling"] in (checkout / "pyproject.toml").read_text()
    record = checkout / "tests/last_release/wrappers/python/bota_sdk/_version.py"
    assert "0.1.1" in record.read_text()
    # The tree that it names is that of the commit which the commands make.
    commands = re.findall(r"^git (add|commit|tag) (.*)$", upload, re.MULTILINE)
    for command, arguments in commands:
        git(checkout, command, *(word.strip('"') for word in re.findall(r'"[^"]+"|\S+', arguments)))
    assert git(checkout, "rev-parse", "v0.1.1^{tree}").strip() == provenance["tree"]
    assert git(checkout, "rev-parse", "v0.1.1~1").strip() == provenance["commit"]


def test_a_commit_is_checked_by_the_same_ruff() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    pins = {*re.findall(r"ruff==[\d.]+", hooks)}
    assert pins == {*re.findall(r"ruff==[\d.]+", PYPROJECT)}
    assert len(pins) == 1


@pytest.mark.usefixtures("oasdiff")
def test_a_release_without_a_fragment_leaves_the_changelog_alone(checkout: Path) -> None:
    (checkout / "changelog.d/upload.md").rename(checkout / "changelog.d/README.md")
    commit(checkout)
    assert prepare(checkout, "0.1.1") == 0
    assert (checkout / "CHANGELOG.md").read_text() == CHANGELOG


def test_fragments_have_sections_of_the_changelog() -> None:
    for path in (ROOT / "changelog.d").glob("*.md"):
        if path.name != "README.md":
            text = path.read_text("utf-8")
            found = re.findall(r"^#+ .*", text, re.MULTILINE)
            assert found, f"{path.name} has no section, one of {CATEGORIES}"
            assert {*found} <= {f"### {name}" for name in CATEGORIES}, path.name
            assert text.startswith("###"), f"{path.name} has text before its first section"

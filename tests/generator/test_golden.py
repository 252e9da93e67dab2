"""The torture contract stands at the edge of every rule, and a difference is one to read."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.rules import FIRST_RULES, RULES
from tests.golden.__main__ import CALLS, CONTRACT, TREE, differences
from tests.upgrade import main as upgrade


def test_every_rule_has_its_nearest_accepted_form() -> None:
    comments = re.findall(r"# (.*)|description: \"(edge: .*)\"", CONTRACT.read_text("utf-8"))
    named = re.findall(r"edge: ([\w-]+)", "\n".join(map("".join, comments)))
    rules = {rule.__name__.replace("_", "-") for rule in (*FIRST_RULES, *RULES)}
    assert set(named) - {"rule"} == rules


def test_the_same_difference_in_many_files_is_shown_once(tmp_path: Path) -> None:
    made = tmp_path / TREE.name
    shutil.copytree(TREE, made)
    for name in ("note.py", "notes.py"):
        path = made / "models" / name
        path.write_text(path.read_text().replace("import define as", "import define  as", 1))
    (made / "client.py").unlink()
    shown = differences(
        {TREE: made}, CALLS.read_text("utf-8").replace("<- 200: None", "<- 200: 7", 1)
    )
    assert shown[0] == "no such file any more: client.py"
    assert shown[1] == "models/note.py, and the same in 1 more:"
    assert "+from attrs import define  as _define" in shown[2]
    assert shown[3] == "calls.txt:"
    assert shown[4].splitlines()[2:4] == ["-<- 200: None", "+<- 200: 7"]
    assert len(shown) == 5


@pytest.mark.parametrize("requirement", ["openapi-python-client", "httpx==1", "ruff>=1", ""])
def test_an_upgrade_of_something_else_is_refused(
    requirement: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["upgrade", requirement])
    with pytest.raises(SystemExit):
        upgrade()
    assert "give one of openapi-python-client==VERSION, ruff==VERSION" in capsys.readouterr().err

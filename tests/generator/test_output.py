"""Only a folder of generated files, an empty one or a new one is ever written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.__main__ import main
from tests.generator.contracts import GOOD


@pytest.fixture
def contract(tmp_path: Path) -> str:
    path = tmp_path / "contract.yaml"
    path.write_text(GOOD)
    return str(path)


def write(contract: str, output: Path) -> int:
    return main(["--contract", contract, "--output", str(output)])


def test_a_new_an_empty_and_a_generated_folder_are_written(
    contract: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    for output in (tmp_path / "new" / "inside", tmp_path / "empty"):
        assert write(contract, output) == 0
        assert "added: _stamp.py" in capsys.readouterr().out
        (output / "stale.py").touch()
        assert write(contract, output) == 0
        assert capsys.readouterr().out == "removed: stale.py\n"


def test_a_folder_of_other_files_is_left_alone(
    contract: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "thesis.txt").write_text("years")
    monkeypatch.chdir(work)
    for output in (work, Path()):
        assert write(contract, output) == 1
        assert "so it was not generated; nothing was written" in capsys.readouterr().err
    assert [path.name for path in work.iterdir()] == ["thesis.txt"]


def test_a_file_is_left_alone(
    contract: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "file"
    output.write_text("mine")
    assert write(contract, output) == 1
    assert "is a file; name a folder" in capsys.readouterr().err
    assert write(contract, output / "inside") == 1
    assert "Traceback" not in capsys.readouterr().err
    assert output.read_text() == "mine"


def test_a_contract_that_is_no_text_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for content in (b"openapi: \xff\xfe", b""):
        (tmp_path / "contract.yaml").write_bytes(content)
        assert write(str(tmp_path / "contract.yaml"), tmp_path / "new") == 1
        assert "contract.yaml is no" in capsys.readouterr().err
    assert write(str(tmp_path), tmp_path / "new") == 1
    assert "cannot be read" in capsys.readouterr().err

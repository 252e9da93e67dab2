"""The rules about imports, in pyproject.toml, hear of each import that breaks one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRAPPERS = ROOT / "wrappers" / "python"

WRONG = """\
import httpx
import urllib3

import bota_sdk
import bota_sdk._upload
"""


def test_a_wrong_import_breaks_each_rule(tmp_path: Path) -> None:
    shutil.copytree(WRAPPERS / "bota_sdk", tmp_path / "bota_sdk")
    (tmp_path / "bota_sdk" / "_shared" / "wrong.py").write_text(WRONG)
    (tmp_path / "bota_sdk" / "_elsewhere.py").write_text("")
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    for broken in ("httpx", "urllib3", "bota_sdk", "bota_sdk._upload"):
        assert f"bota_sdk._shared.wrong -> {broken} (l." in done.stdout, done.stdout
    assert "_elsewhere" in done.stdout

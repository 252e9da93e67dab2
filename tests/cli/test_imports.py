"""What `botactl` imports: most of what a short command costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.audio import folder_of
from tests.cli.conftest import SECONDS, Botactl

LISTED = """
import sys
from bota_sdk.cli import main
code = main()
if "mimetypes" in sys.modules and sys.modules["mimetypes"].inited:
    sys.modules["mimetypes.inited"] = True  # it has read the tables of the system
sys.stderr.write("\\n".join(["", *filter(sys.modules.get, sys.modules)]))
sys.exit(code)
"""

NO_TERMINAL = {"rich", "pygments", "httpx._main"}
"""What only tables and bars need, and the command of httpx."""

NO_CLIENT = {"httpx", "urllib3", "attr", "ssl", "sqlite3", "tomllib", "bota_sdk._client"}

OTHERS_WORK = {
    "anyio",
    "asyncio",
    "html.entities",
    "mimetypes.inited",
    "tomllib",
    "bota_sdk._download",
    "bota_sdk._jobs",
    "bota_sdk._upload.inspection",
    "bota_sdk.cli.uploads.bars",
    "bota_sdk.cli.uploads.dry_run",
    "bota_api.models.device",
    "bota_api.models.transcription",
    "bota_api.api.transcriptions",
}
"""What other commands, other settings and other operations need."""


def modules_of(botactl: Botactl, *words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LISTED, *words],
        env=botactl.env,
        cwd=botactl.home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines())


@pytest.mark.parametrize("words", [["--help"], ["version"]], ids=" ".join)
def test_what_sends_nothing_imports_no_client(bare_botactl: Botactl, words: list[str]) -> None:
    imported = modules_of(bare_botactl, *words)
    assert "click" in imported
    assert imported & (NO_TERMINAL | NO_CLIENT | OTHERS_WORK) == set()


def test_the_help_of_upload_imports_no_client(bare_botactl: Botactl) -> None:
    imported = modules_of(bare_botactl, "upload", "--help")
    assert "bota_sdk.cli.uploads.command" in imported
    assert imported & (NO_TERMINAL | OTHERS_WORK | {"httpx", "urllib3", "sqlite3"}) == set()


def test_an_upload_imports_what_it_uses(botactl: Botactl) -> None:
    folder_of(botactl.home, 1)
    imported = modules_of(botactl, "upload", "000.wav")
    assert imported >= {"httpx", "urllib3", "bota_api.models.recording"}
    assert imported & (NO_TERMINAL | OTHERS_WORK) == set()

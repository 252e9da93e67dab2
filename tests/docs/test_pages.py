"""Every code block of the README and of the site's pages does what it says.

The Python blocks of a page share a namespace; what is printed is the block of text right after one.
Blocks of TypeScript are run by wrappers/typescript/test/pages.test.ts.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import json
import linecache
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import Emulator
from bota_sdk import Bota

from tests.docs.blocks import ROOT, Block, blocks_of, pages
from tests.guard import guarded

AUDIO = ROOT / "tests" / "audio"

# Its commands edit a clone: docs/tools/refresh.py runs them, and writes what they print.
ELSEWHERE = {"docs/extending.md"}
PAGES = [(path, blocks_of(path)) for path in pages()]
BLOCKS = [block for _, blocks in PAGES for block in blocks if block.page not in ELSEWHERE]
RUN = {
    language: [each for each in BLOCKS if each.language == language and not each.not_run]
    for language in ("python", "sh", "console", "json", "toml")
}


@pytest.fixture(autouse=True)
def in_a_folder_with_audio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(AUDIO / "speech.wav", tmp_path / "standup.wav")
    (tmp_path / "night").mkdir()
    for path in AUDIO.glob("speech.*"):
        shutil.copy(path, tmp_path / "night")
    (tmp_path / "night" / "empty.wav").touch()
    (tmp_path / "notes.txt").write_text("hello")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def settings(bota_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOTA_BASE_URL", bota_emulator.base_url)
    monkeypatch.setenv("BOTA_API_KEY", bota_emulator.api_key)
    monkeypatch.setenv("BOTA_WEBHOOK_SECRET", "whsec_1")


def run_python(block: Block, names: dict[str, Any]) -> str:
    """Run a block where it stands in its page, and return what it printed."""
    if block.alone:
        return subprocess.check_output([sys.executable, "-c", block.code], text=True)
    place = f"{block.page}:{block.line}"
    linecache.cache[place] = (len(block.code), None, block.code.splitlines(True), place)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block.code, place, "exec"), names)
    return printed.getvalue()


def runnable(page: str) -> Iterator[Block]:
    """Yield a page's blocks of Python that need nothing that is not here."""
    for block in RUN["python"]:
        if block.page == page and not block.runs_in_tests and not missing(block):
            yield block


def missing(block: Block) -> list[str]:
    return [name for name in block.needs if importlib.util.find_spec(name) is None]


@pytest.mark.parametrize("page", sorted({block.page for block in RUN["python"]}))
def test_python_blocks_print_what_they_say(page: str) -> None:
    names: dict[str, Any] = {"__name__": "page"}
    for block in runnable(page):
        printed = run_python(block, names)
        if block.output is not None:
            assert printed == block.output, f"{page}:{block.line}"


@pytest.mark.parametrize("block", RUN["python"], ids=lambda block: f"{block.page}:{block.line}")
def test_python_blocks_name_what_there_is(block: Block) -> None:
    # Also of those that need what is not here.
    for node in ast.walk(ast.parse(block.code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bota_"):
            module = importlib.import_module(str(node.module))
            for alias in node.names:
                assert hasattr(module, alias.name), alias.name


def test_the_pytest_blocks_pass(tmp_path: Path) -> None:
    tests = [block for block in RUN["python"] if block.runs_in_tests]
    for number, block in enumerate(tests):
        (tmp_path / f"test_block_{number}.py").write_text(block.code)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tests
    assert f"{len(tests)} passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt", reason="the blocks are for a POSIX shell")
@pytest.mark.parametrize("page", sorted({block.page for block in RUN["sh"]} - {"README.md"}))
def test_shell_blocks_succeed(page: str, tmp_path: Path) -> None:
    # botactl of this environment, which need not be on the PATH.
    script = f'botactl() {{ "{sys.executable}" -m bota_sdk.cli "$@"; }}\n'
    script += "".join(block.code for block in RUN["sh"] if block.page == page)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_screens_show_commands_that_work() -> None:
    Path("night", "empty.wav").unlink()
    code = "".join(block.code for block in BLOCKS if block.language in {"text", "console"})
    commands = re.findall(r"^\$ botactl (.*)$", code, re.MULTILINE)
    assert len(commands) >= 2
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "bota_sdk.cli", *command.split()],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
    with Bota() as bota:
        assert len(bota.recordings.list().data) >= 8


def test_data_can_be_read() -> None:
    for block in RUN["json"]:
        json.loads(block.code)
    for block in RUN["toml"]:
        tomllib.loads(block.code)


def test_each_emulator_of_the_pages_starts() -> None:
    screens = "".join(block.code for block in BLOCKS if block.language == "console")
    commands = set(re.findall(r"^\$ bota-emulator(.*)$", screens, re.MULTILINE))
    assert commands
    for options in sorted(commands):
        command = [sys.executable, "-m", "bota_emulator", *options.split(), "--port", "0"]
        with subprocess.Popen(
            guarded(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as started:
            assert started.stdin is not None
            assert started.stdout is not None
            assert "ready" in started.stdout.readline(), options
            started.stdin.close()


def test_the_readme_starts_with_two_lines() -> None:
    # .ci/run runs them as they stand; here only what would fail at once.
    shell = "".join(block.code for block in BLOCKS if block[0] == "README.md" and block[2] == "sh")
    assert len(shell.splitlines()) == 2
    noxfile = (ROOT / "noxfile.py").read_text("utf-8")
    for session in re.findall(r"nox -s (\w+)", shell):
        assert f"\ndef {session}(session" in noxfile


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_fence_is_closed(path: Path) -> None:
    text = path.read_text("utf-8")
    opened = re.findall(r"^```(\S+)", text, re.MULTILINE)
    assert len(opened) == len(re.findall(r"^```$", text, re.MULTILINE))
    assert len(blocks_of(path)) == sum(word.isalpha() for word in opened)


def test_how_many_blocks_run(record_property: Callable[[str, object], None]) -> None:
    """A block is run, or its page says why it is not; this counts both."""
    assert {block.language for block in BLOCKS} <= {*RUN, "text", "diff", "ts", "js"}
    not_run = [block for block in BLOCKS if block.not_run]
    assert all(block in not_run for block in BLOCKS if block.language == "js")
    counts = {
        **{language: len(blocks) for language, blocks in RUN.items()},
        "ts": sum(block.language == "ts" for block in BLOCKS),
        "needs a framework": sum(bool(block.needs) for block in BLOCKS),
        "not run": len(not_run),
    }
    for what, count in counts.items():
        record_property(what, count)
    # More is better, but for the last.
    assert counts["python"] >= 28, counts
    assert counts["ts"] >= 10, counts
    assert counts["needs a framework"] == 3, counts
    assert counts["not run"] <= 3, counts

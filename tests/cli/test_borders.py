"""What a shell, another program or the system sets, and what it must not do to botactl."""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bota_emulator import ApiStatus, StorageDelay

from tests.cli.audio import folder_of, wav
from tests.cli.conftest import SECONDS, Botactl
from tests.cli.terminal import terminal
from tests.cli.test_interrupts import rest, wait_for

if TYPE_CHECKING:
    from bota_emulator import Emulator


def test_a_pipe_that_does_not_block_loses_no_line(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 60)
    reader, writer = os.pipe()
    # The smallest that there is, and nobody reads: some line finds it full.
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(writer, False)
    with botactl.started("upload", "a", stdout=writer) as process, os.fdopen(reader, "rb") as pipe:
        while select.select([], [writer], [], 0)[1]:
            assert process.poll() is None
        os.close(writer)
        lines = pipe.read().splitlines()
        assert process.wait(SECONDS) == 0
    assert sum(b'"event": "result"' in line for line in lines) == 60
    assert b'"event": "summary"' in lines[-1]


@pytest.mark.parametrize("words", [["upload", "a.wav"], ["upload", "--dry-run", "a.wav"]])
def test_a_working_directory_that_is_gone(botactl: Botactl, words: list[str]) -> None:
    botactl.before = ("sh", "-c", 'mkdir gone && cd gone && rmdir ../gone && exec "$@"', "sh")
    ended = botactl(*words)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "botactl: the working directory is not there any more\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_the_parent_ignores_is_ignored(
    botactl: Botactl, bota_emulator: Emulator, number: signal.Signals
) -> None:
    folder_of(botactl.home / "a", 3)
    bota_emulator.add_fault(StorageDelay(times=3, before=0.3))
    botactl.before = ("sh", "-c", f"trap '' {number.name[3:]}; exec \"$@\"", "sh")
    with botactl.started("upload", "a", "--concurrency", "1") as process:
        wait_for(process, "uploading")
        process.send_signal(number)
        summary, err = rest(process)
    assert process.returncode == 0
    assert summary["uploaded"] == 3
    assert "Ctrl-C" not in err


def before_all(folder: Path) -> str:
    """The modules in a folder come before all others."""
    return os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))


@pytest.mark.parametrize("module", ["click", "rich", "httpx"])
def test_ctrl_c_while_it_starts(botactl: Botactl, tmp_path: Path, module: str) -> None:
    said = 'import sys, time\nprint("starting", flush=True)\ntime.sleep(60)\n'
    (tmp_path / f"{module}.py").write_text(said)
    with botactl.started("recordings", "list", PYTHONPATH=before_all(tmp_path)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"starting\n"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 4
    assert err.strip() == b"botactl: interrupted"


def test_line_ends_of_windows_in_the_environment(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder_of(botactl.home / "a", 1)
    for name in [name for name in botactl.env if name.startswith("BOTA_")]:
        botactl.env[name] += "\r"
    ended = botactl("upload", "a", BOTA_JOURNAL="night.journal\r")
    assert ended.code == 0
    recording = bota_emulator.recording(ended.of("result")[0]["recording_id"])
    assert recording["end_user_id"] == "eu_1"
    assert (botactl.home / "night.journal").exists()


def test_no_home(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 1)
    ended = botactl("upload", "a", "--journal", "~nobody-there/j")
    assert (ended.code, ended.out) == (2, "")
    assert "nobody knows the home directory of '~nobody-there/j'" in ended.err


NOBODY = """
import pwd

def getpwuid(number):
    raise KeyError(f"getpwuid(): uid not found: {number}")

pwd.getpwuid = getpwuid
"""


def test_a_user_without_a_home(botactl: Botactl, tmp_path: Path) -> None:
    # As in a container that runs under a number which no user has.
    folder_of(botactl.home / "a", 1)
    (tmp_path / "sitecustomize.py").write_text(NOBODY)
    botactl.env = {name: value for name, value in botactl.env.items() if name != "HOME"}
    for words in (["upload", "a"], ["recordings", "list"], ["doctor"]):
        ended = botactl(*words, PYTHONPATH=before_all(tmp_path))
        assert (ended.code, "Traceback" in ended.err) == (0, False), ended.err


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes here")
def test_another_locale_finds_the_same_files(botactl: Botactl) -> None:
    folder = folder_of(botactl.home / "Gespr\u00e4che", 2)
    assert len(folder) == 2
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    name = "Gespr\u00e4che".encode()
    first = botactl("upload", name, "--journal", "j")
    again = botactl("upload", name, "--journal", "j", **ascii_only)
    resumed = botactl("upload", "--journal", "j", "--resume", **ascii_only)
    assert (first.code, again.code, resumed.code) == (0, 0, 0), again.err
    counts = [ended.of("summary")[0] for ended in (first, again, resumed)]
    assert [(count["uploaded"], count["skipped"]) for count in counts] == [(2, 0), (0, 2), (0, 2)]
    assert {line["file"] for line in again.of("result")} == {
        line["file"] for line in first.of("result")
    }


def test_twins_of_a_network_share_are_no_audio(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 2)
    for path in list((botactl.home / "a").iterdir()):
        path.with_name(f"._{path.name}").write_bytes(b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X")
    ended = botactl("upload", "a")
    assert ended.code == 0
    assert (ended.of("summary")[0]["uploaded"], ended.of("summary")[0]["ignored"]) == (2, 2)


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_download_to_a_device_leaves_a_device(botactl: Botactl, force: list[str]) -> None:
    folder_of(botactl.home / "a", 1)
    recording_id = botactl("upload", "a").of("result")[0]["recording_id"]
    (botactl.home / "null").symlink_to("/dev/null")
    assert botactl("recordings", "download", recording_id, "-o", "null", *force).code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert (botactl.home / "null").is_symlink()


ESCAPE = "\x1b]0;owned\x07"
"""Sets the title of a terminal; others overwrite the screen or paste into a shell."""


def test_no_sequence_of_a_file_name_or_of_the_service_reaches_a_terminal(
    botactl: Botactl, bota_emulator: Emulator
) -> None:
    name = f"a{ESCAPE}\n.wav"
    (botactl.home / name).write_bytes(wav(1))
    (botactl.home / f"b{ESCAPE}.wav").write_bytes(b"no audio")
    words = [
        ["upload", name, f"b{ESCAPE}.wav", f"none{ESCAPE}.wav"],
        ["upload", "--dry-run", name, f"b{ESCAPE}.wav"],
        ["upload", name, "--journal", f"j{ESCAPE}", "--resume"],
        ["upload", name, "--metadata", ESCAPE],
        ["recordings", "list"],
        ["recordings", "get", f"rec_{ESCAPE}"],
        ["recordings", "download", f"rec_{ESCAPE}", "-o", f"c{ESCAPE}"],
        ["recordings", "delete", f"rec_{ESCAPE}", "--yes"],
        ["--config", ESCAPE, "doctor"],
        ["--base-url", f"http://127.0.0.1/{ESCAPE}", "doctor"],
    ]
    for each in words:
        with terminal(botactl, *each) as screen:
            screen.end()
        assert screen.seen
        assert ESCAPE not in screen.seen, each
    refusal = json.dumps({"error": {"code": "conflict", "message": f"no{ESCAPE}"}})
    bota_emulator.add_fault(ApiStatus(status=409, body=refusal, times=9))
    for each in (["recordings", "list"], ["upload", name], ["doctor"]):
        with terminal(botactl, *each) as screen:
            screen.end()
        assert "no\\x1b]0;owned" in screen.seen
        assert ESCAPE not in screen.seen, each

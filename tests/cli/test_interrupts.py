from __future__ import annotations

import json
import os
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from bota_emulator import StorageDelay, StorageStall

from tests.cli.audio import folder_of
from tests.cli.conftest import SECONDS, Botactl
from tests.cli.terminal import terminal
from tests.ticks import Ticks

if TYPE_CHECKING:
    from bota_emulator import Emulator


def wait_for(process: subprocess.Popen[bytes], phase: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line).get("phase") == phase:
            return
    raise AssertionError(f"{phase} never came")


def rest(process: subprocess.Popen[bytes]) -> tuple[dict[str, Any], str]:
    out, err = process.communicate(timeout=SECONDS)
    return json.loads(out.splitlines()[-1]), err.decode()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_once_finishes_what_is_under_way(
    botactl: Botactl, bota_emulator: Emulator, number: signal.Signals
) -> None:
    folder_of(botactl.home / "a", 40)
    bota_emulator.add_fault(StorageDelay(times=100, before=0.6))
    # Eight rounds: however late the signal comes, it comes before the last one.
    with botactl.started("upload", "a", "--journal", "j", "--concurrency", "5") as process:
        wait_for(process, "uploading")
        process.send_signal(number)
        summary, err = rest(process)
    assert process.returncode == 4
    assert "under way, Ctrl-C again to stop now" in err
    assert "give the same command again" in err
    assert summary["uploaded"] > 0
    assert summary["failed"] == 0
    assert summary["uploaded"] + summary["not_started"] == 40
    assert "Traceback" not in err


def test_the_same_command_goes_on(botactl: Botactl, bota_emulator: Emulator) -> None:
    made = folder_of(botactl.home / "a", 12)
    bota_emulator.add_fault(StorageDelay(times=12, before=0.6))
    with botactl.started("upload", "a", "--journal", "j", "--concurrency", "2") as process:
        wait_for(process, "uploading")
        process.send_signal(signal.SIGINT)
        first, _ = rest(process)
    assert first["not_started"]
    bota_emulator.clear_faults()
    again = botactl("upload", "a", "--journal", "j", "-q")
    assert again.code == 0
    second = again.of("summary")[0]
    assert second["skipped"] == first["uploaded"]
    assert second["uploaded"] == 12 - first["uploaded"]
    assert {line["sha256"] for line in again.of("result")} == set(made.values())


def test_twice_stops_now_and_says_how_to_keep_a_journal(
    botactl: Botactl, bota_emulator: Emulator, ticks: Ticks
) -> None:
    folder_of(botactl.home / "a", 20, 100_000)
    bota_emulator.add_fault(StorageStall(times=100, seconds=50))
    with botactl.started("upload", "a") as process:
        wait_for(process, "uploading")
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert b"finishing" in process.stderr.readline()
        started = ticks()
        process.send_signal(signal.SIGINT)
        summary, err = rest(process)
    assert ticks() - started < 10
    assert process.returncode == 4
    assert "stopping now" in err
    assert "keep a journal" in err
    assert summary["failed"] > 0
    assert summary["uploaded"] == 0


def test_the_standard_input_of_a_terminal_can_be_left(botactl: Botactl) -> None:
    with terminal(botactl, "upload", "-", "--content-type", "audio/wav") as screen:
        screen.wait_for("total")
        os.kill(screen.process.pid, signal.SIGINT)
        screen.wait_for("Ctrl-C again")
        os.kill(screen.process.pid, signal.SIGINT)
        assert screen.end() == 4


def test_ctrl_c_before_anything_has_begun(botactl: Botactl) -> None:
    with terminal(botactl, "--api-key", "-", "recordings", "list") as screen:
        screen.wait_for("API key:")
        os.kill(screen.process.pid, signal.SIGINT)
        assert screen.end() == 4
    assert "interrupted" in screen.seen
    assert "Traceback" not in screen.seen


def test_a_key_is_asked_for_and_not_shown(botactl: Botactl, bota_emulator: Emulator) -> None:
    del botactl.env["BOTA_API_KEY"]
    with terminal(botactl, "--api-key", "-", "recordings", "list") as screen:
        screen.wait_for("API key: ")  # the space comes once nothing that is typed is shown
        screen.type(f"{bota_emulator.api_key}\n")
        assert screen.end() == 0
    assert bota_emulator.api_key not in screen.seen
    assert [record.status for record in bota_emulator.requests] == [200]


def test_a_closed_pipe_ends_quietly(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 30)
    for words in (["upload", "a"], ["recordings", "list"]):
        reader, writer = os.pipe()
        os.close(reader)
        try:
            with botactl.started(*words, stdout=writer) as process:
                _, err = process.communicate(timeout=SECONDS)
        finally:
            os.close(writer)
        assert process.returncode == 4
        assert err == b""
        if words[0] == "upload":
            assert botactl("upload", "a", "-q").code == 0

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import httpx
from bota_emulator import StorageDelay
from bota_sdk import Bota

from tests.cli.audio import folder_of
from tests.cli.conftest import Botactl
from tests.cli.terminal import terminal

if TYPE_CHECKING:
    from bota_emulator import Emulator

CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def test_bars_and_a_table(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder_of(botactl.home / "a", 8, 5_000_000)
    bota_emulator.add_fault(StorageDelay(times=8, before=0.3))
    (botactl.home / "a" / "[red]empty.wav").touch()
    with terminal(botactl, "upload", "a") as screen:
        screen.wait_for("uploading")
        assert screen.end() == 1
    plain = CONTROL.sub("", screen.seen)
    assert "000.wav" in plain
    assert "━" in plain
    assert "/9 files" in plain
    assert re.search(r"total .* 9/9 files", plain)
    assert re.search(r"uploaded +8 \(8 verified\)", plain)
    assert re.search(r"failed +1\b", plain)
    assert "'[red]empty.wav' is empty" in plain
    assert '"event"' not in plain


def test_one_file_shows_its_recording(botactl: Botactl) -> None:
    made = folder_of(botactl.home, 1)
    with terminal(botactl, "upload", "000.wav") as screen:
        assert screen.end() == 0
    assert "rec_" in screen.seen
    assert next(iter(made.values())) in screen.seen


def test_no_color(botactl: Botactl) -> None:
    folder_of(botactl.home, 1)
    with terminal(botactl, "upload", "000.wav", NO_COLOR="1") as screen:
        assert screen.end() == 0
    colours = [found for found in CONTROL.findall(screen.seen) if found.endswith("m")]
    assert not any(re.search(r"[\[;](3[0-8]|9\d|4\d)", found) for found in colours)


def test_quiet_has_no_bars(botactl: Botactl) -> None:
    folder_of(botactl.home, 1)
    with terminal(botactl, "upload", "000.wav", "--quiet") as screen:
        assert screen.end() == 0
    assert screen.seen == ""


def test_json_on_the_same_terminal_has_no_bars(botactl: Botactl) -> None:
    folder_of(botactl.home, 1)
    with terminal(botactl, "upload", "000.wav", "--json") as screen:
        assert screen.end() == 0
    assert '"event": "result"' in screen.seen
    assert "━" not in screen.seen


def test_bars_beside_a_piped_output(botactl: Botactl) -> None:
    folder_of(botactl.home, 1)
    with terminal(botactl, "upload", "000.wav", stdout=subprocess.PIPE) as screen:
        assert screen.end() == 0
        assert screen.process.stdout is not None
        assert b'"event": "summary"' in screen.process.stdout.read()
    assert "1/1 files" in CONTROL.sub("", screen.seen)


def test_a_dry_run_is_a_list(botactl: Botactl) -> None:
    folder_of(botactl.home, 2)
    with terminal(botactl, "upload", ".", "--dry-run") as screen:
        assert screen.end() == 0
    assert len(re.findall(r"would upload audio/wav", screen.seen)) == 2


def test_recordings_are_a_table(botactl: Botactl, bota_emulator: Emulator, bota: Bota) -> None:
    folder_of(botactl.home, 1)
    # Another client's: this one sends no such name.
    id = httpx.post(
        f"{bota_emulator.base_url}/recordings",
        headers={"Authorization": f"Bearer {bota_emulator.api_key}"},
        json={"end_user_id": "eu_1", "name": "evil\x1b[31mname"},
    ).json()["id"]
    bota.upload(botactl.home / "000.wav", recording_id=id)
    with terminal(botactl, "recordings", "list") as screen:
        assert screen.end() == 0
    assert id in screen.seen
    assert "evil\\x1b[31mname" in screen.seen
    with terminal(botactl, "recordings", "get", id) as screen:
        assert screen.end() == 0
    assert "content_sha256" in screen.seen


def test_delete_asks(botactl: Botactl) -> None:
    folder_of(botactl.home, 1)
    id = botactl("upload", "000.wav").of("result")[0]["recording_id"]
    with terminal(botactl, "recordings", "delete", id) as screen:
        screen.wait_for("[y/N]")
        screen.type("n\n")
        assert screen.end() == 4
    assert "nothing was deleted" in screen.seen
    with terminal(botactl, "recordings", "delete", id) as screen:
        screen.wait_for("[y/N]")
        screen.type("y\n")
        assert screen.end() == 0
    assert botactl("recordings", "get", id).code == 1

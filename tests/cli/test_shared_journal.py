"""Two `botactl upload` with one journal share the work, also when one of them is killed."""

from __future__ import annotations

import signal
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from bota_emulator import ApiDelay
from bota_sdk import remembered_commands

from tests.cli.audio import folder_of
from tests.cli.conftest import SECONDS, Botactl, Ended

if TYPE_CHECKING:
    import subprocess

    from bota_emulator import Emulator
    from bota_sdk import Bota

FILES = 40
UPLOAD = ("upload", "a", "--journal", "j")


def end(process: subprocess.Popen[bytes]) -> Ended:
    out, err = process.communicate(timeout=SECONDS)
    return Ended(process.returncode, out.decode(), err.decode())


def stored(bota: Bota, emulator: Emulator) -> Counter[str]:
    return Counter(emulator.object_sha256(recording.id) for recording in bota.recordings.list())


def test_each_file_is_uploaded_by_one_of_them(
    botactl: Botactl, bota: Bota, bota_emulator: Emulator
) -> None:
    made = folder_of(botactl.home / "a", FILES)
    # Alone one of them would take ten seconds, in which the other has begun too.
    bota_emulator.add_fault(ApiDelay(before=0.5, operation="createRecording", times=FILES))
    two = (*UPLOAD, "--concurrency", "2")
    with botactl.started(*two) as one, botactl.started(*two) as other:
        ended = [end(one), end(other)]
    assert [each.code for each in ended] == [0, 0], ended
    summaries = [each.of("summary")[0] for each in ended]
    assert sum(summary["uploaded"] for summary in summaries) == FILES
    assert [summary["uploaded"] + summary["skipped"] for summary in summaries] == [FILES, FILES]
    assert all(summary["uploaded"] for summary in summaries)
    assert stored(bota, bota_emulator) == Counter(made.values())


@pytest.mark.parametrize("operation", ["createRecording", "createUploadUrl", "completeUpload"])
def test_one_killed_the_other_finishes_all(
    botactl: Botactl, bota: Bota, bota_emulator: Emulator, operation: str
) -> None:
    made = folder_of(botactl.home / "a", FILES)
    # The one that is killed has done this on the service, and hears of it only too late.
    bota_emulator.add_fault(ApiDelay(before=1, operation=operation, times=4))
    with botactl.started(*UPLOAD) as killed:
        until = time.monotonic() + SECONDS
        while sum(record.operation == operation for record in bota_emulator.requests) < 4:
            assert time.monotonic() < until
            time.sleep(0.01)
        with botactl.started(*UPLOAD) as other:
            killed.send_signal(signal.SIGKILL)
            assert killed.wait(SECONDS) == -signal.SIGKILL
            ended = end(other)
    assert ended.code == 0, ended.err
    (summary,) = ended.of("summary")
    assert summary["uploaded"] + summary["skipped"] == FILES
    assert stored(bota, bota_emulator) == Counter(made.values())
    assert botactl(*UPLOAD, "-q").of("summary")[0]["skipped"] == FILES


def test_another_projects_journal_keeps_no_word_of_the_command(
    botactl: Botactl, bota_emulator: Emulator
) -> None:
    folder_of(botactl.home / "a", 2)
    assert botactl(*UPLOAD).code == 0
    kept = remembered_commands(botactl.home / "j")
    other = bota_emulator.api_key.replace("test", "live")
    done = botactl("upload", "b", "--journal", "j", BOTA_API_KEY=other)
    assert done.code == 1 and "a test key, and this is a live key" in done.err
    assert remembered_commands(botactl.home / "j") == kept

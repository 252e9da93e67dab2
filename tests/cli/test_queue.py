"""`botactl enqueue`, `work` and `status`."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from bota_emulator import StorageDelay

from tests.cli.audio import folder_of
from tests.cli.conftest import Botactl
from tests.cli.terminal import terminal
from tests.cli.test_interrupts import rest, wait_for
from tests.postgres import Postgres

if TYPE_CHECKING:
    from bota_emulator import Emulator


def test_listing_and_uploading_are_two_commands(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder_of(botactl.home / "a", 5)
    (botactl.home / "a" / "notes.txt").touch()
    first = botactl("enqueue", "a", "--journal", "j", "--metadata", "team=night")
    assert (first.code, first.of("enqueued")[0]["added"]) == (0, 5)
    assert first.of("enqueued")[0]["ignored"] == 1
    again = botactl("enqueue", "a", "none.wav", BOTA_JOURNAL="j")
    assert (again.code, again.of("enqueued")[0]["known"]) == (1, 5)
    assert "none.wav" in again.err
    waiting = botactl("status", "--journal", "j").of("status")[0]
    assert (waiting["waiting"], waiting["left"], waiting["uploaded"]) == (5, 5, 0)
    done = botactl("work", "--journal", "j", "-q")
    assert (done.code, done.of("summary")[0]["uploaded"]) == (0, 5)
    ended = botactl("status", "--journal", "j", "--json").of("status")[0]
    assert (ended["left"], ended["uploaded"], ended["failed"]) == (0, 5, 0)
    found = [bota_emulator.recording(line["recording_id"]) for line in done.of("result")]
    assert {recording["metadata"]["team"] for recording in found} == {"night"}


def test_what_failed_is_tried_again_when_somebody_says_so(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 2)
    (botactl.home / "a" / "empty.wav").touch()
    botactl("enqueue", "a", "--journal", "j")
    assert botactl("work", "--journal", "j", "-q").code == 1
    assert botactl("work", "--journal", "j", "-q").of("result") == []
    status = botactl("status", "--journal", "j").of("status")[0]
    assert "is empty" in status["failures"][0]["reason"]
    (botactl.home / "a" / "empty.wav").write_bytes(b"RIFF\0\0\0\0WAVE")
    retried = botactl("status", "--journal", "j", "--retry-failed")
    assert "1 failed items are waiting again" in retried.err
    assert botactl("work", "--journal", "j", "-q").code == 0


def test_a_worker_is_done_when_nothing_is_left_for_its_place(
    botactl: Botactl, postgres: Postgres
) -> None:
    folder_of(botactl.home / "a", 2)
    journal = postgres.journal()
    for place in ("office", "branch"):
        assert botactl("enqueue", "a", "--journal", journal, BOTA_PLACE=place).code == 0
    done = botactl("work", "--journal", journal, "-q", BOTA_PLACE="branch")
    assert (done.code, done.of("summary")[0]["not_started"]) == (0, 0)
    status = botactl("status", "--journal", journal, "--json").of("status")[0]
    assert (status["left"], status["backlog"]) == (2, {"office": 2})


def test_a_missing_sidecar_is_said_and_stops_no_other(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 3)
    for path in sorted((botactl.home / "a").iterdir())[1:]:
        path.with_suffix(".json").write_text("{}")
    ended = botactl("enqueue", "a", "--sidecar", "--end-user-id", "eu_1", "--journal", "j")
    (line,) = ended.of("enqueued")
    assert (ended.code, line["added"], line["failed"]) == (1, 2, 1)
    assert "has no sidecar" in ended.err


def test_sigterm_lets_what_is_under_way_end(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder_of(botactl.home / "a", 30)
    botactl("enqueue", "a", "--journal", "j")
    bota_emulator.add_fault(StorageDelay(times=100, before=0.6))
    with botactl.started("work", "--journal", "j", "--concurrency", "3") as process:
        wait_for(process, "uploading")
        process.send_signal(signal.SIGTERM)
        summary, _ = rest(process)
    assert process.returncode == 4
    assert summary["uploaded"] + summary["not_started"] == 30
    assert (summary["failed"], summary["uploaded"] > 0) == (0, True)
    bota_emulator.clear_faults()
    assert botactl("work", "--journal", "j", "-q").code == 0
    assert botactl("status", "--journal", "j").of("status")[0]["uploaded"] == 30


def test_what_takes_too_long_to_end_is_stopped(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder_of(botactl.home / "a", 3)
    botactl("enqueue", "a", "--journal", "j")
    bota_emulator.add_fault(StorageDelay(times=100, before=3000))
    with botactl.started("work", "--journal", "j", "--drain", "1") as process:
        wait_for(process, "uploading")
        process.send_signal(signal.SIGTERM)
        summary, _ = rest(process)
    assert (process.returncode, summary["uploaded"], summary["not_started"]) == (4, 0, 3)


def test_a_status_for_people(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 3)
    botactl("enqueue", "a", "--journal", "j")
    with terminal(botactl, "status", "--journal", "j") as screen:
        assert screen.end() == 0
    assert "waiting" in screen.seen
    assert "time left" in screen.seen


@pytest.mark.parametrize("command", [("enqueue", "a"), ("work",), ("status",)])
def test_a_journal_is_needed(botactl: Botactl, command: tuple[str, ...]) -> None:
    ended = botactl(*command)
    assert ended.code == 2
    assert "give the journal" in ended.err


def test_a_password_is_shown_nowhere(botactl: Botactl, postgres: Postgres) -> None:
    folder_of(botactl.home / "a", 1)
    shown = ""
    url = postgres.journal() + "&password=hidden-word&user=postgres"
    for command in (("enqueue", "a"), ("work",), ("status",)):
        ended = botactl(*command, "--journal", url)
        shown += ended.out + ended.err
        assert ended.code == 0, ended.err
        nowhere = "postgresql://me:hidden-word@127.0.0.1:1/x"
        ended = botactl(*command, "--journal", nowhere)
        shown += ended.out + ended.err
        assert ended.code == 1
    assert "127.0.0.1:1" in shown
    assert "hidden-word" not in shown

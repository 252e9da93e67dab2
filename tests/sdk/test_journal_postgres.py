"""A journal in PostgreSQL: what its server, its sessions and its URL do to a run."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bota_emulator import Emulator
from bota_sdk import (
    AsyncBota,
    Bota,
    BulkEvent,
    BulkPaused,
    ConfigurationError,
    ItemResult,
    JournalError,
    UploadItem,
    remember_command,
    remembered_commands,
    unfinished_items,
)
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.store import LEASE, location_of
from bota_sdk._bulk.store import postgres as postgres_store
from bota_sdk._shared import waiting
from bota_sdk._upload.source import open_source

from tests.postgres import Postgres
from tests.sdk.test_journal import AUDIO, Results, contents, environment, operations, recordings
from tests.sdk.test_journal_file import assert_each_stored_once, audio
from tests.ticks import HANG

PASSWORD = "Pg_pass@word/1"


@pytest.fixture
def journal(postgres: Postgres) -> str:
    return postgres.journal()


@pytest.fixture
def stopped(postgres: Postgres) -> Iterator[Postgres]:
    """A server that a test may stop."""
    yield postgres
    postgres.start()


def test_those_who_open_a_new_journal_at_once_all_find_it(postgres: Postgres) -> None:
    for _ in range(3):
        url, begin = location_of(postgres.journal()), threading.Barrier(4)

        def open_it(url: Any = url, begin: threading.Barrier = begin) -> None:
            begin.wait()
            postgres_store.PostgresStore(url).close()

        with ThreadPoolExecutor(4) as threads:
            for each in [threads.submit(open_it) for _ in range(4)]:
                each.result()


def test_the_database_comes_back_and_no_item_fails(
    bota: Bota,
    bota_emulator: Emulator,
    journal: str,
    stopped: Postgres,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = audio(tmp_path, 12)
    events: list[BulkEvent] = []
    is_down, starting = threading.Event(), threading.Lock()

    def wait(seconds: float) -> None:
        assert is_down.wait(HANG)
        with starting:
            stopped.start()

    monkeypatch.setattr(waiting, "wait_blocking", wait)

    def on_progress(event: BulkEvent) -> None:
        events.append(event)
        if isinstance(event, ItemResult) and len(done()) == 4:
            stopped.stop()
            is_down.set()

    def done() -> list[ItemResult]:
        return [event for event in events if isinstance(event, ItemResult)]

    report = bota.upload_many(
        paths, end_user_id="eu_1", journal=journal, on_progress=on_progress, concurrency=3
    )
    assert (report.uploaded, report.failures) == (12, ())
    paused = [event for event in events if isinstance(event, BulkPaused)]
    assert paused and "the journal 'postgresql:///postgres' cannot be reached" in paused[0].reason
    assert operations(bota_emulator)["createRecording"] == 12
    assert_each_stored_once(bota, bota_emulator, paths)


def test_a_database_that_stays_away_ends_the_run_in_words(
    bota: Bota, journal: str, stopped: Postgres, tmp_path: Path, sleeps: list[float]
) -> None:
    paths = audio(tmp_path, 6)

    def on_progress(event: BulkEvent) -> None:
        if isinstance(event, ItemResult):
            stopped.stop()

    with pytest.raises(JournalError, match="could not be reached for 60 seconds") as raised:
        bota.upload_many(
            paths, end_user_id="eu_1", journal=journal, on_progress=on_progress, concurrency=1
        )
    assert "run the same again when its database is back" in str(raised.value)
    assert 60 <= sum(sleeps) < 90
    with pytest.raises(JournalError, match="cannot be opened"):
        bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    stopped.start()
    report = bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    assert (report.uploaded + report.skipped, report.ok) == (6, True)
    assert len(recordings(bota)) == 6


def test_each_transaction_may_be_in_another_session(
    bota: Bota, journal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a pooler does that gives a session back after each transaction.
    class Closing(deque[Any]):
        def append(self, connection: Any) -> None:
            connection.close()

    monkeypatch.setattr(postgres_store, "deque", Closing)
    paths = audio(tmp_path, 5)
    assert bota.upload_many(paths, end_user_id="eu_1", journal=journal).uploaded == 5
    assert bota.upload_many(paths, end_user_id="eu_1", journal=journal).skipped == 5
    remember_command(journal, "one")
    assert remembered_commands(journal) == ["one"]


def test_a_lease_goes_by_the_clock_of_the_database(
    postgres: Postgres, journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Journal(location_of(journal))) as one:
        assert one.claim("a", UploadItem(AUDIO), {})[0] == "ours"
        monkeypatch.setattr(time, "time", lambda: 0.0)  # a worker whose clock is far off
        with closing(Journal(location_of(journal))) as other:
            assert other.claim("a", UploadItem(AUDIO), {})[0] == "busy"
            # Whoever sees a gap in its own signs of life gives others a lease to give theirs.
            for ahead, claim in ((1.1, "busy"), (1.6, "busy"), (2.2, "ours")):
                postgres.set_clock(journal, ahead * LEASE)
                other.store.transact(other.runs.beat)
                assert other.claim("a", UploadItem(AUDIO), {})[0] == claim


def test_a_transaction_that_stands_still_holds_nobody_up(
    journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Journal(location_of(journal))) as one:
        monkeypatch.setattr(
            postgres_store,
            "_BEGIN",
            b"BEGIN; SET LOCAL idle_in_transaction_session_timeout = '200ms'",
        )
        began, end = threading.Event(), threading.Event()
        tries: list[int] = []

        def stopped() -> None:
            tries.append(one.store.execute("UPDATE bota_meta SET value='x' WHERE name='x'"))
            one.store.lock("bytes")
            began.set()
            if len(tries) == 1:
                end.wait(HANG)
            one.store.rows("SELECT 1 AS one")

        thread = threading.Thread(target=lambda: one.store.transact(stopped))
        thread.start()
        assert began.wait(HANG)
        one.store.transact(lambda: one.store.lock("bytes"))  # the server has ended the other one
        end.set()
        thread.join(HANG)
        assert len(tries) == 2  # and it was done again


def test_two_hosts_with_the_same_path_have_two_files(
    bota: Bota,
    bota_emulator: Emulator,
    journal: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (path,) = audio(tmp_path, 1)
    assert bota.upload_many([path], end_user_id="eu_1", journal=journal).uploaded == 1
    monkeypatch.setattr(socket, "gethostname", lambda: "another")
    path.write_bytes(AUDIO + b"of another host")
    assert bota.upload_many([path], end_user_id="eu_1", journal=journal).uploaded == 1
    assert bota.upload_many([path], end_user_id="eu_1", journal=journal).skipped == 1
    assert len(recordings(bota)) == 2
    # What has a key of its own is the same wherever it is read.
    item = UploadItem(path, key="k")
    report = bota.upload_many([item], end_user_id="eu_1", journal=journal, allow_duplicates=True)
    assert report.uploaded == 1
    monkeypatch.undo()
    assert bota.upload_many([item], end_user_id="eu_1", journal=journal).skipped == 1


def test_what_is_unfinished_is_given_where_its_file_is(
    bota: Bota, journal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty.wav"
    empty.touch()
    assert bota.upload_many([empty], end_user_id="eu_1", journal=journal).failed == 1
    assert [item.audio for item in unfinished_items(journal)] == [str(empty)]
    monkeypatch.setattr(socket, "gethostname", lambda: "another")
    assert list(unfinished_items(journal)) == []


def test_a_file_whose_bytes_another_host_has_under_way_waits_for_them(
    journal: str, bota: Bota, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = audio(tmp_path, 1)
    bota.upload_many([], journal=journal)
    with monkeypatch.context() as there:
        there.setattr(socket, "gethostname", lambda: "another")
        host = Journal(location_of(journal))
    with closing(host), closing(open_source(path)) as source:
        item = UploadItem(tmp_path / "only there.wav")
        _, entry = host.claim(str(item.audio), item, {"end_user_id": "eu_1"})
        known: dict[str, Any] = {"size": source.size, "sample": source.sample()}
        assert host.first_with(entry, **known, sha256="", fingerprint=None) is None
        looks: list[float] = []

        def look(seconds: float) -> None:
            looks.append(seconds)
            known = {"sha256": source.digests().sha256, "recording_id": "rec_there"}
            host.release(entry, state="uploaded", **known)

        monkeypatch.setattr(waiting, "wait_blocking", look)
        results = Results()
        report = bota.upload_many([path], end_user_id="eu_1", journal=journal, on_progress=results)
    assert (report.skipped, results[0].reason) == (1, "has the same bytes as rec_there")
    assert looks and recordings(bota) == []


def test_dry_runs_leave_it_as_it_is(bota: Bota, journal: str, tmp_path: Path) -> None:
    paths = audio(tmp_path, 3)
    report = bota.upload_many(paths, end_user_id="eu_1", journal=journal, dry_run=True)
    assert report.uploaded == 3
    assert contents(journal) == b"[]"
    bota.upload_many(paths[:2], end_user_id="eu_1", journal=journal)
    kept = contents(journal)
    report = bota.upload_many(paths, end_user_id="eu_1", journal=journal, dry_run=True)
    assert (report.uploaded, report.skipped) == (1, 2)
    assert contents(journal) == kept


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE bota_meta (name TEXT, value TEXT)", "CREATE TABLE bota_items (id TEXT)"],
)
def test_another_programs_tables_are_left_alone(
    bota: Bota, postgres: Postgres, journal: str, statement: str
) -> None:
    postgres.run(statement, journal)
    kept = contents(journal)
    with pytest.raises(JournalError, match=r"another program's tables|already exists"):
        bota.upload_many([], journal=journal)
    assert contents(journal) == kept


def test_where_there_is_no_journal(bota: Bota, journal: str, tmp_path: Path) -> None:
    for look in (remembered_commands, lambda url: list(unfinished_items(url))):
        with pytest.raises(JournalError, match="there is no journal 'postgresql:///postgres'"):
            look(journal)
    assert contents(journal) == b"[]"


def password_of(postgres: Postgres, journal: str) -> str:
    """Return the URL of a journal with a login whose password has all kinds of signs."""
    schema = journal.rpartition("%3D")[2]
    postgres.run(f"DROP ROLE IF EXISTS {schema}")
    postgres.run(f"CREATE ROLE {schema} LOGIN PASSWORD '{PASSWORD}'")
    postgres.run(f"GRANT ALL ON SCHEMA {schema} TO {schema}")
    quoted = PASSWORD.replace("@", "%40").replace("/", "%2F")
    return journal.replace("postgres:@", f"{schema}:{quoted}@")


def test_a_password_is_shown_nowhere(
    bota: Bota, postgres: Postgres, journal: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from tests.secret_scan import shown

    url = password_of(postgres, journal)
    paths = audio(tmp_path, 1)
    assert bota.upload_many(paths, end_user_id="eu_1", journal=url).uploaded == 1
    texts = [contents(journal).decode(), caplog.text]
    for wrong in (
        url.replace("/postgres?", "/none?"),
        f"{url}&port=x",
        url.replace("%40", "@").replace("%2F", "/"),
        url.replace("/postgres?host=/", "/postgres?host=/none/"),
    ):
        with pytest.raises((JournalError, ConfigurationError)) as raised:
            bota.upload_many(paths, end_user_id="eu_1", journal=wrong)
        if isinstance(raised.value, JournalError):
            texts.append(shown(raised.value))
        texts.append(str(raised.value))
    for text in texts:
        assert not any(part in text for part in ("Pg_pass", "word/1", "word%2F1"))


def test_botactl_goes_on_with_it(
    bota_emulator: Emulator, postgres: Postgres, journal: str, tmp_path: Path
) -> None:
    url = password_of(postgres, journal)
    folder = tmp_path / "night"
    folder.mkdir()
    audio(folder, 3)

    def botactl(*arguments: str, journal: str = url) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [sys.executable, "-m", "bota_sdk.cli", *arguments],
            env={**environment(bota_emulator), "BOTA_JOURNAL": journal},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Pg_pass" not in ended.stdout + ended.stderr
        return ended

    done = botactl("upload", str(folder), "--end-user-id", "eu_1", "--json")
    assert json.loads(done.stdout.splitlines()[-1])["uploaded"] == 3
    again = botactl("upload", "--resume", "--json")
    assert json.loads(again.stdout.splitlines()[-1])["skipped"] == 3
    assert "[redacted]@" in botactl("doctor").stdout
    none = botactl("upload", "--resume", journal=postgres.journal())
    assert none.returncode and "there is no journal 'postgresql:///postgres'" in none.stderr
    wrong = botactl("upload", str(folder), "--end-user-id", "eu_1", journal="mysql://u:Pg_pass@h")
    assert wrong.returncode and "a journal is a file or the URL of a database" in wrong.stderr


async def _upload(emulator: Emulator, paths: list[Path], journal: str) -> Any:
    async with AsyncBota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
        return await bota.upload_many(paths, end_user_id="eu_1", journal=journal)


def test_the_asynchronous_client_takes_it_too(
    bota_emulator: Emulator, journal: str, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 2)
    assert asyncio.run(_upload(bota_emulator, paths, journal)).uploaded == 2
    assert asyncio.run(_upload(bota_emulator, paths, journal)).skipped == 2


def test_without_psycopg_the_error_names_the_extra(bota_emulator: Emulator) -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from bota_sdk import Bota, ConfigurationError\n"
        "try: Bota().upload_many([], journal='postgresql://localhost/')\n"
        "except ConfigurationError as error: print(error)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(bota_emulator),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "bota-sdk[postgres]" in ended.stdout


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://db/bota?user=u&password=s3cr@et",
        "postgresql://u:se?cr@db/bota",
        "postgresql://u:se@cr@127.0.0.1/bota",
        "postgresql://u:se/cr@127.0.0.1/bota",
    ],
)
def test_no_part_of_a_password_is_shown(bota: Bota, url: str) -> None:
    with pytest.raises((ConfigurationError, JournalError)) as caught:
        bota.upload_many([], journal=f"{url}&connect_timeout=1" if "?" in url else url)
    for part in ("s3cr", ":se", "et'", "se?", "cr@", "se@", "se/"):
        assert part not in str(caught.value)

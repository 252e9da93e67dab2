"""A journal is of one service and one project there, and each name of a file is one item of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bota_emulator import Emulator
from bota_emulator.api.auth import DEVICE_TOKEN, RESTRICTED_READ
from bota_emulator.emulator import DEFAULT_API_KEY
from bota_sdk import Bota, JournalError, UploadItem, path_key
from bota_sdk._bulk.journal import Journal
from bota_sdk._bulk.owner import bind
from bota_sdk._bulk.store import Store, location_of

from tests.sdk.test_journal import AUDIO, Results, contents, operations, recordings
from tests.sdk.test_journal_file import audio

TRIAL, LIVE = "sk_test_0123456789abcdef", "sk_live_0123456789abcdef"


@contextmanager
def project(api_key: str, base_url: str | None = None) -> Iterator[Bota]:
    """A service that knows one key, where another one was before if there is a base URL."""
    port = urlsplit(base_url).port or 0 if base_url else 0
    with (
        Emulator(port=port, api_key=api_key) as emulator,
        Bota(base_url=emulator.base_url, api_key=api_key) as bota,
    ):
        yield bota


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (LIVE, "is of uploads with a test key, and this is a live key"),
        ("rk_live_0123456789abcdef", "with a test key, and this is a live key"),
        (f"{TRIAL}0", "was kept with another key, whose recordings this key does not find"),
    ],
)
def test_another_projects_journal_is_refused_and_kept(
    journal: Path | str, tmp_path: Path, key: str, words: str
) -> None:
    paths = audio(tmp_path, 3)
    with project(TRIAL) as trial:
        trial.upload_many(paths, end_user_id="eu_1", journal=journal)
    kept = contents(journal)
    assert TRIAL.encode() not in kept and b"0123456789abcdef" not in kept
    with project(key, trial.base_url) as other:
        with pytest.raises(JournalError, match=words):
            other.upload_many(paths, end_user_id="eu_1", journal=journal)
        assert recordings(other) == []
        assert contents(journal) == kept
    with project(TRIAL, trial.base_url) as again:
        assert again.upload_many(paths, end_user_id="eu_1", journal=journal).skipped == 3


def test_of_two_projects_that_begin_at_once_one_is_refused(journal: Path | str) -> None:
    location, others = location_of(journal), []
    with project(TRIAL) as one, Bota(base_url=one.base_url, api_key=f"{TRIAL}0") as two:

        def bind_and_another(store: Store) -> None:
            bind(store, one._runtime, may_ask=True)
            if not others:
                others.append(Journal(location, partial(bind, runtime=two._runtime, may_ask=True)))

        with pytest.raises(JournalError, match="was kept with another key"):
            Journal(location, bind_and_another)
        (other,) = others
        assert other.runs.live() == [other.runs.run_id, other.runs.run_id]
        other.close()


def test_two_journals_of_one_key_do_not_show_that_they_are(bota: Bota, tmp_path: Path) -> None:
    hashes: list[set[str]] = []
    for name in ("one", "other"):
        bota.upload_many([], journal=tmp_path / name)
        with closing(sqlite3.connect(tmp_path / name)) as database:
            rows = database.execute("SELECT name FROM bota_meta WHERE name LIKE 'key %'").fetchall()
        hashes.append({row[0] for row in rows})
    assert [len(each) for each in hashes] == [1, 1]
    assert hashes[0] != hashes[1]


def test_another_key_of_the_project_goes_on_with_its_journal(
    bota: Bota, journal: Path | str, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 1)
    bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    for key in (RESTRICTED_READ, RESTRICTED_READ, ""):
        with Bota(base_url=bota.base_url, api_key=key or DEFAULT_API_KEY) as other:
            report = other.upload_many(paths, end_user_id="eu_1", journal=journal)
            assert (report.skipped, report.ok) == (1, True)


def test_a_key_that_was_refused_keeps_nobody_out(
    bota: Bota, bota_emulator: Emulator, journal: Path | str, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 2)
    with Bota(base_url=bota.base_url, api_key=LIVE) as wrong:
        refused = wrong.upload_many(paths, end_user_id="eu_1", journal=journal)
    assert refused.stopped and "may have been created" not in refused.stopped
    assert all("may have been" not in (each.reason or "") for each in refused.failures)
    # Nothing is in doubt, and nothing is searched for.
    assert bota.upload_many(paths, end_user_id="eu_1", journal=journal).uploaded == 2
    assert operations(bota_emulator)["listRecordings"] == 0
    # Nor does the journal know it, were it a good one elsewhere.
    with Bota(base_url=bota.base_url, api_key=LIVE) as wrong:
        with pytest.raises(JournalError, match="is of uploads with a test key"):
            wrong.upload_many(paths, end_user_id="eu_1", journal=journal)


def test_tokens_that_are_renewed_keep_their_journal(
    bota: Bota, bota_emulator: Emulator, journal: Path | str, tmp_path: Path
) -> None:
    paths = audio(tmp_path, 2)
    with Bota(base_url=bota.base_url, api_key=DEVICE_TOKEN) as device:
        assert device.upload_many(paths, journal=journal).uploaded == 2
    with Bota(base_url=bota.base_url, api_key=f"{DEVICE_TOKEN}_renewed") as device:
        report = device.upload_many(paths, journal=journal)
        assert (report.skipped, report.ok) == (2, True)
    with pytest.raises(JournalError, match="with a device key, and this is a test key"):
        bota.upload_many(paths, end_user_id="eu_1", journal=journal)
    recording = bota.recordings.create(end_user_id="eu_1")
    item = UploadItem(AUDIO, recording_id=recording.id, key="given")
    for skipped in (0, 1):
        token = bota_emulator.upload_token(recording.id)
        with Bota(base_url=bota.base_url, api_key=token) as holder:
            report = holder.upload_many([item], journal=journal)
            assert (report.skipped, report.ok) == (skipped, True)


@pytest.mark.skipif(os.name != "posix", reason="names are texts here")
@pytest.mark.parametrize("has_journal", [True, False])
def test_a_byte_and_its_escaped_text_are_two_files(
    bota: Bota, tmp_path: Path, *, has_journal: bool
) -> None:
    names = [b"\xff.wav", b"\\xff.wav", b"\\x5cxff.wav", "\u00ff.wav".encode()]
    paths = [os.fsdecode(os.fsencode(tmp_path) + b"/" + name) for name in names]
    for number, path in enumerate(paths):
        Path(path).write_bytes(AUDIO + bytes([number]))
    keys = [path_key(path) for path in paths]
    assert [key.rpartition("/")[2] for key in keys] == [
        r"\xff.wav",
        r"\x5cxff.wav",
        r"\x5cx5cxff.wav",
        "\u00ff.wav",
    ]
    ended = Results()
    journal = tmp_path / "journal" if has_journal else None
    report = bota.upload_many(paths, end_user_id="eu_1", journal=journal, on_progress=ended)
    assert (report.uploaded, report.ok) == (4, True)
    assert {result.key for result in ended} == set(keys)

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from tests.cli.audio import folder_of, wav
from tests.cli.conftest import Botactl
from tests.conftest import AUDIO
from tests.ticks import HANG

if TYPE_CHECKING:
    from bota_emulator import Emulator
    from bota_sdk import Bota


def test_a_directory_with_json_digests_of_sha256sum(
    botactl: Botactl, bota_emulator: Emulator
) -> None:
    folder = botactl.home / "audio"
    shutil.copytree(AUDIO, folder)
    done = botactl("upload", "audio", "--json")
    assert done.code == 0, done.err
    results = done.of("result")
    listed = subprocess.run(
        ["sha256sum", *(line["file"] for line in results)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line["sha256"] for line in results] == [
        line.split()[0] for line in listed.stdout.splitlines()
    ]
    assert len(results) == 8
    for line in results:
        assert line["outcome"] == "uploaded"
        assert line["verified"]
        assert bota_emulator.object_sha256(line["recording_id"]) == line["sha256"]
    (summary,) = done.of("summary")
    assert done.lines[-1] == summary
    assert (summary["uploaded"], summary["ignored"], summary["exit_code"]) == (8, 2, 0)
    phases = [line["phase"] for line in done.of("progress") if line["file"] == results[0]["file"]]
    assert phases == ["preparing", "uploading", "completing"]
    assert "\x1b" not in done.out + done.err


def test_300_files(botactl: Botactl) -> None:
    made = folder_of(botactl.home / "audio", 300, 400)
    done = botactl("upload", "audio", "-q")
    assert done.code == 0
    assert {line["file"]: line["sha256"] for line in done.of("result")} == made
    assert all(line["verified"] for line in done.of("result"))
    assert not done.of("progress")
    assert not done.err


def test_what_is_missing_stops_no_other(botactl: Botactl) -> None:
    folder_of(botactl.home, 1)
    done = botactl("upload", "none.wav", "zz*.mp3", "000.wav", "-q")
    assert done.code == 1
    assert done.err.splitlines() == [
        f"botactl: failed: {botactl.home}/none.wav: No such file or directory",
        f"botactl: failed: {botactl.home}/zz*.mp3: the pattern matches nothing",
    ]
    summary = done.of("summary")[0]
    assert (summary["uploaded"], summary["failed"], summary["exit_code"]) == (1, 2, 1)


def test_patterns_and_a_named_file_of_another_suffix(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 3)
    (botactl.home / "talk.bin").write_bytes(wav(9))
    done = botactl("upload", "a/*.wav", "talk.bin", "--content-type", "audio/wav", "-q")
    assert done.code == 0, done.err
    assert done.of("summary")[0]["uploaded"] == 4


def test_a_file_is_taken_once_however_it_is_reached(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 3)
    (botactl.home / "a" / "link.wav").symlink_to("001.wav")
    (botactl.home / "b").symlink_to("a")
    for words in (["a/000.wav", "a", "b"], ["b", "a/000.wav", "a/link.wav", "a/*"]):
        done = botactl("upload", *words, "--dry-run")
        assert done.of("summary")[0]["would_upload"] == 3, words


def test_sub_directories_and_a_loop(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 1)
    folder_of(botactl.home / "a" / "b" / "c", 2)
    (botactl.home / "a" / "b" / "up").symlink_to("..")
    (botactl.home / "a" / "self").symlink_to("self")
    flat = botactl("upload", "a", "--dry-run")
    assert flat.of("summary")[0]["would_upload"] == 1
    deep = botactl("upload", "a", "-r", "--allow-duplicates")
    assert deep.code == 0
    assert deep.of("summary")[0]["uploaded"] == 3
    assert "a/b/up: the link leads to a directory that is taken already" in deep.err
    assert "a/self: the link leads to itself" in deep.err
    assert len(deep.err.splitlines()) == 3


def test_an_empty_directory(botactl: Botactl) -> None:
    (botactl.home / "a").mkdir()
    (botactl.home / "a" / "notes.txt").write_text("hello")
    done = botactl("upload", "a")
    assert done.code == 0
    assert done.lines == [{**done.lines[0], "uploaded": 0, "ignored": 1, "exit_code": 0}]


def test_a_name_in_latin_1(botactl: Botactl) -> None:
    name = os.fsencode(botactl.home) + b"/caf\xe9\x1b[31m.wav"
    Path(os.fsdecode(name)).write_bytes(wav(1))
    for words in ([name], [b"."]):
        done = botactl("upload", *words, "--allow-duplicates")
        assert done.code == 0, done.err
        assert done.of("result")[0]["file"].endswith("caf\\xe9\x1b[31m.wav")
    done = botactl("upload", b"gone\xe9\x1b\n.wav")
    assert done.code == 1
    assert "gone\\xe9\\x1b\\n.wav: No such file" in done.err


def test_a_file_that_cannot_be_read(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 2)
    (botactl.home / "a" / "gone.wav").symlink_to("nowhere.wav")
    (botactl.home / "a" / "empty.wav").touch()
    done = botactl("upload", "a", "-q")
    assert done.code == 1
    assert "gone.wav' cannot be read: No such file or directory" in done.err
    assert "empty.wav' is empty" in done.err
    assert done.of("summary")[0]["uploaded"] == 2
    failed = [line for line in done.of("result") if line["outcome"] == "failed"]
    assert {line["error"]["type"] for line in failed} == {"SourceError"}


# Root reads everything, unless it gives that up.
GIVING_UP = ("setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search")


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"), reason="root reads everything"
)
def test_what_may_not_be_read(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 4)
    for name in ("001.wav", "003.wav"):
        (botactl.home / "a" / name).chmod(0)
    (botactl.home / "a" / "b").mkdir(mode=0)
    (botactl.home / "kept").mkdir(mode=0o500)
    limited = attrs.evolve(botactl, before=GIVING_UP if os.geteuid() == 0 else ())
    done = limited("upload", "a", "-r")
    assert done.code == 1
    assert "a/b: the directory cannot be read: Permission denied" in done.err
    assert done.err.count("wav' cannot be read: Permission denied") == 2
    assert done.of("summary")[0]["uploaded"] == 2
    refused = limited("upload", "a", "--journal", "kept/j")
    assert refused.code == 1
    assert "the journal 'kept/j' cannot be opened: Permission denied" in refused.err
    assert refused.of("summary")[0]["uploaded"] == 0


def test_the_standard_input(botactl: Botactl, bota_emulator: Emulator) -> None:
    done = botactl("upload", "-", "--name", "Talk", "--metadata", "a=b=c", stdin=wav(3))
    assert done.code == 0, done.err
    (result,) = done.of("result")
    assert (result["file"], result["sha256"]) == ("-", hashlib.sha256(wav(3)).hexdigest())
    kept = bota_emulator.recording(result["recording_id"])
    assert (kept["name"], kept["metadata"]) == ("Talk", {"a": "b=c"})
    assert botactl("upload", "-", stdin=b"").code == 1
    assert "pass --content-type" in botactl("upload", "-", stdin=b"what is this?").err


def test_an_existing_recording(botactl: Botactl, bota_emulator: Emulator) -> None:
    from bota_sdk import Bota

    folder_of(botactl.home, 1)
    with Bota(base_url=bota_emulator.base_url, api_key=bota_emulator.api_key) as bota:
        id = bota.recordings.create(end_user_id="eu_1").id
    done = botactl("upload", "000.wav", "--recording-id", id, "--checksum", "md5")
    assert done.code == 0, done.err
    assert done.of("result")[0]["recording_id"] == id


def test_a_dry_run_sends_nothing(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder_of(botactl.home / "a", 2)
    (botactl.home / "a" / "empty.wav").touch()
    done = botactl("upload", "a", "none.wav", "--dry-run", BOTA_API_KEY="", BOTA_END_USER_ID="")
    assert done.code == 1
    assert {line["outcome"] for line in done.of("plan")} == {"would_upload", "would_fail"}
    summary = done.of("summary")[0]
    assert (summary["would_upload"], summary["would_fail"]) == (2, 2)
    assert not bota_emulator.requests


def test_a_dry_run_tells_what_the_run_then_does(botactl: Botactl, bota_emulator: Emulator) -> None:
    folder = botactl.home / "a"
    folder_of(folder, 8)
    kept = {path: path.read_bytes() for path in sorted(folder.iterdir())}
    paths = [*kept]
    for path in paths[2:]:
        path.unlink()
    assert botactl("upload", "a", "--journal", "j").of("summary")[0]["uploaded"] == 2
    for path in paths[2:]:
        path.write_bytes(kept[path])
    (folder / "old twin.wav").write_bytes(kept[paths[0]])
    (folder / "new twin.wav").write_bytes(kept[paths[7]])
    (folder / "empty.wav").touch()
    (folder / "other.wav").write_bytes(b"RIFF\0\0\0\0WAVE" + bytes(99))
    paths[1].write_bytes(kept[paths[1]] + b"changed")
    journal, seen = (botactl.home / "j").read_bytes(), len(bota_emulator.requests)
    command = ("upload", "a", "none.wav", "--journal", "j")
    planned = botactl(*command, "--dry-run")
    assert len(bota_emulator.requests) == seen
    assert (botactl.home / "j").read_bytes() == journal
    assert planned.of("summary")[0]["would_upload"] == 7
    done = botactl(*command)
    names = {"uploaded": "would_upload", "skipped": "would_skip", "failed": "would_fail"}
    summaries = planned.of("summary")[0], done.of("summary")[0]
    assert {name: summaries[0][would] for name, would in names.items()} == {
        name: summaries[1][name] for name in names
    }
    # Of two files with the same bytes either may be the one.
    told = Counter(
        (line["outcome"], line["file"].endswith("twin.wav")) for line in planned.of("plan")
    )
    assert told["would_skip", True] + told["would_skip", False] == 3
    assert planned.code == done.code == 1
    again = botactl("upload", "--resume", "--journal", "j", "--dry-run")
    assert again.of("summary")[0]["would_upload"] == 0


def test_a_dry_run_heeds_another_projects_journal(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 1)
    assert botactl("upload", "a", "--journal", "j").code == 0
    other = botactl("upload", "a", "--journal", "j", "--dry-run", BOTA_API_KEY="sk_live_0")
    assert other.code == 1 and "a test key, and this is a live key" in other.err
    keyless = botactl("upload", "a", "--journal", "j", "--dry-run", BOTA_API_KEY="")
    assert keyless.code == 3 and "no API key" in keyless.err


def test_a_refused_key_ends_all(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 40)
    done = botactl("upload", "a", "-q", BOTA_API_KEY="sk_test_wrong")
    assert done.code == 3
    assert done.of("summary")[0]["stopped"]
    assert "sk_test_wrong" not in done.out + done.err
    assert "Traceback" not in done.err


def test_max_failures(botactl: Botactl) -> None:
    folder = botactl.home / "a"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.wav").touch()
    done = botactl("upload", "a", "-q", "--max-failures", "2")
    assert done.code == 1
    summary = done.of("summary")[0]
    assert summary["failed"] + summary["not_started"] == 30
    assert summary["not_started"] > 0
    assert summary["stopped"] == "2 items have failed"


def test_a_journal_and_resume(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 3)
    (botactl.home / "a" / "late.wav").touch()
    first = botactl("upload", "a", "--journal", "j", "-q")
    assert first.code == 1
    (botactl.home / "a" / "late.wav").write_bytes(wav(77))
    again = botactl("upload", "--journal", "j", "--resume", "-q")
    assert again.code == 0, again.err
    uploaded = [line["file"] for line in again.of("result") if line["outcome"] == "uploaded"]
    assert uploaded == [f"{botactl.home}/a/late.wav"]
    assert again.of("summary")[0]["skipped"] == 3
    third = botactl("upload", "a", "--journal", "j", "--resume", "-q")
    assert third.of("summary")[0]["skipped"] == 4


def test_resume_names_what_has_gone(botactl: Botactl) -> None:
    (empty := botactl.home / "a" / "gone.wav").parent.mkdir()
    empty.touch()
    assert botactl("upload", "a", "--journal", "j", "-q").code == 1
    empty.unlink()
    again = botactl("upload", "--journal", "j", "--resume", "-q")
    assert again.code == 1
    assert [line["file"] for line in again.of("result")] == [str(empty)]
    assert "No such file" in again.err


def test_resume_means_also_what_was_never_begun(botactl: Botactl, bota: Bota) -> None:
    folder_of(botactl.home / "a" / "b", 5)
    for path in (botactl.home / "a" / "b").iterdir():
        path.rename(path.with_suffix(".raw"))
    asked = ("a/b/*.raw", "--content-type", "audio/wav", "--metadata", "team=sales")
    stopped = botactl("upload", *asked, "--journal", "j", BOTA_API_KEY="sk_test_another")
    assert stopped.code == 3
    elsewhere = botactl.home / "elsewhere"
    elsewhere.mkdir()
    moved = Botactl(botactl.env, elsewhere)
    again = moved("upload", "--journal", "../j", "--resume")
    assert again.code == 0, again.err
    assert again.of("summary")[0]["uploaded"] == 5
    found = [row.metadata for row in bota.recordings.list()]
    assert [each.to_dict()["team"] for each in found if each] == ["sales"] * 5


def test_a_damaged_journal(botactl: Botactl) -> None:
    folder_of(botactl.home, 1)
    (botactl.home / "j").write_bytes(b"no journal at all" * 100)
    done = botactl("upload", "000.wav", "--journal", "j")
    assert done.code == 1
    assert len(done.err.splitlines()) == 2
    assert done.err.splitlines()[1].startswith("botactl: stopped: ")
    assert done.of("summary")[0]["exit_code"] == 1
    resumed = botactl("upload", "--journal", "j", "--resume")
    assert (resumed.code, resumed.err.splitlines()[1:]) == (1, done.err.splitlines()[1:])
    assert (botactl.home / "j").read_bytes() == b"no journal at all" * 100


def test_a_device_token_needs_no_end_user(botactl: Botactl) -> None:
    folder_of(botactl.home, 1)
    done = botactl("upload", "000.wav", "-q", BOTA_API_KEY="dtok_0123456789")
    assert "end_user_id" not in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_a_full_disk_under_the_output(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 3)
    with Path("/dev/full").open("wb") as full:
        for words in (["upload", "a"], ["recordings", "list"], ["--version"]):
            with botactl.started(*words, stdout=full) as process:
                _, err = process.communicate(timeout=HANG)
            if words != ["recordings", "list"]:
                assert process.returncode == 1
                assert err == b"botactl: cannot write the output: No space left on device\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["get", ""], 2),
        (["get", ".."], 2),
        (["get", "a/b"], 2),
        (["get", "é"], 1),
        (["list", "--status", ""], 1),
    ],
)
def test_odd_arguments_are_one_line(botactl: Botactl, words: list[str], code: int) -> None:
    done = botactl("recordings", *words)
    assert done.code == code
    assert len(done.err.splitlines()) == 1

"""One file for several end users: each of them is an item, though all have one key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bota_sdk import UploadItem

from tests.cli.audio import folder_of, wav
from tests.cli.conftest import Botactl

if TYPE_CHECKING:
    from bota_sdk import Bota


def test_each_end_users_item_is_gone_on_with(botactl: Botactl, bota: Bota) -> None:
    path, journal = botactl.home / "a.wav", botactl.home / "j"
    path.touch()
    items = [UploadItem(path, end_user_id=f"eu_{number}") for number in (1, 2)]
    assert bota.upload_many(items, journal=journal).failed == 2
    path.write_bytes(b"RIFF\0\0\0\0WAVE" + bytes(100))
    done = botactl("upload", "--journal", "j", "--resume", "--json")
    assert (done.code, done.of("summary")[0]["uploaded"]) == (0, 2)
    assert {recording.end_user_id for recording in bota.recordings.list()} == {"eu_1", "eu_2"}


def test_a_dry_run_of_one_key_given_twice(botactl: Botactl) -> None:
    folder_of(botactl.home / "a", 2)
    one, other = (str(path) for path in sorted((botactl.home / "a").iterdir()))
    rows = [
        {"audio": one, "end_user_id": "eu_1"},
        {"audio": one, "end_user_id": "eu_1"},
        {"audio": other, "end_user_id": "eu_1", "key": "k"},
        {"audio": other, "end_user_id": "eu_2", "key": "k"},
        {"audio": "https://127.0.0.1/a.wav?X-Amz-Signature=unspoken", "end_user_id": "eu_1"},
    ]
    manifest = botactl.home / "night.jsonl"
    manifest.write_text("\n".join(map(json.dumps, rows)))
    planned = botactl("upload", "--manifest", "night.jsonl", "--dry-run", "--json")
    (summary,) = planned.of("summary")
    found = [summary[f"would_{what}"] for what in ("upload", "skip", "fail")]
    assert (planned.code, found) == (1, [3, 1, 1]), planned.err


def test_a_row_whose_name_no_file_can_have_is_said_beforehand(botactl: Botactl) -> None:
    for name in ("a\0.wav", "a\ud800.wav"):
        (botactl.home / "night.jsonl").write_text(json.dumps({"audio": name}))
        ended = botactl("upload", "--manifest", "night.jsonl", "--end-user-id", "eu_1")
        assert ended.code == 2
        assert "row 1, column 'audio'" in ended.err


def test_resume_leaves_nothing_behind_that_a_sidecar_does_not_name(
    botactl: Botactl, bota: Bota
) -> None:
    path = botactl.home / "a" / "call.wav"
    path.parent.mkdir()
    path.touch()
    path.with_suffix(".json").write_text('{"end_user_id": "eu_1"}')
    # Nobody remembers this as a command: only the journal knows of the item.
    bota.upload_many([path], journal=botactl.home / "j", end_user_id="eu_2")
    assert botactl("upload", "a", "--sidecar", "--journal", "j", "-q").code == 1
    path.write_bytes(wav(77))
    again = botactl("upload", "--journal", "j", "--resume", "-q")
    # Each of them once: what the sidecar names is not given out again as begun.
    assert [line["outcome"] for line in again.of("result")] == ["uploaded", "uploaded"], again.err
    assert sorted(str(row.end_user_id) for row in bota.recordings.list()) == ["eu_1", "eu_2"]

"""`botactl upload` of what is elsewhere, and by a manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from tests.cli.audio import folder_of
from tests.cli.conftest import Botactl

if TYPE_CHECKING:
    from bota_emulator import Emulator
    from bota_sdk import Bota

# A file system of fsspec that needs no server: that of a folder, by a name of its own.
SITE = """
import fsspec
from fsspec.implementations.dirfs import DirFileSystem
from fsspec.implementations.local import LocalFileSystem

class Share(LocalFileSystem):
    protocol = "share"

    @classmethod
    def _strip_protocol(cls, path):
        return LocalFileSystem._strip_protocol(str(path).removeprefix("share://"))

    @staticmethod
    def _get_kwargs_from_urls(path):
        return {}

fsspec.register_implementation("share", Share)
"""


def with_share(botactl: Botactl) -> Botactl:
    site = botactl.home / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SITE)
    path = f"{site}:{botactl.env.get('PYTHONPATH', '')}"
    return attrs.evolve(botactl, env={**botactl.env, "PYTHONPATH": path})


def test_a_place_a_pattern_and_a_file(botactl: Botactl) -> None:
    botactl = with_share(botactl)
    folder_of(botactl.home / "a", 2)
    folder_of(botactl.home / "a" / "b", 1, 400)
    (botactl.home / "a" / "notes.txt").write_text("hello")
    place = f"share://{botactl.home}/a"
    flat = botactl("upload", f"{place}/", "--dry-run")
    assert flat.code == 0, flat.err
    assert (flat.of("summary")[0]["would_upload"], flat.of("summary")[0]["ignored"]) == (2, 1)
    assert botactl("upload", f"{place}/**/*.wav", "--dry-run").of("summary")[0]["would_upload"] == 3
    none = botactl("upload", f"{place}/*.mp3")
    assert (none.code, "the pattern matches nothing" in none.err) == (1, True)
    done = botactl("upload", "-r", f"{place}/", "--journal", "night.journal")
    assert done.code == 0, done.err
    assert {line["file"] for line in done.of("result")} == {
        f"{place}/000.wav",
        f"{place}/001.wav",
        f"{place}/b/000.wav",
    }
    again = botactl("upload", "--resume", "--journal", "night.journal")
    assert again.of("summary")[0]["skipped"] == 3


def test_a_manifest(botactl: Botactl, bota: Bota, bota_emulator: Emulator) -> None:
    folder_of(botactl.home / "a", 2)
    manifest = botactl.home / "night.csv"
    manifest.write_text("audio,name,end_user_id\na/000.wav,One,\na/001.wav,Two,eu_2\n")
    done = botactl("upload", "--manifest", "night.csv", "--journal", "j")
    assert done.code == 0, done.err
    found = {one.name: one.end_user_id for one in bota.recordings.list()}
    assert found == {"One": "eu_1", "Two": "eu_2"}
    assert botactl("upload", "--resume", "--journal", "j").of("summary")[0]["skipped"] == 2
    seen = len(bota_emulator.requests)
    manifest.write_text("audio,nam\na/000.wav,One\n")
    wrong = botactl("upload", "--manifest", "night.csv")
    assert (wrong.code, "night.csv, row 2, column 'nam'" in wrong.err) == (2, True)
    assert len(bota_emulator.requests) == seen

"""What somebody meets who uses the package for the first time."""

from __future__ import annotations

import io
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import bota_sdk
import click
import pytest
from bota_emulator.__main__ import main as emulator_main
from bota_sdk import ItemProgress, ItemResult, Progress
from click.testing import CliRunner
from rich.console import Console

from tests.cli.audio import wav
from tests.cli.conftest import Botactl

if TYPE_CHECKING:
    from bota_emulator import Emulator


def test_the_package_describes_itself_with_code_that_can_be_copied() -> None:
    example = str(bota_sdk.__doc__).partition("Example::\n")[2].partition("\n\n`")[0]
    code = textwrap.dedent(example)
    assert "bota.upload(" in code
    compile(code, "the docstring", "exec")


def test_a_bare_command_shows_its_help(bare_botactl: Botactl) -> None:
    done = bare_botactl()
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Usage: botactl ")
    assert "\b" not in done.err
    assert "\\x08" not in done.err


def test_the_list_of_commands_says_what_each_one_says_itself() -> None:
    from bota_sdk.cli.app import botactl

    listed = CliRunner().invoke(botactl, ["--help"]).output.split("Commands:")[1].split("\n\n")[0]
    assert "..." not in listed
    context = click.Context(botactl)
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in listed.strip().splitlines()}
    assert [*lines] == botactl.list_commands(context)
    for name, line in lines.items():
        command = botactl.get_command(context, name)
        assert command is not None
        assert str(command.help).partition("\n")[0] == line


def test_global_options_behind_the_command_and_a_base_url_without_a_version(
    botactl: Botactl, bota_emulator: Emulator
) -> None:
    url = bota_emulator.base_url.removesuffix("/v1")
    done = botactl("recordings", "get", "rec_1", "--timeout", "9", "--base-url", url)
    assert done.code == 1
    assert f"the base URL {url} looks wrong: it usually ends in a version" in done.err
    done = botactl("--base-url", url, "recordings", "--base-url", bota_emulator.base_url, "list")
    assert (done.code, done.err) == (0, "")
    assert "--base-url is empty" in botactl("doctor", "--base-url", "").err


def test_version_is_a_command_too(bare_botactl: Botactl) -> None:
    assert bare_botactl("version") == bare_botactl("--version")


def test_a_folder_is_taken_in_order_and_without_what_is_hidden(botactl: Botactl) -> None:
    names = ["b/2.wav", "b/1.wav", "c.wav", "a.wav", ".Trash/old.wav", "b/.git/x.wav", "a/z.wav"]
    for number, name in enumerate(names):
        path = botactl.home / "rec" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wav(number))
    done = botactl("upload", "rec", "-r", "--concurrency", "1")
    taken = [str(Path(line["file"]).relative_to(botactl.home)) for line in done.of("result")]
    assert taken == ["rec/a.wav", "rec/c.wav", "rec/a/z.wav", "rec/b/1.wav", "rec/b/2.wav"]
    for hidden in ("rec/.Trash", "rec/b/.git"):
        assert (
            f"botactl: {hidden}: a hidden directory, left out; to take it too, name it" in done.err
        )


def test_messages_name_flags(botactl: Botactl) -> None:
    (botactl.home / "notes.txt").write_text("hello")
    (botactl.home / "speech.mp3").write_bytes(wav(1))
    done = botactl("upload", "notes.txt", "speech.mp3")
    assert "pass --content-type …" in done.err
    assert "pass --content-type audio/wav" in done.err
    assert "content_type=" not in done.err + done.out


def test_skipped_files_are_no_throughput() -> None:
    from bota_sdk.cli.uploads.bars import Bars

    bars = Bars(io.StringIO())
    bars.known = 3, 300
    bars.ended(ItemResult("a.wav", "skipped", "is uploaded already", bytes=100))
    bars.under_way(ItemProgress("b.wav", Progress("uploading", "rec_1", 1, 50, 100)))
    bars.ended(ItemResult("c.wav", "uploaded", None, bytes=100))
    total = bars.tasks[0]
    assert (total.completed, total.total) == (150, 200)


def test_a_table_cuts_nothing_off() -> None:
    from bota_sdk.cli.output import pairs_table

    table, shown = pairs_table(), io.StringIO()
    table.add_row("name/" * 20, "0123456789abcdef" * 4)
    Console(file=shown, width=60).print(table)
    text = re.sub(r"\s", "", shown.getvalue())
    assert "…" not in text
    assert text.count("name/") + text.count("0123456789") > 20


def test_each_option_of_the_emulator_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        emulator_main(["--help"])
    options = capsys.readouterr().out.partition("options:\n")[2]
    for option in re.split(r"\n(?=  -)", options.rstrip()):
        assert re.search(r"\S\s{2,}\S", option), f"{option} has no help"

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from tests.cli.conftest import Botactl

COMMANDS = [
    [],
    ["upload"],
    ["recordings"],
    ["recordings", "list"],
    ["recordings", "get"],
    ["recordings", "delete"],
    ["recordings", "download"],
    ["doctor"],
    ["curl"],
    ["emulator"],
    ["version"],
    ["completion"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(words: list[str]) -> None:
    from bota_sdk.cli.app import botactl

    result = CliRunner().invoke(botactl, [*words, "--help"], prog_name="botactl")
    assert result.exit_code == 0
    assert " ".join(["botactl", *words]) in result.output.split("Example")[1]
    assert max(map(len, result.output.splitlines())) <= 100


def test_help_lists_the_exit_codes_and_the_json_fields(bare_botactl: Botactl) -> None:
    group, upload = bare_botactl("--help"), bare_botactl("upload", "-h")
    assert (group.code, upload.code) == (0, 0)
    for code in range(5):
        assert f"\n    {code}  " in group.out
    assert "sha256" in upload.out
    assert "summary" in upload.out


def test_every_command_is_in_the_list() -> None:
    from bota_sdk.cli.app import botactl

    assert set(botactl.commands) == {words[0] for words in COMMANDS if words}


def test_the_library_and_the_package_import_no_library_of_the_command() -> None:
    code = "import sys, bota_sdk, bota_sdk.cli; print([n for n in ('click', 'rich') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_its_libraries_one_line_says_what_to_install() -> None:
    code = (
        "import sys, importlib.util, bota_sdk.cli as cli\n"
        "cli.find_spec = lambda name: None\n"
        "sys.exit(cli.main([]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "botactl: the package 'click' is missing; pip install \"bota-sdk[cli]\""
    ]


def test_version(bare_botactl: Botactl) -> None:
    done = bare_botactl("version")
    assert done.code == 0
    assert done.out.startswith("bota-sdk ")
    assert "\nhttpx " in done.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(bare_botactl: Botactl, shell: str) -> None:
    done = bare_botactl("completion", shell)
    assert done.code == 0
    assert "_BOTACTL_COMPLETE" in done.out


def test_completion_completes(bare_botactl: Botactl) -> None:
    done = bare_botactl(_BOTACTL_COMPLETE="bash_complete", COMP_WORDS="botactl rec", COMP_CWORD="1")
    assert done.out == "plain,recordings\n"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["upload"], "give a FILE"),
        (["upload", "--resume"], "--resume needs --journal"),
        (["upload", "--resume", "--journal", "none"], "there is no journal 'none'"),
        (["upload", "a", "b", "--name", "x"], "--name goes with exactly one FILE"),
        (["upload", ".", "--recording-id", "rec_1"], "--recording-id goes with exactly one FILE"),
        (["upload", "a", "--recording-id", "r", "--name", "x"], "names an existing one"),
        (["upload", "-", "--journal", "j"], "cannot be resumed"),
        (["upload", ""], "a FILE is an empty text"),
        (["upload", "a.wav", "--content-type", "text/x"], "'text/x' is not one of audio/flac"),
        (["--base-url", "", "doctor"], "--base-url is empty"),
        (["upload", "-", "-"], "- may be given once"),
        (["upload", "a", "--metadata", "x"], "not of the form key=value"),
        (["upload", "a", "--concurrency", "65"], "65 is not in the range"),
        (["upload", "a.wav"], "say whose recordings they are"),
        (["--api-key", "-", "upload", "-"], "cannot both read the standard input"),
        (["--api-key", "-", "recordings", "list"], "holds no key"),
        (["recordings", "delete", "rec_1"], "pass --yes"),
        (["--base-url", "http://example.com", "recordings", "list"], "use https"),
    ],
)
def test_wrong_usage_is_one_or_two_lines_and_2(
    bare_botactl: Botactl, words: list[str], text: str
) -> None:
    done = bare_botactl(*words, BOTA_API_KEY="sk_test_emulator")
    assert done.code == 2
    assert text in done.err
    assert len(done.err.splitlines()) <= 2
    assert not done.out

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.audio import folder_of
from tests.cli.conftest import Botactl
from tests.cli.terminal import terminal

if TYPE_CHECKING:
    from bota_emulator import Emulator


def test_flag_before_environment_before_config_file_before_default(
    bare_botactl: Botactl, bota_emulator: Emulator
) -> None:
    def url(*flags: str, **env: str) -> str:
        done = bare_botactl(*flags, "doctor", **env)
        return next(line for line in done.out.splitlines() if "base URL" in line)

    here = bota_emulator.base_url
    bare_botactl.config(f'base_url = "{here}"\napi_key = "{bota_emulator.api_key}"')
    assert "config.toml)" in url()
    assert f"{here}/env (from BOTA_BASE_URL)" in url(BOTA_BASE_URL=f"{here}/env")
    assert f"{here}/flag (from --base-url)" in url("--base-url", f"{here}/flag", BOTA_BASE_URL=here)
    # An empty variable is none.
    assert "config.toml)" in url(BOTA_BASE_URL="")


def test_the_config_file_is_enough(bare_botactl: Botactl, bota_emulator: Emulator) -> None:
    made = folder_of(bare_botactl.home / "audio", 2)
    bare_botactl.config(
        f'base_url = "{bota_emulator.base_url}"\napi_key = "{bota_emulator.api_key}"\n'
        'end_user_id = " eu_7\\r"\nconcurrency = 2\njournal = "~/kept.journal\\r"\n'
    )
    done = bare_botactl("upload", "audio")
    assert done.code == 0, done.err
    assert {line["file"]: line["sha256"] for line in done.of("result")} == made
    assert (bare_botactl.home / "kept.journal").exists()
    assert (
        bare_botactl("recordings", "get", done.of("result")[0]["recording_id"]).lines[0][
            "end_user_id"
        ]
        == "eu_7"
    )


def test_xdg_config_home(bare_botactl: Botactl, tmp_path: Path) -> None:
    path = tmp_path / "xdg" / "bota" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('base_url = "http://127.0.0.1:1/v1"')
    done = bare_botactl("doctor", XDG_CONFIG_HOME=str(tmp_path / "xdg"))
    assert f"(from {path})" in done.out


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("colour = 1", "the unknown key 'colour'"),
        ("api_key = 5", "a wrong api_key: it must be a text"),
        ("concurrency = true", "a wrong concurrency: it must be a whole number"),
        ("concurrency = 100", "concurrency = 100; it must be from 1 to 64"),
        ("base_url = ''", "an empty base_url"),
        ("api_key = ", "is no TOML"),
    ],
)
def test_a_wrong_config_file_is_named(bare_botactl: Botactl, text: str, problem: str) -> None:
    path = bare_botactl.config(text)
    done = bare_botactl("recordings", "list")
    assert done.code == 2
    assert problem in done.err
    assert str(path) in done.err
    assert bare_botactl("--version").code == 0


def test_a_config_file_that_is_named_must_be_there(bare_botactl: Botactl) -> None:
    done = bare_botactl("--config", "none.toml", "recordings", "list")
    assert done.code == 2
    assert "the config file 'none.toml' is not there" in done.err


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "the config file 'mine.toml' is not there"),
        ("colour = 1", "the config file 'mine.toml' has the unknown key 'colour'"),
        ("api_key = ", "the config file 'mine.toml' is no TOML"),
        ("", "'mine.toml' is a directory"),
    ],
)
def test_a_named_config_file_is_read_where_the_environment_says_all(
    botactl: Botactl, bota_emulator: Emulator, text: str | None, problem: str
) -> None:
    path = botactl.home / "mine.toml"
    if text:
        path.write_text(text)
    elif text is not None:
        path.mkdir()
    for words in (("--config", "mine.toml", "recordings", "list"), ("recordings", "list")):
        done = botactl(*words, *(() if "--config" in words else ("--config", "mine.toml")))
        assert (done.code, done.out) == (2, "")
        assert problem in done.err
    assert bota_emulator.requests == []


def test_no_key(bare_botactl: Botactl) -> None:
    done = bare_botactl("recordings", "list")
    assert done.code == 3
    assert "no API key: set BOTA_API_KEY" in done.err
    assert len(done.err.splitlines()) == 1


def test_a_key_in_the_arguments_is_warned_of(botactl: Botactl, bota_emulator: Emulator) -> None:
    done = botactl("--api-key", bota_emulator.api_key, "recordings", "list", BOTA_API_KEY="sk_no")
    assert done.code == 0
    assert "process list" in done.err
    assert bota_emulator.api_key not in done.err


def test_a_key_from_the_standard_input(botactl: Botactl, bota_emulator: Emulator) -> None:
    done = botactl(
        "--api-key", "-", "recordings", "list", stdin=f"{bota_emulator.api_key}\n", BOTA_API_KEY=""
    )
    assert (done.code, done.err) == (0, "")


def test_a_key_typed_in_a_terminal_is_not_shown(botactl: Botactl, bota_emulator: Emulator) -> None:
    with terminal(botactl, "--api-key", "-", "recordings", "list", BOTA_API_KEY="") as screen:
        screen.wait_for("API key:")
        screen.type(f"{bota_emulator.api_key}\n")
        assert screen.end() == 0
    assert "there are none" in screen.seen
    assert bota_emulator.api_key not in screen.seen


def test_a_proxy_and_plain_http_by_name(botactl: Botactl) -> None:
    proxy = ("--base-url", "https://api.invalid/v1", "--proxy", "http://me:hidden@127.0.0.1:9")
    for words in (["recordings", "list"], ["doctor"]):
        proxied = botactl(*proxy, *words)
        assert proxied.code == 1
        assert "hidden" not in proxied.out + proxied.err
    assert "proxy: http://127.0.0.1:9 from --proxy" in proxied.out
    assert "no connection to the proxy" in proxied.out
    url = ("--base-url", "http://host.invalid/v1")
    assert botactl(*url, "recordings", "list").code == 2
    named = botactl(*url, "--allow-plain-http", "doctor")
    assert named.code == 1
    assert "problem name: host.invalid cannot be resolved" in named.out


def test_a_refused_key_is_3_and_not_shown(botactl: Botactl) -> None:
    done = botactl("recordings", "list", BOTA_API_KEY="sk_test_wrong")
    assert done.code == 3
    assert len(done.err.splitlines()) == 1
    assert "sk_test_wrong" not in done.err

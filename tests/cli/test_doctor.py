from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Botactl, Ended
from tests.cli.terminal import terminal

if TYPE_CHECKING:
    from bota_emulator import Emulator


def state_of(done: Ended, name: str) -> str:
    return next(line for line in done.out.splitlines() if f" {name}: " in line).split()[0]


def test_all_is_well(botactl: Botactl) -> None:
    done = botactl("doctor")
    assert (done.code, done.err) == (0, "")
    assert {line.split()[0] for line in done.out.splitlines()} == {"ok"}
    assert "a secret key, test (from BOTA_API_KEY)" in done.out
    assert "sk_test" not in done.out


def test_a_wrong_key(botactl: Botactl) -> None:
    done = botactl("doctor", BOTA_API_KEY="sk_test_wrong")
    assert done.code == 3
    assert state_of(done, "request") == "problem"
    assert "for this host?" in done.out
    assert "sk_test_wrong" not in done.out


def test_no_key(botactl: Botactl) -> None:
    done = botactl("doctor", BOTA_API_KEY="")
    assert done.code == 3
    assert state_of(done, "key") == "problem"


@pytest.mark.parametrize(("skew", "word"), [(300, "behind"), (-300, "ahead of")])
def test_a_skewed_clock(botactl: Botactl, bota_emulator: Emulator, skew: float, word: str) -> None:
    bota_emulator.clock.set_skew(skew)
    done = botactl("doctor")
    assert done.code == 0
    assert state_of(done, "clock") == "warning"
    assert f" s {word} the service's" in done.out
    assert "TLS certificates do" in done.out


def test_no_server(bare_botactl: Botactl) -> None:
    done = bare_botactl("--base-url", "http://127.0.0.1:9/v1", "doctor", BOTA_API_KEY="sk_test_x1")
    assert done.code == 1
    assert state_of(done, "connection") == "problem"
    assert "Connection refused" in done.out


def test_no_such_host(bare_botactl: Botactl) -> None:
    done = bare_botactl(
        "--base-url", "https://none.invalid/v1", "doctor", BOTA_API_KEY="sk_live_x1"
    )
    assert done.code == 1
    assert state_of(done, "name") == "problem"


def test_a_plain_http_url(bare_botactl: Botactl) -> None:
    done = bare_botactl("--base-url", "http://example.com/v1", "doctor", BOTA_API_KEY="sk_live_x1")
    assert done.code == 1
    assert state_of(done, "base URL") == "problem"


def test_https_port_that_speaks_no_tls(botactl: Botactl, bota_emulator: Emulator) -> None:
    url = bota_emulator.base_url.replace("http:", "https:")
    done = botactl("--base-url", url, "doctor")
    assert done.code == 1
    assert state_of(done, "TLS") == "problem"


def test_a_proxy_is_named_without_its_password(bare_botactl: Botactl) -> None:
    done = bare_botactl(
        "--base-url",
        "https://api.example/v1",
        "doctor",
        BOTA_API_KEY="sk_live_x1",
        HTTPS_PROXY="http://me:hidden@127.0.0.1:9",
        https_proxy="http://me:hidden@127.0.0.1:9",
    )
    assert done.code == 1
    assert "http://127.0.0.1:9 from the environment" in done.out
    assert "hidden" not in done.out
    assert "no connection to the proxy" in done.out


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "gopher://127.0.0.1:9"])
def test_no_proxy_stands_before_this_machine(botactl: Botactl, proxy: str) -> None:
    botactl.env |= dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"), proxy)
    botactl.env |= {"NO_PROXY": "", "no_proxy": ""}
    done = botactl("doctor")
    assert (done.code, state_of(done, "proxy")) == (0, "ok")


def test_exceptions_from_a_proxy_are_the_clients(bare_botactl: Botactl) -> None:
    proxy = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), "http://127.0.0.1:9")
    words = ("--base-url", "https://192.0.2.1/v1", "--timeout", "0.1", "doctor")
    for exceptions, found in (
        ("192.0.2.0/24", "none"),
        ("192.0.0.0/24", "http://127.0.0.1:9 from"),
    ):
        both = {"NO_PROXY": exceptions, "no_proxy": exceptions}
        done = bare_botactl(*words, BOTA_API_KEY="sk_live_x1", **proxy, **both)
        assert f"proxy: {found}" in done.out


def test_a_proxy_of_an_unknown_kind_is_named(bare_botactl: Botactl) -> None:
    done = bare_botactl("doctor", BOTA_API_KEY="sk_live_x1", https_proxy="gopher://127.0.0.1:9")
    assert (done.code, state_of(done, "proxy")) == (1, "problem")
    assert "a proxy of the kind gopher" in done.out


def test_a_device_token_cannot_be_checked(botactl: Botactl) -> None:
    done = botactl("doctor", BOTA_API_KEY="dtok_0123")
    assert done.code == 0
    assert "whether it is good is not known" in done.out


def test_a_live_key_for_a_test_host(botactl: Botactl) -> None:
    done = botactl("doctor", BOTA_API_KEY="sk_live_x1")
    assert done.code == 3
    assert state_of(done, "key") == "warning"


def test_a_config_file_that_others_may_read(botactl: Botactl) -> None:
    path = botactl.config('api_key = "sk_test_emulator"')
    path.chmod(0o644)
    done = botactl("doctor")
    assert done.code == 0
    assert state_of(done, "config file") == "warning"
    assert f"chmod 600 {path}" in done.out


def test_json(botactl: Botactl) -> None:
    done = botactl("doctor", "--json")
    assert [json.loads(line)["state"] for line in done.out.splitlines()] == ["ok"] * len(done.lines)


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_on_a_terminal_only(botactl: Botactl, env: dict[str, str], coloured: bool) -> None:
    with terminal(botactl, "doctor", **env) as screen:
        assert screen.end() == 0
    assert ("\x1b[32m" in screen.seen) == coloured
    assert "\x1b" not in botactl("doctor").out

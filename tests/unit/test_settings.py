"""Settings come from arguments, else from the environment, and are checked before anything."""

from __future__ import annotations

import pytest
from bota_sdk import AsyncBota, Bota, ConfigurationError
from bota_sdk._settings import DEFAULT_BASE_URL, Settings, resolve_settings


def resolve(api_key: str | None = "sk_test_1", base_url: str | None = None) -> Settings:
    return resolve_settings(
        api_key=api_key, base_url=base_url, api_version=None, timeout=1, storage_timeout=1
    )


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOTA_API_KEY", raising=False)
    monkeypatch.delenv("BOTA_BASE_URL", raising=False)


def test_arguments_count_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve().base_url == DEFAULT_BASE_URL
    monkeypatch.setenv("BOTA_API_KEY", " sk_test_env\n")
    monkeypatch.setenv("BOTA_BASE_URL", "https://api.sandbox.bota.dev/v1/")
    assert resolve(None).api_key.reveal() == "sk_test_env"
    assert resolve(None).base_url == "https://api.sandbox.bota.dev/v1"
    assert resolve("rk_test_2", "https://h/v1").api_key.reveal() == "rk_test_2"
    assert resolve("rk_test_2", "https://h/v1").base_url == "https://h/v1"
    assert resolve("dtok_abc").key_kind == "dtok"


def test_line_ends_of_windows_are_no_part_of_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOTA_API_KEY", "sk_test_env\r")
    monkeypatch.setenv("BOTA_BASE_URL", "http://gateway/v1/\r")
    monkeypatch.setenv("BOTA_ALLOW_PLAIN_HTTP", "1\r")
    found = resolve(None)
    assert (found.api_key.reveal(), found.base_url) == ("sk_test_env", "http://gateway/v1")
    assert resolve("sk_test_1\r\n", "https://h/v1\r\n").base_url == "https://h/v1"


@pytest.mark.parametrize("api_key", [None, "", "  ", "sk_test 1", "sk\ntest", "clé"])
def test_a_missing_or_broken_key(api_key: str | None) -> None:
    with pytest.raises(ConfigurationError, match="API key") as caught:
        resolve(api_key)
    assert not api_key or not api_key.strip() or api_key not in str(caught.value)


@pytest.mark.parametrize(
    ("base_url", "words"),
    [
        ("http://api.bota.dev/v1", "plain http to api.bota.dev"),
        ("api.bota.dev/v1", "is not an https URL"),
        ("https://user:pw@h/v1", "user name"),
        ("https://h/v1?a=b", "has a query"),
        ("https://h:port/v1", "cannot be read"),
        ("https://h/v 1", "holds a space"),
        ("https://h/v\u00e9", "outside ASCII"),
    ],
)
def test_a_base_url_that_would_leak_or_cannot_work(base_url: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        resolve(base_url=base_url)
    assert "pw@" not in str(caught.value)


def test_plain_http_to_this_machine_is_fine() -> None:
    assert resolve(base_url="http://127.0.0.1:8080/v1").base_url == "http://127.0.0.1:8080/v1"


@pytest.mark.parametrize("client", [Bota, AsyncBota])
def test_clients_refuse_what_cannot_work(client: type[Bota | AsyncBota]) -> None:
    with pytest.raises(ConfigurationError, match="pass api_key=… or set BOTA_API_KEY"):
        client()
    with pytest.raises(ValueError, match="timeout"):
        client(api_key="sk_test_1", timeout=0)
    with pytest.raises(ValueError, match="storage_timeout"):
        client(api_key="sk_test_1", storage_timeout=float("nan"))
    with pytest.raises(ValueError, match="api_version"):
        client(api_key="sk_test_1", api_version="2025-01-15\n")
    for wrong in ({"api_key": b"sk"}, {"base_url": 5}, {"api_version": 5}, {"timeout": "1"}):
        with pytest.raises(TypeError, match=next(iter(wrong))):
            client(**{"api_key": "sk_test_1", **wrong})  # type: ignore[arg-type]

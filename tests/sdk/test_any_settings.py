"""Whatever a caller or an environment sets: a client, or an error that says what to do about it."""

from __future__ import annotations

import os
from typing import Any
from unittest.mock import patch

import pytest
from bota_sdk import AsyncBota, Bota, BotaError, ConfigurationError
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples

pytestmark = pytest.mark.timeout(600)  # a machine may be busy

KEY = "sk_live_hunter2"

texts = st.text(max_size=30)
hosts = st.sampled_from(
    ["127.0.0.1", "localhost", "[::1]", "[::1", "a.test", "ä.test", "user:hunter2@a.test", "", ".."]
)
urls = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["https://", "http://", "ftp://", "//", "", "HTTPS://", "socks5://"]),
    hosts,
    st.sampled_from(["", ":443", ":0", ":99999", ":x", ":"]),
    st.sampled_from(["", "/v1", "/v1/", "/../v1", "/v1?a=b", "/v1#f", "/v 1", "/v1\r"]),
    st.sampled_from(["", "\r", "\n", " ", "\0", "\ud800"]),
)
odd = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.binary(max_size=5)
numbers = odd | st.sampled_from([float("nan"), float("inf"), 10**400, -1, 0, 1e-300])
headers = st.dictionaries(texts, texts, max_size=2) | st.dictionaries(odd, odd, max_size=2) | odd
arguments = st.fixed_dictionaries(
    {},
    optional={
        "api_key": st.just(KEY) | texts | odd,
        "base_url": urls | odd,
        "api_version": texts | odd,
        "timeout": numbers,
        "storage_timeout": numbers,
        "max_retries": numbers,
        "max_wait": numbers,
        "default_headers": headers,
        "http_client": odd,
        "proxy": urls | odd,
        "ssl_context": odd,
        "allow_plain_http": odd,
    },
)
# What no environment can hold is no example of one.
held = texts.filter(lambda text: "\0" not in text).map(
    lambda text: text.encode("utf-8", "replace").decode()
)
variables = st.dictionaries(
    st.sampled_from(
        [
            "BOTA_API_KEY",
            "BOTA_BASE_URL",
            "BOTA_ALLOW_PLAIN_HTTP",
            "HTTP_PROXY",
            "https_proxy",
            "ALL_PROXY",
            "NO_PROXY",
        ]
    ),
    held | urls.filter(lambda url: url.isprintable() or url.endswith("\r")) | st.just(KEY),
    max_size=5,
)


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
@examples(500)
@given(arguments=arguments, environment=variables)
def test_a_client_or_what_is_wrong_with_its_settings(
    kind: type[Bota | AsyncBota], arguments: dict[str, Any], environment: dict[str, str]
) -> None:
    with patch.dict(os.environ, environment):
        try:
            client: Any = kind(**arguments)
        except (ConfigurationError, TypeError) as error:
            assert str(error)
            shown = str(error)
        else:
            shown = repr(client)
            client._runtime.close()
    assert "hunter2" not in shown


@examples(300)
@given(
    options=arguments.map(lambda given: {name: given[name] for name in given if name in OPTIONS})
)
def test_other_options_or_what_is_wrong_with_them(options: dict[str, Any]) -> None:
    with Bota(api_key=KEY) as bota:
        try:
            shown = repr(bota.with_options(**options))
        except (ConfigurationError, TypeError) as error:
            shown = str(error)
    assert shown
    assert "hunter2" not in shown


OPTIONS = {"timeout", "storage_timeout", "max_retries", "max_wait", "default_headers"}


@examples(300)
@given(id=texts | odd | st.sampled_from(["..", ".", "a/b", "%2e%2e", "a?b", "a#b", "rec_1\r", " "]))
def test_no_id_makes_a_request_for_something_else(
    bota_emulator_for_all: tuple[Any, Bota], id: Any
) -> None:
    emulator, bota = bota_emulator_for_all
    before = len(emulator.requests)
    for call in (bota.recordings.get, bota.recordings.delete):
        try:
            call(id)
        except (BotaError, TypeError, ValueError) as error:
            assert str(error)
    sent = emulator.requests[before:]
    assert {record.operation for record in sent} <= {"getRecording", "deleteRecording"}


@pytest.fixture(scope="module")
def bota_emulator_for_all() -> Any:
    from bota_emulator import Emulator

    with Emulator() as emulator:
        with Bota(base_url=emulator.base_url, api_key=emulator.api_key, max_retries=0) as bota:
            yield emulator, bota

"""Keys and signatures never show."""

from __future__ import annotations

import copy
import json
import logging
import pickle

import pytest
from bota_sdk._shared.redact import RedactingFilter, Secret, protect_logs, redact
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.text("abcdef0123456789", min_size=12, max_size=64)


@given(WORDS)
def test_redact_takes_out_what_is_secret(secret: str) -> None:
    for text in (
        f"PUT https://h/k?X-Amz-Date=1&X-Amz-Signature={secret}&x=1",
        f"https://h/k?x-amz-credential={secret}",
        f"Location: https://h/k?X-Amz-Security-Token={secret}",
        f"<SignatureProvided>{secret}</SignatureProvided>",
        f"<StringToSign>AWS4\n{secret}</StringToSign>",
        f"Authorization: Bearer {secret}",
        f"the key sk_live_{secret} is unknown",
        f"'rk_test_{secret}'",
        f"dtok_{secret}",
        f"up_{secret}",
    ):
        assert secret not in redact(text)


@pytest.mark.parametrize("text", ["", "PUT https://h/k?a=1 200", "group_photo", "sk_ rec_abc"])
def test_redact_leaves_the_rest_alone(text: str) -> None:
    assert redact(text) == text


def test_a_secret_shows_nowhere() -> None:
    secret = Secret("sk_live_abcdef")
    shown = f"{secret} {secret!r} {secret!s} {[secret]} {vars(type(secret))}"
    assert "abcdef" not in shown
    assert secret.reveal() == "sk_live_abcdef"
    assert secret == Secret("sk_live_abcdef") != Secret("x")
    for leak in (pickle.dumps, copy.copy, json.dumps):
        with pytest.raises(TypeError):
            leak(secret)  # type: ignore[operator]


def test_the_filters_are_put_on_once_and_rewrite_records(
    caplog: pytest.LogCaptureFixture,
) -> None:
    protect_logs()
    protect_logs()
    logger = logging.getLogger("httpx")
    assert sum(isinstance(each, RedactingFilter) for each in logger.filters) == 1
    with caplog.at_level(logging.INFO, logger="httpx"):
        logger.info("HTTP Request: %s %s", "PUT", "https://h/k?X-Amz-Signature=abcdef")
        logger.info("plain %d", 5)
    assert [record.getMessage() for record in caplog.records] == [
        "HTTP Request: PUT https://h/k?X-Amz-Signature=[redacted]",
        "plain 5",
    ]

"""Keys and signatures never show."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from typing import Any

import pytest
from bota_sdk._shared.redact import Secret, protect_logs, redact, redact_record
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors import load

VECTORS = load("redact")
WORDS = st.text("abcdef0123456789", min_size=12, max_size=64)


@given(WORDS)
@pytest.mark.parametrize("case", VECTORS["redact"])
def test_redact(case: dict[str, Any], secret: str) -> None:
    assert redact(case["text"].replace("{secret}", secret)) == case["result"]


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
    assert logger.filters.count(redact_record) == 1
    with caplog.at_level(logging.INFO, logger="httpx"):
        logger.info("HTTP Request: %s %s", "PUT", "https://h/k?X-Amz-Signature=abcdef")
        logger.info("plain %d", 5)
    assert [record.getMessage() for record in caplog.records] == [
        "HTTP Request: PUT https://h/k?X-Amz-Signature=[redacted]",
        "plain 5",
    ]

"""Keys and signatures never show."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from typing import Any

import pytest
from bota_sdk._shared.redact import (
    Secret,
    protect_logs,
    redact,
    redact_record,
    redacted_excerpt,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.ticks import Ticks
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


@pytest.mark.parametrize(
    "part",
    [
        "<StringToSign>",
        "<StringToSign>a</CanonicalRequest>",
        "<Token-1",
        "X-Amz-Signature=",
        "X-Amz-Signature=[redacted]",
        "X-Goog-",
        "Signature",
        "Bearer ",
        "Bearer",
        " ",
        "sk_live_",
        "up_",
        "sk_",
        "%3D",
    ],
)
@pytest.mark.parametrize("before", ["", "Bearer ", "<StringToSign>", "sig="])
def test_the_time_is_linear_in_the_text(ticks: Ticks, before: str, part: str) -> None:
    text = before + part * (1_000_000 // len(part))
    started = ticks()
    redact(text)
    assert ticks() - started < 2


def test_long_texts_are_cut_before_they_are_searched() -> None:
    found = redacted_excerpt("<StringToSign>" + "sk_live_" * 100_000)
    assert found == "<StringToSign>[redacted]…"
    assert redacted_excerpt("short") == "short"
    assert len(redacted_excerpt("x" * 100_000)) == 4097

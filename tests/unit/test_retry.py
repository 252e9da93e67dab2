"""When a request to the API is repeated, and after how long."""

from __future__ import annotations

from typing import Any

import pytest
from bota_sdk._shared.retry import (
    SERVER_WAIT_CAP,
    backoff,
    is_transient,
    may_repeat,
    server_wait,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors import load

VECTORS = load("retry")
NOW = 1_700_000_000.0


@pytest.mark.parametrize("case", VECTORS["may_repeat"])
def test_may_repeat(case: dict[str, Any]) -> None:
    assert may_repeat(case["method"], case["headers"]) is case["result"]


@pytest.mark.parametrize("case", VECTORS["is_transient"])
def test_is_transient(case: dict[str, Any]) -> None:
    assert is_transient(case["status"]) is case["result"]


@pytest.mark.parametrize("case", VECTORS["server_wait"])
def test_server_wait(case: dict[str, Any]) -> None:
    found = server_wait(case["headers"], now=case["now"], limited=case["limited"])
    assert found == case["result"]


@pytest.mark.parametrize("case", VECTORS["backoff"])
def test_backoff(case: dict[str, Any]) -> None:
    assert backoff(case["attempt"], lambda: case["random"]) == case["result"]


@given(st.text(max_size=40), st.text(max_size=40))
def test_server_wait_copes_with_any_text(retry_after: str, reset: str) -> None:
    wait = server_wait(
        {"retry-after": retry_after, "x-ratelimit-reset": reset}, now=NOW, limited=True
    )
    assert wait is None or 0 <= wait <= SERVER_WAIT_CAP

"""When a request is repeated, after how long, and how often in all."""

from __future__ import annotations

import pytest
from bota_sdk._shared.retry import (
    BACKOFF_CAP,
    CAPACITY,
    PRICE,
    SERVER_WAIT_CAP,
    TIMEOUT_PRICE,
    RetryQuota,
    backoff,
    is_transient,
    may_repeat,
    server_wait,
)
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_700_000_000.0  # Tue, 14 Nov 2023 22:13:20 GMT


@pytest.mark.parametrize(
    ("method", "headers", "expected"),
    [
        ("GET", {}, True),
        ("DELETE", {}, True),
        ("put", {}, True),
        ("POST", {}, False),
        ("PATCH", {}, False),
        ("POST", {"idempotency-key": "k"}, True),
    ],
)
def test_may_repeat(method: str, headers: dict[str, str], expected: bool) -> None:
    assert may_repeat(method, headers) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [(429, True), (500, True), (502, True), (503, True), (504, True)]
    + [(status, False) for status in (200, 302, 400, 401, 403, 404, 409, 422, 425, 501, 520)],
)
def test_is_transient(status: int, expected: bool) -> None:
    assert is_transient(status) is expected


@pytest.mark.parametrize(
    ("headers", "limited", "expected"),
    [
        ({}, False, None),
        ({}, True, None),
        ({"retry-after": "7"}, False, 7.0),
        ({"retry-after": "0.5"}, False, 0.5),
        ({"retry-after": "-3"}, False, 0.0),
        ({"retry-after": "Tue, 14 Nov 2023 22:13:50 GMT"}, False, 30.0),
        ({"retry-after": "Tue, 14 Nov 2023 22:13:00 GMT"}, False, 0.0),
        ({"retry-after": "86400"}, False, SERVER_WAIT_CAP),
        ({"retry-after": "inf"}, False, None),
        ({"retry-after": "soon"}, False, None),
        ({"x-ratelimit-reset": str(int(NOW) + 12)}, True, 12.0),
        ({"x-ratelimit-reset": str(int(NOW) + 12)}, False, None),
        ({"x-ratelimit-reset": str(int(NOW) + 9999)}, True, SERVER_WAIT_CAP),
        ({"x-ratelimit-reset": "never"}, True, None),
        ({"retry-after": "3", "x-ratelimit-reset": str(int(NOW) + 12)}, True, 3.0),
    ],
)
def test_server_wait(headers: dict[str, str], limited: bool, expected: float | None) -> None:
    assert server_wait(headers, now=NOW, limited=limited) == expected


@given(st.text(max_size=40), st.text(max_size=40))
def test_server_wait_copes_with_any_text(retry_after: str, reset: str) -> None:
    wait = server_wait(
        {"retry-after": retry_after, "x-ratelimit-reset": reset}, now=NOW, limited=True
    )
    assert wait is None or 0 <= wait <= SERVER_WAIT_CAP


def test_backoff_doubles_up_to_its_cap() -> None:
    assert [backoff(attempt, lambda: 1.0) for attempt in range(1, 8)] == [
        0.5, 1.0, 2.0, 4.0, 8.0, 16.0, BACKOFF_CAP,
    ]  # fmt: skip
    assert backoff(3, lambda: 0.0) == 0.0


def test_retries_end_when_nothing_succeeds() -> None:
    quota = RetryQuota()
    taken = 0
    while quota.take(PRICE):
        taken += 1
    assert taken == CAPACITY // PRICE == 100
    quota.refund(0)
    assert not quota.take(PRICE)
    quota.refund(PRICE)
    assert quota.take(PRICE)


@given(st.lists(st.sampled_from([PRICE, TIMEOUT_PRICE, -1, -PRICE]), max_size=300))
def test_the_quota_stays_within_its_bounds(moves: list[int]) -> None:
    quota, left = RetryQuota(20), 20
    for move in moves:
        if move < 0:
            quota.refund(0 if move == -1 else -move)
            left = min(20, left - move)
        else:
            assert quota.take(move) is (left >= move)
            left -= move if left >= move else 0

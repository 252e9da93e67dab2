"""A dead service is not hammered, and one that lives is not given up."""

from __future__ import annotations

from bota_sdk._shared.retry_quota import CAPACITY, PRICE, TIMEOUT_PRICE, RetryQuota
from hypothesis import given
from hypothesis import strategies as st


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

"""As many at a time as make it faster: decisions over what happened, without a clock of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bota_sdk._bulk.concurrency import HOLD, AdaptiveConcurrency


def run(
    control: AdaptiveConcurrency, rate: Callable[[int], float], epochs: int, now: float = 0.0
) -> list[int]:
    """Let uploads end at a rate that depends on how many run; return how many did."""
    seen: list[int] = []
    control.look(control.allowed, now)
    for _ in range(epochs):
        seen.append(control.allowed)
        # Long enough for as many to end as run.
        pace = rate(control.allowed)
        seconds = max(0.3, control.allowed / pace)
        for _ in range(round(pace * seconds)):
            control.ended(0, control.allowed / pace)
        now += seconds
        control.look(control.allowed, now)
    return seen


def test_it_grows_while_that_pays() -> None:
    control = AdaptiveConcurrency(64)
    assert run(control, lambda running: 100.0 * running, 8) == [5, 10, 10, 20, 20, 40, 40, 64]


def test_it_goes_back_from_what_brought_nothing() -> None:
    control = AdaptiveConcurrency(64)
    seen = run(control, lambda running: 100.0 * min(running, 10), 12)
    assert seen[:5] == [5, 10, 10, 20, 20]
    assert set(seen[5:]) == {10}


def test_the_time_to_connect_is_not_held_against_more() -> None:
    control = AdaptiveConcurrency(64)
    seen: list[int] = []

    def rate(running: int) -> float:
        # Whatever was added has brought nothing yet in its first epoch.
        is_new = bool(seen) and running > seen[-1]
        seen.append(running)
        return 50.0 * running if is_new else 100.0 * running

    run(control, rate, 9)
    assert max(seen) == 64


def test_it_comes_back_from_a_push_back_however_many_there_were() -> None:
    control = AdaptiveConcurrency(64)
    run(control, lambda running: 100.0 * running, 9)
    control.push_back(100.0)
    later = run(control, lambda running: 100.0 * running, 100, now=101.0)
    assert later[-1] == 64


def test_it_tries_again_after_a_while() -> None:
    control = AdaptiveConcurrency(64)
    run(control, lambda running: 100.0 * min(running, 10), 6)
    later = run(control, lambda running: 100.0 * running, HOLD + 4, now=1000.0)
    assert later[-1] > 10


@pytest.mark.parametrize(("limit", "most"), [(1, 1), (3, 3), (10, 10)])
def test_it_never_passes_the_limit(limit: int, most: int) -> None:
    control = AdaptiveConcurrency(limit)
    assert max(run(control, lambda running: 100.0 * running, 20)) == most


def test_a_push_back_halves_it_once() -> None:
    control = AdaptiveConcurrency(64)
    run(control, lambda running: 100.0 * running, 9)
    assert control.allowed == 64
    for _ in range(30):
        control.push_back(100.0)
    assert control.allowed == 32
    control.push_back(101.0)
    assert control.allowed == 16
    for second in range(20):
        control.push_back(110.0 + second)
    assert control.allowed == 1


def test_few_large_files_are_judged_by_their_bytes() -> None:
    control = AdaptiveConcurrency(10)
    control.look(5, 0.0)
    for second in range(1, 8):
        control.sent(control.allowed * 50 << 20)
        control.look(control.allowed, second * 2.0)
    assert control.allowed == 10


def test_nothing_is_learnt_while_there_is_too_little_to_do() -> None:
    control = AdaptiveConcurrency(10)
    control.look(1, 0.0)
    for second in range(1, 50):
        control.ended(1, 1.0)
        control.look(1, float(second))
    assert control.allowed == 5


def test_how_many_happen_to_end_in_a_moment_is_not_held_against_more() -> None:
    control = AdaptiveConcurrency(10)
    now = 0.0
    control.look(control.allowed, now)
    for number in range(40):
        # All take as long as ever, but end in bursts that the epochs cut at any place.
        for _ in range(control.allowed + (7 if number % 2 else 0)):
            control.ended(1 << 20, 0.2)
        now += 0.26
        control.look(control.allowed, now)
        assert control.allowed == 10 or number < 1

"""A fixed number at a time: half as many when pushed back, and one more at a time afterwards."""

from __future__ import annotations

import pytest
from bota_sdk._bulk import outage
from bota_sdk._bulk.outage import PAUSE, Concurrency
from bota_sdk._shared.requests import RequestRecord


class Clock:
    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(outage, "time", clock)
    return clock


def request(status_code: int | None) -> RequestRecord:
    return RequestRecord("PUT", "S3 object", status_code, 0.1)


def test_it_begins_with_all_and_stays_there(clock: Clock) -> None:
    control = Concurrency(10)
    for _ in range(100):
        assert control.allowed == 10
        control.request_done(request(200))
        control.upload_done()


@pytest.mark.parametrize("status_code", [429, 503])
def test_a_push_back_halves_it(clock: Clock, status_code: int | None) -> None:
    control = Concurrency(10)
    control.request_done(request(status_code))
    assert control.allowed == 5


@pytest.mark.parametrize("status_code", [200, 400, 403, 404, 425, 500, None])
def test_nothing_else_does(clock: Clock, status_code: int | None) -> None:
    control = Concurrency(10)
    control.request_done(request(status_code))
    assert control.allowed == 10


def test_it_is_halved_once_a_second_and_never_to_none(clock: Clock) -> None:
    control = Concurrency(64)
    seen: list[int] = []
    for _ in range(8):
        for _ in range(30):
            control.request_done(request(503))
        seen.append(control.allowed)
        clock.now += PAUSE / 2
        control.request_done(request(503))
        clock.now += PAUSE / 2
    assert seen == [32, 16, 8, 4, 2, 1, 1, 1]


def test_it_is_restored_one_by_one(clock: Clock) -> None:
    control = Concurrency(6)
    control.request_done(request(429))
    seen: list[int] = []
    for _ in range(20):
        control.upload_done()
        seen.append(control.allowed)
    # Of three at a time, of four at a time, of five at a time.
    assert seen == [3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6]


def test_a_push_back_begins_the_count_anew(clock: Clock) -> None:
    control = Concurrency(6)
    control.request_done(request(429))
    control.upload_done()
    control.upload_done()
    control.request_done(request(429))
    control.upload_done()
    control.upload_done()
    assert control.allowed == 3
    control.upload_done()
    assert control.allowed == 4

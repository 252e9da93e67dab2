"""The server's time is the server's, whatever the local clock says."""

from __future__ import annotations

import time

import pytest
from bota_sdk._api.client_state import Clocks, ServerClock

NOON = 1_736_942_400.0


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "time", lambda: 5.0)
    return now


def test_time_passes_from_the_last_response_on(passing: list[float]) -> None:
    clock = ServerClock()
    assert clock.now() is None
    clock.learn({"date": "no date"})
    assert clock.now() is None
    clock.learn({"date": "Wed, 15 Jan 2025 12:00:00 GMT"})
    assert clock.now() == NOON
    passing[0] += 90
    assert clock.now() == NOON + 90
    clock.learn_time(NOON)
    assert clock.now() == NOON


def test_s3s_time_counts_where_it_is_known(passing: list[float]) -> None:
    clocks = Clocks()
    assert clocks.now() is None
    clocks.api.learn_time(NOON)
    assert clocks.now() == NOON
    clocks.storage.learn_time(NOON + 600)
    assert clocks.now() == NOON + 600

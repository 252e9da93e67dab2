"""What the service's headers mean for the next request, and how requests are counted."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bota_api.rate_limits import WINDOW
from bota_sdk._api.rate_limit import MemoryRateLog, Pacer, RateLog
from bota_sdk._bulk.store.slots import JournalRateLog
from bota_sdk._bulk.store.sqlite import SqliteStore
from bota_sdk._shared import waiting
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples

API: tuple[str, ...] = ("requests",)
URL: tuple[str, ...] = ("requests", "upload_urls")


def headers(limit: int, remaining: int, reset: int = 1060) -> Mapping[str, str]:
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(remaining),
        "x-ratelimit-reset": str(reset),
    }


def send(
    pacer: Pacer,
    kinds: tuple[str, ...],
    answer: Mapping[str, str] = {},
    now: float = 0.0,
) -> float:
    """Send one request that is answered at once; return the seconds to wait, 0 when it was sent."""
    ticket, wait = pacer.take(kinds, now)
    if ticket is not None:
        pacer.responded(ticket, kinds, answer, now=now, server_now=1000.0 + now)
    return wait


@pytest.fixture(params=["memory", "journal"])
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RateLog:
    if request.param == "memory":
        return MemoryRateLog()
    file = SqliteStore(tmp_path_factory.mktemp("journal") / "journal")
    request.addfinalizer(file.close)
    return JournalRateLog(file)


def test_nothing_waits_before_a_limit_is_known() -> None:
    pacer = Pacer()
    assert [send(pacer, URL) for _ in range(500)] == [0.0] * 500


def test_the_documented_limits(log: RateLog) -> None:
    pacer = Pacer(log)
    pacer.assume_documented()
    assert [send(pacer, URL) for _ in range(31)] == [0.0] * 30 + [WINDOW]
    assert [send(pacer, API) for _ in range(71)] == [0.0] * 70 + [WINDOW]
    assert send(pacer, URL, now=59.0) == pytest.approx(1.0)
    assert [send(pacer, URL, now=60.0) for _ in range(31)] == [0.0] * 30 + [WINDOW]


def test_what_is_under_way_counts_until_its_answer(log: RateLog) -> None:
    assert log.take({"requests": 1}, 0.0)[0] is not None
    assert log.take({"requests": 1}, 70.0)[0] is None
    # One whose sender has died counts no longer than it can have been under way.
    assert log.take({"requests": 1}, 151.0)[0] is not None


def test_a_forked_process_waits_for_no_response_to_its_parent(
    monkeypatch: pytest.MonkeyPatch, log: RateLog
) -> None:
    monkeypatch.setattr(waiting, "monotonic", lambda: 10.0)
    pacer = Pacer()
    pacer.assume_documented()
    with pacer.sharing(log):
        assert [pacer.take(URL, 0.0)[1] for _ in range(31)] == [0.0] * 30 + [WINDOW]
        for owner in (pacer, pacer.logs[0]):
            owner.renew()  # type: ignore[union-attr]
        # They count as if their responses had come just then, and only in the log of this process.
        assert pacer.take(URL, 69.0)[0] is None
        assert [pacer.take(URL, 70.0)[1] for _ in range(30)] == [0.0] * 30
        assert log.count("upload_urls", 70.0) == 30


@pytest.mark.parametrize(
    ("kinds", "answer", "room"),
    [
        (API, headers(3, 2), 3),
        (API, headers(3, 0), 1),  # others have used two
        (API, {}, 100),
        (API, {"x-ratelimit-limit": "many"}, 100),
        (API, headers(3, 5), 100),  # nonsense
        (API, headers(0, 0), 100),
        (URL, headers(5, 4), 5),
    ],
)
def test_the_headers_say_otherwise(
    kinds: tuple[str, ...], answer: Mapping[str, str], room: int
) -> None:
    pacer = Pacer()
    pacer.assume_documented()
    assert send(pacer, kinds, answer) == 0.0
    sent = 1
    while send(pacer, kinds) == 0.0:
        sent += 1
    assert sent == room


def test_a_limit_out_of_reach_is_not_kept() -> None:
    pacer = Pacer()
    pacer.assume_documented()
    for kinds in (API, URL):
        assert send(pacer, kinds, headers(1_000_000, 999_000)) == 0.0
    assert [send(pacer, URL) for _ in range(1000)] == [0.0] * 1000


def test_others_count_until_the_window_ends() -> None:
    pacer = Pacer()
    send(pacer, API, headers(100, 9, reset=1030))
    assert [send(pacer, API) for _ in range(10)] == [0.0] * 9 + [WINDOW]
    assert send(pacer, API, now=31.0) == 0.0


def test_after_a_429_nobody_sends() -> None:
    pacer = Pacer()
    send(pacer, API, headers(100, 90))
    pacer.refused(API, 7.0, 0.0, {})
    assert send(pacer, API, now=1.0) == 6.0
    assert send(pacer, URL, now=1.0) == 6.0
    assert send(pacer, API, now=7.0) == 0.0


JOB: tuple[str, ...] = ("requests", "transcriptions")


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ({}, {JOB}),
        (headers(10, 0), {JOB}),  # the narrow limit
        (headers(12, 0), {JOB}),
        (headers(100, 0), {API, URL, JOB}),  # the one that all requests count in
        ({"x-ratelimit-limit": "all"}, {JOB}),
    ],
)
def test_a_429_holds_back_its_own_class(
    said: Mapping[str, str], held: set[tuple[str, ...]]
) -> None:
    pacer = Pacer()
    pacer.refused(JOB, 7.0, 0.0, said)
    assert {kinds for kinds in (API, URL, JOB) if send(pacer, kinds, now=1.0)} == held


def test_a_limit_that_is_named_otherwise_is_known_in_a_429() -> None:
    pacer = Pacer()
    send(pacer, API, headers(1000, 990))
    pacer.refused(JOB, 7.0, 0.0, headers(100, 0))
    assert [send(pacer, kinds, now=1.0) for kinds in (API, URL, JOB)] == [0.0, 0.0, 6.0]
    pacer.refused(JOB, 7.0, 1.0, headers(1000, 0))
    assert send(pacer, API, now=1.0) == 7.0


def test_a_limit_out_of_reach_has_not_refused() -> None:
    pacer = Pacer()
    send(pacer, API, headers(1_000_000, 999_000))
    pacer.refused(JOB, 7.0, 0.0, headers(1_000_000, 998_000))
    assert [send(pacer, kinds, now=1.0) for kinds in (API, JOB)] == [0.0, 6.0]


def test_a_429_ends_a_guess_about_upload_urls() -> None:
    pacer = Pacer()
    send(pacer, API, headers(100, 99))
    send(pacer, URL, headers(100, 98))  # of upload URLs there seem to be 98 left
    assert [send(pacer, URL) for _ in range(40)] == [0.0] * 40
    pacer.refused(URL, 0.0, 0.0, {})
    send(pacer, URL, headers(100, 57), now=61.0)
    assert [send(pacer, URL, now=61.0) for _ in range(31)].count(0.0) == 29


def test_what_no_limit_counts_is_not_held_against_the_next_process(log: RateLog) -> None:
    for process in range(20):
        pacer = Pacer(log)
        pacer.assume_documented()
        for _ in range(10):
            assert send(pacer, ("requests",), headers(10**6, 10**6 - 1, 1060), now=process) == 0
    assert log.count("requests", 20.0) == 0


@examples(30)
@given(
    gaps=st.lists(st.floats(0, 30), min_size=1, max_size=60),
    delays=st.lists(st.floats(0, 20), min_size=1, max_size=5),
    limit=st.integers(1, 8),
)
def test_no_window_of_the_service_ever_sees_too_many(
    gaps: list[float], delays: list[float], limit: int
) -> None:
    """Wherever its minute begins, and wherever in its flight the service counts a request."""
    log = MemoryRateLog()
    now, counted = 0.0, []
    under_way: list[tuple[float, object]] = []
    for number, gap in enumerate(gaps):
        now += gap
        for end, ticket in [each for each in under_way if each[0] <= now]:
            log.count_until(ticket, end + WINDOW)
            under_way.remove((end, ticket))
        ticket, _ = log.take({"requests": limit}, now)
        if ticket is not None:
            delay = delays[number % len(delays)]
            counted.append(now + delay * (number % 3) / 2)
            under_way.append((now + delay, ticket))
    for began in counted:
        assert sum(began <= at < began + WINDOW for at in counted) <= limit


def test_a_request_in_no_class_is_never_held() -> None:
    pacer = Pacer()
    pacer.assume_documented()
    for now in range(1000):
        ticket, wait = pacer.take((), float(now))
        assert ticket is not None
        assert wait == 0.0
        pacer.responded(ticket, (), {"x-ratelimit-limit": "1"}, now=float(now), server_now=None)
    pacer.refused((), 60.0, 1000.0, {})
    assert pacer.take((), 1000.0)[0] is not None
    assert pacer.take(API, 1000.0)[1] == 0.0

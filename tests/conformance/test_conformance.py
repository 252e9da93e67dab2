"""Every scenario, with both clients; some of them against real S3 servers too."""

from __future__ import annotations

import gc
import itertools
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from bota_emulator import Emulator

from tests.conformance.conftest import ROWS
from tests.conformance.runner import compare, run
from tests.conformance.scenario import HERE, Scenario, load_scenarios
from tests.emulator.s3_servers import SERVERS
from tests.emulator.storage_cases import Target
from tests.secret_scan import secrets_in, shown
from tests.ticks import Ticks

SCENARIOS = load_scenarios()
KINDS = ("sync", "async")
JAVASCRIPT = ("blob", "readable_stream")
"""Kinds of sources that Python has nothing of."""


def playable(scenario: Scenario, kind: str) -> bool:
    source = scenario.source.get("kind")
    return source not in JAVASCRIPT and (kind == "async" or source != "async_iterator")


@pytest.fixture(autouse=True)
def greatest_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "random", lambda: 1.0)


@pytest.fixture(autouse=True)
def nothing_stays_open(tmp_path: Path, ticks: Ticks) -> Iterator[None]:
    """No thread of the client, and no file of the source."""

    def open_now() -> set[str]:
        threads = {thread.name for thread in threading.enumerate() if thread not in others}
        files = {file.path for file in psutil.Process().open_files()}
        return {name for name in threads if name.startswith("bota-sdk")} | {
            path for path in files if path.startswith(str(tmp_path))
        }

    # One that an earlier test has given up may still be connecting.
    others = set(threading.enumerate())
    yield
    end = ticks() + 1
    while open_now() and ticks() < end:
        gc.collect()
        time.sleep(0.01)
    assert open_now() == set()


def check(
    scenario: Scenario,
    kind: str,
    emulator: Emulator,
    folder: Path,
    sleeps: list[float],
    request: pytest.FixtureRequest,
    *,
    server: str = "",
) -> None:
    outcome = run(scenario, kind, emulator, folder, sleeps, real_s3=bool(server))
    label = f"{kind} {server}".strip()
    requests = ", ".join(
        name if count == 1 else f"{name} x{count}"
        for name, count in (
            (name, len(list(group))) for name, group in itertools.groupby(outcome.requests)
        )
    )
    row = (scenario.name, label, requests, outcome.in_vain)
    request.config.stash.setdefault(ROWS, []).append(row)
    compare(scenario, outcome, emulator, real_s3=bool(server))
    shows = repr(outcome.result)
    if isinstance(outcome.result, Exception):
        shows += shown(outcome.result)
    assert secrets_in(shows) == []


@pytest.mark.parametrize(
    ("scenario", "kind"),
    [
        pytest.param(scenario, kind, id=f"{scenario.name} - {kind}")
        for scenario in SCENARIOS
        for kind in KINDS
        if playable(scenario, kind)
    ],
)
def test_scenario(
    scenario: Scenario,
    kind: str,
    bota_emulator: Emulator,
    tmp_path: Path,
    sleeps: list[float],
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
) -> None:
    caplog.set_level(logging.DEBUG)
    check(scenario, kind, bota_emulator, tmp_path, sleeps, request)
    assert secrets_in(caplog.text) == []


@pytest.fixture(scope="module", params=SERVERS)
def remote_emulator(
    request: pytest.FixtureRequest, real_servers: Callable[[str], Target]
) -> Iterator[tuple[str, Emulator]]:
    """An emulator whose upload URLs point at a real S3 server."""
    target = real_servers(request.param)
    with Emulator(
        s3_endpoint=target.endpoint,
        s3_bucket=target.bucket,
        s3_access_key=target.identity.access_key,
        s3_secret_key=target.identity.secret_key,
    ) as emulator:
        yield request.param, emulator


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "scenario",
    [pytest.param(scenario, id=scenario.name) for scenario in SCENARIOS if scenario.real_s3],
)
def test_scenario_on_a_real_server(
    scenario: Scenario,
    kind: str,
    remote_emulator: tuple[str, Emulator],
    tmp_path: Path,
    sleeps: list[float],
    request: pytest.FixtureRequest,
) -> None:
    server, emulator = remote_emulator
    if server not in scenario.real_s3:
        pytest.skip(f"{server} does not enforce this")
    emulator.reset()
    check(scenario, kind, emulator, tmp_path, sleeps, request, server=server)


def test_there_are_enough_of_them() -> None:
    assert len(load_scenarios(HERE)) >= 60

"""What all tests share: clients of the emulator, waiting that takes no time, and the secret scan."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bota_sdk import Bota
from bota_sdk._shared import waiting
from hypothesis import HealthCheck, settings

from tests import postgres as postgres_server
from tests.emulator.s3_servers import SERVERS
from tests.emulator.storage_cases import Target
from tests.secret_scan import SecretScan
from tests.ticks import Ticks

if TYPE_CHECKING:
    from bota_emulator import Emulator

AUDIO = Path(__file__).parent / "audio"

# A machine may be busy, so that an example takes any time. Fixtures are shared by all of a test.
settings.register_profile(
    "any machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--scenario-table` prints what each scenario of tests/conformance sent."""
    parser.addoption("--scenario-table", action="store_true", help="print what each scenario sent")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The verdict on the whole run comes last."""
    items.sort(key=lambda item: item.path.name == "test_whole_run.py")


@pytest.fixture(scope="session", autouse=True)
def secret_scan() -> Iterator[SecretScan]:
    """Looks for secrets from the first test to the last."""
    scan = SecretScan()
    with scan.running():
        yield scan
    # Where the tests are shared out to several processes, each has looked at its own.
    assert not scan.found, "\n".join(scan.found)


@pytest.fixture(autouse=True)
def scanned(secret_scan: SecretScan, request: pytest.FixtureRequest) -> Iterator[None]:
    """Names the test that raised what showed a secret."""
    yield
    secret_scan.look_at_errors(request.node.nodeid)


@pytest.fixture(scope="session")
def real_servers(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], Target]]:
    # A session fixture with parameters would start a server anew for every single case.
    started: dict[str, Target] = {}
    with contextlib.ExitStack() as stack:

        def start(name: str) -> Target:
            if name not in started:
                folder = tmp_path_factory.mktemp(name)
                started[name] = stack.enter_context(SERVERS[name](folder))
            return started[name]

        yield start


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Postgres]:
    """A real PostgreSQL server; the test is skipped where there can be none."""
    with postgres_server.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a journal can be made, in each kind of database."""
    if request.param == "sqlite":
        return tmp_path / "journal"
    server: postgres_server.Postgres = request.getfixturevalue("postgres")
    return server.journal()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is never behind a proxy, whatever the machine's environment says."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the clients would have waited, in order; nothing waits for real."""
    waited: list[float] = []

    real = waiting.monotonic
    monkeypatch.setattr(waiting, "monotonic", lambda: real() + sum(waited))
    monkeypatch.setattr(waiting, "wait_blocking", waited.append)

    async def wait_async(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(waiting, "wait_async", wait_async)
    return waited


@pytest.fixture
def ticks() -> Iterator[Ticks]:
    """Seconds for a bound that must hold on a busy machine too: `ticks() - started < 1`."""
    with Ticks() as clock:
        yield clock


@pytest.fixture
def bota(bota_emulator: Emulator) -> Iterator[Bota]:
    """A client of the emulator."""
    with Bota(base_url=bota_emulator.base_url, api_key=bota_emulator.api_key) as client:
        yield client

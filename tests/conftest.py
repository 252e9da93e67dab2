"""What all tests share: clients of the emulator, waiting that takes no time, and the secret scan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bota_sdk import Bota, _waiting

from tests.secret_scan import SecretScan

if TYPE_CHECKING:
    from bota_emulator import Emulator

AUDIO = Path(__file__).parent / "audio"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The verdict on the whole run comes last."""
    items.sort(key=lambda item: item.path.name == "test_whole_run.py")


@pytest.fixture(scope="session", autouse=True)
def secret_scan() -> Iterator[SecretScan]:
    """Looks for secrets from the first test to the last."""
    scan = SecretScan()
    with scan.running():
        yield scan


@pytest.fixture(autouse=True)
def scanned(secret_scan: SecretScan, request: pytest.FixtureRequest) -> Iterator[None]:
    """Names the test that raised what showed a secret."""
    yield
    secret_scan.look_at_errors(request.node.nodeid)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is never behind a proxy, whatever the machine's environment says."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the clients would have waited, in order; nothing waits for real."""
    waited: list[float] = []

    async def wait_async(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(_waiting, "wait_blocking", waited.append)
    monkeypatch.setattr(_waiting, "wait_async", wait_async)
    return waited


@pytest.fixture
def bota(bota_emulator: Emulator) -> Iterator[Bota]:
    """A client of the emulator."""
    with Bota(base_url=bota_emulator.base_url, api_key=bota_emulator.api_key) as client:
        yield client

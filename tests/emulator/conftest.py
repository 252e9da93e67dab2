from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest
from bota_emulator import Emulator

from tests.emulator.api_client import Api
from tests.emulator.plain_browser import Page
from tests.emulator.storage_cases import Target


@pytest.fixture(autouse=True)
def quiet_requests() -> Iterator[None]:
    """The client of these tests is `requests`, whose urllib3 logs signed URLs at DEBUG."""
    logger = logging.getLogger("urllib3")
    level = logger.level
    logger.setLevel(logging.WARNING)
    yield
    logger.setLevel(level)


@pytest.fixture
def api(bota_emulator: Emulator) -> Iterator[Api]:
    # What these tests meet is held against the contract, so that no response strays from it.
    bota_emulator.settings.strict = True
    client = Api(bota_emulator)
    with client.session:
        yield client


@pytest.fixture
def emulated(bota_emulator: Emulator) -> Target:
    return Target("emulator", bota_emulator.storage_url, "bota-uploads", bota_emulator._identity)


@pytest.fixture
def real_s3(request: pytest.FixtureRequest, real_servers: Callable[[str], Target]) -> Target:
    return real_servers(request.param)


@pytest.fixture(scope="module")
def started_with_page() -> Iterator[Emulator]:
    with Emulator(page=True) as running:
        yield running


@pytest.fixture
def emulator(started_with_page: Emulator) -> Emulator:
    started_with_page.reset()
    return started_with_page


@pytest.fixture
def page(emulator: Emulator) -> Iterator[Page]:
    shown = Page(emulator)
    with shown.session:
        yield shown


@pytest.fixture
def client(emulator: Emulator) -> Iterator[Api]:
    made = Api(emulator)
    with made.session:
        yield made

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest
from bota_emulator import Emulator

from tests.emulator.api_client import Api
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

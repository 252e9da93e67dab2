from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from api_client import Api
from bota_emulator import Emulator
from s3_servers import SERVERS
from storage_cases import Target


@pytest.fixture
def api(bota_emulator: Emulator) -> Iterator[Api]:
    client = Api(bota_emulator)
    with client.session:
        yield client


@pytest.fixture
def emulated(bota_emulator: Emulator) -> Target:
    return Target("emulator", bota_emulator.storage_url, "bota-uploads", bota_emulator._identity)


@pytest.fixture(scope="session")
def _real_servers(
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


@pytest.fixture
def real_s3(request: pytest.FixtureRequest, _real_servers: Callable[[str], Target]) -> Target:
    return _real_servers(request.param)
